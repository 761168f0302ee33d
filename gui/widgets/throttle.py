"""Refreshing a panel only as often as an eye can follow, and only while it is visible."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget


class Throttle(QObject):
    """Tell a panel when to show its latest data. No timer runs unless something waits in a visible panel.

    Args:
        panel: what is refreshed; the throttle is its child.
        interval_ms: the least time between two refreshes by `ask`.

    Signals:
        due(): refresh now.
    """

    due = Signal()

    def __init__(self, panel: QWidget, interval_ms: int) -> None:
        super().__init__(panel)
        self._panel = panel
        self._stale = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)  # others may be early
        self._timer.timeout.connect(self._refresh)
        self._interval = interval_ms
        panel.installEventFilter(self)

    @property
    def stale(self) -> bool:
        """Something has changed that was not shown yet."""
        return self._stale

    def ask(self) -> None:
        """Refresh now, or as soon as the last refresh is long enough ago."""
        left = self._interval - self._since.elapsed() if self._since.isValid() else 0
        if left <= 0:
            self.ask_now()
        elif not self._timer.isActive():
            self._wait(left)
        else:
            self._stale = True

    def ask_now(self) -> None:
        """Refresh now, however recent the last refresh is."""
        self._stale = True
        self._refresh()

    def ask_next_turn(self) -> None:
        """Refresh in the next turn of the event loop, because this one has enough to do."""
        self._wait(0)

    def ask_later(self) -> None:
        """Refresh once nobody has asked for a whole interval."""
        self._wait(self._interval)

    def _wait(self, ms: int) -> None:
        self._stale = True
        if self._panel.isVisible():
            self._timer.start(ms)

    def _refresh(self) -> None:
        if self._stale and self._panel.isVisible():
            self._timer.stop()
            self._stale = False
            self._since.start()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Show:
            self._refresh()
        elif event.type() == QEvent.Type.Hide:
            self._timer.stop()
            self._since.invalidate()
        return False
