"""The problem on show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.problems.problem import Problem


class ProblemOnShow(QObject):
    """Keep the problem on show, so that nobody is told of the end of a problem that was never shown.

    Attributes:
        problem: the one on show, or None.

    Signals:
        raised(Problem): something could not be done.
        resolved(): the problem on show is over: it was closed, or what raised it was undone.
    """

    raised = Signal(object)
    resolved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.problem: Problem | None = None

    def show(self, problem: Problem) -> None:
        """Ask the views to show a problem."""
        self.problem = problem
        self.raised.emit(problem)

    def resolve(self) -> None:
        """Ask the views to hide the problem on show, if there is one."""
        if self.problem is not None:
            self.problem = None
            self.resolved.emit()
