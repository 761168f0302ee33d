"""A learner's progress in a lesson, remembered from one start to the next."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from core.files.saved_lesson import SavedLesson
from core.lessons.lesson import Lesson, Page
from core.lessons.progress_table import PageProgress
from gui.look.settings import Settings

MOST_ANSWERS = 50
"""Answers to one question that are remembered."""


@dataclass
class _Record:
    """What is known of one page: the goals reached, the answers given, and whether the last was right."""

    goals: set[int] = field(default_factory=set)
    answers: list[str] = field(default_factory=list)
    right: bool = False


class LessonProgress:
    """The pages of one lesson that are done, and the page that was open last.

    A page is done when all its goals were reached and its question was answered correctly, in any order.

    Args:
        lesson: the lesson, identified by its folder.
        settings: where the progress is stored.

    Attributes:
        lesson: as above.
        done: the names of the pages that are done.
    """

    def __init__(self, lesson: Lesson, settings: Settings) -> None:
        self.lesson, self._settings = lesson, settings
        self._key = "lesson/" + sha256(str(lesson.folder.resolve()).encode()).hexdigest()[:16]
        names = {page.name for page in lesson.pages}
        self.done = frozenset(settings.text(f"{self._key}/done", "").split()) & names
        self._records = _read_records(settings.text(f"{self._key}/pages", ""))

    @property
    def page(self) -> Page:
        """The page that was open last, or the first one."""
        name = self._settings.text(f"{self._key}/page", "")
        return next((page for page in self.lesson.pages if page.name == name), self.lesson.pages[0])

    def open(self, page: Page) -> None:
        """Remember the page that is open."""
        self._settings.set(f"{self._key}/page", page.name)

    def reach(self, page: Page, reached: tuple[bool, ...]) -> tuple[bool, ...]:
        """Note goals that are reached, for good, and return which goals of the page are."""
        new = {number for number, yes in enumerate(reached) if yes} - self._record(page).goals
        if new:
            self._record(page).goals |= new
            self._store(page)
        return self.reached(page)

    def reached(self, page: Page) -> tuple[bool, ...]:
        """Return which goals of a page were reached."""
        known = self._record(page).goals
        return tuple(page.name in self.done or number in known for number in range(len(page.goals)))

    def answer(self, page: Page, given: str, right: bool) -> None:
        """Note an answer to a page's question."""
        record = self._record(page)
        record.answers = [*record.answers, given][-MOST_ANSWERS:]
        record.right = record.right or right
        self._store(page)

    def is_answered(self, page: Page) -> bool:
        """Return whether there is nothing left to answer on a page."""
        return page.question is None or page.name in self.done or self._record(page).right

    def rows(self) -> tuple[PageProgress, ...]:
        """Return the progress of every page, in order."""
        return tuple(
            PageProgress(
                page, page.name in self.done, sum(self.reached(page)), self.is_answered(page), self._answers(page)
            )
            for page in self.lesson.pages
        )

    @property
    def saved(self) -> SavedLesson:
        """What a saved session holds of it."""
        return SavedLesson(self._name, self.page.name, tuple(sorted(self.done)))

    def take(self, saved: SavedLesson) -> None:
        """Add the pages that were done in a saved session, if it was this lesson."""
        new = frozenset(saved.done) & {page.name for page in self.lesson.pages}
        if saved.key == self._name and not new <= self.done:
            self.done |= new
            self._settings.set(f"{self._key}/done", " ".join(sorted(self.done)))

    # ---- inside ---------------------------------------------------------------------------------------------

    @property
    def _name(self) -> str:
        """Which lesson it is, wherever its folder lies: its pages say so."""
        return sha256("\n".join(page.name for page in self.lesson.pages).encode()).hexdigest()[:16]

    def _record(self, page: Page) -> _Record:
        return self._records.setdefault(page.name, _Record())

    def _answers(self, page: Page) -> tuple[str, ...]:
        return tuple(self._record(page).answers)

    def _store(self, page: Page) -> None:
        if page.name not in self.done and self.is_answered(page) and all(self.reached(page)):
            self.done |= {page.name}
            self._settings.set(f"{self._key}/done", " ".join(sorted(self.done)))
        pages = {name: [sorted(one.goals), one.answers, one.right] for name, one in self._records.items()}
        self._settings.set(f"{self._key}/pages", json.dumps(pages))


def _read_records(text: str) -> dict[str, _Record]:
    """Read what an earlier start stored; nothing, if it is not what this version stores."""
    found: dict[str, _Record] = {}
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        pages: dict[str, Any] = json.loads(text or "{}")
        for name, (goals, answers, right) in pages.items():
            found[name] = _Record({int(goal) for goal in goals}, [str(answer) for answer in answers], bool(right))
    return found
