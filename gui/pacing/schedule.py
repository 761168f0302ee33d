"""The schedule of playing: when the next frame is due, and how many steps it takes."""

from __future__ import annotations

import math
from collections import deque
from statistics import median

from gui.pacing.tempo import Tempo

FRAMES_PER_SECOND = 60
WORK_SECONDS = 0.009
"""The steps of a frame take at most this long where there is no tempo; the rest of a sixtieth is for the snapshot."""

LEAST_SHARE, MORE, LESS = 0.5, 1.01, 0.97
"""The share of that time which is used: at least so much, so much more after a frame that left time, and less after one
that did not. So three frames in four leave some."""

MOST_STEPS, RATES = 20_000, 7
"""In one frame; and how many frames say how many steps fit into one."""

LONGEST_DEBT = 0.25
"""Who is later than this many seconds does not make up for it: time that was lost is lost."""


class Schedule:
    """Say when frames are due. All times are seconds of one clock, which the caller reads.

    The steps due are the seconds since the beginning times the tempo, counted from there and not from frame to frame,
    so that lateness does not add up. Up to 60 steps a second every step is a frame of its own, and who is late takes
    the next ones sooner; above, a frame takes all that are due. Without a tempo a frame takes as many steps as the
    last ones let expect for 9 ms, or for less where answers come too late for that.

    Args:
        tempo: steps per second, or None for as many as possible.
    """

    def __init__(self, tempo: Tempo) -> None:
        self._tempo = tempo
        self._origin, self._asked = 0.0, 0
        self._at_full_speed = 10  # steps in a frame without a tempo
        self._share = 1.0  # of the time for steps without a tempo
        self._rates: deque[float] = deque(maxlen=RATES)

    def begin(self, now: float) -> None:
        """Begin to play: the first frame is due now."""
        self._origin, self._asked = now, 0

    def set_tempo(self, tempo: Tempo, now: float) -> None:
        """Go on at another tempo: the next frame is due when it would be had the last one been taken at it."""
        last = self.due - self._frame_seconds
        self._tempo = tempo
        self._origin, self._asked = max(now, last + self._frame_seconds), 0

    @property
    def due(self) -> float:
        """When the next frame is due."""
        return self._origin + self._asked / self._pace

    def take(self, now: float) -> int:
        """Return the number of steps for a frame that is asked for now, and go on to the next one."""
        late = max(0.0, now - self.due)
        if late > LONGEST_DEBT or self._tempo is None:
            self._origin, late = self._origin + late, 0.0
        steps = self._frame_steps
        if steps > 1:
            steps += int(late * self._pace)
        self._asked += steps
        return steps if self._tempo is not None else self._at_full_speed

    def note(self, steps: int, seconds: float) -> None:
        """Note how long the steps of a frame took, to find out how many fit into one without a tempo."""
        if self._tempo is None and steps and seconds > 0:
            self._rates.append(steps / seconds)
            rate = median(self._rates)  # of a few: one frame that had to wait or to compile says nothing
            fit = rate * WORK_SECONDS * self._share
            low, high = max(1, self._at_full_speed // 2), min(MOST_STEPS, 2 * self._at_full_speed)
            self._at_full_speed = int(min(max(fit, low), high))

    def note_reserve(self, kept: bool) -> None:
        """Note at a tick whether a further answer waits already. If not, whatever takes longer next delays a frame."""
        if self._tempo is None:
            self._share = min(max(self._share * (MORE if kept else LESS), LEAST_SHARE), 1.0)

    # ---- inside -----------------------------------------------------------------------------------------------

    @property
    def _pace(self) -> float:
        """Steps per second; without a tempo, frames per second."""
        return FRAMES_PER_SECOND if self._tempo is None else self._tempo

    @property
    def _frame_steps(self) -> int:
        """How many steps a frame takes that is in time."""
        return max(1, math.ceil(self._pace / FRAMES_PER_SECOND))

    @property
    def _frame_seconds(self) -> float:
        return self._frame_steps / self._pace
