"""Find out how a table is laid out from its first lines: separator, header, decimal mark, what to skip.

What has two readings is not decided silently: it is read one way, and the other is named as a doubt.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from core.problems.problem import Problem
from core.tables.cells import OTHER_MARKS, UNIT, is_any_number, is_date, is_grouped, is_missing, is_number, is_word
from core.tables.reading import BLANKS, SEPARATORS, Reading
from core.tables.rows import Row, rows_of

MOST_SNIFFED = 1 << 18
"""How many characters are looked at."""

MOST_ROWS = 300
MOST_PREAMBLE = 30

MOST_COLUMNS = 2_000
"""Each one is looked at by itself, which takes a third of a millisecond."""


@dataclass(frozen=True)
class Layout:
    """What was found.

    Attributes:
        reading: how the file is best read.
        doubts: what can be read in another way, too: "header", "decimal".
        class_names: the names of the classes 0, 1, 2 …, where the first line has them, as in scikit-learn's files.
    """

    reading: Reading
    doubts: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()


def sniff(path: Path, encoding: str, chosen: dict[str, Any]) -> Layout:
    """Find the layout of a text file.

    Args:
        path: of the file.
        encoding: its encoding.
        chosen: fields of `Reading` that the learner has decided: separator, decimal, thousands, header.
    """
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        text = file.read(MOST_SNIFFED)
    lines = list(StringIO(text, newline=""))
    if len(text) == MOST_SNIFFED and len(lines) > 1:
        lines.pop()  # it may be cut
    said = _said_separator(lines[0]) if lines else ""
    skip = bool(said) + next((i for i, line in enumerate(lines[bool(said) :]) if not _is_note(line)), 0)
    separator = chosen.get("separator") or said or best_separator(lines[skip:])
    note = lines[skip - 1] if skip and not said else ""
    comment = "#" if any(line.startswith("#") for line in lines[skip:]) else ""
    body = [line for line in lines[skip:] if not (comment and line.startswith(comment))]
    blanks = separator != BLANKS and any(f'{separator} "' in line for line in body)
    reading = Reading(separator=separator, encoding=encoding, skip=skip, comment=comment, blanks=blanks)
    rows = list(islice(rows_of(body, separator, blanks), MOST_ROWS))
    return lay_out(reading, rows, chosen, _names_in(note, separator))


def check_width(columns: int) -> None:
    """Raise a Problem if there are more columns than anyone would choose from."""
    if columns > MOST_COLUMNS:
        raise Problem("table.too_many_columns", limit=MOST_COLUMNS, received=columns)


def lay_out(reading: Reading, rows: Sequence[Row], chosen: dict[str, Any], names: Sequence[str] = ()) -> Layout:
    """Find what to skip, names and notation from the first rows; `names` are those of a comment above them."""
    if not rows:
        return Layout(reading)
    width, preamble = _width(rows), _preamble(rows)
    check_width(width)
    class_names, first = _class_names(rows), rows[preamble]
    if class_names:
        preamble, first = 1, rows[1]
    table = [row.cells for row in rows[preamble:]]
    if preamble:
        reading = replace(reading, skip=reading.skip + first.line - 1)
    doubts: list[str] = []
    header = is_header(table)
    if class_names:
        header = False
    elif _is_range(table[0]) and len(table) > 1:
        header = True
        doubts.append("header")
    header = chosen.get("header", header)
    reading, cells = _fitted(replace(reading, header=header), table, width)
    if not header:
        width = len(cells[0]) if cells else width
        named = tuple(names) if len(names) == width else (*(f"x{i}" for i in range(width - 1)), "y")
        reading = replace(reading, names=named)
    decimal, thousands, unclear = notation(cells[header:], reading.separator)
    if unclear:
        doubts.append("decimal")
    if "decimal" in chosen:
        decimal = chosen["decimal"]
        thousands = "" if thousands == decimal or (unclear and thousands == "") else thousands
        thousands = thousands or _other_groups(cells[header:], decimal)
    marks = _marks(cells[header:], decimal, thousands)
    reading = replace(reading, decimal=decimal, thousands=chosen.get("thousands", thousands), missing=marks)
    return Layout(reading, tuple(doubts), class_names)


def best_separator(lines: Sequence[str]) -> str:
    """Return the separator that makes the most even rows with the fewest words in them."""

    def score(separator: str) -> tuple[float, int]:
        try:
            rows = list(islice(rows_of(lines, separator, blanks=True), MOST_ROWS))
        except csv.Error:
            return 0.0, 0
        width, at = Counter(len(row.cells) for row in rows[1:] or rows).most_common(1)[0] if rows else (0, 0)
        if width < 2:
            return 0.0, 0
        cells = [cell for row in rows[1:] or rows for cell in row.cells]
        good = sum(not is_word(cell) for cell in cells) / len(cells)
        named = 1.1 if len(rows[0].cells) == width else 1.0
        return round(at / len(rows[1:] or rows) * (0.25 + good) * named, 3), -SEPARATORS.index(separator)

    return max(SEPARATORS, key=score)


def is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row names the columns.

    A row of words does. A row of words and numbers does only if a word stands above a number: in a column of words
    throughout, the first row is a sample like the others.
    """
    first, others = rows[0], rows[1:20]
    words = [index for index, cell in enumerate(first) if is_word(cell) and cell.strip()]
    if not words:
        return False
    if all(is_word(cell) or not cell.strip() for cell in first):
        return not others or len(words) < len(first) or _differs(first, others)
    return any(index < len(row) and is_any_number(row[index]) and row[index].strip() for index in words
               for row in others)  # fmt: skip


