"""What a cell of a table can be: a number in one of several notations, a mark for a missing value, a date, text."""

from __future__ import annotations

import re
from collections.abc import Iterable

PANDAS_MARKS = frozenset(
    " #N/A #N/A N/A #NA -1.#IND -1.#QNAN -NaN -nan 1.#IND 1.#QNAN <NA> N/A NA NULL NaN None n/a nan null".split(" ")
)
"""What pandas itself takes as missing; the empty cell, too."""

OTHER_MARKS = frozenset(("?", "-", "--", ".", "*", "N.A.", "n.a.", "missing", "#VALUE!", "#DIV/0!", "결측", "없음"))
"""What else stands for a missing number, if all other cells of the column are numbers."""

CURRENCIES = "$€£¥₩"
UNIT = re.compile(
    rf"([{CURRENCIES}]?)\s*([+-]?[.,]?(?:\d[\d.,]*)?\d)(\s*[%‰°]?[^\W\d_]{{0,5}}[²³]?(?:/[^\W\d_]{{1,4}})?)"
)
"""A currency, a number and a unit, e.g. "$1,200", "12 %", "180 cm", "90 km/h"."""

_number_with = {
    ".": re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII).fullmatch,
    ",": re.compile(r"\s*[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII).fullmatch,
}
_grouped_by = {
    ",": re.compile(r"\s*[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\s*", re.ASCII).fullmatch,
    ".": re.compile(r"\s*[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\s*", re.ASCII).fullmatch,
}
_date = re.compile(r"\s*\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?\s*").fullmatch


def is_number(cell: str, decimal: str = ".", thousands: str = "") -> bool:
    """Return whether a cell is a number in one notation."""
    return bool(_number_with[decimal](cell) or (thousands and _grouped_by[thousands](cell)))


def is_any_number(cell: str) -> bool:
    """Return whether a cell is a number in any notation, or a mark for a missing one."""
    return is_missing(cell) or any(is_number(cell, mark, other) for mark, other in ((".", ","), (",", ".")))


def is_grouped(cell: str, thousands: str) -> bool:
    """Return whether the thousands of a cell's number can be set apart by this mark, as in 1,250 or 51,829,136."""
    return bool(_grouped_by[thousands](cell))


def is_missing(cell: str) -> bool:
    """Return whether a cell stands for a missing value."""
    return not cell.strip() or cell.strip() in PANDAS_MARKS or cell.strip() in OTHER_MARKS


def is_date(cell: str) -> bool:
    """Return whether a cell looks like a day, with or without a time."""
    return bool(_date(cell))


def is_word(cell: str) -> bool:
    """Return whether a cell is text that can be nothing else."""
    return not (is_any_number(cell) or is_date(cell) or UNIT.fullmatch(cell.strip()))


def unit_of(cells: Iterable[str]) -> tuple[str, str] | None:
    """Return the currency and the unit that all cells share, as they are written; None if they share none."""
    matches = (UNIT.fullmatch(cell.strip()) for cell in cells)
    found = {(str(match[1]), str(match[3])) if match else None for match in matches}
    only = found.pop() if len(found) == 1 else None
    return only if only is not None and any(only) else None


def shown(cell: object) -> str:
    """Return a cell as a message can quote it: on one line, in printable characters, and short."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(str(cell)[:200].split()))
    return text if len(text) <= 40 else f"{text[:40]}…"
