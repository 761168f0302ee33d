"""The parts of a step: their order for every set of frozen layers, and that their numbers are a real tape's."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import SetTrainable, Step
from core.explain.step_parts import Moment, OnRows, PartState, Phase, What, parts_of
from core.intents.questions import NextStep
from tests.core.helpers.benches import NO_BIAS, ONE_UNIT, SLOPE, EagerNetwork, bench_with, bits, examples
from tests.gui.helpers.snapshots import LAYERS, make_snapshot

pytestmark = pytest.mark.numbers

NAMES = [name for name, *_ in LAYERS]
frozen_sets = st.sets(st.sampled_from(NAMES)).map(lambda names: tuple(sorted(names)))


def moment_of(bench) -> Moment:
    return Moment(bench.snapshot(), NextStep().answer(bench.network))


def whats(snapshot, phase: Phase) -> list[tuple[str, str]]:
    return [(part.layer, str(part.what)) for part in parts_of(snapshot) if part.phase == phase]


def test_that_a_step_of_a_network_that_learns_goes_forward_to_the_loss_back_and_updates():
    snapshot = make_snapshot()
    assert whats(snapshot, Phase.FORWARD) == [(name, "Y") for name in NAMES]
    assert whats(snapshot, Phase.LOSS) == [("", "loss")]
    back = [(name, what) for name in reversed(NAMES) for what in ("dY", "dz", "dW", "db")]
    assert whats(snapshot, Phase.BACKWARD) == back
    assert whats(snapshot, Phase.UPDATE) == [(name, "update") for name in NAMES]


def test_that_the_gradient_flows_through_a_frozen_layer():
    back = whats(make_snapshot(frozen=("hidden_2",)), Phase.BACKWARD)
    at = back.index(("hidden_2", "dY"))
    assert back[at : at + 4] == [("hidden_2", "dY"), ("hidden_2", "dz"), ("hidden_2", "through"), ("hidden_1", "dY")]
    assert whats(make_snapshot(frozen=("hidden_2",)), Phase.UPDATE)[1] == ("hidden_2", "kept")


@given(frozen=frozen_sets)
@examples(16)
def test_that_the_parts_are_what_the_step_needs_and_nothing_else(frozen):
    snapshot = make_snapshot(frozen=frozen)
    learning = [name for name in NAMES if name not in frozen]
    reached = NAMES[NAMES.index(learning[0]) :] if learning else []
    parts = parts_of(snapshot)
    assert len(set(parts)) == len(parts)
    by_what = {what: [part.layer for part in parts if part.what == what] for what in What}
    assert by_what[What.Y] == NAMES
    assert by_what[What.DY] == by_what[What.DZ] == reached[::-1]
    assert by_what[What.DW] == by_what[What.DB] == learning[::-1]
    assert by_what[What.THROUGH] == [name for name in reversed(reached) if name in frozen]
    assert by_what[What.STOP] == ([] if len(reached) == len(NAMES) else [NAMES[len(NAMES) - len(reached) - 1]])
    assert by_what[What.UPDATE] == learning
    assert by_what[What.KEPT] == [name for name in NAMES if name in frozen]
    assert [part.phase for part in parts] == sorted((p.phase for p in parts), key=list(Phase).index)


def test_that_a_model_that_is_not_trainable_asks_for_no_gradient():
    snapshot = make_snapshot(model_trainable=False)
    assert whats(snapshot, Phase.BACKWARD) == [("output", "stop")]
    assert {what for _, what in whats(snapshot, Phase.UPDATE)} == {"kept"}


def test_that_a_layer_without_bias_has_no_part_for_it():
    parts = parts_of(bench_with(NO_BIAS).snapshot())
    assert ("first", What.DB) not in {(part.layer, part.what) for part in parts}
    assert ("second", What.DB) in {(part.layer, part.what) for part in parts}


@given(frozen=frozen_sets, index=st.integers(0, 30))
@examples(60)
def test_that_in_each_phase_layers_wait_then_are_now_then_done(frozen, index):
    moment = Moment(make_snapshot(frozen=frozen), None).moved(index)  # type: ignore[arg-type]
    later = moment.moved(1)
    order = [PartState.LEFT_OUT, PartState.WAITS, PartState.NOW, PartState.DONE]
    for name in NAMES:
        here, there = moment.state(name), later.state(name)
        if moment.part.phase == later.part.phase:
            assert order.index(there) >= order.index(here)
            assert (here == PartState.LEFT_OUT) == (there == PartState.LEFT_OUT)
        for what in What:
            assert later.known(name, what) or not moment.known(name, what)
            assert moment.asked(name, what) or not moment.known(name, what)
    now = [name for name in NAMES if moment.state(name) == PartState.NOW]
    expected = [] if moment.part.what in (What.LOSS, What.STOP) else [moment.part.layer]
    assert now == expected


def test_that_a_moment_ends_at_both_ends():
    moment = Moment(make_snapshot(), None)  # type: ignore[arg-type]
    assert moment.first
    assert moment.moved(-1).index == 0
    assert moment.moved(1000).last
    assert moment.moved(1000).part.phase == Phase.UPDATE
    assert [moment.at(phase).part.phase for phase in Phase] == list(Phase)


@pytest.mark.parametrize("frozen", [(), ("hidden",), ("output",)])
def test_that_the_numbers_are_those_of_an_eager_tape_and_of_the_step_then_taken(bench, frozen):
    bench.do([SetTrainable(name, False) for name in frozen])
    moment = moment_of(bench)
    network, batch = EagerNetwork(bench.network.model), bench.network.batch
    (W1, b1), (W2, b2) = (network.variables[:2], network.variables[2:])
    with tf.GradientTape(persistent=True) as tape:
        z1 = tf.matmul(batch.X, W1) + b1
        Y1 = tf.nn.relu(z1)
        z2 = tf.matmul(Y1, W2) + b2
        loss = tf.reduce_mean((batch.Y_true - z2) ** 2)
    hidden, output = moment.snapshot.layers
    wanted = [
        (hidden.activation, Y1),
        (output.activation, z2),
        (moment.snapshot.loss, loss),
        (output.activation_gradient, tape.gradient(loss, z2)),
        (output.pre_activation_gradient, tape.gradient(loss, z2)),
        (output.kernel_gradient, tape.gradient(loss, W2)),
        (output.bias_gradient, tape.gradient(loss, b2)),
        (hidden.activation_gradient, tape.gradient(loss, Y1)),
        (hidden.pre_activation_gradient, tape.gradient(loss, z1)),
        (hidden.kernel_gradient, tape.gradient(loss, W1)),
        (hidden.bias_gradient, tape.gradient(loss, b1)),
    ]
    for mine, reference in wanted:
        np.testing.assert_allclose(mine, reference, rtol=1e-5, atol=1e-7)
    before = bits(bench.network.model)
    new = [weights.tobytes() for layer in moment.snapshot.layers for weights in moment.new_weights(layer)]
    bench.do([Step(1)])
    assert bits(bench.network.model) == new
    for name in frozen:
        at = 2 * ["hidden", "output"].index(name)
        assert new[at : at + 2] == before[at : at + 2]


def test_that_new_weights_of_a_layer_without_bias_are_its_kernel_alone():
    bench = bench_with(NO_BIAS)
    moment = moment_of(bench)
    kernel, bias = moment.new_weights(moment.snapshot.layers[0])
    assert kernel.shape == (3, 4)
    assert bias.shape == (0,)


def test_that_the_network_can_be_seen_on_some_samples_only(bench):
    bench.do([Step(5)])
    some = OnRows((2, 0)).answer(bench.network)
    network, batch = EagerNetwork(bench.network.model), bench.network.batch
    X, Y_true = batch.X[[2, 0]], batch.Y_true[[2, 0]]
    with tf.GradientTape() as tape:
        loss = network.loss(X, Y_true)
    gradients = tape.gradient(loss, network.variables)
    np.testing.assert_allclose(some.loss, loss, rtol=1e-6)
    np.testing.assert_array_equal(some.batch.X, X)
    mine = [array for layer in some.layers for array in (layer.kernel_gradient, layer.bias_gradient)]
    for one, reference in zip(mine, gradients, strict=True):
        np.testing.assert_allclose(one, reference, rtol=1e-5, atol=1e-7)
    whole = bench.snapshot()
    assert (some.step, some.run, some.learning_rate) == (
        whole.step,
        whole.run,
        whole.learning_rate,
    )


def test_that_a_network_of_one_layer_has_its_parts():
    assert [str(part.what) for part in parts_of(bench_with(ONE_UNIT, SLOPE).snapshot())] == [
        "Y", "loss", "dY", "dz", "dW", "db", "update"]  # fmt: skip
