"""The file of a saved session, `NAME.layerscope`: a zip archive that holds

    session.json    the format's version, commands as tables, branches, where the numbers belong, the lesson's progress
    numbers.bin     the weights and slots at the keyframes, one after another, little-endian
    losses.bin      the losses of all branches as float32, little-endian
    validation.bin  those of the validation rows, with their steps and accuracies
    data/CHECKSUM   each table's file, if it was there and not too large

Nothing in it is code, nothing is unpacked to the disk, and every size is checked before a part is read.
"""

from __future__ import annotations

import json
import stat
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from core.files.atomic import write_file
from core.files.limits import LARGEST_COPY, MOST_MEGABYTES
from core.files.saved_session import SavedSession
from core.files.session_tables import FORMAT, VERSION, pack, unpack
from core.problems.problem import Problem
from core.tables.copies import copy_of

TABLES, NUMBERS, LOSSES, DATA = "session.json", "numbers.bin", "losses.bin", "data/"
VALIDATION = "validation.bin"
MEGABYTE = 2**20
DATE = (1980, 1, 1, 0, 0, 0)
"""Of every part, so that the same session is the same file."""


def write_session(path: Path, session: SavedSession) -> None:
    """Write a session; whenever the program is killed, there is a whole file at the path, the old one or this.

    Raises:
        Problem: it cannot be written.
    """
    copies = {file.checksum: copy_of(file.path, file.checksum, LARGEST_COPY) for file in session.files()}
    tables, numbers, losses, validation = pack(session)
    parts = {TABLES: json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")}
    parts |= {NUMBERS: numbers, LOSSES: losses, VALIDATION: validation}
    parts |= {DATA + checksum: content for checksum, content in copies.items() if content is not None}

    def write(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED, 1)

    write_file(path, write)


def read_session(path: Path) -> SavedSession:
    """Read a session.

    Raises:
        Problem: it cannot be read, is of a newer version, or is not what a session is.
    """
    path = Path(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Problem("session.unreadable", path=str(path), reason="it is a folder, a device or a pipe, not a file")
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            return _read(path, archive)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Problem("session.missing", path=str(path)) from error
    except OSError as error:
        raise Problem("session.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Problem("session.foreign", path=str(path)) from error  # also RecursionError, and what is encrypted


def _read(path: Path, archive: zipfile.ZipFile) -> SavedSession:
    infos = {info.filename: info for info in archive.infolist()}
    if len(infos) < len(archive.infolist()) or TABLES not in infos:
        raise Problem("session.foreign", path=str(path))
    tables = json.loads(_part(path, archive, infos[TABLES]))
    if not isinstance(tables, dict) or tables.get("format") != FORMAT:
        raise Problem("session.foreign", path=str(path))
    version = tables.get("version")
    if not isinstance(version, int):
        raise Problem("session.foreign", path=str(path))
    if version > VERSION:
        raise Problem("session.newer", path=str(path), expected=VERSION, received=min(version, 10**9))
    parts = {name: _part(path, archive, infos[name]) for name in (NUMBERS, LOSSES, VALIDATION) if name in infos}
    session = unpack(tables, *(parts.get(name, b"") for name in (NUMBERS, LOSSES, VALIDATION)))
    return _with_copies(path, archive, infos, session)


def _with_copies(
    path: Path, archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], session: SavedSession
) -> SavedSession:
    """Return a session with the files in its archive that it really learned from."""
    copies: dict[str, Any] = {}
    for file in session.files():
        if (info := infos.get(DATA + file.checksum)) is not None:
            content = _part(path, archive, info)
            if sha256(content).hexdigest() != file.checksum:
                raise Problem("session.damaged", reason=f"{file.name} is not what its checksum says")
            copies[file.checksum] = content
    return SavedSession(session.history, session.curves, session.lesson, copies)


def _part(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a part of the archive; what it says of its own size is not believed."""
    most = MOST_MEGABYTES.get(info.filename, MOST_MEGABYTES["data"])
    with archive.open(info) as file:
        content = file.read(most * MEGABYTE + 1)
    if len(content) > most * MEGABYTE:
        raise Problem("session.too_large", path=str(path), expected=most, received=info.filename)
    return content
