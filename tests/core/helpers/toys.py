"""A network without Keras, for the timeline: its weights are the settings under which each step was taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from core.commands import Command, CreateInput, MakeModel, SetLearningRate, SetLoss, SetSeed, SetTrainable, Step
from core.network.recorder import KeyframeSpacing

SETUP = (SetSeed(1), CreateInput(3), MakeModel(), SetLoss("mse"))
REBUILD = (SetSeed(2), CreateInput(3), MakeModel(), SetTrainable("hidden", False), SetLearningRate(0.5))


class Toy(NamedTuple):
    """Everything that a toy network has."""

    rate: float = 0.05
    loss: str = "mse"
    frozen: frozenset[str] = frozenset()
    weights: tuple[tuple[float, str, frozenset[str]], ...] = ()

    def after(self, command: Command) -> Toy:
        """Return the toy after one command; other kinds of commands than these change nothing."""
        match command:
            case Step(steps):
                return self._replace(weights=self.weights + ((self.rate, self.loss, self.frozen),) * steps)
            case SetLearningRate(rate):
                return self._replace(rate=rate)
            case SetLoss(key):
                return self._replace(loss=key)
            case SetTrainable(layer, trainable):
                return self._replace(frozen=self.frozen - {layer} if trainable else self.frozen | {layer})
            case MakeModel():
                return Toy(loss=self.loss)
        return self._replace(weights=()) if command.starts_run else self


@dataclass(frozen=True, eq=False)
class ToyState:
    """What the timeline keeps of a toy network."""

    toy: Toy
    nbytes: int = 100
    run: int = 0

    @property
    def frozen(self) -> dict[str, str]:
        """The frozen layers, by name."""
        return {name: name for name in self.toy.frozen if name is not None}


@dataclass
class ToyNetwork:
    """What the timeline asks of a network.

    Attributes:
        retaken: how many steps were taken again so far.
    """

    toy: Toy = field(default_factory=Toy)
    retaken: int = 0
    spacing: KeyframeSpacing = field(default_factory=KeyframeSpacing)

    @property
    def recorder(self) -> ToyNetwork:
        return self

    @property
    def stepping(self) -> ToyNetwork:
        return self

    @property
    def step(self) -> int:
        return len(self.toy.weights)

    def restore(self, state: ToyState) -> None:
        self.toy = state.toy

    def retake(self, steps: int) -> None:
        self.toy = self.toy.after(Step(steps))
        self.retaken += steps


@dataclass
class Line:
    """A branch as a plain list: one entry for each single step.

    Attributes:
        done: commands with their groups.
        parent, fork: the number of the line it left, and how many entries it shares with it.
        run, first_step: the line in which its weights were set to initial ones, and where it begins.
    """

    done: list[tuple[Command, int]]
    parent: int | None = None
    fork: int = 0
    run: int = 0
    first_step: int = 0


class NaiveHistory:
    """What a history should be, without entries for many steps, without keyframes: lists, and a place in one."""

    def __init__(self) -> None:
        self.lines = {0: Line([])}
        self.line, self.at = 0, 0
        self.undone: list[tuple[int, int]] = []

    @property
    def here(self) -> list[tuple[Command, int]]:
        return self.lines[self.line].done[: self.at]

    @property
    def ahead(self) -> list[tuple[Command, int]]:
        return self.lines[self.line].done[self.at :]

    @property
    def in_past(self) -> bool:
        return any(isinstance(command, Step) for command, _ in self.ahead)

    def toy(self, line: int | None = None, at: int | None = None) -> Toy:
        toy, done = Toy(), self.here if line is None else self.lines[line].done[:at]
        for command, _ in done:
            toy = toy.after(command)
        return toy

    def append(self, command: Command, group: int) -> None:
        line, steps = self.lines[self.line], len(self.toy().weights)
        begins = command.starts_run and steps > 0
        left_ahead = any(other.parent == self.line and other.fork > self.at for other in self.lines.values())
        own = line.done[line.fork :]
        if (
            begins
            and own
            and line.parent is not None
            and not self.ahead
            and all(_is_setting(each, group) for each in own)
        ):
            line.run, line.first_step = self.line, 0  # what was done together makes one branch, not two
        elif begins or self.in_past or left_ahead:
            here = list(self.here)
            if not self.ahead:  # what was done together with a new beginning goes with it
                while line.done and _is_setting(line.done[-1], group):
                    line.done.pop()
            number = len(self.lines)
            starts = command.starts_run
            fork = min(self.at, len(line.done))
            self.lines[number] = Line(here, self.line, fork, number if starts else line.run, 0 if starts else steps)
            self.line = number
        else:
            del line.done[self.at :]
        line = self.lines[self.line]
        if self._replaces_last(line, command):
            line.done.pop()
        line.done += [(type(command)(1), group)] * command.steps if isinstance(command, Step) else [(command, group)]
        self.at = len(line.done)
        self.undone.clear()

    def _replaces_last(self, line: Line, command: Command) -> bool:
        if not (line.done and command.last_wins and type(line.done[-1][0]) is type(command)):
            return False
        last = line.done[-1][1]
        alone = sum(group == last for _, group in line.done) == 1
        shared = [line.fork if line.parent is not None else 0]
        shared += [other.fork for other in self.lines.values() if other.parent == self.line]
        return alone and last != line.done[0][1] and len(line.done) not in shared

    def before(self) -> tuple[int, int] | None:
        """Return the place before what was done last."""
        here = self.here
        if not here or here[-1][1] == here[0][1]:
            return None
        line, at = self.line, self.at
        while at and here[at - 1][1] == here[-1][1]:
            at -= 1
        while self.lines[line].parent is not None and at <= self.lines[line].fork:
            line = self.lines[line].parent
        return line, at

    def undo(self) -> None:
        if (before := self.before()) is not None:
            self.undone.append((self.line, self.at))
            self.line, self.at = before

    def redo(self) -> None:
        if self.undone:
            self.line, self.at = self.undone.pop()

    def go_to(self, step: int, line: int) -> None:
        self.line, self.at = line, len(self.lines[line].done)
        while len(self.toy().weights) > max(step, 0):
            self.at -= 1


def _is_setting(done: tuple[Command, int], group: int) -> bool:
    return done[1] == group and not isinstance(done[0], Step)
