"""Check a lesson without a window: read it, and walk every page on real Keras objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from core import environment
from core.history.branch import Entry
from core.lessons.grading import Grading
from core.lessons.lesson import Deed, Lesson, Page
from core.lessons.page_opening import Opening
from core.lessons.reader import load
from core.problems.problem import Problem
from core.service.workspace import Workspace

if TYPE_CHECKING:
    from core.workbench.workbench import Workbench

PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")


def check_lesson(folder: Path, tell: Callable[[str], None]) -> bool:
    """Check the lesson of a folder, and tell what was found, line by line; return whether it is in order.

    A page is in order when it opens, each command of "Do it" does what the page says, "Do it" reaches every goal, no
    goal holds before, the question has one right option, and every picture is there.
    """
    try:
        lesson = load(folder)
    except Problem as problem:
        tell(_sentence(problem))
        return False
    environment.prepare()
    from core.workbench.workbench import Workbench

    faults = 0
    for page in lesson.pages:
        found = list(_faults(lesson, page, Workbench))
        faults += len(found)
        time = f", about {page.minutes} min" if page.minutes else ""
        tell(f"{page.number} {lesson.in_language(page.title, 'en')}{time}: {'; '.join(found) or 'in order'}")
    tell(f"{len(lesson.pages)} pages, {faults or 'no'} {'fault' if faults == 1 else 'faults'}")
    return not faults


def _faults(lesson: Lesson, page: Page, make_bench: Callable[[], Workbench]) -> Iterator[str]:
    """Name everything that is wrong with a page."""
    yield from _missing_pictures(lesson, page)
    workspace = Workspace(make_bench)
    try:
        workspace.open(Opening(lesson.commands_before(page), page.conditions, page.name))
    except Problem as problem:
        yield f"it cannot be opened: {_sentence(problem)}"
        return
    workspace.bench.take_events()
    reached = before = workspace.reached()
    for number, yes in enumerate(before, 1):
        if yes:
            yield f"goal {number} is reached before anything is done"
    for number, deed in enumerate(page.deeds, 1):
        if fault := _do(workspace, deed):
            yield f"command {number} ({type(deed.command).__name__}) {fault}"
        reached = tuple(map(or_, reached, workspace.reached()))
    for number, yes in enumerate(reached, 1):
        if page.deeds and not yes:
            yield f"goal {number} is not reached by Do it"
    yield from _question_faults(lesson, page, workspace)


def _do(workspace: Workspace, deed: Deed) -> str:
    """Do one command of "Do it"; return what went otherwise than the page says, or nothing."""
    problem = None
    try:
        workspace.bench.do([deed.command])
    except Problem as refusal:
        problem = refusal
    done = [event.command for event in workspace.bench.take_events() if isinstance(event, Entry)]
    workspace.note(done, [deed.command], problem)
    if problem is not None and not deed.refused:
        return f"was refused: {_sentence(problem)}"
    if deed.refused and problem is None and not workspace.bench.network.training.diverged:
        return "was not refused, though the page says so"
    return ""


def _question_faults(lesson: Lesson, page: Page, workspace: Workspace) -> Iterator[str]:
    question = page.question
    if question is None:
        return
    try:
        actual = Grading(lesson.commands_to(page, question), question.answer).answer(workspace.bench.network)
    except Problem as problem:
        yield f"the question cannot be answered: {_sentence(problem)}"
        return
    if not any(question.is_right(option.value, actual) for option in question.options or ()) and question.options:
        options = ", ".join(option.value for option in question.options)
        yield f"the answer is {actual}, and the options are {options}"
    if not question.options and not question.is_right(actual, actual):
        yield f"the answer is {actual}, which is not a number"


def _missing_pictures(lesson: Lesson, page: Page) -> Iterator[str]:
    for language, prose in page.prose.items():
        for name in PICTURE.findall(prose):
            if Path(name).name != name or not (lesson.folder / name).is_file():
                yield f"there is no picture {name} ({language})"


def _sentence(problem: Problem) -> str:
    """Return a problem as one line: what, where, expected and received."""
    text = problem.text()
    parts = [f"{text.where}: {text.title}" if text.where else text.title, text.explanation]
    if text.expected:
        parts.append(f"Expected: {text.expected}; received: {text.received}.")
    return " ".join(part for part in parts if part)
