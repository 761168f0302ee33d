"""A learner's progress in a lesson, remembered from one start to the next."""

from __future__ import annotations

from hashlib import sha256

from core.lessons.lesson import Lesson, Page
from gui.look.settings import Settings


class LessonProgress:
    """The pages of one lesson that are done, and the page that was open last.

    A page is done when all its goals were reached and its question was answered correctly, in any order.

    Args:
        lesson: the lesson, identified by its folder.
        settings: where the progress is stored.

    Attributes:
        done: the names of the pages that are done.
    """

    def __init__(self, lesson: Lesson, settings: Settings) -> None:
        self._lesson, self._settings = lesson, settings
        self._key = "lesson/" + sha256(str(lesson.folder.resolve()).encode()).hexdigest()[:16]
        names = {page.name for page in lesson.pages}
        self.done = frozenset(settings.text(f"{self._key}/done", "").split()) & names
        self._goals: dict[str, frozenset[int]] = {}
        self._answered: set[str] = set()

    @property
    def page(self) -> Page:
        """The page that was open last, or the first one."""
        name = self._settings.text(f"{self._key}/page", "")
        return next((page for page in self._lesson.pages if page.name == name), self._lesson.pages[0])

    def open(self, page: Page) -> None:
        """Remember the page that is open."""
        self._settings.set(f"{self._key}/page", page.name)

    def reach(self, page: Page, reached: tuple[bool, ...]) -> tuple[bool, ...]:
        """Note goals that are reached, for good, and return which goals of the page are."""
        known = self._goals.get(page.name, frozenset())
        known |= {number for number, yes in enumerate(reached) if yes}
        self._goals[page.name] = known
        self._refresh(page)
        return self.reached(page)

    def reached(self, page: Page) -> tuple[bool, ...]:
        """Return which goals of a page were reached."""
        known = self._goals.get(page.name, frozenset())
        return tuple(page.name in self.done or number in known for number in range(len(page.goals)))

    def answer_rightly(self, page: Page) -> None:
        """Note that a page's question was answered correctly."""
        self._answered.add(page.name)
        self._refresh(page)

    def _refresh(self, page: Page) -> None:
        answered = page.question is None or page.name in self._answered
        if page.name not in self.done and answered and all(self.reached(page)):
            self.done |= {page.name}
            self._settings.set(f"{self._key}/done", " ".join(sorted(self.done)))
