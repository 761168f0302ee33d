"""The vocabulary: what each command writes, what it does, what it refuses."""

from __future__ import annotations

import ast
import math
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    Command,
    ConnectLayer,
    CreateInput,
    CreateLayer,
    MakeModel,
    Reset,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetSeed,
    SetTrainable,
    Step,
    UseData,
    build_network,
    freeze,
)
from core.data.built_in import NotebookBatch, XorOfThreeBits
from core.design.network_spec import FOUR_LAYERS, LayerSpec
from core.design.optimizers import OPTIMIZERS
from core.design.rates import LARGEST_RATE, SMALLEST_RATE
from core.design.seeds import LARGEST_SEED
from core.files.command_table import known_commands
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import FIVE_INPUTS, TWO_LAYERS, bits, examples, weights
from tests.core.helpers.every_command import EVERY_COMMAND

commands = st.sampled_from(
    [
        SetSeed(3),
        CreateInput(3),
        CreateLayer(LayerSpec("hidden", 4, "relu")),
        ConnectLayer("hidden", "inputs"),
        MakeModel(),
        UseData(NotebookBatch()),
        SetOptimizer("adam", 0.01),
        SetLearningRate(0.1),
        SetLoss("huber"),
        SetActivation("hidden", "tanh"),
        SetBatchSize(2, 7),
        SetTrainable("hidden", False),
        SetTrainable(None, True),
        Step(1),
        Reset(),
        SetSeed(4),
        UseData(XorOfThreeBits()),
        SetLearningRate(1.0),
        SetLoss("mse"),
        SetBatchSize(None),
        SetOptimizer("sgd"),
        Step(7),
        Step(1000),
    ]
)


# lines


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (SetSeed(3), ["keras.utils.set_random_seed(3)"]),
        (CreateInput(3), ['inputs = keras.Input(shape=(3,), name="input")']),
        (CreateLayer(LayerSpec("h", 4, "relu")), ['h = layers.Dense(4, activation="relu", name="h")']),
        (CreateLayer(LayerSpec("h", 1)), ['h = layers.Dense(1, name="h")']),
        (CreateLayer(LayerSpec("h", 2, use_bias=False)), ['h = layers.Dense(2, use_bias=False, name="h")']),
        (ConnectLayer("h", "inputs"), ["x = h(inputs)"]),
        (ConnectLayer("h"), ["x = h(x)"]),
        (MakeModel("net"), ['model = keras.Model(inputs, x, name="net")', "initial_weights = model.get_weights()"]),
        (SetLearningRate(1e-05), ["optimizer.learning_rate = 1e-05"]),
        (SetOptimizer("sgd", 0.05), ["optimizer = keras.optimizers.SGD(learning_rate=0.05)"]),
        (SetOptimizer("momentum", 1), ["optimizer = keras.optimizers.SGD(learning_rate=1, momentum=0.9)"]),
        (SetOptimizer("rmsprop", 0.5), ["optimizer = keras.optimizers.RMSprop(learning_rate=0.5)"]),
        (SetOptimizer("adam", 1e-06), ["optimizer = keras.optimizers.Adam(learning_rate=1e-06)"]),
        (SetLoss("mse"), ["loss_fn = keras.losses.MeanSquaredError()"]),
        (SetLoss("bce"), ["loss_fn = keras.losses.BinaryCrossentropy()"]),
        (SetActivation("h", "sigmoid"), ['model.get_layer("h").activation = keras.activations.sigmoid']),
        (SetBatchSize(2, 7), ["batches = MiniBatches(len(X), 2, 7)"]),
        (SetBatchSize(None, 7), ["batches = None"]),
        (SetTrainable("h", False), ['model.get_layer("h").trainable = False']),
        (SetTrainable(None, True), ["model.trainable = True"]),
        (Reset(), ["model.set_weights(initial_weights)"]),
        (Step(1), ["descend(1)"]),
        (Step(1000), ["descend(1000)"]),
        (Step(1001), ["descend(1000)", "descend(1)"]),
        (Step(2000), ["for _ in range(2):", "    descend(1000)"]),
        (Step(2003), ["for _ in range(2):", "    descend(1000)", "descend(3)"]),
    ],
    ids=repr,
)
def test_that_a_command_is_written_as_the_lines_of_keras(command, lines):
    assert list(command.lines()) == lines


def test_that_the_lines_for_data_are_the_sources_own():
    assert UseData(XorOfThreeBits()).lines() == XorOfThreeBits().lines()


