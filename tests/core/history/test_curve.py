"""The loss curve against a plain list, and the marks on it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    MakeModel,
    Reset,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Step,
    UseData,
)
from core.data.built_in import NotebookBatch, Plane
from core.history.history import Entry
from core.history.loss_curve import LossCurve
from core.history.marks import Mark


def loss_at(step: int) -> np.float32:
    return np.float32(1 / (1 + step))


def record(curve: LossCurve, chunks: list[int], start: int = 0) -> int:
    for chunk in chunks:
        curve.record(start, np.array([loss_at(s) for s in range(start, start + chunk)], np.float32))
        start += chunk
    return start


def plain_list(steps: int, capacity: int) -> tuple[list[int], int]:
    """One step after the other into a list; when the list is full, every other one goes."""
    kept, stride = [], 1
    for step in range(steps):
        if step % stride == 0:
            kept.append(step)
        if len(kept) == capacity:
            kept, stride = kept[::2], stride * 2
    return kept, stride


@given(chunks=st.lists(st.integers(0, 40), max_size=12), half=st.integers(1, 20))
def test_that_the_curve_holds_what_a_plain_list_would(chunks, half):
    curve = LossCurve(capacity=2 * half)
    expected, stride = plain_list(record(curve, chunks), 2 * half)
    steps, losses = curve.points()
    assert steps.tolist() == expected
    assert curve.stride == stride
    assert losses.tolist() == [loss_at(step) for step in expected]


@given(chunks=st.lists(st.integers(1, 40), max_size=8), half=st.integers(1, 8), again=st.integers(0, 40))
def test_that_the_curve_of_a_branch_goes_on_from_the_fork(chunks, half, again):
    curve = LossCurve(capacity=2 * half)
    total = record(curve, chunks)
    curve.set_head(total, 3.0)
    for fork in (0, total // 2, total):
        branch = curve.upto(fork, ())
        assert branch.points()[0].tolist() == [step for step in curve.points()[0][:-1].tolist() if step < fork]
        record(branch, [again], start=fork)
        steps, losses = branch.points()
        assert steps.tolist() == list(range(0, fork + again, branch.stride))
        assert losses.tolist() == [loss_at(step) for step in steps]
    assert curve.points()[1].tolist() == [*(loss_at(s) for s in curve.points()[0][:-1]), 3.0], "and the other stays"


def test_that_the_marks_of_a_branch_are_those_of_what_was_done_on_it():
    done = [Entry(SetTrainable("hidden", False), 2), Entry(SetLearningRate(0.1), 5), Entry(Reset(), 9)]
    curve = marked(*((each.command, each.step) for each in done[:2]))
    assert curve.upto(5, done[:1]).marks.shown == [Mark(2, "freeze", "hidden")]
    assert curve.upto(5, done[:2]).marks.shown == curve.marks.shown
    assert curve.upto(9, done).marks.shown == [Mark(0, "freeze", "hidden")], "frozen layers stay frozen at a reset"


def test_that_a_curve_grows_beyond_its_first_room_without_losing_a_step():
    curve = LossCurve()
    record(curve, [4000, 1, 95, 1, 20_000])
    steps, losses = curve.points()
    assert steps.tolist() == list(range(24_097))
    assert losses[[0, 4000, 4096, 24_096]].tolist() == [loss_at(s) for s in (0, 4000, 4096, 24_096)]


def test_that_the_present_loss_stands_last_and_is_not_piled_up():
    curve = LossCurve()
    record(curve, [3])
    curve.set_head(3, 0.5)
    curve.set_head(3, 0.25)
    steps, losses = curve.points()
    assert steps.tolist() == [0, 1, 2, 3]
    assert losses[-1] == 0.25
    record(curve, [1], start=3)
    curve.set_head(4, 0.125)
    assert curve.points()[0].tolist() == [0, 1, 2, 3, 4]
    assert curve.points()[1].tolist() == [loss_at(s) for s in range(4)] + [0.125]


def test_that_points_given_out_do_not_change():
    curve = LossCurve(capacity=4)
    record(curve, [2])
    steps, losses = curve.points()
    before = (steps.tolist(), losses.tolist())
    record(curve, [20], start=2)
    assert (steps.tolist(), losses.tolist()) == before
    losses[:] = 0
    assert (curve.points()[1] > 0).all()


@pytest.mark.parametrize("capacity", [-2, 0, 1, 3, 101])
def test_that_an_odd_or_too_small_capacity_is_refused(capacity):
    with pytest.raises(ValueError, match=f"received {capacity}"):
        LossCurve(capacity=capacity)


# marks


def marked(*done: tuple[object, int]) -> LossCurve:
    curve = LossCurve()
    for command, step in done:
        curve.marks.add(Entry(command, step))
    return curve


def test_that_a_changed_setting_leaves_a_mark_that_says_what():
    curve = marked(
        (SetLearningRate(0.125), 3),
        (SetTrainable("hidden", False), 4),
        (SetTrainable(None, False), 5),
        (SetTrainable("hidden", True), 6),
        (UseData(NotebookBatch()), 7),
        (SetOptimizer("adam", 0.1), 8),
        (SetLoss("huber"), 9),
        (SetBatchSize(2, 1), 10),
        (SetBatchSize(None, 1), 11),
    )
    assert curve.marks.shown == [
        Mark(3, "rate", "0.125"),
        Mark(4, "freeze", "hidden"),
        Mark(5, "freeze", "model"),
        Mark(6, "unfreeze", "hidden"),
        Mark(7, "data", NotebookBatch().name),
        Mark(8, "optimizer", "adam"),
        Mark(9, "loss", "huber"),
        Mark(10, "batches", "2"),
        Mark(11, "batches", ""),
    ]


@pytest.mark.parametrize("command", [Step(3), Reset(), MakeModel()])
def test_that_other_commands_leave_no_mark(command):
    assert marked((command, 2)).marks.shown == []


def test_that_marks_about_one_thing_at_one_step_are_replaced():
    curve = marked(
        *((SetLearningRate(rate), 2) for rate in (0.1, 0.2, 0.3)),
        *((SetTrainable("hidden", trainable), 2) for trainable in (False, True, False)),
        *((UseData(source), 2) for source in (NotebookBatch(), Plane())),
    )
    assert curve.marks.shown == [Mark(2, "rate", "0.3"), Mark(2, "freeze", "hidden"), Mark(2, "data", Plane().name)]


def test_that_marks_about_other_things_or_at_other_steps_stay():
    curve = marked(
        (SetLearningRate(0.1), 2),
        (SetLearningRate(0.1), 3),
        (SetTrainable("hidden", False), 3),
        (SetTrainable("output", False), 3),
    )
    assert len(curve.marks.shown) == 4


names = st.sampled_from([None, "hidden", "output"])


class Flags:
    """What `trainable` would be in a Keras model, kept by hand."""

    def __init__(self) -> None:
        self.model, self.layers = True, {"hidden": True, "output": True}

    def set(self, name: str | None, trainable: bool) -> None:
        if name is not None:
            self.layers[name] = trainable
        elif trainable != self.model:
            self.model, self.layers = trainable, dict.fromkeys(self.layers, trainable)

    def frozen(self) -> set[str]:
        return {name for name, trainable in self.layers.items() if not (trainable and self.model)}


@given(words=st.lists(st.tuples(names, st.booleans(), st.integers(0, 1)), max_size=12))
def test_that_after_a_reset_what_is_frozen_is_marked_from_step_0(words):
    curve, flags, step = marked((SetLearningRate(0.1), 0)), Flags(), 0
    for name, trainable, steps in words:
        step += steps
        curve.marks.add(Entry(SetTrainable(name, trainable), step))
        flags.set(name, trainable)
    for _ in range(2):
        curve.marks.begin()
        assert {(mark.step, mark.kind) for mark in curve.marks.shown} <= {(0, "freeze")}
        subjects = {mark.subject for mark in curve.marks.shown}
        assert ("model" in subjects) == (not flags.model)
        assert (set(flags.layers) if "model" in subjects else subjects) == flags.frozen()


def test_that_a_frozen_model_stays_hatched_until_its_last_layer_learns_again():
    marks = marked((SetTrainable(None, False), 10), (SetTrainable("a", True), 20), (SetTrainable("b", True), 40)).marks
    assert marks.frozen_spans(60, ("a", "b")) == [(10, 40)]
    assert marked((SetTrainable("a", False), 5)).marks.frozen_spans(60) == [(5, 60)]


@given(words=st.lists(st.tuples(st.sampled_from(["hidden", "output"]), st.booleans(), st.integers(1, 3)), max_size=12))
def test_that_the_frozen_spans_are_the_steps_with_a_frozen_layer(words):
    curve, frozen, step = LossCurve(), set(), 0
    expected = set()
    for name, trainable, steps in words:
        curve.marks.add(Entry(SetTrainable(name, trainable), step))
        (frozen.discard if trainable else frozen.add)(name)
        expected |= set(range(step, step + steps)) if frozen else set()
        step += steps
        spans = curve.marks.frozen_spans(step, ("hidden", "output"))
        assert {taken for first, last in spans for taken in range(first, last)} == expected
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_that_losses_of_other_data_or_of_another_loss_function_begin_a_scale_of_their_own():
    assert marked((SetLearningRate(0.1), 3)).marks.scale_from == 0
    assert marked((UseData(Plane()), 3), (SetLoss("huber"), 7)).marks.scale_from == 7
    curve = marked((UseData(Plane()), 3))
    curve.marks.add_all([Entry(Reset(), 9)])
    assert curve.marks.scale_from == 0


def test_that_the_layers_of_a_new_model_are_not_marked_as_frozen():
    curve = marked((SetTrainable("hidden", False), 3), (SetTrainable("output", False), 3))
    curve.marks.add_all([Entry(MakeModel(), 3)])
    assert curve.marks.shown == []
    curve.marks.add(Entry(SetTrainable("output", False), 0))
    curve.marks.begin()
    assert curve.marks.shown == [Mark(0, "freeze", "output")]


@given(st.lists(st.floats(0, 2.0**100, width=32), min_size=1, max_size=400), st.integers(2, 60))
def test_that_fewer_points_keep_the_ends_and_every_extreme(losses, limit):
    curve = LossCurve()
    curve.record(0, np.array(losses, np.float32))
    steps, kept = curve.points(limit)
    full_steps, full = curve.points()
    assert len(steps) <= max(limit, 2) + 6
    assert (np.diff(steps) > 0).all()
    assert (full[np.searchsorted(full_steps, steps)] == kept).all()
    assert {steps[0], steps[-1]} == {full_steps[0], full_steps[-1]}
    assert (kept.min(), kept.max()) == (full.min(), full.max())
