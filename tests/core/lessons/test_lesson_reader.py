"""Reading a lesson: what a teacher may write, and what is said of every mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.commands import BuildLayer, CreateLayer, DefineTensor, SetTrainable, Show, UseData
from core.data.built_in import NotebookBatch
from core.design.network_spec import LayerSpec
from core.files.toml_table import converted, find_lines
from core.lessons.goals import Built, Done
from core.lessons.lesson import Deed
from core.lessons.reader import count_words, load
from core.problems.problem import TEXTS, Problem


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        load(folder)
    return caught.value


def test_that_a_lesson_is_what_its_files_say(folder):
    lesson = load(folder)
    first, second = lesson.pages
    assert (first.number, second.number) == ("1.1", "1.2")
    assert lesson.title == {"en": "Mine"}
    assert first.deeds == (Deed(BuildLayer("a", 3)),)
    assert first.start == (Deed(CreateLayer(LayerSpec("a", 2))),)
    assert first.conditions == (Built("a", 3),)
    assert first.highlights == ("canvas",)
    assert first.prose["en"] == "Some **prose**.\n"
    assert second.start is None
    assert lesson.in_language(lesson.title, "ko") == "Mine"


def test_that_a_page_can_say_its_time_and_give_hints_in_steps(folder):
    change(folder, "first.toml", "[[goals]]", '[[hints]]\ntext = "Look."\n[[hints]]\ntext = "Build."\n[[goals]]')
    change(folder, "first.toml", 'label = "build"', 'label = "build"\nminutes = 4')
    change(folder, "first.toml", 'hint = "Count."', "")
    with (folder / "first.toml").open("a", encoding="utf-8") as file:
        file.write('[[question.hints]]\ntext = "Count."\n[[question.hints]]\ntext = "There are 3."\n')
    page = load(folder).pages[0]
    assert (page.minutes, load(folder).chapters[0].minutes) == (4, 4)
    assert [hint["en"] for hint in page.hints] == ["Look.", "Build."]
    assert [hint["en"] for hint in page.question.hints] == ["Count.", "There are 3."]


def test_that_a_start_can_begin_with_another(folder):
    with (folder / "lesson.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[[starts.built]]\nstart = "layer"\n[[starts.built]]\ncommand = "BuildLayer"\nlayer = "a"\ninputs = 3\n'
        )
    change(folder, "first.toml", 'start = "layer"', 'start = "built"')
    lesson = load(folder)
    assert lesson.commands_before(lesson.pages[0]) == (CreateLayer(LayerSpec("a", 2)), BuildLayer("a", 3))


def test_that_a_page_without_a_start_goes_on_from_the_one_before(folder):
    lesson = load(folder)
    created, built = CreateLayer(LayerSpec("a", 2)), BuildLayer("a", 3)
    assert lesson.commands_before(lesson.pages[0]) == (created,)
    assert lesson.commands_before(lesson.pages[1]) == (created, built)
    assert lesson.commands_to(lesson.pages[0], lesson.pages[0].question) == (created, built)


def test_that_what_is_refused_leads_nowhere(folder):
    change(folder, "first.toml", "inputs = 3\n", "inputs = 3\n\n[[do]]\ncommand = 'BuildLayer'\nlayer = 'a'\n"
           "inputs = 5\nrefused = true\n")  # fmt: skip
    lesson = load(folder)
    assert lesson.pages[0].deeds[1] == Deed(BuildLayer("a", 5), refused=True)
    assert BuildLayer("a", 5) not in lesson.commands_before(lesson.pages[1])


def test_that_commands_are_written_as_in_python(folder):
    change(folder, "second.toml", "[[do]]", """[[do]]
command = "UseData"
source = "Notebook batch"

[[do]]
command = "SetTrainable"
layer = "model"
trainable = false

[[do]]
command = "SetTrainable"
trainable = true

[[do]]
command = "DefineTensor"
name = "X1"
values = [[1, 2.5], [3, 4]]

