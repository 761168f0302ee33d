"""Go through a lesson's pages as the worker does, with real Keras objects."""

from __future__ import annotations

from pathlib import Path

import resources
from core.history.branch import Entry
from core.lessons.grading import Grading
from core.lessons.lesson import Deed, Lesson, Page
from core.lessons.page_opening import Opening
from core.lessons.reader import load
from core.network.network import Network
from core.problems.problem import Problem
from core.service.workspace import Workspace
from core.workbench.workbench import Workbench

COURSE = Path(resources.ROOT) / "lessons" / "keras"


def course() -> Lesson:
    return load(COURSE)


def opened(lesson: Lesson, page: Page) -> Workspace:
    """Open a page in a new workspace."""
    workspace = Workspace(Workbench)
    workspace.open(Opening(lesson.commands_before(page), page.conditions))
    workspace.bench.take_events()
    return workspace


def do(workspace: Workspace, deed: Deed) -> Problem | None:
    """Do one command of "Do it"; return its Problem, or None."""
    problem = None
    try:
        workspace.bench.do([deed.command])
    except Problem as refusal:
        problem = refusal
    done = [event.command for event in workspace.bench.take_events() if isinstance(event, Entry)]
    workspace.note(done, [deed.command], problem)
    return problem


def actual_answer(lesson: Lesson, page: Page) -> str:
    """Return the answer of the real objects to the page's question."""
    assert page.question is not None
    return Grading(lesson.commands_to(page, page.question), page.question.answer).answer(Network())