@given(st.integers(1, 20_000))
def test_that_the_lines_of_a_step_take_exactly_so_many_steps(steps):
    taken = []
    exec("\n".join(Step(steps).lines()), {"descend": taken.append})
    assert sum(taken) == steps
    assert max(taken) <= Step.RUN


@given(st.floats(SMALLEST_RATE, LARGEST_RATE))
def test_that_the_line_for_a_rate_gives_the_very_same_number(rate):
    optimizer = SimpleNamespace()
    exec(SetLearningRate(rate).lines()[0], {"optimizer": optimizer})
    assert optimizer.learning_rate == rate


@pytest.mark.parametrize("kind", OPTIMIZERS, ids=lambda kind: kind.key)
@given(rate=st.floats(SMALLEST_RATE, LARGEST_RATE))
@examples(10)
def test_that_the_line_for_an_optimizer_makes_the_one_that_the_window_has(kind, rate):
    written = eval(SetOptimizer(kind.key, rate).lines()[0].removeprefix("optimizer = "), {"keras": keras})
    assert type(written) is type(kind.make(rate))
    assert written.get_config() | {"name": ""} == kind.make(rate).get_config() | {"name": ""}


def test_that_there_is_an_example_of_every_command():
    kinds = {type(command) for command in EVERY_COMMAND}
    assert kinds == set(known_commands().values()) == set(Command.__subclasses__())


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=repr)
def test_that_every_command_has_a_label_and_lines_that_are_python(command):
    assert command.label
    assert ast.parse("\n".join(command.lines())).body


# merging


@given(commands, commands, commands)
def test_that_it_does_not_matter_which_neighbours_are_merged_first(one, two, three):
    left, right = one.merged_with(two), two.merged_with(three)
    if left is not None and right is not None:
        assert left.merged_with(three) == one.merged_with(right)


@given(commands, commands)
def test_that_only_commands_of_one_kind_become_one(one, two):
    merged = one.merged_with(two)
    assert (merged is None) == (type(one) is not type(two) or not isinstance(one, MERGING))
    if isinstance(one, Step) and isinstance(two, Step):
        assert merged == Step(one.steps + two.steps)
    elif merged is not None:
        assert merged == two, "the last word counts"


MERGING = (SetSeed, UseData, SetOptimizer, SetLearningRate, SetLoss, SetBatchSize, Step, Reset)
pairs = st.one_of(
    st.tuples(*[st.integers(1, 80).map(Step)] * 2),
    st.tuples(*[st.floats(1e-3, 0.2).map(SetLearningRate)] * 2),
    st.tuples(*[st.just(Reset())] * 2),
)


@examples(20)
@given(pair=pairs)
def test_that_the_merged_command_does_the_same_as_both(shared_bench, pair):
    one, two = pair
    ends = []
    for together in ([one, two], [one.merged_with(two)]):
        shared_bench.do([Reset(), SetLearningRate(0.05), Step(2), *together, Step(1)])
        ends.append(
            (shared_bench.network.step, shared_bench.network.training.learning_rate, bits(shared_bench.network.model))
        )
    assert ends[0] == ends[1]


# apply


def test_that_building_a_network_makes_these_very_objects():
    bench = Workbench()
    bench.do(build_network(FOUR_LAYERS, seed=5))
    assert list(bench.network.names.layers) == [layer.name for layer in FOUR_LAYERS.layers]
    assert list(bench.network.model.layers[1:]) == list(bench.network.names.layers.values())
    assert bench.network.model.input_shape == (None, 3)
    assert bench.network.model.name == FOUR_LAYERS.name
    assert (bench.network.training.seed, bench.network.step) == (5, 0)


def test_that_a_layer_has_no_weights_until_it_is_called():
    bench = Workbench()
    bench.do([CreateInput(3), CreateLayer(LayerSpec("hidden", 4, "tanh", use_bias=False))])
    layer = bench.network.names.layers["hidden"]
    assert isinstance(layer, keras.layers.Dense)
    assert layer.get_weights() == []
    bench.do([ConnectLayer("hidden", "inputs")])
    assert [weight.shape for weight in layer.get_weights()] == [(3, 4)]
    assert layer.activation is keras.activations.tanh
    assert bench.network.names.tensors["x"].shape == (None, 4)


def test_that_freezing_a_layer_sets_its_trainable(bench):
    bench.do(freeze(("hidden", "output")))
    assert [layer.trainable for layer in bench.network.model.layers[1:]] == [False, False]
    bench.do([SetTrainable("output", True)])
    assert [layer.trainable for layer in bench.network.model.layers[1:]] == [False, True]


def test_that_a_step_moves_every_weight_and_is_counted(bench):
    before = weights(bench.network.model)
    bench.do([Step(5)])
    assert bench.network.step == 5
    assert all((new != old).any() for new, old in zip(weights(bench.network.model), before))


