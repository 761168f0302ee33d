"""The check of the script: it is run in a fresh interpreter, and its weights are compared with the window's."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.problems.problem import Problem
from gui.threads.background import Background

if TYPE_CHECKING:
    from core.script.check import Compared, Weights


class CodeCheck(QObject):
    """Run one script at a time.

    Attributes:
        running: whether a script is running.

    Signals:
        began(): a script is running.
        ended(tuple): what was compared: one `Compared` for each array.
        stopped(Problem): it ended in an error; with None somebody stopped it.
    """

    began = Signal()
    ended = Signal(object)
    stopped = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.running = False
        self._background, self._cancel = Background(self), Event()

    def run(self, text: str, weights: Weights) -> None:
        """Run a script that should give these weights; `ended` or `stopped` follows."""
        if not self.running:
            self.running, self._cancel = True, Event()
            self._background.run(partial(_check, text, weights, self._cancel), self._end)
            self.began.emit()

    def stop(self) -> None:
        """End the script that is running."""
        self._cancel.set()

    def close(self) -> None:
        """End everything: the window closes."""
        self.stop()
        self._background.close()

    def _end(self, outcome: Any) -> None:
        self.running = False
        if outcome is None or isinstance(outcome, Problem):
            self.stopped.emit(outcome)
        else:
            self.ended.emit(outcome)


def _check(text: str, weights: Weights, cancel: Event) -> tuple[Compared, ...] | None:
    from core.script.check import Cancelled, check

    try:
        return check(text, weights, cancel)
    except Cancelled:
        return None
