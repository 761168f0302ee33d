"""Whether anything still moves while a network is trained on and on."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.snapshot.snapshot import Array

SECONDS, STEPS = 3.0, 60
"""What is compared lies so many seconds of playing and at least so many steps apart: slow playing is no standstill."""

LEAST_GAIN = 1e-3
"""The best loss must fall by more than this share of itself."""

LEAST_MOVE = 1e-6
"""Weights that change by less than this share of their norm do not move: float32 rounds to 6e-8 of each. A learning
rate of 1e-6, the smallest there is, moves a network that learns by more."""

LOOK_SECONDS = 0.25


@dataclass(frozen=True)
class _Look:
    """What there was at one time: the seconds played, the steps taken, the best loss so far, and all weights."""

    seconds: float
    steps: int
    best: float
    weights: Array


class Standstill:
    """Tell from the losses and the weights of one run, in which nothing is changed, whether the loss no longer falls.

    Nothing moves where no weight has changed (all is frozen, all gradients are 0), or where the best loss hardly falls
    and the weights hardly move. So slow learning is not stopped, nor one whose loss goes up and down: there the weights
    move. Of mini-batches the best loss may fall by chance, which only makes it wait.

    Attributes:
        since: the seconds played when nothing moved any more; None while something does, or nobody knows.
    """

    def __init__(self) -> None:
        self.since: float | None = None
        self._looks: deque[_Look] = deque()
        self._steps, self._best = 0, float("inf")

    def note(self, seconds: float, losses: Sequence[Array], weights: Sequence[Array]) -> None:
        """Note what was recorded since the last time.

        Args:
            seconds: of playing since the beginning.
            losses: those of the steps that were taken, in one array or several.
            weights: all weights of the network now, frozen or not.
        """
        self._steps += sum(map(len, losses))
        self._best = min(self._best, *(float(np.min(part, initial=np.inf)) for part in losses))
        if not self._looks or seconds - self._looks[-1].seconds >= LOOK_SECONDS:
            flat = np.concatenate([array.ravel() for array in weights]) if weights else np.zeros(0, np.float32)
            self._look(_Look(seconds, self._steps, self._best, flat))

    def lasts(self, seconds: float) -> float:
        """Return for how many seconds nothing has moved; 0 while something does."""
        return 0.0 if self.since is None else seconds - self.since

    def _look(self, now: _Look) -> None:
        self._looks.append(now)
        while len(self._looks) > 1 and _far_apart(self._looks[1], now):
            self._looks.popleft()
        then = self._looks[0]
        if not _far_apart(then, now) or not _stands_still(then, now):
            self.since = None
        elif self.since is None:
            self.since = now.seconds


def _far_apart(then: _Look, now: _Look) -> bool:
    return now.seconds - then.seconds >= SECONDS and now.steps - then.steps >= STEPS


def _stands_still(then: _Look, now: _Look) -> bool:
    moved = float(np.linalg.norm(now.weights - then.weights))
    gained = then.best - now.best
    return moved == 0 or (moved < LEAST_MOVE * float(np.linalg.norm(then.weights)) and gained <= LEAST_GAIN * then.best)
