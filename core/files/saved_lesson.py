"""How far a lesson was read, as a saved session holds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SavedLesson:
    """How far a lesson was read.

    Attributes:
        key: which lesson, as `LessonProgress` names it.
        page: the page that was open.
        done: the pages that are done.
    """

    key: str
    page: str
    done: tuple[str, ...] = ()
