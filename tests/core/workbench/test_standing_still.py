"""What stands still, and what the weights were, against copies made on the way."""

from __future__ import annotations

import numpy as np
import pytest

from core.commands import Command, Compile, Fit, Reset, SetTrainable, Step
from core.intents.moves import GoTo, Undo
from core.intents.questions import WeightsOverTime
from core.snapshot.place import BIAS, Place
from core.workbench import weight_trail
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with

FREEZE, THAW = SetTrainable("hidden", False), SetTrainable("hidden", True)


def kernel(bench: Workbench, layer: str = "hidden") -> np.ndarray:
    """A copy of a kernel, read from TensorFlow's variable."""
    return bench.network.model.get_layer(layer).kernel.value.numpy().copy()


def does(bench: Workbench, *commands: Command) -> np.ndarray:
    """Do commands, look as a window does, and return the kernel."""
    bench.do(commands)
    bench.snapshot()
    return kernel(bench)


def steps_unchanged(bench: Workbench) -> int | None:
    """The steps for which `hidden` is said to be unchanged, or None if it is not said to be frozen."""
    since = bench.snapshot().frozen.get("hidden")
    assert since is None or (since.unchanged and since.change == 0)
    return since.steps if since is not None else None


def test_that_steps_count_from_the_freezing_on_the_branch_that_is_shown(bench):
    assert steps_unchanged(bench) is None
    does(bench, Step(3), FREEZE)
    assert steps_unchanged(bench) == 0
    frozen_at = kernel(bench)
    for _ in range(3):  # three frames
        does(bench, Step(4))
    assert steps_unchanged(bench) == 12
    assert kernel(bench).tobytes() == frozen_at.tobytes()
    for step, unchanged in ((9, 6), (3, 0), (2, None), (15, 12)):
        GoTo(step).make(bench)
        assert steps_unchanged(bench) == unchanged
    GoTo(7).make(bench)
    does(bench, Step(5))  # another branch
    assert steps_unchanged(bench) == 9
    GoTo(1).make(bench)
    does(bench, Step(2), FREEZE, Step(2))  # a third one, frozen at another moment
    assert steps_unchanged(bench) == 2
    Undo().make(bench)
    assert steps_unchanged(bench) is None
    GoTo(15, 0).make(bench)
    assert steps_unchanged(bench) == 12


def test_that_thawing_ends_it_and_new_initial_weights_begin_it_anew(bench):
    does(bench, FREEZE, Step(5), THAW, Step(1))
    assert steps_unchanged(bench) is None
    does(bench, SetTrainable(None, False))
    assert steps_unchanged(bench) == 0
    does(bench, SetTrainable(None, True), FREEZE, Step(2), Reset(), Step(4))
    assert steps_unchanged(bench) == 4


def test_that_a_frozen_layer_that_moves_is_said_to_have_moved(bench):
    does(bench, FREEZE, Step(2))
    layer = bench.network.model.get_layer("hidden")
    changed = kernel(bench)
    changed[1, 2] += np.float32(0.25)
    layer.kernel.assign(changed)
    since = bench.snapshot().frozen["hidden"]
    assert not since.unchanged
    assert since.change == pytest.approx(0.25)


def test_that_the_weights_over_time_are_those_that_were_there(bench):
    held = {0: does(bench)}
    for step in range(1, 11):
        held[step] = does(bench, Step(1))
    does(bench, FREEZE)
    for step in (14, 18):
        held[step] = does(bench, Step(4))
    unit = WeightsOverTime(Place("hidden", 2)).answer_from(bench)
    assert unit.steps.tolist() == sorted(held)
    assert unit.values.tobytes() == np.stack([held[step][:, 2] for step in sorted(held)]).tobytes()
    assert unit.cells == ((0, 2), (1, 2), (2, 2))
    assert unit.last_step == 18
    assert unit.frozen == ((10, 18),)
    layer = WeightsOverTime(Place("hidden")).answer_from(bench)
    assert layer.values.tobytes() == np.stack([held[step].ravel() for step in sorted(held)]).tobytes()
    weight = WeightsOverTime(Place("hidden", 1, 0)).answer_from(bench)
    assert weight.values[:, 0].tolist() == [float(held[step][0, 1]) for step in sorted(held)]
    GoTo(6).make(bench)
    bench.snapshot()
    past = WeightsOverTime(Place("hidden", 2)).answer_from(bench)
    assert past.steps.tolist() == sorted(held)
    assert past.frozen == ((10, 18),)
    other = does(bench, Step(1), THAW)  # another branch, which shares the first steps
    forked = WeightsOverTime(Place("hidden", 2)).answer_from(bench)
    assert forked.steps.tolist() == list(range(8))
    assert forked.frozen == ()
    assert forked.values[-1].tobytes() == other[:, 2].tobytes()


def test_that_a_bias_has_a_line_and_what_is_not_there_has_none(bench):
    does(bench, Step(2))
    bias = WeightsOverTime(Place("hidden", 1, BIAS)).answer_from(bench)
    expected = float(bench.network.model.get_layer("hidden").bias.value.numpy()[1])
    assert bias.values[-1, 0] == expected
    assert bias.cells == ((BIAS, 1),)
    assert WeightsOverTime(Place("input", 1)).answer_from(bench) is None
    assert WeightsOverTime(Place()).answer_from(bench) is None


def test_that_a_long_run_keeps_few_points_and_many_weights_are_summed_up(bench, monkeypatch):
    monkeypatch.setattr(weight_trail, "MOST_SEEN", 64)
    monkeypatch.setattr(weight_trail, "MOST_POINTS", 30)
    monkeypatch.setattr("core.snapshot.weight_history.MOST_LINES", 8)
    monkeypatch.setattr(weight_trail, "MOST_LINES", 8)
    held = {0: does(bench)}
    for step in range(1, 151):
        held[step] = does(bench, Step(1))
    found = WeightsOverTime(Place("hidden")).answer_from(bench)
    assert len(found.steps) <= 30
    assert found.steps[0] == 0
    assert found.steps[-1] == 150
    assert max(np.diff(found.steps)) <= 12
    expected = [np.quantile(held[step], found.quantiles) for step in found.steps.tolist()]
    np.testing.assert_allclose(found.values, expected, rtol=1e-6)
    assert found.weights == 12
    assert found.cells == ()


def test_that_the_trap_of_fit_is_told_by_how_far_the_frozen_layer_moved(without_xla):
    bench = bench_with(TWO_LAYERS, None, Compile(), Fit(epochs=1))
    does(bench, FREEZE)
    frozen_at = [variable.numpy().copy() for variable in bench.network.model.get_layer("hidden").variables]
    does(bench, Fit(epochs=2))
    now = [variable.numpy() for variable in bench.network.model.get_layer("hidden").variables]
    since = bench.snapshot().frozen["hidden"]
    expected = max(np.abs(one.astype(np.float64) - other).max() for one, other in zip(now, frozen_at))
    assert since.change == expected > 0
    assert not since.unchanged
    assert since.steps == bench.network.step - 1