def notation(rows: Sequence[Sequence[str]], separator: str) -> tuple[str, str, bool]:
    """Return the decimal mark, the mark between thousands, and whether another reading is as good.

    A number with two groups, as in 1,234,567, or with both marks says it; so does one whose last group is not of
    three digits. Numbers like 1,250 alone say nothing.
    """
    cells = [match.group(2) if (match := UNIT.fullmatch(c.strip())) else c.strip() for row in rows for c in row]
    evident: dict[str, set[str]] = {"decimal": set(), "thousands": set()}
    unclear: set[str] = set()
    for mark, other in ((".", ","), (",", ".")):
        for cell in cells:
            if is_number(cell, mark) and mark in cell and not is_grouped(cell, mark):
                evident["decimal"].add(mark)
            elif is_grouped(cell, mark) and (cell.count(mark) > 1 or other in cell):
                evident["thousands"].add(mark)
                if other in cell:
                    evident["decimal"].add(other)
            elif is_grouped(cell, mark):
                unclear.add(mark)
    decimal = "," if "," in evident["decimal"] and "." not in evident["decimal"] else "."
    other = "." if decimal == "," else ","
    if decimal in evident["thousands"]:
        return other, decimal, False
    thousands = other if other in evident["thousands"] | unclear else ""
    known = bool(evident["decimal"] or evident["thousands"])
    return decimal, thousands, bool(unclear) and not known and (separator != "," or "," in unclear)


def _other_groups(rows: Sequence[Sequence[str]], decimal: str) -> str:
    """Return the mark between thousands, if the decimal mark is this one."""
    other = "." if decimal == "," else ","
    return other if any(is_grouped(cell, other) for row in rows for cell in row) else ""


def _said_separator(line: str) -> str:
    """Return the separator that a first line such as `sep=;` tells Excel."""
    text = line.strip().lower()
    return line.strip()[-1] if text.startswith("sep=") and len(text) == 5 and text[-1] in SEPARATORS else ""


def _is_note(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(("#", "//"))


def _names_in(note: str, separator: str) -> list[str]:
    """Return the names in a comment above the numbers, as numpy.savetxt writes them."""
    text = note.lstrip().lstrip("#/").strip()
    return [cell.strip() for row in rows_of([text], separator, blanks=True) for cell in row.cells] if text else []


def _width(rows: Sequence[Row]) -> int:
    return Counter(len(row.cells) for row in rows[1:] or rows).most_common(1)[0][0]


def _preamble(rows: Sequence[Row]) -> int:
    """Return how many rows stand above the table: those narrower than all the rows after them."""
    widths = [len(row.cells) for row in rows]
    width = _width(rows)
    for index in range(min(MOST_PREAMBLE, len(rows) - 1)):
        if widths[index] >= width or (width > 2 and widths[index] == width - 1):  # R does not name the names of rows
            return index
    return 0


def _class_names(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the names in a first line as in scikit-learn's files: rows, columns, then a name for each class."""
    first = rows[0].cells
    if len(rows) < 2 or len(first) < 4 or not (first[0].isdigit() and first[1].isdigit()):
        return ()
    names, others = first[2:], rows[1:]
    last = {row.cells[-1].strip() for row in others}
    right = all(len(row.cells) == int(first[1]) + 1 for row in others) and all(map(is_word, names))
    return tuple(names) if right and last <= set(map(str, range(len(names)))) else ()


def _is_range(first: Sequence[str]) -> bool:
    return len(first) > 1 and [cell.strip() for cell in first] == [str(i) for i in range(len(first))]


def _differs(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Return whether a first row of words, above other rows of words, is not one more of them."""
    columns = [[row[i] for row in others if i < len(row)] for i in range(len(first))]
    if any(column and all(map(is_any_number, column)) for column in columns):
        return True
    return not any(cell in column for cell, column in zip(first, columns))


def _fitted(reading: Reading, table: Sequence[Sequence[str]], width: int) -> tuple[Reading, Sequence[Sequence[str]]]:
    """Settle rows with one cell more than the header: a separator too many at the end, or R's names of rows."""
    others = [row for row in table[reading.header :] if any(cell.strip() for cell in row)]
    if not reading.header or not others or width <= len(table[0]):
        return reading, table
    names = len(table[0])
    if all(not any(cell.strip() for cell in row[names:]) for row in others):
        return replace(reading, cells=names), [row[:names] for row in table]
    if width == names + 1 and all(len(row) == width for row in others):
        return replace(reading, row_names=True), [row if i == 0 else row[1:] for i, row in enumerate(table)]
    return reading, table


def _marks(rows: Sequence[Sequence[str]], decimal: str, thousands: str) -> tuple[str, ...]:
    """Return the marks of missing numbers that pandas does not know."""
    found: set[str] = set()
    for column in zip(*(row for row in rows if len(row) == len(rows[0]))):
        cells = {cell.strip() for cell in column}
        marks = cells & OTHER_MARKS
        if marks and all(is_number(cell, decimal, thousands) or is_missing(cell) or is_date(cell) for cell in cells):
            found |= marks
    return tuple(sorted(found))
