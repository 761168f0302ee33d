"""Read a file into a `Table`: its frame, what its columns are, and what is unclear about it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import prod
from pathlib import Path
from typing import Any

from core.problems.problem import Problem
from core.tables.arrays import headers_of, pair_of
from core.tables.cells import OTHER_MARKS, shown
from core.tables.columns import EMPTY, Column, describe
from core.tables.encoding import check_encoding, encoding_of
from core.tables.file_kind import absolute, checksum, file_problem, form_of
from core.tables.frames import Cancelled, Told, check_rows, place_of, read_frame
from core.tables.reading import EXCEL, LONGEST_NAME, NUMPY, TEXT, Reading, check_chosen, is_name
from core.tables.rows import Row, rows_of_file
from core.tables.sniff import Layout, check_width, lay_out, sniff

FEW_ROWS = 50


@dataclass(frozen=True, eq=False)
class Table:
    """A file that was read.

    Attributes:
        path: the absolute path.
        checksum: of the file's bytes.
        reading: how it was read.
        columns: what was found in each column; those without a name and a value are left out.
        frame: the numbers and texts, as pandas read them; rows without a single value are left out.
        blank_rows: how many these were.
        doubts: what can be read in another way, too: "header", "decimal", "encoding".
        class_names: the names of the classes 0, 1, 2 …, if the file says them.
    """

    path: str
    checksum: str
    reading: Reading
    columns: tuple[Column, ...]
    frame: Any
    blank_rows: int = 0
    doubts: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.path).name

    @property
    def rows(self) -> int:
        """The number of rows with at least one value."""
        return len(self.frame)

    def column(self, name: str) -> Column:
        """Find a column.

        Raises:
            Problem: there is none of this name.
        """
        found = next((column for column in self.columns if column.name == name), None)
        if found is None:
            names = ", ".join(column.name for column in self.columns)
            raise Problem("table.no_column", received=name, names=names)
        return found

    def fault_of(self, column: Column) -> Problem:
        """Return the Problem of a column whose cells are not all numbers, with the line of the first."""
        assert column.fault is not None
        names = [str(name) for name in self.frame.columns]
        if self.reading.form == TEXT:
            line, place = place_of(Path(self.path), self.reading, column.fault.row, names.index(column.name))
        else:
            line = self.reading.skip + self.reading.header + column.fault.row + 1
            place = names.index(column.name) + 1
        kind = "table.not_finite" if column.fault.cell in ("inf", "-inf") else "table.cell"
        return Problem(kind, line=line, column=place, name=column.name, received=column.fault.cell)


def read_table(path: str | os.PathLike[str], chosen: dict[str, Any] | None = None, told: Told | None = None) -> Table:
    """Read a file.

    Args:
        path: of the file.
        chosen: fields of `Reading` that the learner has decided; all others are found out.
        told: is told the progress, from 0 to 1, and may cancel.

    Raises:
        Problem: what is wrong, with line and column where it has them.
        Cancelled: `told` said so.

    Example:
        >>> read_table("/data/iris.csv").columns[-1].values  # doctest: +SKIP
        ('setosa', 'versicolor', 'virginica')
    """
    place, chosen, told = absolute(path), chosen or {}, told or _go_on
    check_chosen(chosen)
    form = form_of(place)
    try:
        digest = checksum(place)
        layout = _layout(place, form, chosen)
        if form == TEXT:
            _check(place, layout.reading, told)
        return _described(place, digest, layout, told)
    except OSError as error:
        raise file_problem(place, error) from error


def _layout(path: Path, form: str, chosen: dict[str, Any]) -> Layout:
    if form == NUMPY:
        return Layout(_numpy_reading(path))
    if form == EXCEL:
        import pandas as pd

        try:
            first = pd.read_excel(path, header=None, nrows=FEW_ROWS, dtype=str)
        except Exception as error:  # whatever a broken workbook makes openpyxl raise
            raise Problem("table.unreadable", path=str(path), reason=str(error)) from error
        cells = (_without_end(row) for row in first.fillna("").itertuples(index=False))
        rows = [Row(number, row) for number, row in enumerate(cells, 1) if row]
        layout = lay_out(Reading(form=EXCEL), rows, chosen)
        return replace(layout, reading=replace(layout.reading, decimal=".", thousands="", missing=(), cells=0))
    encoding, guessed = (chosen["encoding"], False) if "encoding" in chosen else encoding_of(path)
    check_encoding(path, encoding)
    layout = sniff(path, encoding, chosen)
    return replace(layout, doubts=(*layout.doubts, "encoding")) if guessed else layout


def _without_end(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a row up to the last that is not empty."""
    count = next((i for i in range(len(cells), 0, -1) if cells[i - 1]), 0)
    return tuple(cells[:count])


