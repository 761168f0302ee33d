"""When nothing moves any more: told by hand what was played, and by real networks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from core.commands import Command, SetBatchSize, SetOptimizer, SetTrainable, Step
from core.commands.start import NOTEBOOK, START
from core.health.standstill import SECONDS, STEPS, Standstill
from core.snapshot.records import Recording
from core.workbench.workbench import Workbench

pytestmark = pytest.mark.numbers

WEIGHTS = np.linspace(-1, 1, 91, dtype=np.float32)


def played(
    seconds: float,
    loss: Callable[[int], float],
    weights: Callable[[int], np.ndarray] = lambda step: WEIGHTS,
    tempo: int = 60,
) -> Standstill:
    """Play at a tempo, frame by frame; loss and weights are functions of the step."""
    watch = Standstill()
    per_frame = max(1, tempo // 60)
    for step in range(0, int(seconds * tempo), per_frame):
        losses = np.array([loss(s) for s in range(step, step + per_frame)], np.float32)
        watch.note((step + per_frame) / tempo, [losses], [weights(step + per_frame)])
    return watch


def moving(rate: float) -> Callable[[int], np.ndarray]:
    """Weights of which each step changes this share."""
    return lambda step: (WEIGHTS.astype(np.float64) * (1 + rate * step)).astype(np.float64)


def test_that_equal_weights_stand_still_after_three_seconds_and_for_so_long():
    for tempo in (60, 600):
        assert played(SECONDS - 0.1, lambda step: 0.5, tempo=tempo).since is None
        watch = played(13.5, lambda step: 0.5, tempo=tempo)
        assert watch.since == pytest.approx(SECONDS, abs=0.6)
        assert watch.lasts(13.5) == pytest.approx(10.5, abs=0.6)


def test_that_with_equal_weights_a_lucky_mini_batch_changes_nothing():
    noise = np.random.default_rng(0).exponential(size=3000)
    assert played(20.0, lambda step: float(noise[step])).since is not None


@pytest.mark.parametrize("tempo", [1, 10, 60, 600])
def test_that_a_loss_that_falls_by_a_hundredth_of_a_percent_per_step_is_learning(tempo):
    assert played(60.0, lambda step: 0.9999**step, moving(1e-9), tempo).since is None


def test_that_a_flat_loss_is_learning_while_the_weights_go_somewhere():
    assert played(30.0, lambda step: 0.25, moving(1e-7)).since is None
    assert played(30.0, lambda step: 0.25, moving(1e-9)).since is not None


def test_that_a_loss_that_goes_up_and_down_is_learning_while_the_weights_move():
    rng = np.random.default_rng(1)
    assert (
        played(30.0, lambda step: 0.2 + 0.1 * rng.random(), lambda step: WEIGHTS + 1e-3 * rng.random(91)).since is None
    )


def test_that_a_slow_tempo_is_no_standstill_before_enough_steps():
    assert played(STEPS - 1, lambda step: 0.5, tempo=1).since is None
    assert played(STEPS + 2, lambda step: 0.5, tempo=1).since is not None


def test_that_it_is_over_when_something_moves_again():
    stops = 600
    watch = played(20.0, lambda step: 0.5, lambda step: WEIGHTS + 1e-3 * max(0, step - stops))
    assert watch.since is None


def test_that_no_step_and_no_loss_say_nothing():
    watch = Standstill()
    watch.note(1.0, [np.zeros(0, np.float32)], [])
    assert watch.since is None
    assert watch.lasts(5.0) == 0.0


# ---- real networks -------------------------------------------------------------------------------------------------


def watched(commands: Sequence[Command], seconds: int, tempo: int = 60) -> Standstill:
    bench, watch = Workbench(), Standstill()
    bench.do([*commands])
    for second in range(1, seconds + 1):
        bench.do([Step(tempo)])
        losses = [event.losses for event in bench.take_events() if isinstance(event, Recording)]
        layers = bench.snapshot().layers
        watch.note(float(second), losses, [array for layer in layers for array in (layer.kernel, layer.bias)])
        if watch.since is not None:
            break
    return watch


@pytest.mark.thorough
@pytest.mark.parametrize(
    "changed",
    [
        (),
        (SetBatchSize(16, 23),),
        (SetTrainable("hidden_2", False),),
        (SetOptimizer("sgd", 1e-6),),
    ],
)
def test_that_what_the_window_starts_with_never_stands_still_in_its_first_minute(changed):
    assert watched((*START.commands(), *changed), 60).since is None


@pytest.mark.thorough
def test_that_a_batch_that_is_learned_stands_still_and_so_does_a_frozen_model():
    assert watched(NOTEBOOK.commands(), 120).since is not None
    frozen = (*START.commands(), SetTrainable(None, False))
    assert watched(frozen, 8).since == 4.0
    assert watched((*frozen, SetBatchSize(16, 23)), 8).since == 4.0
