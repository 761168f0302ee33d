"""The pace of views that need not show every frame."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from gui.session.player import Player

SLOW_MS = 120
"""The interval between their updates while playing."""


class Pace(QObject):
    """Pass a signal on at once, but only a few times a second while playing.

    Args:
        player: knows whether it plays.
        signal: what is passed on.
        parent: what owns this.

    Signals:
        due(): it was emitted since the last time.
    """

    due = Signal()

    def __init__(self, player: Player, signal: SignalInstance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._timer = QTimer(self, interval=SLOW_MS, singleShot=True)
        self._timer.timeout.connect(self.due)
        signal.connect(self._pass_on)
        player.playing_changed.connect(self._catch_up)

    def stop(self) -> None:
        """Drop the signal that waits."""
        self._timer.stop()

    def _pass_on(self) -> None:
        if not self._player.playing:
            self._timer.stop()
            self.due.emit()
        elif not self._timer.isActive():
            self._timer.start()

    def _catch_up(self) -> None:
        """Pass on at once what waits when playing ends."""
        if self._timer.isActive() and not self._player.playing:
            self._timer.stop()
            self.due.emit()
