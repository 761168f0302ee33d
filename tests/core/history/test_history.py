"""The history and the timeline, without Keras: what is easily got wrong."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import Command, Reset, SetBatchSize, SetLearningRate, SetLoss, SetTrainable, Step
from core.history.branch import Branch, Entry, Position
from core.history.history import History
from core.network import recorder
from core.network.recorder import KeyframeSpacing
from core.network.stepping import equal_part
from core.workbench import timeline
from core.workbench.timeline import Timeline
from tests.core.helpers.toys import REBUILD, SETUP, Toy, ToyNetwork, ToyState

# branches


def begun(*groups: tuple[Command, ...]) -> tuple[Timeline, ToyNetwork]:
    """A timeline of toys on which SETUP and then each group was done."""
    network = ToyNetwork()
    made = Timeline(network)
    for group in (SETUP, *groups):
        more(made, network, *group)
    return made, network


def more(made: Timeline, network: ToyNetwork, *commands: Command) -> None:
    group = max((done.group for branch in made.history.branches.values() for done in branch.entries), default=0) + 1
    for command in commands:
        step, network.toy = network.step, network.toy.after(command)
        states = [] if isinstance(command, Step) else [(0, ToyState(network.toy))]
        made.append(command, step, group, states)


def said(made: Timeline, number: int = 0) -> list[Command]:
    """What was done on a branch after SETUP."""
    return [done.command for done in made.history.branches[number].entries[len(SETUP) :]]


def test_that_a_new_history_is_empty():
    made = Timeline(ToyNetwork())
    assert (len(made.history), made.history.entries) == (0, ())
    for way in (made.undo, made.redo):
        way()
    made.go_to(3)
    assert made.place().branch == made.place().last_step == 0


def test_that_entries_are_a_picture_of_the_moment():
    history = History()
    history.append(Step(1), 0)
    before = history.entries
    history.append(Step(2), 1)
    history.append(Reset(), 3, group=1)
    assert before == (Entry(Step(1), 0),)


def test_that_steps_join_within_their_group_and_a_setting_replaces_one_that_was_made_alone():
    made, _ = begun((Step(1), Step(2)), (Step(3),), (SetLearningRate(0.1),), (SetLearningRate(0.2),))
    assert said(made) == [Step(3), Step(3), SetLearningRate(0.2)]
    made, _ = begun((Step(1),), (SetLearningRate(0.1), SetBatchSize(2)), (SetBatchSize(3),))
    assert said(made) == [Step(1), SetLearningRate(0.1), SetBatchSize(2), SetBatchSize(3)]
    made.undo()
    assert made.history.entries[-1].command == SetBatchSize(2)


def test_that_the_very_first_network_cannot_be_undone():
    made, _ = begun()
    made.undo()
    assert len(made.history) == len(SETUP)
    assert made.place().undo == ""


def test_that_settings_that_were_undone_go_when_something_else_is_done():
    made, network = begun((Step(3),), (SetLearningRate(0.1),), (SetLoss("mae"),))
    made.undo()
    made.undo()
    more(made, network, SetTrainable("hidden", False))
    assert said(made) == [Step(3), SetTrainable("hidden", False)]
    assert len(made.history.branches) == 1
    assert network.toy.rate == Toy().rate


@pytest.mark.parametrize("again", [(Reset(),), (Reset(), SetLearningRate(0.3)), REBUILD])
def test_that_a_new_beginning_is_a_branch_of_its_own_if_steps_were_taken_and_only_then(again):
    made, network = begun(again)
    assert len(made.history.branches) == 1
    more(made, network, Step(4))
    more(made, network, *again)
    assert said(made) == [*again, Step(4)], "nothing of the new beginning stays behind"
    assert said(made, 1) == [*again, Step(4), *again]
    branch = made.history.branches[1]
    assert (branch.parent, branch.run, branch.first_step, network.step) == (0, 1, 0, 0)
    made.undo()
    assert (made.history.branch.number, network.step, made.history.in_past) == (0, 4, False)


def test_that_a_new_network_from_the_past_is_one_branch():
    made, network = begun((Step(9),))
    made.go_to(4)
    more(made, network, *REBUILD)
    assert said(made) == [Step(9)]
    assert said(made, 1) == [Step(4), *REBUILD]
    assert len(made.history.branches) == 2
    assert (made.history.branch.run, made.history.branch.first_step) == (1, 0)


def test_that_what_another_branch_begins_with_is_not_replaced():
    """A rate, a reset that begins a branch; back before the reset, another rate: the branch keeps the first one."""
    made, network = begun((Step(3),), (SetLearningRate(0.1),), (Reset(),))
    made.undo()
    more(made, network, SetLearningRate(0.2))
    made.go_to(0, 1)
    assert network.toy.rate == 0.1
    made.undo()
    assert network.toy.rate == 0.1
    assert said(made, 1) == [Step(3), SetLearningRate(0.1), Reset()]


def test_that_what_another_branch_begins_with_is_not_thrown_away():
    made, network = begun((Step(3),), (SetLearningRate(0.1),), (Reset(),))
    made.undo()
    made.undo()
    more(made, network, SetLoss("mae"))
    assert said(made, 2) == [Step(3), SetLoss("mae")]
    made.go_to(0, 1)
    made.undo()
    assert (network.toy.rate, network.toy.loss) == (0.1, "mse")


def test_that_undo_on_a_branch_goes_back_to_its_own_settings():
    """At a step of the past where a rate was set, another rate is set: that is the branch's, not its parent's."""
    made, network = begun((Step(3),), (SetLearningRate(0.1),), (Step(2),))
    made.go_to(3)
    more(made, network, SetLearningRate(0.2))
    more(made, network, Step(5))
    made.undo()
    assert (network.toy.rate, network.step) == (0.2, 3)
    made.undo()
    assert (network.toy.rate, network.step, made.history.branch.number) == (0.1, 3, 0)


@pytest.mark.parametrize("fork", [2, 3])
def test_that_undo_of_a_branchs_first_steps_shows_the_branch_it_left(fork):
    """Wherever it left it: within a run of steps, or between two."""
    made, network = begun((Step(3),), (Step(4),))
    made.go_to(fork)
    more(made, network, Step(5))
    assert made.history.branch.number == 1
    made.undo()
    assert (made.history.branch.number, network.step) == (0, fork)
    made.redo()
    assert (made.history.branch.number, network.step) == (1, fork + 5)


# keyframes


def test_that_a_place_of_a_run_is_found_however_long_the_branch():
    branch = Branch(
        0, entries=[Entry(Reset(), 9), Entry(Step(5), 0), Entry(SetLearningRate(0.1), 5), Entry(Step(5), 5)]
    )
    places = {0: (1, 0), 3: (1, 3), 5: (3, 0), 6: (3, 1), 10: (4, 0)}
    assert {step: branch.position_of(step) for step in places} == {s: Position(*place) for s, place in places.items()}


def test_that_keyframes_are_thinned_and_every_place_can_still_be_reached(monkeypatch):
    monkeypatch.setattr(recorder, "SPACING", 4)
    monkeypatch.setattr(recorder, "SPACING_SECONDS", 1e9)
    monkeypatch.setattr(timeline, "MOST_KEYFRAMES", 10)
    made, network = begun()
    for group in range(2, 60):
        start, states = network.toy, []
        for n in range(1, 8):
            if network.spacing.count(1, 0.0):
                states.append((n, ToyState(start.after(Step(n)))))
        network.toy = start.after(Step(7))
        made.append(Step(7), len(start.weights), group, states)
        if group % 20 == 0:
            more(made, network, SetLearningRate(0.01 * group))
    frames, end = made.history.branch.keyframes, network.toy
    assert len(frames) <= 10 + len(SETUP)
    assert network.spacing.most > 2 * 4
    for step in (*range(0, len(end.weights), 5), len(end.weights)):
        retaken = network.retaken
        made.go_to(step)
        assert network.toy.weights == end.weights[:step]
        assert network.retaken - retaken <= 256


def test_that_a_keyframe_is_due_after_so_many_steps_or_so_much_time():
    made = KeyframeSpacing()
    assert made.most == 2 * recorder.SPACING
    assert not made.count(recorder.SPACING - 1, 0.0)
    assert made.most == recorder.SPACING + 1
    assert made.count(1, 0.0)
    assert not made.count(5, 0.9 * recorder.SPACING_SECONDS)
    assert made.count(5, 0.2 * recorder.SPACING_SECONDS)


@given(st.integers(1, 100_000), st.integers(1, 2000))
def test_that_a_run_is_cut_into_as_few_calls_as_possible_of_about_the_same_length(steps, most):
    parts, left = [], steps
    while left:
        parts.append(equal_part(left, most))
        left -= parts[-1]
    assert (len(parts), max(parts) <= most) == (math.ceil(steps / most), True)
    assert max(parts) - min(parts) <= 1
