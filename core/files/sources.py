"""Where data come from, as tables of a saved session."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from typing import Any

from core.data.built_in import InsideSphere, NotebookBatch, Plane, Source, XorOfThreeBits
from core.data.csv_file import DELIMITERS, MAX_COLUMNS, MAX_ROWS
from core.data.csv_source import CsvFile
from core.files.command_table import hints_of, plain_table
from core.files.limits import LONGEST_PATH
from core.files.toml_table import Table, shown

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (NotebookBatch, Plane, XorOfThreeBits, InsideSphere, CsvFile)
}
ENCODINGS = ("utf-8", "utf-8-sig")
CHECKSUM = re.compile(r"[0-9a-f]{64}")


def source_table(source: Source) -> dict[str, Any]:
    """Return the table that `read_source` reads as this source."""
    return {"kind": type(source).__name__, **plain_table(source)}


def read_source(table: Table, key: str) -> Source:
    """Read a source of any kind; a file is not looked at.

    Raises:
        Problem: there is no such kind, or a value is not one that it can have.
    """
    own = table.table(key)
    if own is None:
        raise table.problem("lesson.key_missing", key=key)
    name = own.get("kind", str)
    if name not in KINDS:
        raise own.problem("lesson.name_unknown", key="kind", expected=", ".join(KINDS), received=shown(name))
    kind, values = KINDS[name], {}
    for field in fields(kind):
        default = ... if field.default is MISSING else field.default
        values[field.name] = own.get(field.name, hints_of(kind)[field.name], default)
    own.finish()
    try:
        source: Source = kind(**values)
    except ValueError as error:
        raise own.problem("lesson.wrong_type", key=key, expected=name, received=str(error)) from error
    if not _is_possible(source):
        raise own.problem("lesson.wrong_type", key=key, expected=name, received=shown(str(values)))
    return source


def _is_possible(source: Source) -> bool:
    """Return whether a source could have been made by the program: its texts become part of the written code."""
    if isinstance(source, (Plane, InsideSphere)):
        return source.samples <= MAX_ROWS
    if not isinstance(source, CsvFile):
        return True
    texts = (source.path, source.target, *source.columns)
    return (
        source.delimiter in DELIMITERS
        and source.encoding in ENCODINGS
        and bool(CHECKSUM.fullmatch(source.checksum))
        and source.header_lines >= 0
        and 1 <= source.samples <= MAX_ROWS
        and 1 <= len(source.columns) < MAX_COLUMNS
        and all(len(text) <= LONGEST_PATH and "\0" not in text for text in texts)
    )
