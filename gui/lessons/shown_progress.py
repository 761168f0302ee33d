"""The learner's progress as the panel shows it, and as a file that a teacher opens in a spreadsheet."""

from __future__ import annotations

from core.files.saved_lesson import SavedLesson
from core.lessons.lesson import Lesson, Page
from core.lessons.progress_table import progress_csv
from gui.lessons.lesson_panel import LessonPanel
from gui.lessons.progress import LessonProgress
from gui.look import i18n
from gui.look.settings import Settings

UTF_8 = "\ufeff"
"""The mark by which spreadsheets know UTF-8."""


class ShownProgress:
    """Note what the learner reached and answered, and keep the panel's ticks as the progress is.

    Attributes:
        stored: the progress in the lesson in use.
    """

    def __init__(self, panel: LessonPanel, settings: Settings, lesson: Lesson) -> None:
        self._panel, self._settings, self._lesson = panel, settings, lesson
        self.stored = LessonProgress(lesson, settings)

    def use(self, lesson: Lesson) -> Page:
        """Show the progress in another lesson, and return the page that was open last."""
        self._lesson, self.stored = lesson, LessonProgress(lesson, self._settings)
        self._panel.set_done(self.stored.done)
        return self.stored.page

    def open(self, page: Page) -> None:
        """Remember a page as the open one, and show what was done on it."""
        self.stored.open(page)
        self._show(page)

    def reach(self, page: Page, reached: tuple[bool, ...]) -> None:
        """Note which goals of a page are reached now."""
        self.stored.reach(page, reached)
        self._show(page)

    def answer(self, page: Page, given: str, right: bool) -> None:
        """Note an answer to a page's question."""
        self.stored.answer(page, given, right)
        self._show(page)

    def take(self, saved: SavedLesson, page: Page) -> None:
        """Add the pages that were done in a saved session; `page` is the open one."""
        self.stored.take(saved)
        self._show(page)

    def table(self) -> str:
        """Return the progress on every page as a table for a spreadsheet."""
        return UTF_8 + progress_csv(self._lesson, self.stored.rows(), i18n.language())

    def _show(self, page: Page) -> None:
        self._panel.page.set_reached(self.stored.reached(page), self.stored.is_answered(page))
        self._panel.set_done(self.stored.done)
