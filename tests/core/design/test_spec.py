"""What can be designed, and what is refused before any Keras object exists."""

from __future__ import annotations

import ast
import builtins
import keyword

import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    Reset,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import SOURCES
from core.design.names import RESERVED
from core.design.network_spec import FOUR_LAYERS, MAX_INPUTS, MAX_UNITS, LayerSpec, NetworkSpec
from core.history.history import Entry
from core.script.writer import script
from core.tables.reading import Reading
from core.tables.table_file import ColumnUse, TableFile

FUNCTIONS = (ast.FunctionDef, ast.ClassDef)
A, B = ColumnUse("a", "category"), ColumnUse("b", "number", unit=" cm")
TABLE = TableFile(
    "/data.csv", "0" * 64, Reading(), (A, B), (A,), classes=True, gaps=True, fill=True, scale=True, validation=0.2
)


@pytest.mark.parametrize("units", [1, MAX_UNITS])
def test_that_the_smallest_and_the_largest_layer_are_allowed(units):
    assert LayerSpec("hidden", units).units == units


@pytest.mark.parametrize("units", [-1, 0, MAX_UNITS + 1])
def test_that_another_number_of_units_is_refused_and_named(units):
    with pytest.raises(ValueError, match=f"1 to {MAX_UNITS} units, received {units}"):
        LayerSpec("hidden", units)


@pytest.mark.parametrize("name", ["", "1st", "hidden 1", "hidden/1", "a-b", "lambda", "None", "hidden\n"])
def test_that_a_name_that_is_no_variable_is_refused(name):
    with pytest.raises(ValueError, match="identifier"):
        LayerSpec(name, 1)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_that_a_name_that_the_script_needs_is_refused(name):
    with pytest.raises(ValueError, match="written code"):
        LayerSpec(name, 1)


@pytest.mark.parametrize("name", ["안녕", "_x", "é", "𝐱", "𝓽𝓯", "ｍｏｄｅｌ"])
def test_that_a_name_under_which_tensorflow_compiles_nothing_is_refused(name):
    with tf.Graph().as_default(), pytest.raises(ValueError, match="not a valid root scope name"), tf.name_scope(name):
        pass  # asked of TensorFlow itself: a model that fails here leaves Keras in its scope
    with pytest.raises(ValueError, match="Latin letters"):
        LayerSpec(name, 1)


def test_that_every_name_the_script_uses_is_reserved():
    layer = LayerSpec("the_layer", 1)
    commands = [*build_network(NetworkSpec(3, (layer,)), 1), SetOptimizer("momentum"), SetLearningRate(0.1)]
    commands += [command for source in (*SOURCES, TABLE) for command in (UseData(source), Step(5000))]
    commands += [SetLoss("bce"), SetActivation("the_layer", "sigmoid"), SetTrainable("the_layer", False)]
    commands += [SetBatchSize(2, 1), Step(2), SetBatchSize(None), Step(2), Reset(), Step(1)]
    used = {node.id for node in ast.walk(ast.parse(_outside_functions(script(Entry(c, 0) for c in commands))))
            if isinstance(node, ast.Name)}  # fmt: skip
    assert {"model", "X", "optimizer", "loss_fn", "batches", "np"} <= used, "the walk sees the script's names"
    assert used - {"the_layer", "a", "b", "c"} <= RESERVED  # the bits of XOR live in a comprehension


def test_that_every_builtin_the_descent_uses_is_reserved():
    text = script([Entry(SetBatchSize(2), 0), Entry(Step(1), 0)])
    written = [node for node in ast.parse(text).body if isinstance(node, FUNCTIONS)]
    assert [node.name for node in written] == ["MiniBatches", "make_descent"]
    used = {node.id for function in written for node in ast.walk(function) if isinstance(node, ast.Name)}
    assert {"zip", "min", "divmod"} <= used
    assert used & set(dir(builtins)) <= RESERVED


def _outside_functions(text: str) -> str:
    module = ast.parse(text)
    module.body = [node for node in module.body if not isinstance(node, FUNCTIONS)]
    return ast.unparse(module)


@given(st.text(min_size=1, max_size=8) | st.text("aB_1. -é", min_size=1, max_size=4))
def test_that_a_layer_has_a_name_exactly_if_python_and_tensorflow_would_take_it(name):
    allowed = name.isidentifier() and not keyword.iskeyword(name) and name not in RESERVED
    try:
        with tf.Graph().as_default(), tf.name_scope(name):
            pass
    except ValueError:
        allowed = False
    if allowed:
        exec(f"{name} = 1", {})
        assert LayerSpec(name, 1).name == name
    else:
        with pytest.raises(ValueError):
            LayerSpec(name, 1)


@pytest.mark.parametrize("inputs", [-3, 0, MAX_INPUTS + 1])
def test_that_another_number_of_inputs_is_refused_and_named(inputs):
    with pytest.raises(ValueError, match=f"1 to {MAX_INPUTS} inputs, received {inputs}"):
        NetworkSpec(inputs, (LayerSpec("output", 1),))


def test_that_a_network_without_layers_is_refused():
    with pytest.raises(ValueError, match="at least one layer"):
        NetworkSpec(3, ())


def test_that_two_layers_of_one_name_are_refused():
    with pytest.raises(ValueError, match=r"different name.*hidden.*hidden"):
        NetworkSpec(3, (LayerSpec("hidden", 2), LayerSpec("hidden", 3)))


def test_that_the_network_at_the_start_is_the_one_of_the_notebook():
    assert FOUR_LAYERS.inputs == 3
    assert [layer.units for layer in FOUR_LAYERS.layers] == [5, 5, 5, 1]
    assert [layer.activation for layer in FOUR_LAYERS.layers] == ["relu", "relu", "relu", None]
    assert all(layer.use_bias for layer in FOUR_LAYERS.layers)


def test_that_equal_designs_are_equal_and_usable_as_keys():
    again = NetworkSpec(3, tuple(LayerSpec(s.name, s.units, s.activation) for s in FOUR_LAYERS.layers))
    assert {again: 1}[FOUR_LAYERS] == 1
    assert LayerSpec("a", 1) != LayerSpec("a", 1, use_bias=False)
