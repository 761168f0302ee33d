"""Commands as tables: what is written is what is read, for every command there is."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import Command, MakeModel, SetBatchSize, SetTrainable, UseData
from core.data.built_in import Plane
from core.data.catalog import KNOWN
from core.data.classic import FACTS, ScikitSet
from core.data.drawn import DrawnPoints
from core.data.made import Moons
from core.design.compile_spec import CompileSpec
from core.design.network_spec import LayerSpec
from core.files.command_table import command_table, hints_of, known_commands, read_command
from core.files.sources import read_source, source_table
from core.files.toml_table import Table
from core.problems.problem import Problem
from core.tables.reading import Reading
from core.tables.table_file import ColumnUse, TableFile
from tests.core.helpers.benches import examples

names = st.sampled_from(["hidden_1", "output", "X1", "층_1", "probe"])
numbers = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=9).filter(lambda text: "\0" not in text)
readings = st.builds(
    Reading,
    form=st.sampled_from(["text", "excel"]),
    separator=st.sampled_from([",", ";", "\t", " "]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp949"]),
    skip=st.integers(0, 9),
    names=st.lists(texts, max_size=3).map(tuple),
    header=st.booleans(),
)
uses = st.builds(ColumnUse, texts, st.sampled_from(["number", "category", "date"]), unit=texts, shift=numbers)
files = st.builds(
    TableFile,
    st.sampled_from(["/data/꽃.csv", 'C:\\a "b"\\c.csv', "/data/a'b\n.csv"]),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    readings,
    st.lists(uses, min_size=1, max_size=3).map(tuple),
    st.lists(uses, min_size=1, max_size=3).map(tuple),
    validation=st.floats(0, 0.5),
    seed=st.integers(0, 2**32 - 1),
)


def drawn(points: list[tuple[float, float, float]]) -> DrawnPoints:
    return DrawnPoints(tuple((x, y) for x, y, _ in points), tuple((z,) for _, _, z in points), ("A", "B"))


sources = st.one_of(
    st.sampled_from(KNOWN),
    st.builds(Plane, st.integers(1, 1000), st.integers(0, 99), st.floats(0, 1)),
    st.lists(st.tuples(numbers, numbers, st.sampled_from([0.0, 1.0])), min_size=1, max_size=4).map(drawn),
    st.builds(Moons, st.integers(1, 1000), st.floats(0, 1), st.integers(0, 99)),
    st.builds(ScikitSet, st.sampled_from([*FACTS]), st.just(0.0) | st.floats(0.05, 0.5), st.integers(0, 2**32 - 1)),
    files,
    files.map(lambda file: replace(file, targets=file.targets[:1], classes=True)),
)
BY_HINT = {
    "int": st.integers(-(2**63) + 1, 2**63 - 1),
    "int | str": st.sampled_from([0, 1, 2, "auto"]),
    "int | None": st.none() | st.integers(1, 2**32),
    "bool": st.booleans(),
    "tuple[int, ...]": st.lists(st.integers(0, 99), max_size=3).map(tuple),
    "tuple[float, ...]": st.lists(numbers, max_size=3).map(tuple),
    "float": numbers,
    "str | None": st.none() | names,
    "tuple[str, ...]": st.lists(names, max_size=4).map(tuple),
    "tuple[tuple[int, ...], ...]": st.lists(st.lists(st.integers(1, 9)).map(tuple), max_size=3).map(tuple),
    "tuple[tuple[float, ...], ...]": st.lists(st.lists(numbers, max_size=3).map(tuple), max_size=3).map(tuple),
    "Source": sources,
    "LayerSpec": st.builds(
        LayerSpec, names.filter(str.isascii), st.integers(1, 16), st.none() | st.just("relu"), st.booleans()
    ),
    "CompileSpec": st.builds(
        CompileSpec, st.just("adam"), numbers, st.just("mse"), st.lists(st.just("mae"), max_size=2).map(tuple)
    ),
}


def values_of(kind: type[Command]) -> st.SearchStrategy[Command]:
    """Return a strategy for a command with any values of the types that its fields are annotated with."""
    given_values = {}
    for field in fields(kind):
        hint = str(field.type)
        if field.name in ("expression", "expressions"):
            python = st.sampled_from(["hidden_1.built", "model.get_weights()[0].round(3)", "'loss: ', loss"])
            given_values[field.name] = python if hint == "str" else st.lists(python, max_size=3).map(tuple)
        elif field.name in ("inputs", "outputs", "argument"):
            given_values[field.name] = st.sampled_from(["X", "hidden_1.output"]) if hint == "str" else BY_HINT[hint]
        elif field.name == "validation_data":
            given_values[field.name] = st.just(()) | st.just(("X[2:]", "Y_true[2:]"))
        elif field.name in ("x", "y"):
            given_values[field.name] = st.sampled_from(["X", "X[:2]", "X[-1]"])
        else:
            given_values[field.name] = names if hint == "str" else BY_HINT[hint]
    return st.builds(kind, **given_values)


def as_file(command: Command) -> Table:
    """The command's table after a way through a file."""
    return Table("test", json.loads(json.dumps(command_table(command, source_table))), {}, most=10**6)


