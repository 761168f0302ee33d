"""The history and the timeline, without Keras, whatever is done: against plain lists with an entry for each step."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.commands import Command, Reset, SetLearningRate, SetLoss, SetTrainable, Step
from core.workbench.timeline import Timeline
from tests.core.helpers.benches import examples
from tests.core.helpers.toys import REBUILD, SETUP, NaiveHistory, Toy, ToyNetwork, ToyState

settings = st.sampled_from(
    [SetLearningRate(0.1), SetLearningRate(0.2), SetLoss("mae"), SetTrainable("hidden", False), SetTrainable("b", True)]
)
groups = st.one_of(
    settings.map(lambda command: (command,)),
    st.sampled_from([(Reset(),), (Reset(), SetLearningRate(0.3)), REBUILD, (SetLoss("bce"), SetTrainable("b", False))]),
    st.sampled_from([(SetLearningRate(0.4), Step(2)), (Step(3), SetLearningRate(0.4), Step(2))]),
)


def single(entries: Any) -> list[tuple[Command, int]]:
    """Entries with one for each single step."""
    found: list[tuple[Command, int]] = []
    for done in entries:
        found += [(Step(1), done.group)] * done.command.steps if isinstance(done.command, Step) else [
            (done.command, done.group)
        ]  # fmt: skip
    return found


class TimelineOfToys(RuleBasedStateMachine):
    """Does the same to a timeline and to plain lists."""

    def __init__(self) -> None:
        super().__init__()
        self.network, self.naive, self.group = ToyNetwork(), NaiveHistory(), 0
        self.timeline = Timeline(self.network)

    def teardown(self) -> None:
        """Whatever was ever done can be visited."""
        for number, line in self.naive.lines.items():
            for step in range(len(self.naive.toy(number, len(line.done)).weights) + 1):
                self.go_to_branch(number, step)
                self.the_place_is_the_same()

    def do(self, commands: tuple[Command, ...], cuts: list[int], continued: bool = False) -> None:
        self.group += not continued
        for command in commands:
            step, start, steps = self.network.step, self.network.toy, getattr(command, "steps", 0)
            offsets = sorted({cut for cut in cuts if 0 < cut <= steps}) if steps else [0]
            self.network.toy = start.after(command)
            states = [(n, ToyState(start.after(Step(n)) if n else self.network.toy)) for n in offsets]
            self.timeline.append(command, step, self.group, states)
            self.naive.append(command, self.group)

    @initialize()
    def begin(self) -> None:
        self.do(SETUP, [])

    @rule(steps=st.integers(1, 12), cuts=st.lists(st.integers(1, 12), max_size=3), continued=st.booleans())
    def step(self, steps: int, cuts: list[int], continued: bool) -> None:
        self.do((Step(steps),), cuts, continued and self.group > 1)

    @rule(commands=groups)
    def click(self, commands: tuple[Command, ...]) -> None:
        self.do(commands, [1])

    @rule()
    def undo(self) -> None:
        self.timeline.undo()
        self.naive.undo()

    @rule()
    def redo(self) -> None:
        self.timeline.redo()
        self.naive.redo()

    @rule(back=st.integers(1, 10))
    def go_back(self, back: int) -> None:
        step = self.network.step - back
        self.timeline.go_to(step)
        self.naive.go_to(step, self.naive.line)

    @precondition(lambda self: len(self.naive.lines) > 1)
    @rule(data=st.data(), step=st.integers(-1, 30))
    def go_anywhere(self, data: st.DataObject, step: int) -> None:
        self.go_to_branch(data.draw(st.sampled_from(sorted(self.naive.lines))), step)

    def go_to_branch(self, number: int, step: int) -> None:
        self.timeline.go_to(step, number)
        self.naive.go_to(step, number)

    @invariant()
    def the_place_is_the_same(self) -> None:
        history, naive = self.timeline.history, self.naive
        assert history.branch.number == naive.line
        assert single(history.entries) == naive.here
        assert self.network.toy == naive.toy()
        assert history.step == self.network.step
        assert history.in_past == naive.in_past

    @invariant()
    def undo_says_what_it_would_undo(self) -> None:
        before, where = self.naive.before(), self.timeline.place()
        assert bool(where.undo) == (before is not None)
        assert bool(where.redo) == bool(self.naive.undone)
        if before is not None:
            group = [command for command, _ in self.naive.here[before[1] :]]
            begins = [command.label for command in group if command.starts_run]
            assert where.undo == (begins or [group[0].label])[0]

    @invariant()
    def every_branch_is_the_same(self) -> None:
        branches = self.timeline.history.branches
        assert {number: single(branch.entries) for number, branch in branches.items()} == {
            number: line.done for number, line in self.naive.lines.items()
        }
        for number, line in self.naive.lines.items():
            branch = branches[number]
            assert (branch.parent, len(single(branch.upto(branch.fork)))) == (line.parent, line.fork)
            assert (branch.run, branch.first_step) == (line.run, line.first_step)

    @invariant()
    def keyframes_lie_in_order_and_hold_what_was_there(self) -> None:
        for branch in self.timeline.history.branches.values():
            places = [frame.position for frame in branch.keyframes]
            assert places == sorted(places)
            for frame in branch.keyframes:
                toy = Toy()
                for command, _ in single(branch.upto(frame.position)):
                    toy = toy.after(command)
                assert frame.state.toy == toy


TestTimelineOfToys = pytest.mark.thorough(TimelineOfToys.TestCase)
TestTimelineOfToys.settings = hypothesis.settings(examples(12), stateful_step_count=25)
