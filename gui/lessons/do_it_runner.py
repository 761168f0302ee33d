"""Does what a page of a lesson does, one command after another, so that one can watch."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from core.lessons.lesson import Deed
from core.problems.problem import Problem
from core.service.messages import LESSON
from gui.look import theme
from gui.session.session import Session

PACE_MS = 600
"""Between two commands."""

PATIENCE_MS = 30
"""How often to look whether the command before is done."""


class LessonRunner(QObject):
    """Gives a session one command after another, each when the one before is done and could be seen.

    What was not foreseen ends the run; a refusal that the page wants to show does not.

    Args:
        session: whose room must be the lesson's, or will be as soon as it is idle.
        parent: what owns this.

    Attributes:
        running: whether a run is under way.
        deed: what was given to the session last, or None.

    Signals:
        ended(bool): the run ended, complete or not.
    """

    ended = Signal(bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.running = False
        self.deed: Deed | None = None
        self._session = session
        self._left: list[Deed] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        session.problem_raised.connect(self._problem_raised)

    def run(self, deeds: Iterable[Deed]) -> None:
        """Begin."""
        self._left, self.deed, self.running = list(deeds), None, True
        self._timer.start(0)

    def stop(self) -> None:
        """Do no more; what was done stays."""
        self._end(False)

    def _go_on(self) -> None:
        if not self._session.idle:
            self._timer.start(PATIENCE_MS)
        elif self._session.room != LESSON:
            self._end(False)
        elif not self._left:
            self._end(True)
        else:
            self.deed = self._left.pop(0)
            self._session.do(self.deed.command)
            self._timer.start(0 if theme.current().reduced_motion else PACE_MS)

    def _problem_raised(self, problem: Problem) -> None:
        if self.deed is None or not self.deed.refused:
            self._end(False)

    def _end(self, complete: bool) -> None:
        self._timer.stop()
        self._left, self.deed = [], None
        if self.running:
            self.running = False
            self.ended.emit(complete)
