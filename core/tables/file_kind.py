"""Refuse what is no table before anything is read of it: a web page, an archive, a pointer, a file too large."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path

from core.problems.problem import Problem
from core.tables.reading import EXCEL, NUMPY, TEXT

MAX_BYTES = 1_000_000_000
"""The largest file; its numbers, and what the layers make of them, must find room in memory."""

LONGEST_PATH = 4096
CHECKSUM = re.compile(r"[0-9a-f]{64}")
FIRST = 4096
ARCHIVES = {b"PK\x03\x04": "zip", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "7z",
            b"Rar!": "rar"}  # fmt: skip
OTHERS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"\xd0\xcf\x11\xe0": "Excel 97",
          b"\x89HDF": "HDF5", b"PAR1": "Parquet", b"SQLite": "SQLite"}  # fmt: skip
PAGE = (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--")
POINTER = b"version https://git-lfs"


def form_of(path: Path) -> str:
    """Return how the file at a path is read: `TEXT`, `EXCEL` or `NUMPY`.

    Raises:
        Problem: it is not there, cannot be read, or is no table.
    """
    try:
        _check_is_file(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            first = file.read(FIRST)
    except OSError as error:
        raise file_problem(path, error) from error
    name, text = path.name, first.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not text:
        raise Problem("table.empty", name=name)
    if size > MAX_BYTES:
        raise Problem("table.too_large", name=name, received=_size(size), limit=_size(MAX_BYTES))
    if text.startswith(PAGE):
        raise Problem("table.web_page", name=name)
    if text.startswith(POINTER):
        raise Problem("table.pointer", name=name)
    if path.suffix.lower() in (".npy", ".npz") and first.startswith((b"\x93NUMPY", b"PK")):
        return NUMPY
    if first.startswith(b"PK\x03\x04") and path.suffix.lower() in (".xlsx", ".xlsm"):
        return EXCEL
    packed, other = _starting(ARCHIVES, first), _starting(OTHERS, first)
    if packed:
        raise Problem("table.archive", name=name, received=packed)
    if other:
        raise Problem("table.other_format", name=name, received=other)
    return TEXT


def _starting(kinds: dict[bytes, str], first: bytes) -> str:
    """Return the kind of file that begins like this, or ""."""
    return next((kind for start, kind in kinds.items() if first.startswith(start)), "")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal. Raises OSError if the file cannot be read."""
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
        raise OSError("it is a device or a pipe, not a file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_problem(path: Path, error: OSError) -> Problem:
    """Return the Problem for a file that the system cannot read."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Problem("table.missing", path=str(path))
    return Problem("table.unreadable", path=str(path), reason=error.strerror or str(error))


def absolute(path: str | os.PathLike[str]) -> Path:
    """Return the absolute path."""
    return Path(os.path.abspath(os.fsdecode(path)))


def _check_is_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except ValueError as error:  # a path with a NUL, which no file can have
        raise Problem("table.missing", path=str(path)) from error
    if stat.S_ISDIR(mode):
        raise Problem("table.directory", path=str(path))
    if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        raise Problem("table.unreadable", path=str(path), reason="it is a device or a pipe, not a file")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
