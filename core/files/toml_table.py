"""Read the files of a lesson, and say for every mistake its file and line, what was expected and what was found.

A mistake in a lesson is a `Problem` of a kind "lesson.…". Values are checked against Python's own annotations, so a
command's fields need no second description.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
import types
from collections.abc import Mapping, Sized
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from core.files.limits import DEEPEST, LARGEST_FILE, LARGEST_INTEGER, LONGEST_LINE, LONGEST_TEXT, MOST_ENTRIES
from core.problems.problem import Problem

Place = tuple[str | int, ...]
"""A place in a TOML file: keys, and indices within arrays of tables."""

HEADER = re.compile(r"(\[\[?)([\w\-. ]+)\]")
KEY = re.compile(r"([\w\-. ]+)=")
CHAIN = re.compile(rf"(?<![^.,=\[\]{{}}\s])(?:[^.,=\[\]{{}}\s]+[ \t]*\.[ \t]*){{{DEEPEST}}}")
"""A dotted key with more than `DEEPEST` parts. What reads it takes time that grows with their square."""

NOT_A_FILE = "it is a folder, a device or a pipe, not a file"
NAMES = {int: "integer", float: "float", str: "string", bool: "boolean", list: "array", dict: "table"}
"""TOML's names for Python's types."""


def read_text(path: Path) -> str:
    """Read the text of a file.

    Raises:
        Problem: it is missing, too large, or not UTF-8.
    """
    try:
        content = _bytes_of(path)
    except FileNotFoundError as error:
        raise Problem("lesson.missing", file=path.name, folder=str(path.parent)) from error
    except OSError as error:
        raise Problem("lesson.unreadable", file=path.name, reason=error.strerror or str(error)) from error
    if len(content) > LARGEST_FILE:
        raise Problem("lesson.too_large", file=path.name, expected=LARGEST_FILE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Problem("lesson.encoding", file=path.name, line=line, received=f"0x{content[error.start]:02X}") from error


def _bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than it may have; nothing but a file is opened or waited for."""
    without_waiting = getattr(os, "O_NONBLOCK", 0)
    if stat.S_ISREG(path.stat().st_mode):
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | without_waiting)) as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return file.read(LARGEST_FILE + 1)
    raise OSError(NOT_A_FILE)


def read_table(path: Path) -> Table:
    """Read a TOML file.

    Raises:
        Problem: it cannot be read, is larger than a lesson needs, or is not TOML.
    """
    return parse_table(path.name, read_text(path))


def parse_table(file: str, text: str) -> Table:
    """Return the table that a file's text is; raises as `read_table`."""
    _check_lines(file, text)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else max(1, len(text.splitlines()))  # else it is at the end of the document
        raise Problem("lesson.syntax", file=file, line=line, received=str(error)) from error
    except RecursionError as error:
        raise Problem("lesson.too_deep", file=file, line=1, expected=DEEPEST) from error
    return Table(file, content, find_lines(text))


def _check_lines(file: str, text: str) -> None:
    """Raise a Problem for a line that would take long to read."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise Problem("lesson.long_line", file=file, line=number, expected=LONGEST_LINE, received=len(line))
        if CHAIN.search(line):
            raise Problem("lesson.too_deep", file=file, line=number, expected=DEEPEST)


def find_lines(text: str) -> dict[Place, int]:
    """Find the line of every table and key in a TOML text, if they stand at the beginning of a line.

    Example:
        >>> find_lines("a = 1\\n[[do]]\\nunits.en = 5\\n")[("do", 0, "units")]
        3
    """
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), 1):
        for mark in ('"""', "'''"):
            if (not quotes or quotes == mark) and line.count(mark) % 2:
                opened, quotes = not quotes, "" if quotes else mark
                break
        else:
            opened = False
        if quotes and not opened:
            continue  # inside a string of several lines
        if header := HEADER.match(line.strip()):
            table = _table(header[2], header[1] == "[[", counts)
            lines.setdefault(table, number)
        elif key := KEY.match(line.strip()):
            parts = [part.strip() for part in key[1].split(".")]
            for end in range(1, len(parts) + 1):
                lines.setdefault((*table, *parts[:end]), number)
    return lines


def _table(name: str, array: bool, counts: dict[Place, int]) -> Place:
    """Return the place that a header names: within the last table of every array on the way."""
    place: Place = ()
    parts = [part.strip() for part in name.split(".")]
    for end, part in enumerate(parts, 1):
        place = (*place, part)
        if array and end == len(parts):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


