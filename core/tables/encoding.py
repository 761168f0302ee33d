"""Find the encoding of a text file, and name the byte that does not belong to it."""

from __future__ import annotations

import codecs
from pathlib import Path

from core.problems.problem import Problem
from core.tables.cells import shown

PIECE = 1 << 20
ENCODINGS = ("utf-8", "utf-16", "cp949", "cp1252", "latin-1", "shift_jis", "gb18030")
"""The encodings to choose from; any other that is found is one more."""


def encoding_of(path: Path) -> tuple[str, bool]:
    """Return the encoding of a file, and whether it is only a guess.

    A mark at the beginning decides, then whether all of it is UTF-8. Of what else there is, Korean is recognised by
    its syllables: in a short file, whoever counts letters takes it for Chinese.
    """
    with path.open("rb") as file:
        first = file.read(PIECE)
    if first.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", False
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if first[1:200:2].count(0) > len(first[1:200:2]) // 2:
        return "utf-16-le", False
    if first[:200:2].count(0) > len(first[:200:2]) // 2:
        return "utf-16-be", False
    if _decodes(path, "utf-8"):
        return "utf-8", False
    if _decodes(path, "cp949") and _is_korean(first):
        return "cp949", False
    from charset_normalizer import from_bytes

    best = from_bytes(first[:100_000], cp_exclusion=["utf_7"]).best()
    found = codecs.lookup(best.encoding).name if best is not None else "cp1252"
    return (found if _decodes(path, found) else "latin-1"), True


def is_encoding(name: str) -> bool:
    """Return whether Python knows an encoding of text by this name."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):  # or a name with a NUL
        return False


def check_encoding(path: Path, encoding: str) -> None:
    """Raise a Problem with line and byte if the file is not text in this encoding."""
    if not is_encoding(encoding):
        raise Problem("table.encoding_unknown", received=shown(encoding), names=", ".join(ENCODINGS))
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line, before = 1, b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            try:
                text = decoder.decode(piece)
            except UnicodeError as error:
                # only a UnicodeDecodeError knows where: UTF-16 without its mark fails at once
                at, content = (error.start, error.object) if isinstance(error, UnicodeDecodeError) else (0, piece)
                line += content[:at].count(b"\n")
                byte = f"0x{content[at]:02X}"
                raise Problem("table.encoding", encoding=encoding, byte=byte, line=line) from error
            if "\0" in text:
                line += text[: text.index("\0")].count("\n")
                raise Problem("table.encoding", encoding=encoding, byte="0x00", line=line)
            line, before = line + piece.count(b"\n"), piece
        if decoder.getstate()[0]:
            raise Problem("table.encoding", encoding=encoding, byte=f"0x{before[-1]:02X}", line=line)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_korean(first: bytes) -> bool:
    foreign = [c for c in first.decode("cp949", "ignore") if ord(c) > 127]
    return sum("가" <= c <= "힣" for c in foreign) >= 0.8 * len(foreign)
