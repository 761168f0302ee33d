"""Run the commands of a lesson's page one after another, slowly enough to watch."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from core.lessons.lesson import Deed
from core.problems.problem import Problem
from gui.look import theme

PACE_MS = 600
"""The time between two commands."""


class DoItRunner(QObject):
    """A runner that asks for each command when the one before is done and was visible for a moment.

    An unexpected problem ends the run; a refusal that the page means to show does not.

    Args:
        idle: returns whether the session is idle. Its owner calls `note_idle` when it becomes idle.
        parent: the owner.

    Attributes:
        running: whether commands are being run.
        deed: the last one that was asked for, or None.

    Signals:
        command_due(Command): do this now.
        ended(bool): the run ended, complete or not.
    """

    command_due = Signal(object)
    ended = Signal(bool)

    def __init__(self, idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self.running = False
        self.deed: Deed | None = None
        self._idle = idle
        self._left: list[Deed] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    def run(self, deeds: Iterable[Deed]) -> None:
        """Begin with the first command."""
        self._left, self.deed, self.running = list(deeds), None, True
        self._timer.start(0)

    def stop(self) -> None:
        """End the run; what was done stays."""
        self._end(False)

    def note_idle(self) -> None:
        """Go on, once the command before was visible long enough."""
        if self.running and not self._timer.isActive():
            self._timer.start(0)  # deferred, so that other receivers see the result before the next command

    def note_problem(self, problem: Problem) -> None:
        """End the run, unless the page means to show this refusal."""
        if self.deed is None or not self.deed.refused:
            self._end(False)

    def _go_on(self) -> None:
        if not self._idle():
            return  # until `note_idle`
        if not self._left:
            self._end(True)
            return
        self.deed = self._left.pop(0)
        self._timer.start(0 if theme.current().reduced_motion else PACE_MS)
        self.command_due.emit(self.deed.command)

    def _end(self, complete: bool) -> None:
        self._timer.stop()
        self._left, self.deed = [], None
        if self.running:
            self.running = False
            self.ended.emit(complete)
