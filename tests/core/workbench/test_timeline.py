"""The timeline with the real Keras objects: every place that ever was can be visited, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import Reset, SetBatchSize, SetLearningRate, SetLoss, SetOptimizer, SetTrainable, Step, UseData
from core.data.built_in import NotebookBatch
from core.history.branch import Position
from core.history.loss_curves import LossCurves
from core.history.marks import Marks
from core.intents.moves import GoBack, GoTo, Move, Redo, Undo
from core.intents.plans import ChooseLoss, ChooseOptimizer, Plan, Rebuild, StartAgain, SwitchTrainable, TakeData
from core.network import recorder
from core.problems.problem import Problem
from core.snapshot.records import Recording
from core.workbench import timeline
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import ONE_UNIT, SLOPE, TWO_LAYERS, anew, bench_with, bits, examples, memory

pytestmark = pytest.mark.numbers


def look(bench: Workbench) -> dict[str, Any]:
    """Everything one can see of a bench, as bytes and plain values."""
    snapshot = bench.snapshot()
    return {
        "weights": bits(bench.network.model),
        "optimizer": (bench.network.training.optimizer_key, bench.network.training.learning_rate, memory(bench)),
        "trainable": [owner.trainable for owner in (bench.network.model, *bench.network.model.layers)],
        "loss": (bench.network.training.loss_key, snapshot.loss, snapshot.step),
        "gradients": [
            array.tobytes()
            for layer in snapshot.layers
            for array in (layer.kernel_gradient, layer.bias_gradient, layer.pre_activation_gradient, layer.activation)
        ],
        "activations": [layer.activation_name for layer in snapshot.layers],
        "batches": bench.network.training.batches
        and (
            bench.network.training.batches.size,
            bench.network.training.batches.seed,
            bench.network.training.batches.step,
        ),
        "data": (bench.network.batch.X.tobytes(), bench.network.batch.Y_true.tobytes(), bench.network.training.seed),
    }


class CheckedSession:
    """Do what a learner does, record the state after every step, and check that each state is found again.

    Attributes:
        seen: by branch and place, what `look` saw there.
        losses: by branch, the loss before every step.
    """

    def __init__(self, bench: Workbench) -> None:
        self.bench, self.history, self.curves = bench, bench.timeline.history, LossCurves()
        self.seen: dict[tuple[int, Position], dict[str, Any]] = {}
        self.losses: dict[int, dict[int, np.float32]] = {0: {}}
        bench.take_events()
        self.curves.fold(self.history.entries, bench.timeline.place(), None)
        self._note()

    def do(self, intent: Any) -> None:
        """One click; steps one at a time, as the frames of playing. What is refused must leave no trace."""
        for place, each in enumerate([Step(1)] * intent.steps if isinstance(intent, Step) else [intent]):
            before = self.history.branch, self.history.position
            try:
                if isinstance(each, Move):
                    each.make(self.bench)
                    self._fold()
                    continue
                self.bench.do(
                    each.commands(self.bench.network) if isinstance(each, Plan) else [each], continued=place > 0
                )
            except Problem:
                assert (self.history.branch, self.history.position) == before
                assert look(self.bench) == self.expected()
                continue
            self._share(*before)
            self._fold()
            self._note()

    def expected(self) -> dict[str, Any]:
        """What was seen at the present place when it was there."""
        return self.seen[self.history.branch.number, self._place(self.history.position)]

    def check(self) -> None:
        assert look(self.bench) == self.expected()

    def check_curves(self) -> None:
        """Of every branch: the losses recorded, and the marks of what was done on it."""
        for number, branch in self.history.branches.items():
            curve = self.curves._curves[number]
            expected = self.losses[number]
            assert curve._losses[: curve._points].tolist() == [expected[step] for step in range(len(expected))]
            assert len(expected) == branch.step_at(branch.end)
            marks = Marks()
            marks.add_all(branch.entries)
            assert sorted(map(repr, curve.marks.shown)) == sorted(map(repr, marks.shown))

    def _note(self) -> None:
        self.seen[self.history.branch.number, self._place(self.history.position)] = look(self.bench)

    def _share(self, left: Any, position: Position) -> None:
        """A branch that began has seen what the one it left saw up to there."""
        branch = self.history.branch
        if branch is not left:
            for (number, place), seen in list(self.seen.items()):
                if number == left.number and place <= self._place(position, left):
                    self.seen[branch.number, place] = seen
            until = left.step_at(position) if branch.run == left.run else 0
            self.losses[branch.number] = {s: loss for s, loss in self.losses[left.number].items() if s < until}

    def _place(self, position: Position, branch: Any = None) -> Position:
        """One name for one place: the place after a run of steps is the end of the run."""
        last = (branch or self.history.branch).entries[position.entries - 1].command if position.entries else None
        if not position.steps and isinstance(last, Step):
            return Position(position.entries - 1, last.steps)
        return position

    def _fold(self) -> None:
        events = self.bench.take_events()
        for event in events:
            if isinstance(event, Recording):
                steps = range(event.first_step, event.first_step + len(event.losses))
                self.losses[self.history.branch.number].update(zip(steps, event.losses))
        snapshot = self.bench.snapshot()
        self.curves.fold(events, self.bench.timeline.place(), snapshot.loss if snapshot is not None else None)


# the property

steps = st.integers(1, 12).map(Step)
settings = st.sampled_from(
    [SetLearningRate(rate) for rate in (0.01, 0.1, 11.0)]
    + [SwitchTrainable(name) for name in (None, "hidden", "output")]
    + [ChooseOptimizer(key) for key in ("sgd", "adam", "momentum")]
    + [SetBatchSize(size, 7) for size in (None, 3, 99)]
    + [SetLoss("huber"), SetLoss("mse"), StartAgain(), StartAgain(), Reset(), SetTrainable("nope", False)]
)
moves = st.one_of(
    st.sampled_from([Undo(), Undo(), Redo()]),
    st.integers(1, 15).map(GoBack),
    st.builds(GoTo, st.integers(0, 30), st.sampled_from([None, 0, 1, 2])),
)


@pytest.mark.thorough
@examples(6, shrink=False)
@given(
    intents=st.lists(st.one_of(steps, settings, moves), min_size=5, max_size=16),
    visits=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 4)), min_size=8, max_size=8),
)
def test_that_whatever_was_done_every_place_looks_as_it_did(all_compiled, intents, visits):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorder, "SPACING", 5)
        patch.setattr(timeline, "MOST_KEYFRAMES", 12)
        session = CheckedSession(anew(all_compiled))
        for intent in intents:
            session.do(intent)
            session.check()
        session.check_curves()
        bench, branches = session.bench, sorted(session.history.branches)
        for step, number in visits:
            branch = session.history.branches[branches[number % len(branches)]]
            GoTo(step, branch.number).make(bench)
            assert (session.history.branch, bench.network.step) == (branch, min(step, branch.step_at(branch.end)))
            session.check()
        for move in (Undo(), Undo(), Undo(), Redo(), Redo(), Redo()):
            move.make(bench)
            session.check()


# what is easily got wrong


def test_that_learning_on_from_the_past_leaves_the_other_branch_as_it_was(xor):
    session = CheckedSession(xor)
    for intent in (Step(20), GoTo(8), SetLearningRate(0.2), Step(5)):
        session.do(intent)
    where = xor.timeline.place()
    assert (where.branch, where.step, where.in_past) == (1, 13, False)
    assert [(b.number, b.parent, b.run, b.first_step, b.last_step) for b in where.branches] == [
        (0, None, 0, 0, 20),
        (1, 0, 0, 8, 13),
    ]
    for step in range(21):
        GoTo(step, 0).make(xor)
        session.check()
        assert xor.timeline.place().in_past == (step < 20)
    session.check_curves()
    session.curves.fold((), xor.timeline.place(), None)
    assert [curve.points()[0][-1] for _, curve in session.curves.others()] == [13]
    xor.do([Reset()])
    session.curves.fold(xor.take_events(), xor.timeline.place(), None)
    assert session.curves.others() == (), "another run shares no steps"


def test_that_a_command_refused_in_the_past_loses_nothing(xor):
    session = CheckedSession(xor)
    session.do(Step(9))
    GoTo(4).make(xor)
    before, where = look(xor), xor.timeline.place()
    for refused in ([Step(3), SetLearningRate(-1.0)], [Reset(), SetBatchSize(0)], [SetTrainable("nope", True)]):
        with pytest.raises(Problem):
            xor.do(refused)
        assert look(xor) == before
        assert xor.timeline.place() == where
    assert xor.take_events() == ()
    GoTo(9).make(xor)
    session.check()


@pytest.mark.parametrize(
    "change",
    [
        TakeData(NotebookBatch()),
        UseData(NotebookBatch()),
        Rebuild(TWO_LAYERS, 9),
        StartAgain(),
        ChooseOptimizer("adam"),
        ChooseLoss("bce"),
        SetBatchSize(3, 7),
        SetBatchSize(None),
        SwitchTrainable("hidden"),
        SwitchTrainable(None),
        SetLearningRate(0.5),
    ],
    ids=repr,
)
def test_that_a_change_can_be_undone_and_redone_and_undone(change, all_compiled):
    bench = anew(all_compiled, SetOptimizer("momentum", 0.02), SetBatchSize(2, 3))
    bench.do([Step(7)])
    control = look(bench)
    anew(bench, SetOptimizer("momentum", 0.02), SetBatchSize(2, 3))
    bench.do([Step(5)])
    before = look(bench)
    bench.do(change.commands(bench.network) if isinstance(change, Plan) else [change])
    after = look(bench)
    assert after != before
    for move, expected in ((Undo(), before), (Redo(), after), (Undo(), before)):
        move.make(bench)
        assert look(bench) == expected
    bench.do([Step(2)])
    assert look(bench) == control, "as if it had never been"


def test_that_the_step_before_a_divergence_can_be_visited():
    bench = bench_with(ONE_UNIT, SLOPE)
    bench.do([SetLearningRate(0.5)])
    bench.do([Step(4000)])
    assert bench.network.training.diverged
    end, last = look(bench), bench.network.step
    GoBack(1).make(bench)
    assert bench.network.step == last - 1
    assert bench.snapshot().finite
    assert bench.timeline.place().in_past
    GoTo(last).make(bench)
    assert look(bench) == end or not bench.snapshot().finite
    assert bits(bench.network.model) == end["weights"]
    GoBack(3).make(bench)
    bench.do([SetLearningRate(0.01)])
    bench.do([Step(50)])
    assert bench.network.step == last - 3 + 50
    assert not bench.network.training.diverged


def test_that_the_largest_rate_of_the_way_is_known_in_its_midst(xor):
    """It is what a problem names as the likely cause where the loss leaves the scale."""
    xor.do([SetLearningRate(0.25)])
    xor.do([Step(5)])
    xor.do([SetLearningRate(0.01)])
    for move, expected in ((GoBack(2), 0.25), (GoTo(5), 0.25), (GoTo(0), 0.0)):
        move.make(xor)
        assert xor.network.training.largest_rate == expected


def test_that_events_belong_to_the_branch_they_happened_on_even_if_nobody_looked_in_between(xor):
    """The window asks for several things at once while it waits: a visit to another branch, and steps there."""
    curves, seen = LossCurves(), {}

    def fold() -> None:
        curves.fold(xor.take_events(), xor.timeline.place(), None)

    fold()
    xor.do([Step(6)])
    xor.do([Reset()])
    xor.do([SetLearningRate(0.1), Step(4)])
    fold()
    seen = {number: curve._points for number, curve in curves._curves.items()}
    assert seen == {0: 6, 1: 4}
    GoTo(6, 0).make(xor)
    xor.do([Step(3)])
    GoTo(4, 1).make(xor)
    xor.do([SetLearningRate(0.2)])
    fold()
    assert {number: curve._points for number, curve in curves._curves.items()} == {0: 9, 1: 4}
    assert [mark.subject for mark in curves._curves[0].marks.shown] == []
    assert [(mark.step, mark.subject) for mark in curves._curves[1].marks.shown][-1] == (4, "0.2")
