"""Playing: steps taken frame by frame, at a tempo, and shown at the ticks of the frame clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from core.commands import Step
from core.service.messages import Answer
from gui.frames.frame_clock import FrameClock
from gui.pacing.rate_meter import RateMeter
from gui.pacing.schedule import Schedule
from gui.pacing.tempo import FIRST_TEMPO, Tempo, check_tempo
from gui.session.request_queue import RequestQueue

LONGEST_PAINT_SECONDS = 0.1
"""The next frame is shown after this time even if the one before was not painted: perhaps nothing can be seen."""

AHEAD = 3
"""So many frames may be under way or wait to be shown: they bridge what takes longer than usual."""

IN_FLIGHT = 2
"""So many may be under way where there is no tempo, because an answer is noticed only when painting ends."""

LONGEST_FRAME_SECONDS = 0.1
"""The time for one frame. On a large batch it takes only the steps that this allows, so that progress stays visible."""

SOON = 10
"""Frames a second, from which on a question can wait for the next one."""

EARLY_SECONDS = 0.002
"""A frame is asked for by so much early rather than a tick late."""

TELL_SECONDS = 0.5
"""The interval between reports of the rate."""


class Player(QObject):
    """Ask for frames while it plays, and keep their answers until the clock says that it is time to show them.

    So the Keras thread takes the next steps while the views show the last ones, but never more than three frames ahead.

    Args:
        queue: sends the frames.
        parent: what owns this.
        clock: returns the time in seconds.

    Attributes:
        playing: whether steps are taken frame by frame.
        tempo: the steps per second, or None for as many as possible.
        shortfall: the steps per second that are really taken, rounded, where the machine falls short; else None.
        frames: the clock; it ticks while it plays.
        waiting: the answers that are not shown yet, the oldest first; only frames wait for a tick.

    Signals:
        ending(): playing is about to end; what waits is to be shown first.
        playing_changed(): playing began or ended.
        tempo_changed(), shortfall_changed(): there is another one.
    """

    ending = Signal()
    playing_changed = Signal()
    tempo_changed = Signal()
    shortfall_changed = Signal()

    def __init__(
        self, queue: RequestQueue, parent: QObject | None = None, clock: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(parent)
        self.playing = False
        self.tempo: Tempo = FIRST_TEMPO
        self._chosen = False
        self.shortfall: int | None = None
        self._queue, self._clock = queue, clock
        self._schedule, self._meter = Schedule(self.tempo), RateMeter()
        self.frames = FrameClock(self, clock)
        self.waiting: deque[Answer] = deque()
        self._awaiting_paint = False  # of the latest snapshot
        self._shown_at = self._told_at = 0.0
        queue.takes_along = lambda: self.playing and (self.tempo is None or self.tempo >= SOON)
        queue.free.connect(self.ask)

    def set_tempo(self, steps_per_second: Tempo) -> None:
        """Take this many steps per second from now on, also while playing; with None as many as the machine can.

        Raises:
            ValueError: the number is below 0.01 or not finite.
        """
        check_tempo(steps_per_second)
        self._chosen = True
        self._change_tempo(steps_per_second)

    def suggest_tempo(self, tempo: Tempo) -> None:
        """Take this tempo, unless the learner has chosen one."""
        if not self._chosen:
            self._change_tempo(tempo)

    def play(self) -> None:
        """Play until told to stop."""
        self.playing = True
        self._schedule.begin(self._clock())
        self._meter.begin()
        self._queue.begin_play()
        self.frames.start()
        self.playing_changed.emit()
        self._queue.go_on()

    def stop(self) -> None:
        """Ask for no more frames; the one in flight ends early."""
        if self.playing:
            self.ending.emit()
            self.playing = False
            self.frames.stop()
            if self._queue.frames_in_flight:
                self._queue.interrupt()
            self._tell_shortfall(None)
            self.playing_changed.emit()

    def ask(self) -> None:
        """Ask for the next frame, if one is due and not too many are under way."""
        frames, other = self._queue.frames_in_flight, self._queue.in_flight
        if not self.playing or self._queue.waits or (other is not None and not frames):
            return
        if frames >= (IN_FLIGHT if self.tempo is None else 1) or frames + len(self.waiting) >= AHEAD:
            return
        now = self._clock()
        if self.tempo is None or self._schedule.due - now <= EARLY_SECONDS:
            self._queue.send_frame((Step(self._schedule.take(now)),), LONGEST_FRAME_SECONDS)

    def keep(self, answer: Answer) -> None:
        """Keep the answer to a frame until it is shown, and note how many steps it took in which time."""
        self.waiting.append(answer)
        steps, now = sum(len(recording.losses) for recording in answer.recordings), self._clock()
        self._schedule.note(steps, sum(recording.seconds for recording in answer.recordings))
        self._meter.note(now, steps, self.tempo)
        if self.playing and now - self._told_at >= TELL_SECONDS:
            self._told_at = now
            rate = self._meter.shortfall(self.tempo)
            self._tell_shortfall(None if rate is None else round(rate))

    def take_due(self) -> Answer | None:
        """Return the answer to show at this tick; None if there is none, or the views did not paint the one before."""
        if self._awaiting_paint and self._clock() - self._shown_at < LONGEST_PAINT_SECONDS:
            return None
        due = self.waiting.popleft() if self.waiting else None
        self._schedule.note_reserve(bool(self.waiting))
        return due

    def note_shown(self, shown: bool) -> None:
        """Note that the views were given another snapshot, or the same as before."""
        self._awaiting_paint, self._shown_at = shown, self._clock()

    def note_painted(self) -> None:
        """Note that the views have painted the latest snapshot."""
        self._awaiting_paint = False

    # ---- inside -----------------------------------------------------------------------------------------------

    def _change_tempo(self, tempo: Tempo) -> None:
        if tempo == self.tempo:
            return
        self.tempo = tempo
        self._schedule.set_tempo(tempo, self._clock())
        self._meter.begin()
        self._tell_shortfall(None)
        self.ask()
        self.tempo_changed.emit()

    def _tell_shortfall(self, shortfall: int | None) -> None:
        if shortfall != self.shortfall:
            self.shortfall = shortfall
            self.shortfall_changed.emit()
