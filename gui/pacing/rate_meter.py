"""How many steps a second are really taken."""

from __future__ import annotations

from collections import deque

from gui.pacing.tempo import Tempo

SECONDS, FEWEST_STEPS = 2.0, 2
"""How far back the measurement goes: so long, and at least so many steps of the tempo."""

SHORT_BELOW = 0.9
"""A tempo is kept if this share of it is reached; painting and the system's timers are not more exact."""


class RateMeter:
    """Measure the rate of steps over the last seconds. All times are seconds of one clock, which the caller reads."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, int]] = deque()

    def begin(self) -> None:
        """Forget what was measured."""
        self._noted.clear()

    def note(self, now: float, steps: int, tempo: Tempo) -> None:
        """Note that steps have been taken, and forget what is too long ago for a tempo."""
        self._noted.append((now, steps))
        while len(self._noted) > 1 and now - self._noted[1][0] >= _seconds(tempo):
            self._noted.popleft()

    def shortfall(self, tempo: Tempo) -> float | None:
        """Return the steps per second where they fall short of the tempo; None while they do not, or nobody knows."""
        if tempo is None or not self._noted:
            return None
        (first, before), (last, _) = self._noted[0], self._noted[-1]
        if last - first < _seconds(tempo):
            return None
        rate = (sum(steps for _, steps in self._noted) - before) / (last - first)
        return rate if rate < SHORT_BELOW * tempo else None


def _seconds(tempo: Tempo) -> float:
    return SECONDS if tempo is None else max(SECONDS, FEWEST_STEPS / tempo)
