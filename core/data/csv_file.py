"""Read a CSV file: check every cell before a single number is used, and name what is wrong by its place.

One sample per line, the inputs first, the target last. A header is optional. The numbers themselves are read
by `np.loadtxt` (see `core.data.csv_source.CsvFile`), so only what `np.loadtxt` reads the same way is accepted.
"""

from __future__ import annotations

import csv
import os
import re
import stat
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from core.data.csv_cells import column_names, is_finite, is_header, is_number, is_word, shown
from core.data.csv_source import CsvFile, checksum, file_problem
from core.design.network_spec import MAX_INPUTS
from core.problems.problem import Problem

MAX_ROWS = 100_000
MAX_COLUMNS = MAX_INPUTS + 1
MAX_ROW_CHARACTERS = 100_000
"""Far more than 257 numbers need, and below csv's own limit of 131,072 characters per cell."""

DELIMITERS = (",", ";", "\t")
COMPRESSED = (".gz", ".bz2", ".xz", ".lzma")
"""Endings at which `np.loadtxt` would decompress the file instead of reading it as text."""

# A byte that is not UTF-8 arrives as one of the surrogates (errors="surrogateescape"). NUL is what UTF-16 looks like.
_find_foreign_byte = re.compile(r"[\x00\udc80-\udcff]").search


class _Row(NamedTuple):
    """A row of cells that is not blank, and the physical line, from 1, on which it begins."""

    line: int
    cells: list[str]

    def line_of(self, index: int) -> int:
        """Return the physical line on which a cell begins: quoted cells before it may hold newlines."""
        return self.line + sum(cell.count("\n") for cell in self.cells[:index])


def read(path: str | os.PathLike[str]) -> CsvFile:
    """Check a whole file and describe it, so that `load()` gives finite numbers.

    Args:
        path: of a text file in UTF-8 whose cells are separated by commas, semicolons or tabs.

    Returns:
        The source of a batch of 1 to `MAX_ROWS` samples with 1 to `MAX_INPUTS` inputs.

    Raises:
        Problem: the first thing that is wrong, of one of the csv kinds, with its line and column, both from 1.

    Example:
        >>> read("/data/houses.csv").load().X.shape  # doctest: +SKIP
        (20, 3)
    """
    path = Path(os.fsdecode(path)).absolute()
    try:
        _check_is_text_file(path)
        with path.open("rb") as raw:
            encoding = "utf-8-sig" if raw.read(3) == b"\xef\xbb\xbf" else "utf-8"
        with path.open(encoding=encoding, errors="surrogateescape") as file:
            delimiter = _guess_delimiter(file.read(MAX_ROW_CHARACTERS))
            file.seek(0)
            table = _Table(path, file, delimiter)
            header_lines, samples = table.check()
        *columns, target = table.names
        return CsvFile(str(path), delimiter, encoding, header_lines, tuple(columns), target, samples, checksum(path))
    except OSError as error:
        raise file_problem(path, error) from error


def _check_is_text_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except ValueError as error:  # a path with a NUL, which no file can have
        raise Problem("csv.missing", path=str(path)) from error
    if stat.S_ISDIR(mode):
        raise Problem("csv.directory", path=str(path))
    if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        raise Problem("csv.unreadable", path=str(path), reason="it is a device or a pipe, not a file")
    if path.suffix in COMPRESSED:
        raise Problem("csv.unreadable", path=str(path), reason="it is a compressed file")


def _guess_delimiter(sample: str) -> str:
    """Return the delimiter that leaves the fewest words in the first rows and, among equals, makes the most cells."""

    def score(delimiter: str) -> tuple[float, int]:
        try:
            rows = list(islice(filter(None, csv.reader(StringIO(sample), delimiter=delimiter)), 10))
        except csv.Error:
            return 0.0, 0
        if max(map(len, rows), default=0) < 2:
            return 0.0, 0
        cells = [cell for row in rows for cell in row]
        return sum(not is_word(cell) for cell in cells) / len(cells), len(cells)

    return max(DELIMITERS, key=score)


