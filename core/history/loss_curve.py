"""The losses of the steps taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from core.history.branch import Entry
from core.history.marks import Marks
from core.history.validation_curve import LATER, WORSE, Steps, ValidationCurve
from core.snapshot.snapshot import Array
from core.snapshot.validation import Measured


@dataclass
class LossCurve:
    """The loss at every step since the initial weights.

    It holds at most `capacity` points: when full, every other one is dropped, and from then on only every second
    step is kept, so that a night of training costs as much memory as an hour.

    Args:
        capacity: the most points held, an even number.

    Attributes:
        stride: see above.
        marks: what changed on the way.
        validation: the losses of the validation rows, at fewer steps.
    """

    capacity: int = 2**21
    stride: int = field(default=1, init=False)
    marks: Marks = field(default_factory=Marks, init=False)
    validation: ValidationCurve = field(default_factory=ValidationCurve, init=False)

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
        branch.validation = self.validation.upto(step)
        branch.marks.add_all(entries)
        return branch

    @property
    def kept(self) -> Array:
        """The losses that are held, one every `stride` steps; a view of what changes with the next step."""
        return self._losses[: self._points]

    @classmethod
    def of(cls, losses: Array, stride: int, entries: Iterable[Entry]) -> LossCurve:
        """Return a curve of losses that were held before, with the marks that `entries` leave."""
        curve = cls()
        curve._losses, curve._points, curve.stride = losses.copy(), len(losses), stride
        curve.marks.add_all(entries)
        return curve

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

    @property
    def best(self) -> Measured | None:
        """The measurement with the lowest validation loss, of those of the present data and loss function."""
        return self.validation.best(self.marks.scale_from)

    def overfits(self, step: int) -> bool:
        """Return whether at a step the validation loss has clearly risen since its best, and the loss has fallen on.

        Means of neighbours are compared: mini-batches make both losses jump.
        """
        best, now = self.validation.best(self.marks.scale_from, step), self.validation.at(step)
        if best is None or now is None or self.validation.count_after(best.step, step) < LATER:
            return False
        rises = self.validation.mean_before(step) > WORSE * self.validation.mean_around(best.step)
        return rises and self._mean_before(step) < self._mean_before(best.step)

    def _mean_before(self, step: int) -> float:
        """Return the mean of the losses of the last steps up to one, a twentieth of all."""
        last = min(step // self.stride, self._points - 1)
        return float(self._losses[max(0, last - last // 20) : last + 1].mean()) if last >= 0 else float("nan")

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
