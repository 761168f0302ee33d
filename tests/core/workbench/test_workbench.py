"""The workbench: all or nothing, frozen weights, reset, data of another width."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    CreateInput,
    CreateLayer,
    Reset,
    SetLearningRate,
    SetSeed,
    SetTrainable,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import NotebookBatch, Plane
from core.design.network_spec import FOUR_LAYERS, LayerSpec, NetworkSpec
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import FIVE_INPUTS, NO_BIAS, TWO_LAYERS, bench_with, bits, examples, recorded, weights

FIVE_WIDE = NetworkSpec(5, TWO_LAYERS.layers)


# all or nothing


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "first",
    [
        [Step(7)],
        [Step(7), Reset()],
        [SetTrainable("hidden", True), SetTrainable("output", False)],
        [SetTrainable(None, False), Step(2)],
        [SetLearningRate(1.0), UseData(Plane())],
        [SetSeed(9), CreateInput(2), CreateLayer(LayerSpec("hidden", 3))],
        [*build_network(FIVE_WIDE, 2), UseData(FIVE_INPUTS), Step(3)],
        [*build_network(TWO_LAYERS, 2), SetTrainable("output", False), Step(3)],
    ],
    ids=repr,
)
@pytest.mark.parametrize("last", [SetTrainable("nope", True), SetLearningRate(-1.0)], ids=repr)
def test_that_a_list_with_a_refused_command_leaves_everything_as_it_was(bench, first, last):
    bench.do([SetTrainable("hidden", False), Step(3)])
    bench.take_events()

    def state():
        layers = [bench.network.model, *bench.network.model.layers]
        return [
            [(id(layer), layer.trainable) for layer in layers],
            [
                len(bench.network.model.trainable_variables),
                dict(bench.network.names.layers),
                list(bench.network.names.tensors),
            ],
            [
                bench.network.step,
                bench.network.training.learning_rate,
                bench.network.training.seed,
                bench.network.batch,
                bench.history.entries,
            ],
            [bits(bench.network.model), bench.snapshot().loss],
        ]

    before = state()
    with pytest.raises(Problem):
        bench.do([*first, last])
    assert state() == before
    assert bench.take_events() == ()
    bench.do([Reset()])
    assert bits(bench.network.model) == bits(bench_with().network.model), "the initial weights are the old ones"


def test_that_a_refused_network_does_not_change_the_weights_a_later_seedless_layer_gets():
    ends = []
    for refused in (False, True):
        bench = Workbench()
        bench.do([SetSeed(4)])
        if refused:
            with pytest.raises(Problem):
                bench.do([CreateLayer(LayerSpec("a", 2)), CreateLayer(LayerSpec("b", 2)), SetLearningRate(0.0)])
        bench.do(build_network(TWO_LAYERS, 4)[1:])
        ends.append(bits(bench.network.model))
    assert ends[0] == ends[1]


def test_that_an_error_that_is_not_keras_own_is_not_called_kerass():
    class Broken(Step):
        def apply(self, network):
            network.training.learning_rate = 7.0
            raise RuntimeError("ours")

    bench = Workbench()
    with pytest.raises(RuntimeError, match="ours"):
        bench.do([Broken()])
    assert bench.network.training.learning_rate != 7.0


# freezing


@pytest.mark.parametrize("frozen", [("hidden_1",), ("hidden_1", "hidden_3"), ("output",)])
def test_that_a_frozen_layer_keeps_its_weights(frozen):
    bench = bench_with(FOUR_LAYERS, None, *(SetTrainable(name, False) for name in frozen))
    before = {layer.name: layer.get_weights() for layer in bench.network.model.layers}
    bench.do([Step(50)])
    for layer in bench.network.model.layers[1:]:
        for new, old in zip(layer.get_weights(), before[layer.name]):
            assert (new.tobytes() == old.tobytes()) == (layer.name in frozen)


def test_that_a_layer_moves_again_after_it_was_unfrozen(bench):
    bench.do([SetTrainable("hidden", False), Step(2)])
    before = weights(bench.network.model)
    bench.do([SetTrainable("hidden", True), Step(1)])
    assert all((new != old).any() for new, old in zip(weights(bench.network.model), before))


def test_that_a_model_with_trainable_false_trains_nothing_whatever_its_layers_say(bench):
    bench.do([SetTrainable(None, False)])
    assert [layer.trainable for layer in bench.network.model.layers[1:]] == [False, False]
    bench.do([SetTrainable("hidden", True)])
    assert bench.network.names.layers["hidden"].trainable
    assert len(bench.network.names.layers["hidden"].trainable_variables) == 2
    assert bench.network.model.trainable_variables == []
    before = bits(bench.network.model)
    bench.do([Step(5)])
    assert bits(bench.network.model) == before
    assert bench.network.step == 5
    assert len(set(recorded(bench))) == 1, "the loss stands still"
    bench.do([SetTrainable(None, True), Step(1)])
    assert bits(bench.network.model) != before


@examples(15)
@given(words=st.lists(st.tuples(st.sampled_from([None, "hidden", "output"]), st.booleans()), max_size=8))
def test_that_trainable_means_what_it_means_in_keras(shared_bench, words):
    shared_bench.do(SetTrainable(name, True) for name in (None, "hidden", "output"))
    twin = keras.models.clone_model(shared_bench.network.model)
    for name, trainable in words:
        shared_bench.do([SetTrainable(name, trainable)])
        owner = twin if name is None else next(layer for layer in twin.layers if layer.name == name)
        owner.trainable = trainable
    for ours, theirs in zip((shared_bench.network.model, *shared_bench.network.model.layers), (twin, *twin.layers)):
        assert ours.trainable == theirs.trainable
        assert [v.path for v in ours.trainable_variables] == [v.path for v in theirs.trainable_variables]


def test_that_a_model_that_is_trainable_already_does_not_unfreeze_a_layer(bench):
    """Keras 3 on TensorFlow: setting an attribute to what it is does nothing. So unfreeze the layer itself."""
    bench.do([SetTrainable("hidden", False), SetTrainable(None, True)])
    assert not bench.network.names.layers["hidden"].trainable
    bench.do([SetTrainable(None, False), SetTrainable(None, True)])
    assert bench.network.names.layers["hidden"].trainable


# reset


@pytest.mark.parametrize("spec", [TWO_LAYERS, NO_BIAS])
def test_that_reset_gives_the_very_same_initial_weights(spec):
    bench = bench_with(spec, None, SetTrainable("output", False), seed=3)
    initial = bits(bench.network.model)
    bench.do([Step(80)])
    bench.network.model.variables[0].assign_add(bench.network.model.variables[0] * 0 + 1)
    assert bits(bench.network.model) != initial
    bench.do([Reset()])
    assert bits(bench.network.model) == initial
    assert bench.network.step == 0
    assert not bench.network.names.layers["output"].trainable, "what is frozen stays frozen"
    bench.do([Step(80), Reset()])
    assert bits(bench.network.model) == initial


def test_that_the_way_after_a_reset_is_the_same_way(bench):
    bench.do([Step(30)])
    once, losses = bits(bench.network.model), recorded(bench)
    bench.do([Reset(), Step(30)])
    assert bits(bench.network.model) == once
    np.testing.assert_array_equal(recorded(bench), losses)


# data


def test_that_data_of_another_width_is_refused_and_named(bench):
    before = bench.network.batch
    with pytest.raises(Problem) as caught:
        bench.do([UseData(FIVE_INPUTS)])
    assert caught.value.kind == "data.other_inputs"
    fields = caught.value.fields
    assert (fields["expected"], fields["received"], fields["source"]) == (3, 5, FIVE_INPUTS)
    assert bench.network.batch is before


def test_that_a_network_for_other_inputs_can_be_built_and_learns():
    bench = bench_with(TWO_LAYERS, None, Step(4))
    bench.do(build_network(FIVE_WIDE, 8))
    assert bench.snapshot().why_no_step == "inputs", "the old batch does not fit the new network"
    bench.do([UseData(FIVE_INPUTS)])
    assert (bench.network.model.input_shape, bench.network.step, bench.network.training.seed) == ((None, 5), 0, 8)
    before = bench.snapshot().loss
    bench.do([Step(50)])
    assert bench.snapshot().loss < before


def test_that_new_data_keep_weights_and_steps(bench):
    bench.do([Step(4)])
    before = bits(bench.network.model)
    bench.do([UseData(Plane(5))])
    assert (bits(bench.network.model), bench.network.step) == (before, 4)
    bench.do([UseData(NotebookBatch())])