class _Table:
    """An open file, read row by row, that knows the line and the column of everything.

    Attributes:
        names: of all columns, the target's last; empty until the first rows have been seen.
    """

    def __init__(self, path: Path, file: TextIO, delimiter: str) -> None:
        self.names: tuple[str, ...] = ()
        self._path = path
        self._file = file
        self._delimiter = delimiter
        self._lines_read = 0
        self._pending: list[str] = []  # the lines of the row that is being read
        self._pending_characters = 0

    def check(self) -> tuple[int, int]:
        """Check every cell.

        Returns:
            The number of lines before the first sample, and the number of samples.

        Raises:
            Problem: the first thing that is wrong.
        """
        rows = self._rows()
        first = next(rows, None)
        if first is None:
            raise Problem("csv.empty", path=str(self._path), line=1)
        self._check_width(first)
        second = next(rows, None)
        header = is_header(first.cells, second.cells if second else None)
        self.names = column_names(first.cells, header)
        if header and second is None:
            raise Problem("csv.empty", path=str(self._path), line=first.line_of(len(first.cells)) + 1)
        if len(first.cells) == 1 and first.cells[0].strip() and (second is None or len(second.cells) == 1):
            raise Problem("csv.one_column", line=first.line, column=1)
        samples = [row for row in (first, second) if row is not None][header:]
        return samples[0].line - 1, self._check_samples(first, chain(samples, rows))

    def _check_samples(self, first: _Row, rows: Iterable[_Row]) -> int:
        """Check every row of numbers and return how many there are. `first` is the row that sets the width."""
        width = len(first.cells)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MAX_ROWS:
                raise Problem("csv.too_many_rows", line=row.line, column=1, limit=MAX_ROWS)
            if len(row.cells) != width:
                index = min(len(row.cells), width)
                place: dict[str, Any] = {"line": row.line_of(index), "column": index + 1, "first_line": first.line}
                raise Problem("csv.ragged", **place, expected=width, received=len(row.cells))
            for index, cell in enumerate(row.cells):
                if not is_finite(cell):
                    raise self._cell_problem(row, index)
        return count

    def _check_width(self, row: _Row, more: str = "") -> None:
        if len(row.cells) > MAX_COLUMNS:
            place: dict[str, Any] = {"line": row.line_of(MAX_COLUMNS), "column": MAX_COLUMNS + 1, "limit": MAX_COLUMNS}
            raise Problem("csv.too_many_columns", **place, received=f"{len(row.cells)}{more}")

    def _cell_problem(self, row: _Row, index: int) -> Problem:
        """Return the Problem of a cell that is not a finite number."""
        cell = row.cells[index]
        name = self.names[index] if index < len(self.names) else f"x{index}"
        place: dict[str, Any] = {"line": row.line_of(index), "column": index + 1, "name": name}
        if not cell.strip():
            return Problem("csv.blank", **place)
        # A finite number comes here only where it is too long to be one: there is no better word for it than text.
        kind = "csv.not_finite" if is_number(cell) and not is_finite(cell) else "csv.text"
        return Problem(kind, **place, received=shown(cell))

    def _rows(self) -> Iterator[_Row]:
        """Yield all rows that are not blank. np.loadtxt skips the same ones: lines without a single character."""
        reader = csv.reader(self._lines(), delimiter=self._delimiter)
        try:
            for cells in reader:
                if cells:
                    yield _Row(self._lines_read - len(self._pending) + 1, cells)
                self._pending.clear()
                self._pending_characters = 0
        except csv.Error as error:  # only where another program part lowered csv.field_size_limit
            row = _Row(self._lines_read - len(self._pending) + 1, ["".join(self._pending)])
            raise self._cell_problem(row, 0) from error

    def _lines(self) -> Iterator[str]:
        """Yield the physical lines, checking each before `csv.reader` gets it.

        Raises:
            Problem: a byte is not text, a quote is never closed, or a row is longer than any row of numbers.
        """
        while line := self._file.readline(MAX_ROW_CHARACTERS):
            self._lines_read += 1
            self._pending.append(line)
            self._pending_characters += len(line)
            if found := _find_foreign_byte(line):
                cells = self._pending_row(line[: found.start()] + "?").cells
                byte = f"0x{ord(found.group()) & 0xFF:02X}"
                raise Problem("csv.encoding", byte=byte, line=self._lines_read, column=len(cells))
            if self._pending_characters >= MAX_ROW_CHARACTERS:
                row = self._pending_row(line)
                self._check_width(row, more="+")
                raise self._cell_problem(row, max(range(len(row.cells)), key=lambda index: len(row.cells[index])))
            yield line
        if self._pending:  # csv.reader wants another line in the middle of a row: a quote is still open
            row = self._pending_row(self._pending[-1])
            row.cells[-1] = f'"{row.cells[-1]}'
            raise self._cell_problem(row, len(row.cells) - 1)

    def _pending_row(self, last: str) -> _Row:
        """Return the row that is being read, as far as it is known, with `last` as its last line."""
        lines = [*self._pending[:-1], last]
        return _Row(self._lines_read - len(self._pending) + 1, next(csv.reader(lines, delimiter=self._delimiter)))
