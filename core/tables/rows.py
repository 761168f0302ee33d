"""The rows of a text file, each with the physical line on which it begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from core.tables.reading import BLANKS, Reading

LONGEST_CELL = 1 << 24
_blank_separated = re.compile(r'"(?:[^"]|"")*"|\S+').findall


class Row(NamedTuple):
    """A row of cells that is not blank, and the physical line, from 1, on which it begins."""

    line: int
    cells: tuple[str, ...]

    def line_of(self, index: int) -> int:
        """Return the physical line on which a cell begins: quoted cells before it may hold newlines."""
        return self.line + sum(cell.count("\n") for cell in self.cells[:index])


def rows_of(lines: Iterable[str], separator: str, blanks: bool = False, first: int = 1) -> Iterator[Row]:
    """Yield all rows that are not blank lines.

    Args:
        lines: the physical lines.
        separator: one of `core.tables.reading.SEPARATORS`.
        blanks: whether blanks follow the separators.
        first: the number of the first line.
    """
    if separator == BLANKS:
        for number, line in enumerate(lines, first):
            parts = [c[1:-1].replace('""', '"') if c[0] == '"' else c for c in _blank_separated(line)]
            if parts:
                yield Row(number, tuple(parts))
        return
    csv.field_size_limit(LONGEST_CELL)
    reader, done = csv.reader(lines, delimiter=separator, skipinitialspace=blanks), 0
    for cells in reader:
        if cells and not (len(cells) == 1 and not cells[0].strip()):
            yield Row(first + done, tuple(cells))
        done = reader.line_num


def rows_of_file(path: Path, reading: Reading) -> Iterator[Row]:
    """Yield the rows of a file after the lines that are skipped, the header included, without comments."""
    with path.open(encoding=reading.encoding, newline="", errors="replace") as file:
        for _ in range(reading.skip):
            file.readline()
        mark = reading.comment
        lines = ("\n" if mark and line.startswith(mark) else line for line in file)
        yield from rows_of(lines, reading.separator, reading.blanks, reading.skip + 1)
