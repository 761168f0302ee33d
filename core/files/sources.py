"""Where data come from, as tables of a saved session."""

from __future__ import annotations

import codecs
import re
from dataclasses import MISSING, fields, is_dataclass
from math import isfinite
from typing import Any, get_args

from core.data.built_in import LARGEST_SHARE, InsideSphere, NotebookBatch, Plane, Source, XorOfThreeBits
from core.data.classic import ScikitSet
from core.data.drawn import DrawnPoints
from core.data.made import Blobs, Circles, Moons, Sine, Spirals, XorOfTwoInputs
from core.design.network_spec import MAX_INPUTS, MAX_UNITS
from core.files.command_table import hints_of, plain_table
from core.files.limits import LONGEST_PATH
from core.files.toml_table import Table, shown
from core.tables.columns import CATEGORY, DATE, NUMBER, YES_NO
from core.tables.frames import MAX_ROWS
from core.tables.reading import EXCEL, NUMPY, SEPARATORS, TEXT
from core.tables.table_file import TableFile

RANDOM = (Plane, InsideSphere, Moons, Circles, Spirals, Blobs, XorOfTwoInputs, Sine)
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (NotebookBatch, XorOfThreeBits, *RANDOM, ScikitSet, DrawnPoints, TableFile)
}
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
    source: Source = _read(own, KINDS[name], key)
    if not _is_possible(source):
        raise own.problem("lesson.wrong_type", key=key, expected=name, received=shown(str(source)))
    return source


def _read(table: Table, kind: type[Any], key: str) -> Any:
    """Read the fields of a dataclass; those that are dataclasses are tables in it."""
    values: dict[str, Any] = {}
    for field in fields(kind):
        hint: Any = hints_of(kind)[field.name]
        default = ... if field.default is MISSING else field.default
        inner: Any = next((one for one in get_args(hint) if is_dataclass(one)), None)
        if inner is not None:
            tables = table.tables(field.name, MAX_INPUTS)
            if field.name == "targets" and (one := table.table("target")) is not None:  # as it was saved once
                tables.append(one)
            values[field.name] = tuple(_read(one, inner, key) for one in tables)
        elif is_dataclass(hint):
            own = table.table(field.name)
            if own is None:
                raise table.problem("lesson.key_missing", key=field.name)
            nested: Any = hint
            values[field.name] = _read(own, nested, key)
        else:
            values[field.name] = table.get(field.name, hint, default)
    table.finish()
    try:
        return kind(**values)
    except ValueError as error:
        raise table.problem("lesson.wrong_type", key=key, expected=kind.__name__, received=str(error)) from error


def _is_possible(source: Source) -> bool:
    """Return whether a source could have been made by the program: its texts become part of the written code."""
    if isinstance(source, RANDOM):
        return source.samples <= MAX_ROWS
    if isinstance(source, DrawnPoints):
        return all(len(name) <= LONGEST_PATH for name in source.classes)
    if not isinstance(source, TableFile):
        return True
    reading, uses = source.reading, (*source.inputs, *source.targets)
    texts = (source.path, reading.inputs, reading.targets, *source.class_names)
    texts += (*reading.names, *reading.missing, *reading.as_text)
    texts += tuple(text for use in uses for text in (use.name, use.currency, use.unit, use.first))
    return (
        reading.form in (TEXT, EXCEL, NUMPY)
        and reading.separator in SEPARATORS
        and reading.decimal in (".", ",")
        and reading.thousands in ("", ".", ",")
        and reading.comment in ("", "#")
        and min(reading.skip, reading.cells, source.seed) >= 0
        and _is_encoding(reading.encoding)
        and bool(CHECKSUM.fullmatch(source.checksum))
        and 1 <= len(source.inputs) <= MAX_INPUTS
        and 1 <= len(source.targets) <= (1 if source.classes or source.one_hot else MAX_UNITS)
        and 0 <= source.validation <= LARGEST_SHARE
        and all(use.kind in (NUMBER, CATEGORY, YES_NO, DATE) and isfinite(use.shift) for use in uses)
        and all(len(text) <= LONGEST_PATH and "\0" not in text for text in texts)
    )


def _is_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False
