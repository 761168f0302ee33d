"""One branch of the history, with keyframes along the way. Nothing here knows Keras."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.commands import Command


@dataclass(frozen=True)
class Entry:
    """A command that was done, and the step at which it was done (0 before the first update).

    Attributes:
        group: commands done together have the same number; they are undone together, too.
    """

    command: Command
    step: int
    group: int = 0

    @property
    def step_after(self) -> int:
        """The step of the weights afterwards."""
        if self.command.takes_steps:
            return self.step + self.command.steps_taken
        return 0 if self.command.starts_run else self.step


@dataclass(frozen=True, order=True)
class Position:
    """A place in a branch: after its first `entries` commands, and `steps` steps into the next one."""

    entries: int = 0
    steps: int = 0


@dataclass(frozen=True, eq=False)
class Keyframe:
    """The state of everything at a position.

    Attributes:
        spaced: True if it is one of many within a long run of steps, and may be dropped.
        frozen: for each layer that no step changes, by its name, the state right after it was frozen.
    """

    position: Position
    state: Any
    spaced: bool = False
    frozen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Branch:
    """One branch of the history, from the first command on.

    Attributes:
        number: 0, 1, 2, ... in the order in which branches began.
        parent: the number of the branch it left, or None.
        fork: the place where it left it.
        run: the number of the branch in which its weights were initialized: branches of one run share steps.
        first_step: the first step of its own.
    """

    number: int
    parent: int | None = None
    fork: Position = Position()
    run: int = 0
    first_step: int = 0
    entries: list[Entry] = field(default_factory=list)
    keyframes: list[Keyframe] = field(default_factory=list)

    @property
    def end(self) -> Position:
        return Position(len(self.entries))

    @property
    def shared(self) -> int:
        """How many of its entries were done before it began."""
        return self.fork.entries + bool(self.fork.steps)

    def began_with(self, group: int) -> bool:
        """Return whether all that was done on it are settings of this group."""
        own = self.entries[self.shared :]
        settings = all(done.group == group and not done.command.takes_steps for done in own)
        return self.parent is not None and bool(own) and settings

    def step_at(self, position: Position) -> int:
        """Return the step of the weights at a place."""
        if position.steps:
            return self.entries[position.entries].step + position.steps
        return self.entries[position.entries - 1].step_after if position.entries else 0

    def position_of(self, step: int) -> Position:
        """Return the last place at `step` of the branch's last run, so that settings changed there are in force."""
        starts = [i for i, done in enumerate(self.entries) if done.command.starts_run]
        first = starts[-1] + 1 if starts else 0
        index = first + bisect_right(self.entries[first:], step, key=lambda done: done.step)
        last = self.entries[index - 1] if index > first else None
        if last is not None and step < last.step_after:
            return Position(index - 1, step - last.step)
        return Position(index)

    def upto(self, position: Position) -> list[Entry]:
        """Return what was done before a place."""
        entries = self.entries[: position.entries]
        if position.steps:
            done = self.entries[position.entries]
            entries.append(Entry(done.command.first(position.steps), done.step, done.group))
        return entries

    def steps_follow(self, position: Position) -> bool:
        """Return whether steps were taken after a place."""
        return any(done.command.takes_steps for done in self.entries[position.entries :])

    def keyframe_before(self, position: Position) -> Keyframe:
        """Return the nearest keyframe at or before a place."""
        return self.keyframes[bisect_right(self.keyframes, position, key=lambda frame: frame.position) - 1]

    def reachable(self, position: Position) -> Position:
        """Return the place itself or, within steps that cannot be retaken, the nearest one before with a keyframe."""
        if not position.steps or self.entries[position.entries].command.replayable:
            return position
        return max(self.keyframe_before(position).position, Position(position.entries))

    def steps_between(self, first: Position, last: Position) -> int:
        """Count the steps from one place to a later one, with nothing but steps between them."""
        whole = sum(done.command.steps_taken for done in self.entries[first.entries : last.entries])
        return whole - first.steps + last.steps

    def group_before(self, position: Position) -> list[Entry]:
        """Return the last group of commands done before a place."""
        last = position.entries if position.steps else position.entries - 1
        first = last
        while first > 0 and self.entries[first - 1].group == self.entries[last].group:
            first -= 1
        return self.entries[first : last + 1] if last >= 0 else []
