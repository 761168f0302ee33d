"""The losses of the steps taken, and what changed at which step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.commands import MakeModel, SetBatchSize, SetLearningRate, SetLoss, SetOptimizer, SetTrainable, UseData
from core.history.branch import Entry
from core.snapshot.snapshot import Array

Steps = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Mark:
    """A setting that changed at a step.

    Attributes:
        step: the first step that was taken with the new setting.
        kind: "rate", "optimizer", "loss", "batches", "freeze", "unfreeze" or "data".
        subject: the new rate or batch size as text, the key of the optimizer or loss, the layer's name (or "model"), or
            the name of the data.
    """

    step: int
    kind: str
    subject: str


@dataclass
class LossCurve:
    """The loss at every step since the initial weights.

    It holds at most `capacity` points: when full, every other one is dropped, and from then on only every second
    step is kept, so that a night of training costs as much memory as an hour.

    Args:
        capacity: the most points held, an even number.
    """

    capacity: int = 2**21
    stride: int = field(default=1, init=False)
    marks: list[Mark] = field(default_factory=list, init=False)
    _frozen: dict[str, None] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.capacity < 2 or self.capacity % 2:
            raise ValueError(f"Expected an even capacity of at least 2, received {self.capacity}.")
        self._losses: Array = np.empty(min(self.capacity, 4096), np.float32)
        self._points = 0
        self._head: tuple[int, float] | None = None

    def upto(self, step: int, entries: Iterable[Entry]) -> LossCurve:
        """Return the same curve up to a step, as the beginning of a branch, with the marks that `entries` leave."""
        branch = LossCurve(self.capacity)
        points = min(self._points, -(-step // self.stride))
        branch._losses = self._losses[:points].copy()
        branch._points, branch.stride = points, self.stride
        branch.add_marks(entries)
        return branch

    def add_marks(self, entries: Iterable[Entry]) -> None:
        """Mark everything that was done since the weights were initialized; frozen layers stay marked."""
        for done in entries:
            if done.command.starts_run:
                self.begin()
            self.add_mark(done)

    def begin(self) -> None:
        """Start again from initial weights. A layer that is frozen now stays marked, from step 0."""
        self.marks[:] = [Mark(0, "freeze", name) for name in self._frozen]

    def record(self, first_step: int, losses: Array) -> None:
        """Add the losses at the steps `first_step`, `first_step` + 1, ..., in the order in which they were taken."""
        skip = -first_step % self.stride
        kept = losses[skip :: self.stride]
        while len(kept):
            free = self.capacity - self._points
            self._extend(kept[:free])
            kept = kept[free:]
            if self._points == self.capacity:
                self._losses[: self.capacity // 2] = self._losses[: self.capacity : 2]
                self._points = self.capacity // 2
                self.stride *= 2
                kept = kept[::2]

    def set_head(self, step: int, loss: float) -> None:
        """Set the loss of the present weights, from which no step was taken yet."""
        self._head = (step, loss)

    def add_mark(self, done: Entry) -> None:
        """Mark a setting that changed; other commands leave no mark. The layers of a new model are not frozen."""
        command = done.command
        if isinstance(command, SetLearningRate):
            self._place(Mark(done.step, "rate", f"{command.rate:g}"))
        elif isinstance(command, SetTrainable):
            self._place(Mark(done.step, command.label, command.layer or "model"))
            self._note(command)
        elif isinstance(command, UseData):
            self._place(Mark(done.step, "data", command.source.name))
        elif isinstance(command, (SetOptimizer, SetLoss)):
            self._place(Mark(done.step, command.label, command.key))
        elif isinstance(command, SetBatchSize):
            self._place(Mark(done.step, command.label, "" if command.size is None else str(command.size)))
        elif isinstance(command, MakeModel):
            self._frozen.clear()
            self.marks[:] = [mark for mark in self.marks if mark.kind not in ("freeze", "unfreeze")]

    def points(self, limit: int | None = None, span: tuple[float, float] | None = None) -> tuple[Steps, Array]:
        """Return steps (n,) and losses (n,), the present one last.

        Args:
            limit: about how many points are wanted; of more, the smallest and the largest of each stretch are
                given, so that no spike is lost.
            span: the first and the last step wanted; a point more on each side, so that a line leaves the picture.
        """
        first, last = 0, self._points
        if span is not None:
            first = min(max(int(span[0] / self.stride) - 1, 0), last)
            last = min(max(int(span[1] / self.stride) + 2, first), last)
        losses = self._losses[first:last]
        indices = decimated(losses, len(losses) if limit is None else limit)
        steps, losses = (indices + first) * self.stride, losses[indices]
        if self._head is None or (span is not None and last < self._points):
            return steps, losses
        return np.append(steps, self._head[0]), np.append(losses, np.float32(self._head[1]))

    def loss_at(self, step: int) -> float | None:
        """Return the loss at a step, or at the nearest one before it that is held; None if there is none."""
        if self._head is not None and step >= self._head[0]:
            return self._head[1]
        index = min(step // self.stride, self._points - 1)
        return float(self._losses[index]) if index >= 0 else None

    def _note(self, command: SetTrainable) -> None:
        """Update what is frozen, as Keras does: a model passes its `trainable` on to every layer when it changes."""
        name = command.layer or "model"
        if command.layer is None and command.trainable == (name not in self._frozen):
            return
        if command.layer is None:
            self._frozen.clear()
        if command.trainable:
            self._frozen.pop(name, None)
        else:
            self._frozen[name] = None

    def _place(self, mark: Mark) -> None:
        # dragging the rate, or ticking a box twice between two steps, leaves only the last mark
        self.marks[:] = [other for other in self.marks if (other.step, _topic(other)) != (mark.step, _topic(mark))]
        self.marks.append(mark)

    def _extend(self, losses: Array) -> None:
        needed = self._points + len(losses)
        if needed > len(self._losses):
            larger = np.empty(min(self.capacity, max(needed, 2 * len(self._losses))), np.float32)
            larger[: self._points] = self._losses[: self._points]
            self._losses = larger
        self._losses[self._points : needed] = losses
        self._points = needed


def decimated(losses: Array, limit: int) -> Steps:
    """Return the indices of about `limit` points: the lowest and the highest of every stretch, so that spikes stay.

    A stretch holds 2, 4, 8, ... points and stays the same while points are added, so that a line does not shimmer.
    """
    count, length = len(losses), 2
    if count <= limit:
        return np.arange(count, dtype=np.int64)
    while count / length > limit / 2:
        length *= 2
    whole = count // length * length
    starts, stretches = np.arange(0, whole, length), losses[:whole].reshape(-1, length)
    kept = [np.array([0, count - 1]), starts + stretches.argmin(axis=1), starts + stretches.argmax(axis=1)]
    if whole < count:
        kept.append(whole + np.array([losses[whole:].argmin(), losses[whole:].argmax()]))
    return np.unique(np.concatenate(kept)).astype(np.int64)


def _topic(mark: Mark) -> str:
    """Return what a mark is about, so that a later mark about the same replaces it."""
    return mark.subject if mark.kind in ("freeze", "unfreeze") else mark.kind