def _check(path: Path, reading: Reading, told: Told) -> None:
    first = list(islice(rows_of_file(path, reading), 2))
    if len(first) <= reading.header:
        raise Problem("table.empty", name=path.name)
    width = len(first[0].cells) + reading.row_names
    if max(len(row.cells) for row in first) < 2:
        raise Problem("table.one_column", line=first[0].line, column=1)
    check_rows(path, reading, width, told)


_kept: dict[tuple[str, str, Reading], Any] = {}


def frame_of(path: str, digest: str, reading: Reading, told: Told | None = None) -> Any:
    """Return the frame of a file that has this checksum; the last one is kept, so that a file is read once."""
    key = (path, digest, replace(reading, strip=False))  # names lose their blanks afterwards
    if key not in _kept:
        frame = read_frame(Path(path), digest, reading, told or _go_on)
        _kept.clear()
        _kept[key] = frame.reset_index(drop=True)  # R's names of rows
    frame = _kept[key]
    return frame.set_axis(frame.columns.astype(str).str.strip(), axis=1) if reading.strip else frame


def _described(path: Path, digest: str, layout: Layout, told: Told) -> Table:
    reading = layout.reading
    frame = frame_of(str(path), digest, reading, told)
    _check_names((reading.inputs, reading.targets, *map(str, frame.columns), *layout.class_names))
    settled = _settled(reading, frame)
    if settled != reading:
        reading, frame = settled, frame_of(str(path), digest, settled, told)
    empty = frame.isna().all(axis=1)
    blank = int(empty.sum())
    rows = frame[~empty] if blank else frame
    if not len(rows):
        raise Problem("table.empty", name=path.name)
    found = [describe(str(name), rows[name], reading.decimal, reading.thousands) for name in rows.columns]
    marks = tuple(sorted({*reading.missing, *_late_marks(rows, found, reading)}))
    if marks != reading.missing:
        return _described(path, digest, replace(layout, reading=replace(reading, missing=marks)), told)
    columns = tuple(column for column in found if column.kind != EMPTY or not column.name.startswith("Unnamed:"))
    return Table(str(path), digest, reading, columns, rows, blank, layout.doubts, layout.class_names)


def _check_names(names: Iterable[str]) -> None:
    wrong = next((name for name in names if not is_name(name)), None)
    if wrong is not None:
        raise Problem("table.name", received=shown(wrong), limit=LONGEST_NAME)


def _settled(reading: Reading, frame: Any) -> Reading:
    """Return how the file is to be read instead, now that its columns are known."""
    names = list(frame.columns)
    strip = any(not isinstance(name, str) or name != name.strip() for name in names)
    # numbers and texts in one column depend on where pandas' own pieces end
    mixed = tuple(name for name in names if str(frame[name].dtype) == "object" and not _is_yes_no(frame[name]))
    if reading.form != TEXT:
        mixed = ()
    return replace(reading, strip=reading.strip or strip, as_text=tuple(dict.fromkeys((*reading.as_text, *mixed))))


def _is_yes_no(cells: Any) -> bool:
    return set(map(type, cells.dropna().unique())) <= {bool}


def _late_marks(rows: Any, found: Sequence[Column], reading: Reading) -> set[str]:
    """Return marks for missing numbers that stand so far below that the first rows did not show them."""
    marks: set[str] = set()
    for column in found:
        if column.fault is not None and column.fault.cell in OTHER_MARKS and reading.form == TEXT:
            marks.add(column.fault.cell)
    return marks


def _numpy_reading(path: Path) -> Reading:
    """Return how the arrays of a NumPy file become a table. Only what stands before their numbers is read."""
    headers = headers_of(path)
    only = headers.get("")
    if only is not None and (len(only.shape) != 2 or not only.is_table or only.shape[1] < 2):
        raise Problem("table.array_shape", name=path.name, received=str(only.shape))
    inputs, targets = pair_of(headers, path.name)
    width = prod(headers[inputs].shape[1:])
    check_width(width)
    if targets:
        count = prod(headers[targets].shape[1:])
        names = tuple(f"y{i}" for i in range(count)) if count > 1 else ()
        return Reading(form=NUMPY, header=False, names=names, inputs=inputs, targets=targets)
    return Reading(form=NUMPY, header=False, names=(*(f"x{i}" for i in range(width - 1)), "y"), inputs=inputs)


def _go_on(share: float) -> bool:
    return True


__all__ = ["Cancelled", "Table", "frame_of", "read_table"]
