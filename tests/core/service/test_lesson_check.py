"""Checking a lesson without a window: everything that is wrong is named by its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.service.lesson_check import check_lesson
from gui.start import command_line
from tests.core.helpers.small_lesson import FIRST
from tests.core.service.test_headless import main

GOAL = 'condition = "built"\nlayer = "a"\ninputs = 3'
AGAIN = '[[do]]\ncommand = "BuildLayer"\nlayer = "a"\ninputs = 4\n[[goals]]'
OPTIONS = "[[question.options]]\nvalue = 1\n[[question.options]]\nvalue = 2\n"
WRONG = {
    "a goal that Do it misses": (FIRST.replace(GOAL, GOAL.replace("3", "4")), "goal 1 is not reached"),
    "a goal that holds before": (FIRST.replace(GOAL, 'condition = "created"\nlayer = "a"'), "before anything is done"),
    "a command that is refused": (FIRST.replace("[[goals]]", AGAIN), "command 2 (BuildLayer) was refused"),
    "a refusal that does not come": (FIRST.replace("[[goals]]", "refused = true\n[[goals]]"), "was not refused"),
    "no right option": (FIRST + OPTIONS, "the answer is 3"),
    "an answer that is no number": (FIRST.replace("a.kernel.shape[0]", "a.built"), "which is not a number"),
    "a question about nothing": (FIRST.replace("a.kernel.shape[0]", "b.kernel"), "cannot be answered"),
}


def check(folder: Path) -> tuple[bool, str]:
    lines: list[str] = []
    return check_lesson(folder, lines.append), "\n".join(lines)


def test_that_a_lesson_in_order_is_called_so(folder, capsys):
    assert command_line.check(str(folder)) == 0
    assert "1.1 Build it: in order" in capsys.readouterr().out


@pytest.mark.thorough
def test_that_nothing_but_the_check_is_said_in_the_terminal(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    done = main("--check-lesson", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "2 pages, no faults"
    assert "absl::InitializeLog" in next(tmp_path.rglob("layerscope.log")).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WRONG)
def test_that_a_fault_is_named_by_its_page(folder, name):
    text, fault = WRONG[name]
    assert text != FIRST
    (folder / "first.toml").write_text(text, encoding="utf-8")
    in_order, told = check(folder)
    assert not in_order
    assert fault in next(line for line in told.splitlines() if line.startswith("1.1 "))
    assert told.splitlines()[-1] != "2 pages, no faults"


def test_that_a_missing_picture_is_named(folder):
    (folder / "second.en.md").write_text("See ![a plot](plot.png).\n", encoding="utf-8")
    assert "there is no picture plot.png (en)" in check(folder)[1]
    (folder / "plot.png").write_bytes(b"")
    assert check(folder)[0]


def test_that_a_lesson_that_cannot_be_read_is_named_by_file_and_line(folder, capsys):
    (folder / "first.toml").write_text(FIRST.replace("inputs = 3", "inputs = true", 1), encoding="utf-8")
    assert command_line.check(str(folder)) == 1
    assert "first.toml, line 9" in capsys.readouterr().out
