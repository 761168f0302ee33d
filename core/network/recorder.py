"""What is recorded while weights are updated, and what makes a run of steps end early."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from time import perf_counter

from core.network.saved_state import SavedState
from core.snapshot.records import Progress, Recording

SPACING = 1000
"""Steps between two keyframes, at first."""

SPACING_SECONDS = 0.03
"""Steps that took this long get a keyframe, however few they were, because retaking them takes as long."""


MEASURED = 8
"""How many steps of each doubling are measured on the validation rows, besides those that are shown."""


def next_measured(step: int) -> int:
    """Return the next step that is measured on the validation rows: of a long run few, and always the same."""
    apart = max(1, (1 << step.bit_length() >> 1) // MEASURED)
    return (step // apart + 1) * apart


class KeyframeSpacing:
    """Decide when the next keyframe is due: after so many steps, or after steps that took long."""

    def __init__(self) -> None:
        self._spacing = SPACING
        self._steps, self._seconds = 0, 0.0  # since the last keyframe

    @property
    def most(self) -> int:
        """The most steps to take in one call: a keyframe lies at the end of a call, and two at most twice as far apart.

        So no call is cut short for a keyframe: each further call costs a frame of playing as much as 150 steps.
        """
        return max(1, 2 * self._spacing - self._steps)

    def count(self, steps: int, seconds: float) -> bool:
        """Count steps that were taken; return whether a keyframe is due."""
        self._steps += steps
        self._seconds += seconds
        due = self._steps >= self._spacing or self._seconds >= SPACING_SECONDS * self._spacing / SPACING
        if due:
            self.restart()
        return due

    def restart(self, steps: int = 0) -> None:
        """Count again from a keyframe, after which `steps` steps were already taken."""
        self._steps, self._seconds = steps, 0.0

    def widen(self) -> None:
        """Double the distance, because there are too many keyframes."""
        self._spacing *= 2


class Recorder:
    """Record what a command produces on its way: losses, states to return to, and the progress of `fit`.

    Attributes:
        interrupt: set from any thread to make a long run of steps end early.
        deadline: the `perf_counter` time at which a run of steps ends even if it is not complete.
        progress: called a few times a second while `fit` runs, in its thread; or None.
        spacing: says when a keyframe is due.
        recordings: the losses of the steps that the present command took.
        states: the states after some of these steps, each with the number of steps before it.
        known: the present state of everything, if it was already saved.
    """

    def __init__(self) -> None:
        self.interrupt = threading.Event()
        self.deadline = math.inf
        self.progress: Callable[[Progress], None] | None = None
        self.spacing = KeyframeSpacing()
        self.recordings: list[Recording] = []
        self.states: list[tuple[int, SavedState]] = []
        self.known: SavedState | None = None

    def begin(self) -> None:
        """Begin recording another command."""
        self.recordings, self.states = [], []

    @property
    def hurried(self) -> bool:
        """Whether a run of steps is to end now."""
        return self.interrupt.is_set() or perf_counter() > self.deadline
