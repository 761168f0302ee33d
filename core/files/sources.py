"""Where data come from, as tables of a saved session."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args

from core.data.built_in import InsideSphere, NotebookBatch, Plane, Source, XorOfThreeBits
from core.data.classic import ScikitSet
from core.data.drawn import DrawnPoints
from core.data.made import Blobs, Circles, Moons, Sine, Spirals, XorOfTwoInputs
from core.design.network_spec import MAX_INPUTS
from core.files.command_table import hints_of, plain_table
from core.files.toml_table import Table, shown
from core.tables.table_file import TableFile

MADE = (Plane, InsideSphere, Moons, Circles, Spirals, Blobs, XorOfTwoInputs, Sine)
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (NotebookBatch, XorOfThreeBits, *MADE, ScikitSet, DrawnPoints, TableFile)
}
"""Each checks its values itself: its texts become part of the written code."""


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
        raise table.problem("lesson.wrong_type", key=key, expected=kind.__name__, received=shown(str(error))) from error