def test_that_the_rate_set_is_the_rate_used(bench):
    before = weights(bench.network.model)[-1]
    gradient = bench.snapshot().layers[-1].bias_gradient
    bench.do([SetLearningRate(0.25), Step(1)])
    np.testing.assert_allclose(weights(bench.network.model)[-1], before - 0.25 * gradient, rtol=1e-6)


# refusals


@pytest.mark.parametrize(
    ("command", "kind"),
    [(SetLearningRate(rate), "rate.out_of_range") for rate in (math.nan, math.inf, -math.inf, 0.0, -0.1, 9e-7, 10.001)]
    + [(SetSeed(seed), "seed.out_of_range") for seed in (-1, LARGEST_SEED + 1)]
    + [(Step(steps), "steps.out_of_range") for steps in (0, -5)]
    + [(SetOptimizer("adam", rate), "rate.out_of_range") for rate in (math.nan, 0.0, 11.0)]
    + [(SetOptimizer("nope"), "optimizer.unknown"), (SetLoss("nope"), "loss.unknown")]
    + [(SetBatchSize(size), "batch.out_of_range") for size in (-1, 0, 4)]
    + [(SetTrainable("nope", False), "layer.unknown"), (ConnectLayer("nope"), "layer.unknown")]
    + [(SetActivation("nope", "relu"), "layer.unknown"), (SetActivation("hidden", "nope"), "keras.refused")]
    + [(UseData(FIVE_INPUTS), "data.other_inputs")]
    + [(SetSeed(1.5), "keras.refused"), (CreateLayer(LayerSpec("h", 2, "nope")), "keras.refused")],
    ids=repr,
)
def test_that_a_refused_command_says_why_and_changes_nothing(bench, command, kind):
    bench.do([Step(3), SetTrainable("hidden", False)])
    before = _state(bench)
    with pytest.raises(Problem) as caught:
        bench.do([command])
    assert caught.value.kind == kind
    assert str(caught.value)
    assert _state(bench) == before


@pytest.mark.parametrize(
    "command",
    [SetLearningRate(SMALLEST_RATE), SetLearningRate(LARGEST_RATE), SetSeed(0), SetSeed(LARGEST_SEED)],
    ids=repr,
)
def test_that_the_ends_of_a_range_belong_to_it(bench, command):
    bench.do([command])
    assert bench.history.entries[-1].command == command


def test_that_kerass_own_words_are_kept_when_a_layer_is_unknown(bench):
    with pytest.raises(ValueError) as keras_own:
        bench.network.model.get_layer("nope")
    with pytest.raises(Problem) as caught:
        bench.do([SetTrainable("nope", False)])
    assert caught.value.keras_message == str(keras_own.value)
    assert caught.value.fields["received"] == "nope"
    assert "hidden" in str(caught.value.fields["names"])


NEEDS_A_MODEL = (Step(1), Reset(), SetTrainable("hidden", False), SetTrainable(None, False), SetLearningRate(0.1))


@pytest.mark.parametrize("command", [*NEEDS_A_MODEL, SetOptimizer("adam"), SetActivation("hidden", "relu")])
def test_that_what_needs_a_model_says_so_when_there_is_none(command):
    with pytest.raises(Problem) as caught:
        Workbench().do([command])
    assert caught.value.kind == "model.missing"


@pytest.mark.parametrize("command", [Step(1), SetBatchSize(2)])
def test_that_what_needs_data_says_so_when_there_are_none(command):
    bench = Workbench()
    bench.do(build_network(TWO_LAYERS, 1))
    with pytest.raises(Problem) as caught:
        bench.do([command])
    assert caught.value.kind == "data.missing"


def _state(bench: Workbench) -> list[object]:
    arrays = (
        []
        if bench.network.batch is None
        else [bench.network.batch.X.tobytes(), np.asarray(bench.network.batch.Y_true).tobytes()]
    )
    objects = [bench.network.model, *bench.network.names.layers.values(), *bench.network.names.tensors.values()]
    settings = [
        bench.network.step,
        bench.network.training.learning_rate,
        bench.network.training.seed,
        bench.history.entries,
        bench.network.training.optimizer_key,
        bench.network.training.loss_key,
    ]
    settings += [
        bench.network.training.batches,
        *(variable.numpy().tolist() for variable in bench.network.names.optimizer.variables),
    ]
    trainable = [layer.trainable for layer in (bench.network.model, *bench.network.model.layers)]
    return [arrays, [id(thing) for thing in objects], settings, trainable, bits(bench.network.model)]
