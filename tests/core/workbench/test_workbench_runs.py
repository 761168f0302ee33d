"""The workbench: runs that diverge or are interrupted, and where initial weights come from."""

from __future__ import annotations

import random
import threading
from time import perf_counter

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    Compile,
    CreateLayer,
    Fit,
    Reset,
    SetLearningRate,
    SetOptimizer,
    SetSeed,
    Step,
    build_network,
)
from core.design.compile_spec import CompileSpec
from core.design.network_spec import LayerSpec
from core.health.health import findings, layers_of
from core.network.training import FIRST_SLICE
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import (
    ONE_UNIT,
    SLOPE,
    TWO_LAYERS,
    EagerNetwork,
    Numbers,
    bench_with,
    bits,
    examples,
    recorded,
    total_steps,
)
from tests.core.helpers.references import Loop

pytestmark = pytest.mark.numbers

# divergence


@examples(8)
@given(rate=st.floats(0.4, 10.0), ahead=st.integers(0, 70))
def test_that_steps_stop_at_the_first_state_whose_loss_is_not_finite(rate, ahead):
    DIVERGING.do([Reset(), SetLearningRate(rate), *([Step(ahead)] if ahead else [])])
    DIVERGING.do([Step(5000)])
    stopped_at, end = DIVERGING.network.step, bits(DIVERGING.network.model)
    assert DIVERGING.network.training.diverged
    assert stopped_at < 5000

    DIVERGING.do([Reset()])
    with np.errstate(over="ignore", invalid="ignore"):
        losses = EagerNetwork(DIVERGING.network.model).descend(DIVERGING.network.batch, stopped_at + 1, rate)
    assert np.isfinite(losses[:-1]).all()
    assert not np.isfinite(losses[-1])

    DIVERGING.do([Step(stopped_at)])
    assert DIVERGING.network.step == stopped_at
    assert bits(DIVERGING.network.model) == end, "as if exactly that many steps had been asked for"
    entries = DIVERGING.history.entries
    DIVERGING.do([Step(1), Step(1000)])
    assert (DIVERGING.network.step, bits(DIVERGING.network.model)) == (stopped_at, end)
    assert DIVERGING.network.training.diverged
    assert DIVERGING.history.entries == entries, "no step was taken, so none is written"


DIVERGING = bench_with(ONE_UNIT, SLOPE)


def test_that_only_finite_losses_are_recorded_and_the_history_says_the_steps_taken():
    bench = bench_with(ONE_UNIT, SLOPE, SetLearningRate(0.31))
    bench.take_events()
    bench.do([Step(4000)])
    losses = recorded(bench)
    assert FIRST_SLICE < bench.network.step < 4000, "beyond the first slice, or this test says little"
    assert len(losses) == bench.network.step
    assert np.isfinite(losses).all()
    last = bench.history.entries[-1]
    assert (last.command, last.step) == (Step(bench.network.step), 0)
    assert not bench.snapshot().finite


@pytest.mark.parametrize("way", ["steps", "fit"])
def test_that_steps_stop_where_a_slot_is_no_longer_finite_though_loss_and_weights_are(way):
    """The second step of RMSprop squares a gradient that is too large for it: from then on the weight stands still."""
    bench = bench_with(ONE_UNIT, LARGE, SetOptimizer("rmsprop", 10.0), Compile(CompileSpec("rmsprop", 10.0)))
    alone, bad_step = Loop(bench.network.model, "rmsprop", "mse", 10.0), 0
    while all(np.isfinite(slot).all() for slot in alone.slots):
        alone.descend(bench.network.batch.X, bench.network.batch.Y_true)
        bad_step += 1
    assert np.isfinite(alone.descend(bench.network.batch.X, bench.network.batch.Y_true, 50)).all()
    assert all(np.isfinite(weight).all() for weight in alone.weights)

    bench.take_events()
    bench.do([Step(500) if way == "steps" else Fit(500)])
    assert bench.network.training.diverged
    assert (bench.network.step, bench.network.training.bad_step) == (bad_step, bad_step)
    assert np.isfinite(recorded(bench)).all()
    if way == "steps":
        snapshot = bench.snapshot()
        assert not snapshot.finite
        assert [finding.kind for finding in findings(layers_of(snapshot, {}), {})] == ["not_finite"]
        bench.timeline.go_to(bad_step - 1)
        assert bench.snapshot().finite


