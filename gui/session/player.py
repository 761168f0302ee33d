"""Playing: steps taken frame by frame, paced by the painting."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.commands import Step
from gui.session.request_queue import RequestQueue

FRAME_SECONDS, LONGEST_PAINT_SECONDS = 1 / 60, 0.1
LONGEST_FRAME_SECONDS = 0.1
"""The time for one frame. On a large batch it takes only the steps that this allows, so that progress stays visible."""


class Player(QObject):
    """Ask for frames while it plays.

    The next steps are taken while the views paint the last ones, but only one frame ahead, so that the window never
    falls behind.

    Args:
        queue: sends the frames.
        parent: what owns this.

    Attributes:
        playing: whether steps are taken frame by frame.
        steps_per_frame: how many steps are taken between two repaints.

    Signals:
        playing_changed(): playing began or ended.
    """

    playing_changed = Signal()

    def __init__(self, queue: RequestQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.playing = False
        self.steps_per_frame = 10
        self._queue = queue
        self._awaiting_paint = False  # of the latest snapshot
        self._behind = False  # when it arrived, the one before was not painted yet
        self._sent_at = self._answered_at = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._frame_due)
        queue.sent.connect(self._note_sent)
        queue.free.connect(self._go_on)

    def play(self) -> None:
        """Play until told to stop."""
        self.playing = True
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
            self.playing_changed.emit()

    def take_answer(self, current: bool) -> None:
        """Let the worker go on, if the answer is current, while the views take in the result."""
        self._answered_at = perf_counter()
        if self.playing and current and not self._queue.waits and not self._awaiting_paint:
            self._plan_frame()

    def note_shown(self, shown: bool) -> None:
        """Note that the views were given another snapshot, or the same as before."""
        self._behind, self._awaiting_paint = self._awaiting_paint and shown, shown

    def note_painted(self) -> None:
        """Note that the views have painted the latest snapshot."""
        self._awaiting_paint = self._behind = False

    # ---- inside -----------------------------------------------------------------------------------------------

    def _note_sent(self) -> None:
        self._sent_at = perf_counter()

    def _go_on(self) -> None:
        if self.playing and not self._timer.isActive():
            self._plan_frame()

    def _plan_frame(self) -> None:
        """Ask for the next frame a sixtieth of a second after the last request, or at once if that time is over."""
        left = FRAME_SECONDS - (perf_counter() - self._sent_at)
        if left > 0.001:
            self._timer.start(int(1000 * left))
        else:
            self._frame_due()

    def _frame_due(self) -> None:
        if not self.playing or self._queue.in_flight is not None:
            return
        if self._behind and perf_counter() - self._answered_at < LONGEST_PAINT_SECONDS:
            self._timer.start(2)
            return
        self._queue.send_frame((Step(self.steps_per_frame),), LONGEST_FRAME_SECONDS)
