"""The log of vital signs against a plain list of everything that was offered to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.health.health import norm
from core.health.health_log import KINDS, MOST_LOGS, POINTS, HealthLog, HealthLogs, distribution
from core.history.place_in_time import BranchInfo, PlaceInTime
from core.snapshot.snapshot import Snapshot
from tests.core.helpers.benches import examples
from tests.gui.helpers.snapshots import make_snapshot

BASE = make_snapshot()

steps_taken = st.lists(st.integers(1, 30), max_size=60).map(lambda gaps: np.cumsum([0, *gaps]).tolist())


def at(step: int, run: int = 1) -> Snapshot:
    """A snapshot that tells its step: the first gradient is as long as the step's number."""
    first = replace(
        BASE.layers[0],
        kernel_gradient=np.array([[step] + [0] * 4] + [[0] * 5] * 2, np.float32),
        bias_gradient=np.zeros(5, np.float32),
    )
    return replace(BASE, step=step, run=run, layers=(first, *BASE.layers[1:]))


def record(log: HealthLog, steps: list[int]) -> HealthLog:
    for step in steps:
        log.record(at(step))
    return log


def expected(steps: list[int], stride: int) -> list[int]:
    """Of every stretch the first, and the newest."""
    firsts = {step // stride: step for step in reversed(steps)}
    return sorted({*firsts.values(), *steps[-1:]})


@examples(60)
@given(steps=steps_taken, half=st.integers(2, 12))
def test_that_it_holds_the_first_of_every_stretch_and_the_newest(steps, half):
    log = record(HealthLog(capacity=2 * half), steps)
    assert len(log.steps) <= 2 * half
    assert log.steps.tolist() == expected(steps, log.stride)
    assert log.norms[:, 0].tolist() == log.steps.tolist()
    assert log.steps[0] == 0


@examples(40)
@given(steps=steps_taken, half=st.integers(2, 12), again=st.lists(st.integers(0, 900), max_size=20))
def test_that_looking_at_the_past_changes_nothing(steps, half, again):
    log = record(HealthLog(capacity=2 * half), steps)
    before = log.steps.tolist(), log.norms.tolist(), log.stride
    for step in again:
        if step <= steps[-1]:
            assert not log.record(at(step))
    assert (log.steps.tolist(), log.norms.tolist(), log.stride) == before


@examples(40)
@given(steps=steps_taken, half=st.integers(2, 12), cut=st.integers(0, 900), more=steps_taken)
def test_that_a_cut_forgets_what_came_after_and_leaves_the_rest(steps, half, cut, more):
    log = record(HealthLog(capacity=2 * half), steps)
    kept = [step for step in log.steps.tolist() if step <= cut]
    other = log.upto(cut)
    log.cut(cut)
    assert log.steps.tolist() == other.steps.tolist() == kept
    later = [cut + 1 + step for step in more]
    record(other, later)
    assert other.steps.tolist()[-1] == later[-1]
    assert (np.diff(other.steps) > 0).all()
    assert log.steps.tolist() == kept, "two branches share memory"
    assert other.norms[:, 0].tolist() == other.steps.tolist()


def test_that_a_new_run_or_another_network_begins_anew():
    log = record(HealthLog(), [0, 1, 2, 9])
    log.record(at(0, run=2))
    assert (log.run, log.steps.tolist()) == (2, [0])
    log.record(replace(at(5, run=2), layers=BASE.layers[:2]))
    assert (log.names, log.norms.shape) == (("hidden_1", "hidden_2"), (1, 2))


@pytest.mark.parametrize("capacity", [-2, 0, 2, 3, 101])
def test_that_an_odd_or_too_small_capacity_is_refused(capacity):
    with pytest.raises(ValueError, match=f"received {capacity}"):
        HealthLog(capacity=capacity)


def test_that_norms_are_those_of_the_gradients_and_ratios_are_unknown_until_noted():
    log = record(HealthLog(), [0])
    log.record(replace(BASE, step=3))
    assert log.norms[1].tolist() == [norm(layer.kernel_gradient, layer.bias_gradient) for layer in BASE.layers]
    assert np.isnan(log.ratios).all()
    log.note_ratios(3, {"hidden_2": 0.25, "output": 0.5})
    log.note_ratios(2, {"hidden_2": 9.0})
    assert np.nan_to_num(log.ratios, nan=-1).tolist() == [[-1] * 4, [-1, 0.25, -1, 0.5]]


def test_that_averages_are_of_the_steps_before_and_leave_out_what_is_not_finite():
    log = HealthLog()
    assert log.averages(0) == {}
    record(log, [0, 2, 4])
    broken = at(6)
    log.record(
        replace(broken, layers=(replace(broken.layers[0], bias_gradient=np.full(5, np.nan)), *broken.layers[1:]))
    )
    assert log.averages(4)["hidden_1"] == 1.0
    assert log.averages(100)["hidden_1"] == 2.0


@given(st.integers(1, 200), st.integers(0, 9))
def test_that_a_distribution_is_of_real_values_in_order_with_both_ends(count, seed):
    values = np.random.default_rng(seed).normal(size=(1, count)).astype(np.float32)
    points = distribution(replace(BASE.layers[0], activation=values), "activations")
    assert len(points) == POINTS
    assert set(points.tolist()) <= set(values.ravel().tolist())
    assert (np.diff(points) >= 0).all()
    assert (points[0], points[-1]) == (values.min(), values.max())
    for value in values.ravel():  # as large a share of the points as of the values lies below
        assert abs(np.mean(points <= value) - np.mean(values <= value)) <= 1.01 / POINTS


@given(st.integers(2, 64), st.sampled_from(KINDS))
def test_that_of_few_values_each_stands_for_about_the_same_share(count, kind):
    values = np.arange(count, dtype=np.float32)
    fields = {
        "activations": {"activation": values[None]},
        "weights": {"kernel": values[None, :-1], "bias": values[-1:]},
    }
    fields["gradients"] = {"kernel_gradient": values[None, :-1], "bias_gradient": values[-1:]}
    points = distribution(replace(BASE.layers[0], **fields[kind]), kind)
    _, counts = np.unique(points, return_counts=True)
    assert len(counts) == count
    assert counts.max() - counts.min() <= 1


def test_that_no_samples_give_no_distribution():
    points = distribution(replace(BASE.layers[0], activation=np.zeros((0, 5), np.float32)), "activations")
    assert np.isnan(points).all()


# branches


def where(branch: int, *parents: tuple[int | None, int]) -> PlaceInTime:
    infos = tuple(BranchInfo(number, parent, 1, first, 99) for number, (parent, first) in enumerate(parents))
    return PlaceInTime(branch=branch, branches=infos)


def test_that_each_branch_has_a_log_and_a_new_one_takes_over_what_it_shares():
    logs = HealthLogs()
    record(logs.follow(None), [0, 5, 10])
    branches = (None, 0), (0, 5)
    child = logs.follow(where(1, *branches))
    assert child.steps.tolist() == [0, 5]
    record(child, [6, 7])
    assert logs.follow(where(0, *branches)).steps.tolist() == [0, 5, 10]
    assert logs.follow(where(1, *branches)) is child


def test_that_only_the_logs_used_lately_are_kept():
    logs, parents = HealthLogs(), tuple((None, 0) for _ in range(20))
    first = logs.follow(where(0, *parents))
    for number in range(1, 20):
        logs.follow(where(number, *parents))
    assert len(logs._logs) == MOST_LOGS
    assert logs.follow(where(19, *parents)) in logs._logs.values()
    assert logs.follow(where(0, *parents)) is not first
