"""The course that the program comes with: every page, in both languages, with real Keras objects."""

from __future__ import annotations

import re
from operator import or_

import pytest

from core.history.branch import Entry
from core.lessons.goals import Done, Refused, Shown
from core.lessons.reader import MOST_WORDS, count_words
from core.problems.problem import Problem
from core.script.writer import script
from core.service.workspace import Workspace
from tests.core.helpers.lessons import actual_answer, course, do, opened
from tests.core.helpers.typing import type_in

pytestmark = pytest.mark.usefixtures("without_xla")  # what is compared runs the same graph

COURSE = course()
LANGUAGES = ("en", "ko")
STATIONS = "1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 3.1 3.2 3.3 3.4 3.5".split()

each_page = pytest.mark.parametrize("page", COURSE.pages, ids=lambda page: page.number)


def test_that_every_station_has_a_page():
    assert [page.number for page in COURSE.pages] == STATIONS
    assert COURSE.languages == LANGUAGES


LONG = ("2.7",)
"""Pages whose "Do it" takes longer than those of all other pages of their chapter: it fits for 205 epochs."""


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=[pytest.mark.thorough] if page.number in LONG else []) for page in COURSE.pages],
    ids=lambda page: page.number,
)
def test_that_do_it_reaches_every_goal_and_nothing_else_did_and_its_script_says_the_same(page):
    workspace = opened(COURSE, page)
    assert page.goals
    reached = workspace.reached()
    assert reached == (False,) * len(page.goals)
    for deed in page.deeds:
        refusal = do(workspace, deed)
        diverged = workspace.bench.network.training.diverged
        assert (refusal is not None or diverged) == deed.refused, refusal
        assert refusal is None or refusal.keras_message  # Keras's own words are what there is to see
        reached = tuple(map(or_, reached, workspace.reached()))  # once reached is reached, as in the window
    assert reached == (True,) * len(page.goals)
    written = script(workspace.bench.history.entries)
    compile(written, "lesson", "exec")
    for deed in page.deeds:
        if not deed.refused:
            assert all(line in written for line in deed.command.lines() if not line.startswith("descend"))


@each_page
def test_that_a_page_wants_effects_and_not_only_clicks(page):
    """`done` and `shown` hold for whoever clicked; every page asks for something that the objects show."""
    assert not any(isinstance(goal.condition, Shown) for goal in page.goals)
    assert any(not isinstance(goal.condition, (Done, Refused)) for goal in page.goals)


def type_line(workspace: Workspace, text: str) -> Problem | None:
    """Type a line or a block, as under the code; return its Problem, or None."""
    problem = None
    try:
        type_in(workspace.bench, text)
    except Problem as refusal:
        problem = refusal
    done = [event.command for event in workspace.bench.take_events() if isinstance(event, Entry)]
    workspace.note(done, [], problem)
    return problem


@each_page
@pytest.mark.thorough
def test_that_a_page_is_done_by_whoever_types_its_lines(page):
    """Goals are effects: the typed lines become other commands than those of "Do it", and reach every one."""
    workspace = opened(COURSE, page)
    reached = workspace.reached()
    for deed in page.deeds:
        lines = [line for line in deed.command.lines() if not line.startswith("initial_weights = ")]  # the window's own
        refusal = type_line(workspace, "\n".join(lines))
        assert refusal is None or deed.refused, refusal
        reached = tuple(map(or_, reached, workspace.reached()))
    assert reached == (True,) * len(page.goals)


@pytest.mark.sampled(7)
@each_page
def test_that_the_real_objects_agree_with_one_option_and_no_other(page):
    question = page.question
    assert question is not None
    actual = actual_answer(COURSE, page)
    if question.options:
        right = [option.value for option in question.options if question.is_right(option.value, actual)]
        assert right == [actual]
    else:
        assert question.is_right(actual, actual)
        assert question.is_right(f" {float(actual):.1f} ", actual)
        for wrong in (str(float(actual) + 1), str(-float(actual) or -1), "", "three", "nan"):
            assert not question.is_right(wrong, actual)


@each_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_that_every_text_is_there_and_in_its_language(page, language):
    question = page.question
    texts = [page.prose[language], *(goal.text[language] for goal in page.goals)]
    texts += [question.text[language], question.why[language], *(hint[language] for hint in question.hints)]
    texts += [hint[language] for hint in page.hints]
    assert count_words(page.prose[language]) <= MOST_WORDS
    for text in texts:
        korean = len(re.findall("[가-힣]", text))
        assert korean >= 4 if language == "ko" else not korean, text


@each_page
def test_that_both_languages_name_the_same_things_of_keras(page):
    """What stands between backticks in one language stands in the other one, too."""
    named = [set(re.findall("`([^`]+)`", page.prose[language])) for language in LANGUAGES]
    assert named[0] == named[1]
    for goal in page.goals:
        assert set(re.findall("`([^`]+)`", goal.text["en"])) == set(re.findall("`([^`]+)`", goal.text["ko"]))


def test_that_emphasis_ends_where_it_is_meant_to():
    """In Markdown, asterisks between a bracket and a letter, as before a Korean particle, close nothing."""
    for page in COURSE.pages:
        for prose in page.prose.values():
            assert not re.search(r"[^\w\s]\*\*\w", prose), page.number
            assert prose.count("**") % 2 == 0, page.number


def test_that_korean_is_written_politely():
    """Statements end in -니다, requests in -세요 (or -시다), questions in -까요 or -나요; never in the plain style."""
    for page in COURSE.pages:
        plain = re.sub(r"[`*]", "", page.prose["ko"])
        for sentence in re.findall(r"[^.?!\n]*[가-힣][.?!](?=\s|$)", plain):
            assert re.search(r"(니다|세요|시다|까요|나요)[.?!]$", sentence), f"{page.number}: {sentence}"
