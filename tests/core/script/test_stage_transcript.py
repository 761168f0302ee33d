"""The promise, for layers before and beside a model: the written lines, run alone, give the same objects."""

from __future__ import annotations

import contextlib

import keras
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    BuildLayer,
    CallLayer,
    CreateInput,
    CreateLayer,
    DefineTensor,
    Forget,
    HandStep,
    LoadWeights,
    MakeModel,
    RebuildFromConfig,
    Reset,
    SaveWeights,
    SetSeed,
    SetTrainable,
    Show,
    Step,
    UseData,
)
from core.data.built_in import NotebookBatch
from core.design.network_spec import LayerSpec
from core.intents.moves import Redo, Undo
from core.problems.problem import Problem
from core.script.writer import script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import examples
from tests.core.helpers.scripts import run

pytestmark = pytest.mark.usefixtures("without_xla")  # what is compared runs the same graph

NAMES, TENSORS = ("one", "two", "three"), ("X", "T", "inputs", "a", "b", "c")
stage = st.one_of(
    st.builds(CreateLayer, st.builds(LayerSpec, st.sampled_from(NAMES), st.integers(1, 3), st.sampled_from(["relu"]))),
    st.builds(BuildLayer, st.sampled_from(NAMES), st.integers(1, 3)),
    st.builds(CallLayer, st.sampled_from(NAMES), st.sampled_from(TENSORS), st.sampled_from(TENSORS[3:])),
    st.builds(CreateInput, st.integers(2, 3)),
    st.builds(
        MakeModel, st.just("m"), st.sampled_from(TENSORS), st.sampled_from(TENSORS), st.sampled_from(["model", "m"])
    ),
    st.builds(
        HandStep,
        st.permutations(NAMES).map(lambda names: tuple(names[:2])),
        st.sampled_from(["X", "T"]),
        rate=st.just(0.1),
    ),
    st.builds(SetTrainable, st.sampled_from(NAMES), st.booleans()),
    st.sampled_from([SaveWeights(), RebuildFromConfig(), LoadWeights(), Step(3), Reset(), SetSeed(8)]),
    st.sampled_from([Show("one.get_weights()"), Show("model.summary()"), Forget(("one",)), Forget(("model",))]),
)
ON_STAGE = (
    SetSeed(5),
    UseData(NotebookBatch()),
    DefineTensor("T", ((0.1, 0.2), (-0.3, 1e-7))),
    *(CreateLayer(LayerSpec(name, units)) for name, units in zip(NAMES, (3, 2, 1))),
    CreateInput(3),
)
CHAINED = (CallLayer("one", "inputs", "a"), CallLayer("two", "a", "b"), CallLayer("three", "b", "c"))


def numbers_in(layer: object) -> list[bytes]:
    """Every weight's bytes, of a layer or a model."""
    return [weight.tobytes() for weight in layer.get_weights()]  # type: ignore[attr-defined]


def test_that_a_config_serves_twice_in_the_script_too():
    bench = Workbench()
    bench.do([*ON_STAGE, *CHAINED, MakeModel("mlp", "inputs", "c"), SaveWeights(), RebuildFromConfig()])
    bench.do([Step(2), RebuildFromConfig(), LoadWeights(), Step(1)])
    left = run(script(bench.history.entries))
    assert numbers_in(left["model"]) == numbers_in(bench.network.model)


@examples(12, shrink=False)
@given(tried=st.lists(stage, min_size=5, max_size=25), chained=st.booleans(), data=st.data())
def test_that_the_script_gives_the_very_same_layers_and_tensors_whatever_was_done(tried, chained, data):
    bench = Workbench()
    bench.do(ON_STAGE)
    for command in (*(CHAINED if chained else ()), *tried):
        with contextlib.suppress(Problem):  # Keras refuses much of it, and then nothing happened
            bench.do([command])
        if data.draw(st.integers(0, 4), label="undo") == 0:
            (Undo() if data.draw(st.booleans(), label="undo, not redo") else Redo()).make(bench)
    left = run(script(bench.history.entries))
    for name, layer in bench.network.names.layers.items():
        assert left[name].built == layer.built
        assert numbers_in(left[name]) == numbers_in(layer)
    for name, tensor in bench.network.names.tensors.items():
        if isinstance(tensor, tf.Tensor):
            assert left[name].numpy().tobytes() == tensor.numpy().tobytes()
        elif isinstance(tensor, keras.KerasTensor):
            assert left[name].shape == tensor.shape
    for name, model in {
        **bench.network.names.models,
        **({"model": bench.network.model} if bench.network.model is not None else {}),
    }.items():
        assert [layer.name for layer in left[name].layers][1:] == [layer.name for layer in model.layers][1:]
        assert numbers_in(left[name]) == numbers_in(model)
        assert left[name].count_params() == model.count_params()
    bench.snapshot()