LARGE = Numbers(((1e9, 0.0),))


def test_that_after_a_divergence_a_reset_and_a_smaller_rate_go_on():
    bench = bench_with(ONE_UNIT, SLOPE, SetLearningRate(0.5), Step(4000), Reset(), SetLearningRate(0.1), Step(200))
    assert not bench.network.training.diverged
    assert bench.network.step == 200
    assert bench.snapshot().loss < 0.1


# interruption


def test_that_an_interrupted_run_ends_early_and_says_the_steps_really_taken(bench):
    asked = 50_000_000
    timer = threading.Timer(0.3, bench.network.recorder.interrupt.set)
    timer.start()
    bench.do([Step(asked)])
    timer.join()
    assert 0 < bench.network.step < asked
    assert bench.history.entries[-1].command == Step(bench.network.step)
    assert len(recorded(bench)) == bench.network.step
    taken, end = bench.network.step, bits(bench.network.model)
    bench.network.recorder.interrupt.clear()
    bench.do([Reset(), Step(taken)])
    assert bench.network.step == taken
    assert bits(bench.network.model) == end


def test_that_an_interrupt_does_not_swallow_a_short_step(bench):
    bench.network.recorder.interrupt.set()
    bench.do([Step(1)])
    assert bench.network.step == 1
    bench.do([Step(10_000)])
    assert 1 < bench.network.step < 10_000
    assert total_steps(entry.command for entry in bench.history.entries[-2:]) == bench.network.step


# randomness


def keras_alone(seed):
    """The initial weights of TWO_LAYERS as Keras gives them to who does nothing else."""
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((3,))
    x = keras.layers.Dense(4, activation="relu")(inputs)
    return bits(keras.Model(inputs, keras.layers.Dense(1)(x)))


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_that_a_seed_gives_the_weights_keras_gives_alone(seed):
    assert bits(bench_with(seed=seed).network.model) == keras_alone(seed)


def test_that_another_seed_gives_other_weights():
    assert keras_alone(1) != keras_alone(2)
    assert bits(bench_with(seed=1).network.model) != bits(bench_with(seed=2).network.model)


def test_that_others_who_use_pythons_random_do_not_change_the_weights():
    bench = Workbench()
    for command in build_network(TWO_LAYERS, 1):
        random.seed(99)
        random.random()
        bench.do([command])
    assert bits(bench.network.model) == keras_alone(1)


def test_that_building_a_network_does_not_change_what_others_draw():
    random.seed(7)
    expected = [random.random() for _ in range(5)]
    random.seed(7)
    drawn = [random.random(), random.random()]
    bench = bench_with(seed=5)
    drawn += [random.random()]
    bench.do([SetSeed(3), CreateLayer(LayerSpec("more", 2)), Step(2)])
    drawn += [random.random()]
    with pytest.raises(Problem):
        bench.do([SetSeed(4), CreateLayer(LayerSpec("bad", 2, "nope"))])
    drawn += [random.random()]
    assert drawn == expected


def test_that_a_run_ends_at_its_deadline_with_at_least_one_step():
    bench = bench_with(TWO_LAYERS)
    bench.do([Step(1)])
    bench.network.recorder.deadline = perf_counter()
    bench.do([Step(1_000_000)])
    assert 2 <= bench.network.step < 1_000_001
    assert bench.history.entries[-1].command == Step(bench.network.step - 1)
