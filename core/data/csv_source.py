"""A CSV file as a source of a batch, once `core.data.csv_file` has read and described it.

The file stays where it is; a source holds how to load it again, and how to tell whether it has changed.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path

from core.data.built_in import Batch
from core.problems.problem import Problem


@dataclass(frozen=True)
class CsvFile:
    """A validated CSV file, made by `core.data.csv_file.read`.

    Args:
        path: the absolute path.
        delimiter: what separates the cells: a comma, a semicolon or a tab.
        encoding: "utf-8", or "utf-8-sig" where the file begins with a byte order mark.
        header_lines: how many physical lines stand before the first sample; blank lines count.
        columns: the names of the inputs.
        target: the name of the last column.
        samples: number of samples.
        checksum: of the file's bytes, so that different content makes a different source.
    """

    path: str
    delimiter: str
    encoding: str
    header_lines: int
    columns: tuple[str, ...]
    target: str
    samples: int
    checksum: str

    @property
    def name(self) -> str:
        return Path(self.path).name

    def load(self) -> Batch:
        """Load the file's numbers: X of shape (samples, inputs), Y_true of shape (samples, 1).

        Where there is a copy of it in memory, from a saved session, the file itself is not looked at.

        Raises:
            Problem: the file is gone (csv.missing), cannot be read or has changed since (csv.unreadable).
        """
        try:
            # A changed file would quietly give a replayed session another result.
            # not `changed`: why it cannot be read is said
            if self.checksum not in _copies and checksum(Path(self.path)) != self.checksum:
                raise ValueError("Expected the file as it was opened, received another content.")
            return _numbers_of(self)
        except OSError as error:
            raise file_problem(Path(self.path), error) from error
        except ValueError as error:  # also numpy's and Batch's, where the file changes at this very moment
            raise Problem("csv.unreadable", path=self.path, reason="it has changed since it was opened") from error

    def changed(self) -> bool:
        """Return whether the file has another content now, or is gone."""
        try:
            return checksum(Path(self.path)) != self.checksum
        except OSError:
            return True

    def lines(self) -> tuple[str, ...]:
        # The quotes of repr are plain here: a delimiter and an encoding hold none of their own.
        delimiter, encoding = (repr(text).replace("'", '"') for text in (self.delimiter, self.encoding))
        path = tuple(f"    {line}" for line in _literal(self.path))
        return (
            "from hashlib import sha256",
            "data = np.fromfile(",
            *path,
            '    dtype="uint8",',
            ")",
            f'if sha256(data).hexdigest() != "{self.checksum}":',
            '    raise ValueError("The CSV file has changed since this was written.")',
            "data = np.loadtxt(",
            *path,
            f'    delimiter={delimiter}, skiprows={self.header_lines}, dtype="float32", encoding={encoding},',
            "    comments=None, quotechar='\"', ndmin=2,",
            ")",
            "X = tf.constant(data[:, :-1], tf.float32)",
            "Y_true = tf.constant(data[:, -1:], tf.float32)",
        )


@lru_cache(maxsize=1)
def _numbers_of(file: CsvFile) -> Batch:
    """Read the numbers of a file; cached, so that opening it reads it once."""
    import numpy as np

    copy = _copies.get(file.checksum)
    data = np.loadtxt(
        file.path if copy is None else TextIOWrapper(BytesIO(copy), encoding=file.encoding),
        delimiter=file.delimiter,
        skiprows=file.header_lines,
        dtype="float32",
        encoding=file.encoding,
        comments=None,
        quotechar='"',
        ndmin=2,
    )
    return Batch(data[:, :-1], data[:, -1:], file.columns, file.target)


_copies: dict[str, bytes] = {}
"""The contents of files that saved sessions brought along, by their checksums."""


def keep_copy(content: bytes) -> None:
    """Keep the content of a file in memory, so that it can be loaded where the file is gone."""
    _copies[hashlib.sha256(content).hexdigest()] = content


def copy_of(file: CsvFile, most: int) -> bytes | None:
    """Return the content of a file, or None if it has changed, is gone, or has more than `most` bytes."""
    if file.checksum in _copies:
        return _copies[file.checksum]
    try:
        if not stat.S_ISREG(os.stat(file.path).st_mode):
            return None
        with open(file.path, "rb") as opened:
            content = opened.read(most + 1)
    except (OSError, ValueError):
        return None
    fits = len(content) <= most and hashlib.sha256(content).hexdigest() == file.checksum
    return content if fits else None


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal. Raises OSError if the file cannot be read."""
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
        raise OSError("it is a device or a pipe, not a file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_problem(path: Path, error: OSError) -> Problem:
    """Return the Problem for a file that the system cannot read: csv.missing or csv.unreadable."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Problem("csv.missing", path=str(path))
    return Problem("csv.unreadable", path=str(path), reason=error.strerror or str(error))


def _literal(text: str, width: int = 90) -> list[str]:
    """Write a string argument and its comma as Python lines: one line if short enough, else adjacent pieces."""
    pieces = [""]
    for character in text:
        if len(repr(pieces[-1] + character)) > width:
            pieces.append("")
        pieces[-1] += character
    return [*map(repr, pieces[:-1]), f"{pieces[-1]!r},"]
