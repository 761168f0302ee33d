"""Places within steps that cannot be taken again: only those with a keyframe can be reached."""

from __future__ import annotations

from core.commands import Compile, Fit, Step
from core.history.branch import Branch, Entry, Keyframe, Position
from core.history.history import History


def fitted() -> Branch:
    """Four steps that can be taken again, then a fit of three epochs of two steps with a keyframe after each epoch."""
    branch = Branch(0, entries=[Entry(Compile(), 0), Entry(Step(4), 0), Entry(Fit(3, batches=2), 4)])
    places = (Position(1), Position(2, 2), Position(2, 4), Position(3))
    branch.keyframes = [Keyframe(place, str(place)) for place in places]
    return branch


def test_that_a_step_of_a_fit_is_reached_only_where_a_keyframe_lies():
    branch = fitted()
    for step, reached in ((2, 2), (4, 4), (5, 4), (6, 6), (7, 6), (8, 8), (9, 8)):
        position = branch.position_of(step)
        assert branch.step_at(position) == step
        assert branch.step_at(branch.reachable(position)) == reached


def test_that_from_the_keyframe_before_a_reachable_place_only_steps_lead_there():
    branch = fitted()
    for step in range(11):
        place = branch.reachable(branch.position_of(step) if step < 10 else branch.end)
        frame = branch.keyframe_before(place)
        between = branch.entries[frame.position.entries : place.entries]
        assert all(done.command.replayable for done in between if done.command.takes_steps) or not (
            branch.steps_between(frame.position, place)
        )
        assert branch.steps_between(frame.position, place) >= 0


def test_that_a_fit_up_to_a_place_is_written_as_whole_epochs_and_a_rest():
    branch = fitted()
    assert branch.upto(Position(2, 4))[-1].command == Fit(2, batches=2)
    part = branch.upto(Position(2, 3))[-1].command
    assert part == Fit(1, batches=2, rest=1)
    assert part.steps_taken == 3
    assert len(part.lines()) == 2
    assert branch.upto(Position(2, 3))[-1].step_after == 7


def test_that_a_branch_that_leaves_a_fit_keeps_the_keyframe_of_its_beginning():
    history = History()
    history.branch.entries = fitted().entries
    history.branch.keyframes = fitted().keyframes
    history.go(history.branch, Position(2, 2))
    assert history.append(Step(1), 6, group=9) == 0
    branch = history.branch
    assert (branch.number, branch.first_step, history.step) == (1, 6, 7)
    assert branch.entries[2].command == Fit(1, batches=2)
    assert branch.keyframe_before(Position(3)).state == str(Position(2, 2))
    assert not branch.keyframe_before(Position(3)).spaced


def test_that_fits_in_a_row_stay_two_lines():
    history = History()
    history.append(Fit(1, batches=1), 0, group=1)
    history.append(Fit(1, batches=1), 1, group=1)
    assert len(history) == 2
    assert history.step == 2
