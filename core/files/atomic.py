"""Write a file so that there is always a whole one: the old one or the new one, whenever the program is killed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from core.problems.problem import Problem


def write_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file under another name beside its place, and put it there once it is on the disk.

    Args:
        path: its place; what is there is replaced.
        write: writes the content.

    Raises:
        Problem: it cannot be written; what was there is as it was.
    """
    path = Path(path)
    try:
        _write(path, write)
    except OSError as error:
        raise Problem("file.not_written", path=str(path), reason=error.strerror or str(error)) from error


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8, see `write_file`."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes, see `write_file`."""

    def write(file: IO[bytes]) -> None:
        file.write(content)

    write_file(path, write)


def _write(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    number, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        _take_rights(Path(name), path)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(path.parent)


def _take_rights(made: Path, path: Path) -> None:
    """Give a new file the rights of the one it replaces, or those of any new file: a temporary one is private."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    os.chmod(made, mode)


def _sync_folder(folder: Path) -> None:
    """Write to disk that the file is there under its name; not every system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
