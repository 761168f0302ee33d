"""The one clock of playing: it ticks sixty times a second, and everything that happens frame by frame happens then."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gui.pacing.schedule import FRAMES_PER_SECOND, LONGEST_DEBT


class FrameClock(QObject):
    """Tick at fixed times: the first a sixtieth of a second after the start, and so on from there.

    A late tick does not move those after it. Ticks that were missed follow at once, so that they stay sixty a second,
    unless too many were.

    Args:
        parent: what owns this.
        clock: returns the time in seconds.

    Signals:
        ticked(): it is time for a frame.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._origin, self._ticks = 0.0, 0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    @property
    def next_tick(self) -> float:
        """When it ticks next, in seconds of its clock."""
        return self._origin + (self._ticks + 1) / FRAMES_PER_SECOND

    def start(self) -> None:
        """Tick from now on."""
        self._origin, self._ticks = self._clock(), 0
        self._wait()

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def _tick(self) -> None:
        late = self._clock() - self.next_tick
        if late > LONGEST_DEBT:
            self._origin += late
        self._ticks += 1
        self._wait()  # before the frame, which may stop the clock
        self.ticked.emit()

    def _wait(self) -> None:
        self._timer.start(max(0, ceil(1000 * (self.next_tick - self._clock()))))
