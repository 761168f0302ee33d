"""Walks through a lesson's pages as the worker does, with real Keras objects."""

from __future__ import annotations

from pathlib import Path

import resources
from core.history.branch import Entry
from core.lessons.grading import Grading
from core.lessons.lesson import Deed, Lesson, Page
from core.lessons.page_opening import Opening
from core.lessons.reader import load
from core.problems.problem import Problem
from core.service.workspace import Workspace
from core.workbench.workbench import Workbench

COURSE = Path(resources.ROOT) / "lessons" / "keras"


def course() -> Lesson:
    return load(COURSE)


def opened(lesson: Lesson, page: Page) -> Workspace:
    """A room in which a page is open, where nothing was done yet."""
    room = Workspace(Workbench)
    room.open(Opening(lesson.commands_before(page), page.conditions))
    room.bench.take_events()
    return room


def do(room: Workspace, deed: Deed) -> Problem | None:
    """Do one command of "Do it"; returns what refused it."""
    problem = None
    try:
        room.bench.do([deed.command])
    except Problem as refusal:
        problem = refusal
    done = [event.command for event in room.bench.take_events() if isinstance(event, Entry)]
    room.note(done, [deed.command], problem)
    return problem


def actual_answer(lesson: Lesson, page: Page, room: Workspace) -> str:
    """What the real objects say to the page's question."""
    assert page.question is not None
    return Grading(lesson.commands_to(page, page.question), page.question.answer).answer(room.bench.network)
