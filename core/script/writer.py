"""Write commands as a script: the Keras lines that, run alone, give the same weights."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from core import environment
from core.commands import SetBatchSize, SetLearningRate, SetLoss, SetOptimizer, Step
from core.design.losses import LOSSES
from core.design.optimizers import OPTIMIZERS
from core.history.branch import Entry
from core.script.comments import comment_of

HELPER = "A helper for what follows."
IMPORTS = ("import keras", "import numpy as np", "import tensorflow as tf", "from keras import layers")
SETUP = (*environment.LINES, *IMPORTS)


@dataclass(frozen=True)
class Passage:
    """Some lines, and the command that wrote them.

    Attributes:
        label: one word for the command, e.g. "freeze"; "step" has its first and last step in `steps`.
        lines: the lines of Python.
        steps: the first and the last step taken by these lines, or None.
        note: what they do, in one line of English; "" if the passage before says it.
    """

    label: str
    lines: tuple[str, ...]
    steps: tuple[int, int] | None = None
    note: str = field(default="", compare=False)


@cache
def descent_source() -> tuple[str, ...]:
    """Return the text of `core.learning.descent.make_descent`, unannotated, read without importing TensorFlow."""
    return _source("make_descent")


@cache
def batches_source() -> tuple[str, ...]:
    """Return the text of `core.learning.descent.MiniBatches`, likewise."""
    return _source("MiniBatches")


def passages(history: Iterable[Entry]) -> tuple[Passage, ...]:
    """Write the script, passage by passage, in the order of the commands."""
    script = Script()
    script.change(0, history)
    return tuple(script.passages)


@dataclass(frozen=True)
class _Mark:
    """The state of a writer before it wrote a command.

    Attributes:
        count: the number of passages.
        last: the last of them, which more steps may have replaced since.
        known: what the writer knew of the lines above it.
    """

    count: int
    last: Passage
    known: tuple[frozenset[str], bool, bool, bool, bool]


class Script:
    """The script of a history that grows, or loses its end and grows differently.

    Args:
        writer: spells the commands; the exact one if none is given.

    Attributes:
        passages: all of it; the same list is changed when the history does.
        same: how many passages at the beginning the last change left as they were.
    """

    def __init__(self, writer: ScriptWriter | None = None) -> None:
        self._writer = writer or ScriptWriter()
        self._marks: list[_Mark] = []  # one for each command
        self.passages: Sequence[Passage] = self._writer.written
        self.same = 0

    def change(self, kept: int, added: Iterable[Entry]) -> int:
        """Take back all but the first `kept` commands, and write those that follow.

        Returns:
            The number of passages at the beginning that are unchanged.
        """
        writer, marks = self._writer, self._marks
        first = (marks[kept].count if kept < len(marks) else len(writer.written)) - 1  # more steps go into the last one
        before = writer.written[first:]
        if kept < len(marks):
            writer.go_back(marks[kept])
            del marks[kept:]
        for done in added:
            marks.append(writer.mark())
            writer.write(done)
        pairs = enumerate(zip(before, writer.written[first:]))
        other = next((i for i, (old, new) in pairs if old != new), min(len(before), len(writer.written) - first))
        self.same = first + other
        return self.same


class ScriptWriter:
    """Write passages, and before them the lines that they need and no command has written.

    A compiled descent holds the model, the optimizer, the loss and the batches it was made with. So it is made again
    before the first step after any of these changed, here just as in the workbench.

    Attributes:
        written: the passages so far.
    """

    SETUP: tuple[str, ...] = SETUP

    def __init__(self) -> None:
        self.written = [Passage("setup", self.SETUP)]
        self._defined: frozenset[str] = frozenset()
        self._optimizer = self._loss = self._batches = self._fresh = False

    def mark(self) -> _Mark:
        """Return a mark of the present state of the script."""
        known = (self._defined, self._optimizer, self._loss, self._batches, self._fresh)
        return _Mark(len(self.written), self.written[-1], known)

    def go_back(self, mark: _Mark) -> None:
        """Take back what was written after a mark."""
        del self.written[mark.count :]
        self.written[-1] = mark.last
        self._defined, self._optimizer, self._loss, self._batches, self._fresh = mark.known

    def write(self, done: Entry) -> None:
        """Write one command."""
        command = done.command
        if command.renews_descent:
            self._fresh = False
        if command.renews_model:
            self._optimizer = False
        if command.renews_data:
            self._batches = False
        match command:
            case SetOptimizer():
                self._optimizer = True
            case SetLearningRate():
                self._need_optimizer()
            case SetLoss():
                self._loss = True
            case SetBatchSize(size):
                self._batches = size is not None
                if self._batches:
                    self._define_batches()
            case Step():
                self._write_steps(done, command)
                return
        if command.needs_loss:
            self._need_loss()
        self._add(Passage(command.label, command.lines(), note=comment_of(command)))

    def _add(self, passage: Passage) -> None:
        """Add what a command wrote."""
        self.written.append(passage)

    def _define_batches(self) -> None:
        self._define("MiniBatches", batches_source())

    def _write_steps(self, done: Entry, step: Step) -> None:
        self._need_optimizer()
        self._need_loss()
        self._define("make_descent", descent_source())
        if not self._fresh:
            self._fresh = True
            batches = ", batches" if self._batches else ""
            line = f"descend = make_descent(model, optimizer, loss_fn, X, Y_true{batches})"
            self.written.append(Passage("descent", (line,)))
        step, span = self._joined(done, step)
        self.written.append(Passage("step", step.lines(), span, comment_of(step)))

    def _joined(self, done: Entry, step: Step) -> tuple[Step, tuple[int, int]]:
        """Join steps with those of the passage before, which goes; return them all, and their span."""
        last = self.written[-1]
        if last.steps is not None:  # the click before it was Step as well
            self.written.pop()
            step = replace(step, steps=done.step + step.steps - last.steps[0])
        return step, (done.step_after - step.steps, done.step_after)

    def _need_optimizer(self) -> None:
        if not self._optimizer:
            self._optimizer = True
            self.written.append(Passage(SetOptimizer.label, SetOptimizer(OPTIMIZERS[0].key).lines()))

    def _need_loss(self) -> None:
        if not self._loss:
            self._loss = True
            self.written.append(Passage(SetLoss.label, SetLoss(LOSSES[0].key).lines()))

    def _define(self, name: str, source: tuple[str, ...], apart: bool = True) -> None:
        """Write a helper of this name, unless it is written already; `apart` with two blank lines around it."""
        if name not in self._defined:
            self._defined |= {name}
            below = ("", "") if apart else ()
            above = below if apart and self.written[-1].lines[-1:] != ("",) else ()
            self.written.append(Passage("descent", (*above, *source, *below), note=HELPER if apart else ""))


def _source(name: str) -> tuple[str, ...]:
    text = (Path(__file__).parents[1] / "learning" / "descent.py").read_text(encoding="utf-8")
    node = next(n for n in ast.parse(text).body if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and n.name == name)
    source = ast.get_source_segment(text, node) or ""
    return tuple(re.sub(r"(?<=\w): (?:Any|int)\b|(?<=\)) -> \w+(?=:)", "", source).splitlines())


def script(history: Iterable[Entry]) -> str:
    """Return the whole text; after running it, `model` holds the weights.

    Example:
        >>> script([]).splitlines()[0]
        'import os'
    """
    return joined(passages(history))


def joined(written: Iterable[Passage]) -> str:
    """Join passages into one text."""
    return "\n".join(line for passage in written for line in passage.lines) + "\n"