class Table:
    """One table of a TOML file. A key that nobody read is a mistake, see `finish`.

    Args:
        file: the file's name.
        content: the table.
        lines: of the whole file.
        place: of this table in it.
        most: how many entries an array may have.
    """

    def __init__(
        self,
        file: str,
        content: Mapping[str, Any],
        lines: Mapping[Place, int],
        place: Place = (),
        most: int = MOST_ENTRIES,
    ) -> None:
        self.file, self.content = file, content
        self._lines, self._place, self._most = lines, place, most
        self._asked: list[str] = []

    def line(self, *keys: str | int) -> int:
        """Return the line of a key, or else of the nearest table around it."""
        place = (*self._place, *keys)
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def problem(self, kind: str, *keys: str | int, **fields: Any) -> Problem:
        """Make the Problem of a mistake in this file, at a key."""
        return Problem(kind, file=self.file, line=self.line(*keys), **fields)

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def get(self, key: str, hint: Any, default: Any = ...) -> Any:
        """Return the value of a key, converted to the annotated type; arrays become tuples.

        Raises:
            Problem: it is missing and there is no default, or it is something else.
        """
        self._asked.append(key)
        if key not in self.content:
            if default is ...:
                raise self.problem("lesson.key_missing", key=key)
            return default
        value = self._checked(key, self.content[key], hint)
        if isinstance(value, tuple):
            self.check_count(key, value)
        return value

    def tables(self, key: str, most: int | None = None) -> list[Table]:
        """Return the tables of an array of tables; none if the key is missing."""
        found = self.get(key, list, [])
        self.check_count(key, found, most)
        if not all(isinstance(entry, dict) for entry in found):
            raise self._wrong(key, "[[…]]", found)
        return [
            Table(self.file, entry, self._lines, (*self._place, key, i), self._most) for i, entry in enumerate(found)
        ]

    def table(self, key: str) -> Table | None:
        """Return a table, or None if it is missing."""
        found = self.get(key, dict, None)
        return None if found is None else Table(self.file, found, self._lines, (*self._place, key), self._most)

    def texts(self, key: str, languages: tuple[str, ...], default: Any = ...) -> Any:
        """Return a text in every language, given as a table with a key for each, or as one string for all of them.

        Raises:
            Problem: a language is missing, or a text is empty.
        """
        self._asked.append(key)
        found = self.content.get(key, default)
        if found is ...:
            raise self.problem("lesson.key_missing", key=key)
        if found is default:
            return default
        if isinstance(found, str):
            found = dict.fromkeys(languages, found)
        elif not isinstance(found, dict):
            raise self._wrong(key, "string", found)
        table = Table(self.file, found, self._lines, (*self._place, key))
        texts = {language: table.get(language, str) for language in languages}
        table.finish()
        for language, text in texts.items():
            if not text.strip():
                raise table.problem("lesson.empty", language, key=f"{key}.{language}")
            if len(text) > LONGEST_TEXT:
                raise table.problem("lesson.long_text", language, expected=LONGEST_TEXT, received=len(text))
        return texts

    def check_count(self, key: str, found: Sized, most: int | None = None) -> None:
        """Raise a Problem if there are more entries at a key than anybody needs."""
        most = self._most if most is None else most
        if len(found) > most:
            raise self.problem("lesson.too_many", key, key=key, expected=most, received=len(found))

    def finish(self) -> None:
        """Raise a Problem if there is a key that nobody read."""
        for key in self.content:
            if key not in self._asked:
                names = ", ".join(dict.fromkeys(self._asked)) or "–"
                raise self.problem("lesson.key_unknown", key, expected=names, received=key)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _checked(self, key: str, value: Any, hint: Any) -> Any:
        try:
            return converted(value, hint)
        except TypeError as error:
            raise self._wrong(key, str(error), value) from error

    def _wrong(self, key: str, expected: str, value: Any) -> Problem:
        return self.problem("lesson.wrong_type", key, key=key, expected=expected, received=shown(value))


def converted(value: Any, hint: Any) -> Any:
    """Convert a TOML value to an annotated type: arrays to tuples, and whole numbers to floats if floats are wanted.

    Raises:
        TypeError: it is something else; the message names what was expected.

    Example:
        >>> converted([[1, 2.5]], tuple[tuple[float, ...], ...])
        ((1.0, 2.5),)
    """
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in get_args(hint):
            return None  # TOML has none, JSON has
        choices = [choice for choice in get_args(hint) if choice is not type(None)]
        for choice in choices:
            try:
                return converted(value, choice)
            except TypeError:
                continue
        raise TypeError(" | ".join(_name(choice) for choice in choices))
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(_name(hint))
        try:
            return tuple(converted(entry, get_args(hint)[0]) for entry in value)
        except TypeError as error:
            raise TypeError(_name(hint)) from error
    if type(value) is int and abs(value) > LARGEST_INTEGER:
        raise TypeError(f"{_name(hint)}, ≤ {LARGEST_INTEGER}")
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise TypeError(_name(hint))
    return value


def _name(hint: Any) -> str:
    if get_origin(hint) is tuple:
        return f"[{_name(get_args(hint)[0])}, …]"
    return NAMES.get(hint, str(hint))


def shown(value: Any) -> str:
    """Return a value as a sentence can quote it."""
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
