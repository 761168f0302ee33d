"""A learner's progress as a table that a teacher opens in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from core.lessons.lesson import Lesson, Page

COLUMNS = ("lesson", "page", "title", "done", "goals_reached", "goals", "question_answered", "tries", "answers")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True)
class PageProgress:
    """What a learner did on one page.

    Attributes:
        page: the page.
        done: whether it is done.
        goals: how many of its goals were reached.
        answered: whether its question was answered correctly; True if it has none.
        answers: those given, in order.
    """

    page: Page
    done: bool
    goals: int
    answered: bool
    answers: tuple[str, ...]


def progress_csv(lesson: Lesson, rows: Iterable[PageProgress], language: str) -> str:
    """Return the progress as CSV, one line for each page; `done` and `question_answered` are 0 or 1."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    title = lesson.in_language(lesson.title, language)
    for row in rows:
        page = row.page
        cells = (title, page.number, lesson.in_language(page.title, language))
        counts = (int(row.done), row.goals, len(page.goals), int(row.answered), len(row.answers))
        writer.writerow([*map(_cell, cells), *counts, _cell(" | ".join(row.answers))])
    return text.getvalue()


def _cell(text: str) -> str:
    """Return a text that no spreadsheet computes; a number stays a number."""
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
