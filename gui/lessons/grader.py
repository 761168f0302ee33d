"""Grade the answer to a page's question by real Keras objects."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from core.intents.questions import Question
from core.lessons.grading import Grading
from core.lessons.lesson import Lesson, Page
from gui.lessons.question_box import QuestionBox
from gui.session.session import Session


class Grader(QObject):
    """A grader of answers, which runs the question's commands to get the true one.

    Signals:
        graded(str, bool): an answer was right, or not.
    """

    graded = Signal(str, bool)

    def __init__(self, box: QuestionBox, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._box, self._session = box, session
        self._lesson: Lesson | None = None
        self._page: Page | None = None
        self._given = ""
        box.answered.connect(self._grade)
        session.question_answered.connect(self._show_verdict)
        session.problem_raised.connect(box.forget_wait)  # it cannot be graded now; the card says why

    def set_page(self, lesson: Lesson, page: Page) -> None:
        """Grade the question of this page from now on."""
        self._lesson, self._page = lesson, page

    def _grade(self, given: str) -> None:
        lesson, page = self._lesson, self._page
        assert lesson is not None
        assert page is not None
        assert page.question is not None
        self._given = given
        self._session.ask(Grading(lesson.commands_to(page, page.question), page.question.answer, page.name))

    def _show_verdict(self, question: Question, actual: Any) -> None:
        page = self._page
        if page is None or page.question is None or not isinstance(question, Grading) or question.key != page.name:
            return
        right = page.question.is_right(self._given, actual)
        self._box.set_verdict(right, actual)
        self.graded.emit(self._given, right)