@examples(300)
@given(command=st.one_of([values_of(kind) for kind in known_commands().values()]))
def test_that_every_command_is_read_as_it_was_written(command):
    table = as_file(command)
    assert read_command(table, read_source) == command
    table.finish()


def test_that_every_field_of_every_command_has_a_type_that_a_file_can_hold():
    for kind in known_commands().values():
        for field in fields(kind):
            hint = hints_of(kind)[field.name]
            assert is_dataclass(hint) or str(field.type) in BY_HINT or field.type == "str", (kind, field.name)


def test_that_defaults_are_left_out_and_none_is_kept_where_it_says_something():
    assert command_table(MakeModel(), source_table) == {"command": "MakeModel"}
    assert command_table(SetTrainable(None, False), source_table) == {"command": "SetTrainable", "trainable": False}
    assert command_table(SetBatchSize(None), source_table) == {"command": "SetBatchSize", "size": None}


def test_that_a_lesson_cannot_name_a_file():
    table = as_file(UseData(TABLE))
    with pytest.raises(Problem):
        read_command(table)


USE = {"name": "a", "kind": "number"}
FILE = {"kind": "TableFile", "path": "/a.csv", "checksum": "0" * 64, "reading": {}, "inputs": [USE], "targets": [USE]}
TABLE = TableFile("/a.csv", "0" * 64, Reading(separator=";", names=("a", "y")), (ColumnUse("a", "number", unit="cm"),),
                  (ColumnUse("y", "category"),), classes=True, validation=0.25, seed=3)  # fmt: skip


def test_that_a_tables_file_is_read_back():
    assert read_source(Table("test", {"source": source_table(TABLE)}, {}), "source") == TABLE


def test_that_a_session_with_one_target_is_read_as_it_was_saved_once():
    old = {name: value for name, value in FILE.items() if name != "targets"} | {"target": USE}
    assert read_source(Table("test", {"source": old}, {}), "source").targets == (ColumnUse("a", "number"),)


@pytest.mark.parametrize(
    "source",
    [
        None,
        "Plane",
        {},
        {"kind": "Batch"},
        {"kind": "Plane", "samples": 10**9},
        {"kind": "Plane", "samples": 0},
        {"kind": "Plane", "seed": -1},
        {"kind": "Plane", "more": 1},
        FILE | {"reading": {"separator": '", __import__("os"), "'}},
        FILE | {"reading": {"encoding": "rot13"}},
        FILE | {"reading": {"skip": -1}},
        FILE | {"checksum": "'); evil('" * 7},
        FILE | {"inputs": []},
        FILE | {"targets": []},
        FILE | {"targets": [USE, USE], "classes": True},
        FILE | {"targets": [USE | {"kind": "evil"}]},
        FILE | {"targets": [USE | {"shift": float("nan")}]},
        FILE | {"validation": 0.9},
        FILE | {"path": "/a\0b"},
        FILE | {"path": "x" * 5000},
    ],
)
def test_that_an_impossible_source_is_refused(source):
    with pytest.raises(Problem):
        read_source(Table("test", {"source": source}, {}), "source")


@pytest.mark.parametrize("text", ["a b", "x); evil(", "hidden.output.y", "a.b", "", "output."])
def test_that_no_text_of_a_command_is_more_than_a_name(text):
    with pytest.raises(Problem):
        read_command(Table("t", {"command": "CallLayer", "layer": "a", "argument": text, "result": "b"}, {}))
    with pytest.raises(Problem):
        read_command(Table("t", {"command": "SetActivation", "layer": "a", "activation": text}, {}))
