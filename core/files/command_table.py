"""Commands as tables, by the names and fields that they have in Python: in a lesson's TOML, and in a saved session.

`read_command` reads them and `command_table` writes them; there is no other way in or out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

from core import commands
from core.commands import Command, UseData
from core.data.built_in import Source
from core.data.catalog import KNOWN
from core.design.compile_spec import CompileSpec
from core.design.network_spec import MAX_UNITS, LayerSpec
from core.design.rows_of_tensor import variable_of
from core.files.toml_table import Table, shown

EXPRESSIONS = ("expression", "expressions")
"""The fields that hold Python; every other text of a command is a name."""

SYMBOLIC = ("argument", "inputs", "outputs", "source")
"""The fields that may also name a tensor by its layer, as "hidden_1.output" does."""

SAMPLES = ("argument", "x", "y", "validation_data")
"""The fields that may also name some rows of a tensor, as "X[:2]" does."""

_HINTS: dict[type[Any], dict[str, Any]] = {}


@cache
def known_commands() -> dict[str, type[Command]]:
    """Return every command by its name."""
    found = {name: getattr(commands, name) for name in commands.__all__}
    return {
        name: kind
        for name, kind in sorted(found.items())
        if isinstance(kind, type) and issubclass(kind, Command) and kind is not Command
    }


def hints_of(kind: type[Any]) -> dict[str, Any]:
    """Return the types of a class's fields. Cached, because Python resolves them at every call."""
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def built_in_source(table: Table, key: str) -> Source:
    """Read the name of a built-in data set, as the Data page shows it: what a lesson may use."""
    name = table.get(key, str)
    for source in KNOWN:
        if source.name == name:
            return source
    names = ", ".join(source.name for source in KNOWN)
    raise table.problem("lesson.name_unknown", key, key=key, expected=names, received=name)


def read_command(table: Table, read_source: Callable[[Table, str], Source] = built_in_source) -> Command:
    """Read the command of a table such as `command = "BuildLayer"`, `layer = "hidden_1"`, `inputs = 3`.

    A layer's hyperparameters are fields of the table of `CreateLayer` itself, and those of `compile` of the table of
    `Compile`.

    Args:
        read_source: reads where data come from, at a key of the table.

    Raises:
        Problem: there is no such command, or a field is missing, unknown or of the wrong kind.
    """
    kind = read_kind(table)
    values: dict[str, Any] = {}
    hints = hints_of(kind)
    for field in fields(kind):
        if hints[field.name] is LayerSpec:
            values[field.name] = _layer_spec(table)
        elif hints[field.name] is CompileSpec:
            values[field.name] = CompileSpec(**_plain_values(table, CompileSpec))
        elif hints[field.name] is Source:
            values[field.name] = read_source(table, field.name)
        else:
            values[field.name] = _plain_value(table, field, hints[field.name])
    return kind(**values)


def command_table(command: Command, source_table: Callable[[Source], Any]) -> dict[str, Any]:
    """Return the table that `read_command` reads as this command. What has its default value is left out.

    Args:
        source_table: gives what stands for where data come from.
    """
    table: dict[str, Any] = {"command": type(command).__name__}
    for field in fields(command):
        value = getattr(command, field.name)
        if isinstance(value, (LayerSpec, CompileSpec)):
            table |= plain_table(value)
        elif isinstance(command, UseData):
            table[field.name] = source_table(value)
        elif value != field.default and not (value is None and field.default is MISSING and field.name == "layer"):
            table[field.name] = _listed(value)
    return table


def plain_table(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass of plain values that are not at their defaults."""
    own = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: _listed(one) for field, one in own if one != field.default}


def _listed(value: Any) -> Any:
    """Return a value with lists for tuples and tables for dataclasses, as a table holds it."""
    if is_dataclass(value):
        return plain_table(value)
    return [_listed(one) for one in value] if isinstance(value, tuple) else value


def _plain_values(table: Table, kind: type[Any]) -> dict[str, Any]:
    return {field.name: _plain_value(table, field, hints_of(kind)[field.name]) for field in fields(kind)}


def _plain_value(table: Table, field: Field[Any], hint: Any) -> Any:
    """Read a number, a text or a list in the table itself."""
    default = field.default
    if default is MISSING:
        default = None if hint == str | None else ...
    value = table.get(field.name, hint, default)
    check_names(table, field.name, value)
    return _of_model(field.name, value) if hint == str | None else value


def read_kind(table: Table) -> type[Command]:
    """Return the command that a table names."""
    name, known = table.get("command", str), known_commands()
    if name not in known:
        names = ", ".join(known)
        raise table.problem("lesson.name_unknown", "command", key="command", expected=names, received=name)
    return known[name]


def read_fields(table: Table, kind: type[Command]) -> tuple[tuple[str, Any], ...]:
    """Read those fields of a command that a table gives, e.g. for a goal that accepts any command with them."""
    hints, found = hints_of(kind), []
    for field in fields(kind):
        hint = hints[field.name]
        if hint in (LayerSpec, CompileSpec):
            found += [(own.name, table.get(own.name, hints_of(hint)[own.name]))
                      for own in fields(hint) if own.name in table]  # fmt: skip
        elif hint is Source:
            found += [(field.name, built_in_source(table, field.name))] if field.name in table else []
        elif field.name in table:
            value = table.get(field.name, hint)
            check_names(table, field.name, value)
            found.append((field.name, _of_model(field.name, value) if hint == str | None else value))
    return tuple(found)


def check_names(table: Table, key: str, value: Any) -> None:
    """Raise a Problem unless every text of a command is a name, or its expression one line of Python.

    A command's texts become part of the written code, and a lesson may come from a stranger.
    """
    if key in EXPRESSIONS:
        for text in value if isinstance(value, tuple) else (value,):
            check_expression(table, key, text)
        return
    for text in value if isinstance(value, tuple) else (value,):
        name = text.removesuffix(".output") if isinstance(text, str) and key in SYMBOLIC else text
        name = variable_of(name) if isinstance(name, str) and key in SAMPLES else name
        if isinstance(name, str) and not name.isidentifier():
            raise table.problem("lesson.not_a_name", key, key=key, received=shown(text))


def check_expression(table: Table, key: str, expression: str) -> None:
    """Raise a Problem unless this is one line that is one expression of Python."""
    try:
        if "\n" in expression:
            raise SyntaxError
        ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise table.problem("lesson.not_an_expression", key, key=key, received=shown(expression)) from error


def _of_model(key: str, value: Any) -> Any:
    """Read the layer "model" as None: `SetTrainable` with it is about the model."""
    return None if (key, value) == ("layer", "model") else value


def _layer_spec(table: Table) -> LayerSpec:
    hints = hints_of(LayerSpec)
    values = {
        field.name: table.get(field.name, hints[field.name], ... if field.default is MISSING else field.default)
        for field in fields(LayerSpec)
    }
    check_names(table, "activation", values["activation"])
    if not 1 <= values["units"] <= MAX_UNITS:
        raise table.problem("lesson.units", "units", largest=MAX_UNITS, received=values["units"])
    try:
        return LayerSpec(**values)
    except ValueError as error:  # the name is not an identifier, or one that the written code uses
        raise table.problem("lesson.not_a_name", "name", key="name", received=shown(values["name"])) from error
