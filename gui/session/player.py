"""Playing: steps taken frame by frame, at a tempo, and never faster than the views paint."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.commands import Step
from core.service.messages import Answer
from gui.pacing.rate_meter import RateMeter
from gui.pacing.schedule import Schedule
from gui.pacing.tempo import Tempo, check_tempo
from gui.session.request_queue import RequestQueue

LONGEST_PAINT_SECONDS = 0.1
LONGEST_FRAME_SECONDS = 0.1
"""The time for one frame. On a large batch it takes only the steps that this allows, so that progress stays visible."""

TELL_SECONDS = 0.5
"""The interval between reports of the rate."""


class Player(QObject):
    """Ask for frames while it plays.

    The next steps are taken while the views paint the last ones, but only one frame ahead, so that the window never
    falls behind.

    Args:
        queue: sends the frames.
        parent: what owns this.
        clock: returns the time in seconds.

    Attributes:
        playing: whether steps are taken frame by frame.
        tempo: the steps per second, or None for as many as possible.
        shortfall: the steps per second that are really taken, rounded, where the machine falls short; else None.

    Signals:
        playing_changed(): playing began or ended.
        tempo_changed(), shortfall_changed(): there is another one.
    """

    playing_changed = Signal()
    tempo_changed = Signal()
    shortfall_changed = Signal()

    def __init__(
        self, queue: RequestQueue, parent: QObject | None = None, clock: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(parent)
        self.playing = False
        self.tempo: Tempo = 60
        self._chosen = False
        self.shortfall: int | None = None
        self._queue, self._clock = queue, clock
        self._schedule, self._meter = Schedule(self.tempo), RateMeter()
        self._frame_in_flight = False
        self._awaiting_paint = False  # of the latest snapshot
        self._behind = False  # when it arrived, the one before was not painted yet
        self._answered_at = self._told_at = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._frame_due)
        queue.free.connect(self._go_on)

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
        self.playing_changed.emit()
        self._queue.go_on()

    def stop(self) -> None:
        """Ask for no more frames; the one in flight ends early."""
        if self.playing:
            self.playing = False
            self._timer.stop()
            if self._queue.frame_in_flight:
                self._queue.interrupt()
            self._tell_shortfall(None)
            self.playing_changed.emit()

    def take_answer(self, answer: Answer, current: bool) -> None:
        """Let the worker go on, if the answer is current, while the views take in the result."""
        self._answered_at = self._clock()
        if self._frame_in_flight:
            self._frame_in_flight = False
            self._note_frame(answer)
        if self.playing and current and not self._queue.waits and not self._awaiting_paint:
            self._plan_frame()

    def note_shown(self, shown: bool) -> None:
        """Note that the views were given another snapshot, or the same as before."""
        self._behind, self._awaiting_paint = self._awaiting_paint and shown, shown

    def note_painted(self) -> None:
        """Note that the views have painted the latest snapshot."""
        self._awaiting_paint = self._behind = False

    # ---- inside -----------------------------------------------------------------------------------------------

    def _change_tempo(self, tempo: Tempo) -> None:
        if tempo == self.tempo:
            return
        self.tempo = tempo
        self._schedule.set_tempo(tempo, self._clock())
        self._meter.begin()
        self._tell_shortfall(None)
        if self._timer.isActive():  # it waits for a frame that is due at another time now
            self._timer.stop()
            self._plan_frame()
        self.tempo_changed.emit()

    def _go_on(self) -> None:
        if self.playing and not self._timer.isActive():
            self._plan_frame()

    def _plan_frame(self) -> None:
        """Ask for the next frame when it is due, or at once if it is overdue."""
        left = self._schedule.due - self._clock()
        if left > 0.001:
            self._timer.start(int(1000 * left))
        else:
            self._frame_due()

    def _frame_due(self) -> None:
        if not self.playing or self._queue.in_flight is not None:
            return
        if self._behind and self._clock() - self._answered_at < LONGEST_PAINT_SECONDS:
            self._timer.start(2)
            return
        self._frame_in_flight = True
        self._queue.send_frame((Step(self._schedule.take(self._clock())),), LONGEST_FRAME_SECONDS)

    def _note_frame(self, answer: Answer) -> None:
        """Note how many steps a frame took and how long, and tell from time to time whether they are too few."""
        steps = sum(len(recording.losses) for recording in answer.recordings)
        self._schedule.note(steps, sum(recording.seconds for recording in answer.recordings))
        self._meter.note(self._answered_at, steps, self.tempo)
        if self.playing and self._answered_at - self._told_at >= TELL_SECONDS:
            self._told_at = self._answered_at
            rate = self._meter.shortfall(self.tempo)
            self._tell_shortfall(None if rate is None else round(rate))

    def _tell_shortfall(self, shortfall: int | None) -> None:
        if shortfall != self.shortfall:
            self.shortfall = shortfall
            self.shortfall_changed.emit()
