"""The watch over playing: it says when nothing moves any more, and pauses after a while."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.commands import Step
from core.history.branch import Entry
from core.service.messages import Answer
from core.snapshot.records import Recording

if TYPE_CHECKING:
    from core.health.standstill import Standstill
    from gui.session.exchange import Exchange

PATIENCE = 10.0
"""Playing is paused when nothing has moved for so many seconds."""


class StandstillWatch(QObject):
    """Follow the answers while it plays.

    Args:
        exchange: brings the answers.
        parent: what owns this.
        clock: returns the time in seconds.

    Attributes:
        still: whether nothing moves any more.
        paused: whether playing was paused because of that.

    Signals:
        changed(): one of these is another.
    """

    changed = Signal()

    def __init__(
        self, exchange: Exchange, parent: QObject | None = None, clock: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(parent)
        self.still = self.paused = False
        self._player, self._clock = exchange.player, clock
        self._standstill: Standstill | None = None
        self._began = 0.0
        exchange.player.playing_changed.connect(self._playing_changed)
        exchange.workspaces.workspace_changed.connect(self._begin)
        exchange.reported.connect(self._note)

    def _playing_changed(self) -> None:
        if self._player.playing:
            self._begin()

    def _begin(self) -> None:
        self._began = self._clock()
        self._standstill = None
        self._tell(False, False)

    def _note(self, answer: Answer) -> None:
        if any(not isinstance(event, Recording) and not _is_step(event) for event in answer.events):
            self._begin()  # something was changed, or another place is shown
        losses = [recording.losses for recording in answer.recordings]
        if not self._player.playing or answer.snapshot is None or not losses:
            return
        if self._standstill is None:
            from core.health.standstill import Standstill  # numpy, which is loaded by now

            self._standstill = Standstill()
        seconds, layers = self._clock() - self._began, answer.snapshot.layers
        self._standstill.note(seconds, losses, [array for layer in layers for array in (layer.kernel, layer.bias)])
        paused = self._standstill.lasts(seconds) >= PATIENCE
        if paused:
            self._player.stop()
        self._tell(self._standstill.since is not None, paused)

    def _tell(self, still: bool, paused: bool) -> None:
        if (still, paused) != (self.still, self.paused):
            self.still, self.paused = still, paused
            self.changed.emit()


def _is_step(event: object) -> bool:
    return isinstance(event, Entry) and isinstance(event.command, Step)
