"""What a lesson may not be: larger, deeper or other than a lesson needs. Each limit has its card, and reading ends."""

from __future__ import annotations

import os
from pathlib import Path
from time import thread_time

import pytest

from core.files import limits
from core.lessons.reader import load
from core.problems.problem import Problem
from tests.core.helpers.small_lesson import FIRST, LESSON, SECOND

MOST_SECONDS = 2.0
"""Of the processor's time, so that a busy machine makes no difference."""


def refusal(folder: Path) -> Problem:
    began = thread_time()
    with pytest.raises(Problem) as caught:
        load(folder)
    assert thread_time() - began < MOST_SECONDS
    return caught.value


GOAL = '[[goals]]\ntext = "a"\ncondition = "refused"\n'
MANY_CHAPTERS = '[[chapters]]\ntitle = "a"\npages = []\n' * 60
TOO_MUCH = {
    "a long line": ("first.toml", f"a = '{'x' * 2000}'", "lesson.long_line", limits.LONGEST_LINE),
    "an integer of 5,000 digits": ("first.toml", f"a = {'9' * 5000}", "lesson.long_line", limits.LONGEST_LINE),
    "an integer of 500 digits": (
        "first.toml",
        FIRST.replace("inputs = 3", f"inputs = {'9' * 500}"),
        "lesson.wrong_type",
        limits.LARGEST_INTEGER,
    ),
    "nested arrays": ("first.toml", f"a = {'[' * 900}\n" * 6, "lesson.too_deep", limits.DEEPEST),
    "nested tables": ("first.toml", f"a = {'{a = ' * 150}\n", "lesson.syntax", "TOML"),
    "a dotted key": ("first.toml", f"{'.'.join('a' * 400)} = 1", "lesson.too_deep", limits.DEEPEST),
    "a key of 20,000 parts": ("first.toml", f"{'.'.join('a' * 20_000)} = 1", "lesson.long_line", limits.LONGEST_LINE),
    "a file": ("first.toml", "# comment\n" * 6000, "lesson.too_large", limits.LARGEST_FILE),
    "goals": ("first.toml", f'title = "a"\n{GOAL * 1000}', "lesson.too_many", limits.MOST_GOALS),
    "commands": ("second.toml", SECOND + SECOND[SECOND.index("[[do]]") :] * 60, "lesson.too_many", limits.MOST_ENTRIES),
    "chapters": (
        "lesson.toml",
        LESSON.replace("[[chapters]]", MANY_CHAPTERS + "[[chapters]]"),
        "lesson.too_many",
        limits.MOST_ENTRIES,
    ),
    "highlights": ("second.toml", f"highlights = {['a'] * 60}\n{SECOND}", "lesson.too_many", limits.MOST_ENTRIES),
    "steps": (
        "second.toml",
        f'{SECOND}\n[[do]]\ncommand = "Step"\nsteps = 1000000000',
        "lesson.too_many",
        limits.MOST_STEPS,
    ),
    "epochs": (
        "second.toml",
        f'{SECOND}\n[[do]]\ncommand = "Fit"\nepochs = 100000',
        "lesson.too_many",
        limits.MOST_EPOCHS,
    ),
    "a title": (
        "second.toml",
        SECOND.replace('"Look"', '"""\n' + "word\n" * 300 + '"""'),
        "lesson.long_text",
        limits.LONGEST_TEXT,
    ),
    "prose": ("second.en.md", "a " + ">\n" * 2000, "lesson.long_text", limits.LONGEST_PROSE),
    "a word": ("second.en.md", "a" * 1000, "lesson.long_word", limits.LONGEST_WORD),
    "a word of 199 KB": ("second.en.md", "a" * 199_000, "lesson.too_large", limits.LARGEST_FILE),
    "cells": ("second.en.md", f"{'|a' * 90}|\n{'|-' * 90}|\n{'|a' * 90}|\n", "lesson.cells", limits.MOST_CELLS),
    "pictures": (
        "second.en.md",
        "".join(f"![a](a{n}.png) " for n in range(20)),
        "lesson.pictures",
        limits.MOST_PICTURES,
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_that_too_much_has_a_card_that_names_the_limit(folder, name):
    file, text, kind, limit = TOO_MUCH[name]
    (folder / file).write_text(text, encoding="utf-8")
    problem = refusal(folder)
    assert problem.kind == kind, problem
    assert str(limit) in problem.text().expected
    assert len(str(problem)) < 1000


def write_pages(folder: Path, count: int, prose: str) -> None:
    names = [f"p{number}" for number in range(count)]
    chapters = [names[start : start + 40] for start in range(0, count, 40)]
    listed = (", ".join(f'"{name}"' for name in chapter) for chapter in chapters)
    text = "".join(f'[[chapters]]\ntitle = "a"\npages = [{pages}]\n' for pages in listed)
    (folder / "lesson.toml").write_text(f'title = "a"\nlanguages = ["en"]\n{text}', encoding="utf-8")
    for name in names:
        (folder / f"{name}.toml").write_text(SECOND + prose, encoding="utf-8")
        (folder / f"{name}.en.md").write_text("a", encoding="utf-8")


def test_that_there_are_not_too_many_pages(folder):
    write_pages(folder, 130, "")
    problem = refusal(folder)
    assert (problem.kind, problem.fields["expected"]) == ("lesson.too_many", limits.MOST_PAGES)


def test_that_all_files_together_are_not_too_large(folder):
    write_pages(folder, 30, f"# {'a' * 900}\n" * 40)
    problem = refusal(folder)
    assert problem.kind == "lesson.whole_too_large"
    assert str(limits.LARGEST_LESSON) in problem.text().expected


@pytest.mark.parametrize(
    "text", ["[a" + " " * 900 + "\n", "[" + " " * 900 + "\n", "a" + " ." * 400 + "\n", "[[a.b]]\n"]
)
def test_that_no_line_makes_reading_slow(folder, text):
    (folder / "first.toml").write_text(text * (45_000 // len(text)), encoding="utf-8")
    refusal(folder)


def test_that_many_different_tables_are_read_at_once(folder):
    (folder / "first.toml").write_text("".join(f"[[a{number}]]\n" for number in range(5000)), encoding="utf-8")
    assert refusal(folder).kind == "lesson.key_missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
@pytest.mark.parametrize("name", ["lesson.toml", "first.toml", "first.en.md"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_that_only_files_are_read(folder, name, kind):
    (folder / name).unlink()
    if kind == "pipe":
        os.mkfifo(folder / name)
    elif kind == "folder":
        (folder / name).mkdir()
    else:
        (folder / name).symlink_to("/dev/zero")
    problem = refusal(folder)
    assert (problem.kind, problem.fields["file"]) == ("lesson.unreadable", name)
    assert problem.fields["reason"] in problem.text().explanation


@pytest.mark.parametrize("value", ['["", "quit"]', '["a b"]', '["../x"]'])
def test_that_highlights_are_names(folder, value):
    (folder / "second.toml").write_text(f"highlights = {value}\n{SECOND}", encoding="utf-8")
    assert refusal(folder).kind == "lesson.not_a_name"


@pytest.mark.parametrize("code", ["../../secret", "", "en/x", "e" * 50])
def test_that_a_language_leads_out_of_no_folder(folder, code):
    text = LESSON.replace('languages = ["en"]', f'languages = ["en", "{code}"]')
    (folder / "lesson.toml").write_text(text, encoding="utf-8")
    assert refusal(folder).kind == "lesson.not_a_name"


def test_that_a_file_of_another_program_is_no_language(folder):
    (folder / ".x.md").write_text("a")
    (folder / "lesson.toml").write_text(LESSON.replace('languages = ["en"]\n', ""), encoding="utf-8")
    assert load(folder).languages == ("en",)
