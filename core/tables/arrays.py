"""The arrays in a NumPy file: their names and shapes, read without their numbers, and which of them are a table."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import IO, Any

from core.problems.problem import Problem

INPUTS = ("x", "x_train", "train_x", "data", "inputs", "features", "images")
TARGETS = ("y", "y_train", "train_y", "labels", "target", "targets", "label")
"""What arrays of samples are called, in small letters, the most usual names first."""

MAX_BYTES = 1_000_000_000
"""Of all numbers together, unpacked."""

NUMBERS, TEXTS = "biuf", "U"
"""Kinds of numbers and of texts, by numpy's letters."""


@dataclass(frozen=True)
class Header:
    """What a file says of an array.

    Attributes:
        shape: its shape.
        kind: numpy's letter for its numbers.
    """

    shape: tuple[int, ...]
    kind: str

    @property
    def rows(self) -> int:
        """The number of samples, if these are samples."""
        return self.shape[0] if self.shape else 0

    @property
    def is_table(self) -> bool:
        """Whether it has rows of numbers."""
        return len(self.shape) >= 2 and self.kind in NUMBERS and prod(self.shape) > 0

    @property
    def is_target(self) -> bool:
        """Whether it has one text, or one or some numbers, for each sample."""
        if not self.rows or self.kind not in NUMBERS + TEXTS:
            return False
        return prod(self.shape) == self.rows or (len(self.shape) == 2 and self.kind in NUMBERS and self.shape[1] > 0)


def headers_of(path: Path) -> dict[str, Header]:
    """Read the names and shapes of a file's arrays; the one array of a .npy is called "".

    Raises:
        Problem: it cannot be read, or its arrays would be too large.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                file.seek(0)
                return {"": _header(file, path.stat().st_size)}
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
            if sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise Problem("table.too_large", name=path.name, received="> 1 GB", limit="1 GB")
            found = {}
            for entry in entries:
                with archive.open(entry) as packed:
                    found[entry.filename.removesuffix(".npy")] = _header(packed, entry.file_size)
            return found
    except (ValueError, EOFError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise Problem("table.unreadable", path=str(path), reason=str(error)) from error


def _header(file: IO[bytes], size: int) -> Header:
    """Read what stands before the numbers of an array; `size` is that of all in bytes."""
    from numpy.lib import format as numpy_format

    readers: dict[tuple[int, int], Any] = {
        (1, 0): numpy_format.read_array_header_1_0,
        (2, 0): numpy_format.read_array_header_2_0,
    }
    version = numpy_format.read_magic(file)
    if version not in readers:
        raise ValueError(f"format {version}")
    shape, _, dtype = readers[version](file)
    if prod(shape) * dtype.itemsize > size:
        raise ValueError("fewer numbers than its shape says")
    return Header(tuple(shape), "O" if dtype.hasobject else dtype.kind)


def pair_of(headers: dict[str, Header], name: str) -> tuple[str, str]:
    """Return the names of the array of inputs and of that of targets; the latter is "" if the last column is it.

    Raises:
        Problem: there are no such arrays.
    """
    tables = {one: header for one, header in headers.items() if header.is_table}
    if len(headers) == 1 and tables:
        (only,) = tables
        if len(tables[only].shape) == 2 and tables[only].shape[1] >= 2:
            return only, ""
    known = {one.lower(): one for one in tables}
    given = [known[one] for one in INPUTS if one in known] or (list(tables) if len(headers) == 2 else [])
    for inputs in given:
        columns = {one.lower(): one for one, header in headers.items()
                   if header.is_target and header.rows == tables[inputs].rows and one != inputs}  # fmt: skip
        fitting = [columns[one] for one in TARGETS if one in columns] or (
            list(columns.values()) if len(headers) == 2 else []
        )
        same = [one for one in fitting if one.lower() == inputs.lower().replace("x", "y", 1)]
        if same or fitting:
            return inputs, (same or fitting)[0]
    shapes = ", ".join(f"{one or name} {header.shape}" for one, header in headers.items()) or "–"
    raise Problem("table.arrays", name=name, received=shapes)
