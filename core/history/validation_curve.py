"""The losses of the rows that no step learns from, at the steps at which they were measured."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.snapshot.snapshot import Array
from core.snapshot.validation import Measured

Steps = np.ndarray[Any, np.dtype[np.int64]]

LATER = 5
"""So many measurements, one after another, tell more than chance."""

WORSE = 1.05
"""So many times the best loss is clearly more."""


class ValidationCurve:
    """What was measured at some steps since the initial weights, in the order of the steps.

    A step that is measured again has its newest values. It holds at most `capacity` points: when full, every other one
    is dropped, but never the best one.

    Args:
        capacity: the most points held.
    """

    def __init__(self, capacity: int = 4096) -> None:
        self.capacity = capacity
        self._steps: Steps = np.empty(0, np.int64)
        self._losses: Array = np.empty(0, np.float32)
        self._accuracies: Array = np.empty(0, np.float32)

    @classmethod
    def of(cls, steps: Steps, losses: Array, accuracies: Array) -> ValidationCurve:
        """Return a curve of points that were held before."""
        curve = cls()
        curve._steps, curve._losses, curve._accuracies = steps.copy(), losses.copy(), accuracies.copy()
        return curve

    def copy(self) -> ValidationCurve:
        """Return the same points in a curve of their own."""
        return ValidationCurve.of(self._steps, self._losses, self._accuracies)

    def upto(self, step: int) -> ValidationCurve:
        """Return the same curve up to a step, as the beginning of a branch."""
        last = int(np.searchsorted(self._steps, step, side="right"))
        return ValidationCurve.of(self._steps[:last], self._losses[:last], self._accuracies[:last])

    def cut(self, step: int) -> None:
        """Forget what was measured at a step and later: with other data or another loss it is no longer so."""
        first = int(np.searchsorted(self._steps, step))
        self._steps, self._losses = self._steps[:first], self._losses[:first]
        self._accuracies = self._accuracies[:first]

    @property
    def steps(self) -> Steps:
        """The steps (n,), ascending."""
        return self._steps

    @property
    def losses(self) -> Array:
        """The loss at each of them (n,)."""
        return self._losses

    @property
    def accuracies(self) -> Array:
        """The accuracy at each of them (n,), NaN where there is none."""
        return self._accuracies

    def add(self, measured: Measured) -> None:
        """Add a measurement."""
        accuracy = np.nan if measured.accuracy is None else measured.accuracy
        index = int(np.searchsorted(self._steps, measured.step))
        if index < len(self._steps) and self._steps[index] == measured.step:
            self._losses[index], self._accuracies[index] = measured.loss, accuracy
            return
        self._steps = np.insert(self._steps, index, measured.step)
        self._losses = np.insert(self._losses, index, np.float32(measured.loss))
        self._accuracies = np.insert(self._accuracies, index, np.float32(accuracy))
        if len(self._steps) > self.capacity:
            self._thin()

    def best(self, first_step: int = 0, last_step: int | None = None) -> Measured | None:
        """Return the measurement with the lowest loss, the first if there are several; None without any.

        Args:
            first_step, last_step: the span that counts; None for all steps from the first on.
        """
        begin = int(np.searchsorted(self._steps, first_step))
        end = len(self._steps) if last_step is None else int(np.searchsorted(self._steps, last_step, side="right"))
        losses = self._losses[begin:end]
        if not np.isfinite(losses).any():
            return None
        return self._measured(begin + int(np.nanargmin(np.where(np.isfinite(losses), losses, np.nan))))

    def at(self, step: int) -> Measured | None:
        """Return what was measured at a step, or None."""
        index = int(np.searchsorted(self._steps, step))
        there = index < len(self._steps) and self._steps[index] == step
        return self._measured(index) if there else None

    def count_after(self, step: int, last_step: int) -> int:
        """Return how many steps after one, up to another, were measured."""
        first, last = np.searchsorted(self._steps, (step, last_step), side="right")
        return int(last - first)

    def mean_before(self, step: int) -> float:
        """Return the mean of the last `LATER` losses up to a step."""
        last = int(np.searchsorted(self._steps, step, side="right"))
        return float(self._losses[max(0, last - LATER) : last].mean())

    def mean_around(self, step: int) -> float:
        """Return the mean of `LATER` losses, that of a step in their middle."""
        middle = int(np.searchsorted(self._steps, step))
        return float(self._losses[max(0, middle - LATER // 2) : middle + LATER // 2 + 1].mean())

    # ---- inside ---------------------------------------------------------------------------------------------

    def _measured(self, index: int) -> Measured:
        accuracy = float(self._accuracies[index])
        return Measured(int(self._steps[index]), float(self._losses[index]), None if np.isnan(accuracy) else accuracy)

    def _thin(self) -> None:
        """Drop every other point, but not the best, the first and the last."""
        kept = np.zeros(len(self._steps), bool)
        kept[::2] = kept[-1] = True
        if (best := self.best()) is not None:
            kept[np.searchsorted(self._steps, best.step)] = True
        self._steps, self._losses, self._accuracies = self._steps[kept], self._losses[kept], self._accuracies[kept]