[[do]]""")  # fmt: skip
    commands = [deed.command for deed in load(folder).pages[1].deeds]
    assert commands == [
        UseData(NotebookBatch()),
        SetTrainable(None, False),
        SetTrainable(None, True),
        DefineTensor("X1", ((1.0, 2.5), (3.0, 4.0))),
        Show("a.get_weights()"),
    ]


def test_that_a_goal_can_ask_for_any_command_with_some_fields(folder):
    change(folder, "second.toml", 'condition = "shown"\nexpression = "a.get_weights()"',
           'condition = "done"\ncommand = "CreateLayer"\nunits = 4\ntimes = 2')  # fmt: skip
    assert load(folder).pages[1].conditions == (Done(CreateLayer, (("units", 4),), 2),)


AGAIN = '[[starts.layer]]\nstart = "layer"\n[[starts.layer]]'
BROKEN = {
    "a page that is not there": ("lesson.toml", '"second"', '"third"', "lesson.missing", "third.toml", None),
    "a page twice": ("lesson.toml", '"second"', '"first"', "lesson.page_name", "lesson.toml", 6),
    "a page elsewhere": ("lesson.toml", '"second"', '"../second"', "lesson.page_name", "lesson.toml", 6),
    "no pages": ("lesson.toml", 'pages = ["first", "second"]', "", "lesson.key_missing", "lesson.toml", 4),
    "no TOML": ("first.toml", 'label = "build"', 'label = "build', "lesson.syntax", "first.toml", 2),
    "an unknown language": ("lesson.toml", '["en"]', '["xx"]', "lesson.name_unknown", "lesson.toml", 2),
    "a missing language": ("lesson.toml", '["en"]', '["en", "ko"]', "lesson.key_missing", "first.toml", 1),
    "a missing title": ("first.toml", 'title.en = "Build it"', "", "lesson.key_missing", "first.toml", 1),
    "an empty title": ("first.toml", '"Build it"', '" "', "lesson.empty", "first.toml", 1),
    "a title of another kind": ("first.toml", 'title.en = "Build it"', "title = 5", "lesson.wrong_type",
                                "first.toml", 1),
    "a key that nobody reads": ("first.toml", 'label = "build"', 'label = "build"\nlable = 1', "lesson.key_unknown",
                                "first.toml", 3),
    "an unknown start": ("first.toml", 'start = "layer"', 'start = "model"', "lesson.name_unknown", "first.toml", 3),
    "an unknown command": ("first.toml", '"BuildLayer"', '"BuildLair"', "lesson.name_unknown", "first.toml", 7),
    "a missing field": ("first.toml", 'layer = "a"\ninputs = 3\n\n[[goals]]', "inputs = 3\n\n[[goals]]",
                        "lesson.key_missing", "first.toml", 6),
    "a field of another kind": ("first.toml", "inputs = 3\n\n[[goals]]", 'inputs = "3"\n\n[[goals]]',
                                "lesson.wrong_type", "first.toml", 9),
    "a field too many": ("first.toml", "inputs = 3\n\n[[goals]]", "inputs = 3\nunits = 1\n\n[[goals]]",
                         "lesson.key_unknown", "first.toml", 10),
    "too many units": ("lesson.toml", "units = 2", "units = 40", "lesson.units", "lesson.toml", 11),
    "a name that the code uses": ("lesson.toml", 'name = "a"', 'name = "keras"', "lesson.not_a_name",
                                  "lesson.toml", 10),
    "code instead of a name": ("first.toml", 'layer = "a"', "layer = 'a; import os'", "lesson.not_a_name",
                               "first.toml", 8),
    "an unknown condition": ("first.toml", '"built"', '"glad"', "lesson.name_unknown", "first.toml", 13),
    "an expression of two lines": ("second.toml", '"a.get_weights()"', r'"a\nb"', "lesson.not_an_expression",
                                   "second.toml", 6),
    "no expression": ("first.toml", '"a.kernel.shape[0]"', '"a."', "lesson.not_an_expression", "first.toml", 19),
    "a start that is not above": ("lesson.toml", "[[starts.layer]]", AGAIN, "lesson.name_unknown", "lesson.toml", 9),
    "a page of four hours": ("first.toml", 'label = "build"', 'label = "build"\nminutes = 240', "lesson.too_many",
                             "first.toml", 3),
    "a hint without a text": ("first.toml", "[question]", "[[hints]]\n[question]", "lesson.key_missing",
                              "first.toml", 17),
    "one option": ("first.toml", 'why = "One per input."', 'why = "One per input."\n[[question.options]]\nvalue = 1',
                   "lesson.options", "first.toml", 22),
    "an unknown problem": ("second.toml", 'condition = "shown"\nexpression = "a.get_weights()"',
                           'condition = "refused"\nproblem = "layer.sad"', "lesson.name_unknown", "second.toml", 11),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_that_a_mistake_is_named_by_kind_file_and_line(folder, name):
    file, old, new, kind, where, line = BROKEN[name]
    change(folder, file, old, new)
    problem = refusal(folder)
    assert problem.kind == kind, problem
    assert problem.fields["file"] == where
    assert problem.fields.get("line") == line
    text = problem.text()
    assert where in f"{text.where} {text.explanation}"
    assert line is None or f"line {line}" in text.where
    assert text.expected
    assert text.received


def test_that_a_folder_without_a_lesson_says_so(tmp_path):
    problem = refusal(tmp_path)
    assert problem.kind == "lesson.folder"
    assert str(tmp_path) in problem.text().explanation


def test_that_too_long_prose_names_the_line_of_the_first_word_too_many(folder):
    (folder / "first.en.md").write_text("ten words are in this line and here they end\n" * 13, encoding="utf-8")
    problem = refusal(folder)
    assert (problem.kind, problem.fields["file"], problem.fields["line"]) == ("lesson.too_long", "first.en.md", 13)
    assert "120" in problem.text().expected
    assert "130" in problem.text().received


def test_that_prose_in_a_language_that_is_missing_is_named(folder):
    (folder / "second.en.md").unlink()
    problem = refusal(folder)
    assert (problem.kind, problem.fields["file"]) == ("lesson.missing", "second.en.md")


def test_that_empty_prose_is_refused(folder):
    (folder / "first.en.md").write_text(" \n – \n", encoding="utf-8")
    assert refusal(folder).kind == "lesson.empty"


def test_that_another_encoding_is_named_by_its_line(folder):
    (folder / "first.en.md").write_bytes("fine\n가중치\n".encode("cp949"))
    problem = refusal(folder)
    assert (problem.kind, problem.fields["line"]) == ("lesson.encoding", 2)


def test_that_an_endless_file_is_refused(folder):
    (folder / "first.en.md").write_text("x" * 300_000, encoding="utf-8")
    assert refusal(folder).kind == "lesson.too_large"


def test_that_a_folder_in_place_of_a_file_is_refused(folder):
    (folder / "first.toml").unlink()
    (folder / "first.toml").mkdir()
    assert refusal(folder).kind == "lesson.unreadable"


def test_that_every_kind_of_mistake_is_tested():
    tested = {kind for _, _, _, kind, _, _ in BROKEN.values()}
    tested |= {f"lesson.{kind}" for kind in ("folder", "too_long", "empty", "encoding", "too_large", "unreadable")}
    limited = ("whole_too_large", "long_line", "too_deep", "too_many", "long_text", "long_word", "pictures", "cells")
    tested |= {f"lesson.{kind}" for kind in limited}  # in test_limits
    assert {kind for kind in TEXTS if kind.startswith("lesson.")} == tested


def test_that_words_are_what_stands_between_spaces():
    assert count_words("**build** makes the `kernel` – and the bias") == 7
    assert count_words("커널의 모양은 (3, 5)입니다.") == 4
    assert count_words("- one\n- two\n\n---\n") == 2
    assert count_words("one ![a picture of a box](box.png) two") == 2


def test_that_lines_are_found_in_nested_tables_and_around_long_strings():
    text = 'a = """\n[b]\nc = 1\n"""\n[b]\nc.d = 1\n[[e]]\n[[e.f]]\ng = 1\n[[e.f]]\ng = 2\n[[e]]\n[[e.f]]\ng = 3\n'
    lines = find_lines(text)
    assert lines[("b",)] == 5
    assert lines[("b", "c", "d")] == 6
    assert lines[("e", 0, "f", 1, "g")] == 11
    assert lines[("e", 1, "f", 0, "g")] == 14


@pytest.mark.parametrize(
    ("value", "hint"), [(True, int), (1.5, int), ("1", float), ([1, "a"], tuple[int, ...]), (1, str), (1, str | None)]
)
def test_that_a_value_of_another_kind_is_refused(value, hint):
    with pytest.raises(TypeError):
        converted(value, hint)


def test_that_a_lesson_is_read_without_keras_and_numpy():
    code = """
import sys, pathlib
from core.lessons.reader import load
load(pathlib.Path("resources/lessons/keras"))
print(*[name for name in ("tensorflow", "keras", "numpy") if name in sys.modules])
"""
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.split()
