"""Grade the answer to a page's question by real Keras objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.intents.questions import Question
from core.lessons.grading import Grading
from core.lessons.lesson import Lesson, Page
from gui.lessons.question_box import QuestionBox


class Grader(QObject):
    """A grader of answers, which has the question's commands run to get the true one.

    Args:
        box: where the question is answered.
        ask: asks the Keras thread; its answer goes to `take_answer`.
        parent: the owner.

    Signals:
        graded(str, bool): an answer was right, or not.
    """

    graded = Signal(str, bool)

    def __init__(self, box: QuestionBox, ask: Callable[[Question], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._box, self._ask = box, ask
        self._lesson: Lesson | None = None
        self._page: Page | None = None
        self._given = ""
        box.answered.connect(self._grade)

    def set_page(self, lesson: Lesson, page: Page) -> None:
        """Grade the question of this page from now on."""
        self._lesson, self._page = lesson, page

    def take_answer(self, question: Question, actual: Any) -> None:
        """Show the verdict, if this is the answer to the page's question."""
        page = self._page
        if page is None or page.question is None or not isinstance(question, Grading) or question.key != page.name:
            return
        if not self._box.waiting:
            return  # another answer was given meanwhile, or the page was opened anew
        right = page.question.is_right(self._given, actual)
        self._box.set_verdict(right, actual)
        self.graded.emit(self._given, right)

    def _grade(self, given: str) -> None:
        lesson, page = self._lesson, self._page
        assert lesson is not None
        assert page is not None
        assert page.question is not None
        self._given = given
        self._ask(Grading(lesson.commands_to(page, page.question), page.question.answer, page.name))
