"""Read a whole file into a pandas frame, piece by piece, and check that every row has its cells."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from core.data.built_in import MOST_SAMPLES
from core.problems.problem import Problem
from core.tables.cells import shown
from core.tables.copies import opened
from core.tables.reading import BLANKS, EXCEL, NUMPY, Reading
from core.tables.rows import Row, rows_of_file

MAX_ROWS = MOST_SAMPLES
PIECE = 50_000
"""How many rows are read before the progress is told."""

Told = Callable[[float], bool]
"""Is told the progress, from 0 to 1, and returns False to cancel."""


class Cancelled(Exception):
    """The reading was cancelled."""


def check_rows(path: Path, reading: Reading, width: int, told: Told) -> None:
    """Raise a Problem at the first row that has another number of cells, or whose quote is never closed.

    Empty cells at the end of a row may be too many or too few: pandas fills them up or leaves them out.

    Args:
        path: of a text file.
        reading: how it is read.
        width: the number of cells of a row.
        told: is told the progress.
    """
    if _even_without_quotes(path, reading, width):
        return
    size, last = path.stat().st_size, None
    try:
        for count, row in enumerate(rows_of_file(path, reading)):
            if len(row.cells) != width and not (count == 0 and reading.header):
                _check_width(row, width)
            if count % PIECE == 0 and not told(min(0.5, 0.5 * count * 50 / size)):
                raise Cancelled
            last = row
    except csv.Error as error:
        raise Problem("table.row", line=last.line + 1 if last else 1, reason=str(error)) from error
    if last is not None and last.cells[-1].endswith("\n"):
        _refuse_quote(last)


def _check_width(row: Row, width: int) -> None:
    filled = len(row.cells)
    while filled and not row.cells[filled - 1].strip():
        filled -= 1
    if row.cells[-1].endswith("\n"):
        _refuse_quote(row)
    if filled > 0 and (filled > width or len(row.cells) < width):
        index = min(len(row.cells), width)
        line, column = row.line_of(index), index + 1
        raise Problem("table.ragged", line=line, column=column, expected=width, received=len(row.cells))


def _refuse_quote(row: Row) -> None:
    """Raise a Problem: this row goes on to the end of the file because a quote in it is never closed."""
    index = len(row.cells) - 1
    raise Problem("table.quote", line=row.line_of(index), column=index + 1, received=shown(row.cells[index]))


def _even_without_quotes(path: Path, reading: Reading, width: int) -> bool:
    """Return whether every line surely has `width` cells: a file without quotes needs no look at single cells."""
    import numpy as np

    mark = reading.separator
    if mark == BLANKS or reading.comment or reading.cells or not reading.encoding.startswith(("utf-8", "cp949")):
        return False
    data = np.fromfile(path, np.uint8)
    ends = np.flatnonzero(data == ord("\n"))
    if (data == ord('"')).any() or len(ends) < reading.skip + 1 or (np.diff(ends) < width).any():
        return False
    start = ends[reading.skip + reading.header - 1] if reading.skip + reading.header else -1
    marks = np.flatnonzero(data == ord(mark))
    if ends[-1] != len(data) - 1:
        ends = np.append(ends, len(data))
    lines = np.concatenate([[start], ends[ends > start]])
    return bool((np.diff(np.searchsorted(marks, lines)) == width - 1).all())


def read_frame(path: Path, digest: str, reading: Reading, told: Told) -> Any:
    """Return the frame of a file; `reading.lines` gives an equal one.

    Raises:
        Problem: pandas cannot read it so, or there are too many rows.
        Cancelled: `told` said so.
    """
    import numpy as np
    import pandas as pd

    with warnings.catch_warnings(action="ignore"):  # about what the checks here say better
        try:
            if reading.form == EXCEL:
                with opened(path, digest) as file:
                    frame = pd.read_excel(file, **reading.arguments())
            elif reading.form == NUMPY:
                with opened(path, digest) as file:
                    frame = _array_frame(np.load(file, allow_pickle=False), reading)
            else:
                frame = _text_frame(path, digest, reading, told)
        except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, KeyError, MemoryError) as error:
            raise Problem("table.unreadable", path=str(path), reason=shown(error)) from error
    if len(frame) > MAX_ROWS:
        raise Problem("table.too_many_rows", limit=MAX_ROWS, received=len(frame))
    return frame


def _array_frame(loaded: Any, reading: Reading) -> Any:
    """Return the frame of one array, or of one of inputs and one of targets."""
    import pandas as pd

    X = loaded[reading.inputs] if reading.inputs else loaded
    if not reading.targets:
        return pd.DataFrame(X, columns=list(reading.names))
    Y = loaded[reading.targets]
    df = pd.DataFrame(X.reshape(len(X), -1)).add_prefix("x")
    return df.join(pd.DataFrame(Y).add_prefix("y")) if reading.names else df.assign(y=Y.reshape(-1))


class _Counted(io.RawIOBase):
    """A file that tells how far it was read."""

    def __init__(self, file: IO[bytes], told: Told) -> None:
        self._file, self._told = file, told
        self._size = max(1, file.seek(0, 2))
        file.seek(0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._told(0.5 + 0.5 * self._file.tell() / self._size):
            raise Cancelled
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()


def _text_frame(path: Path, digest: str, reading: Reading, told: Told) -> Any:
    import pandas as pd

    with io.BufferedReader(_Counted(opened(path, digest), told), 1 << 20) as file:
        pieces = list(pd.read_csv(file, chunksize=PIECE, **reading.arguments()))
    return pieces[0] if len(pieces) == 1 else pd.concat(pieces, ignore_index=not reading.row_names)


def place_of(path: Path, reading: Reading, row: int, name_index: int) -> tuple[int, int]:
    """Return line and column, from 1, of a cell of a text file, from its row and column in the frame."""
    found = nth(rows_of_file(path, reading), row + reading.header)
    index = name_index + reading.row_names
    return (found.line_of(min(index, len(found.cells))), index + 1) if found is not None else (row + 1, index + 1)


def nth(rows: Iterable[Row], number: int) -> Row | None:
    """Return one of the rows, from 0, or None."""
    return next((row for count, row in enumerate(rows) if count == number), None)
