"""The two spellings of the script, and the check that runs it in a fresh interpreter."""

from __future__ import annotations

import subprocess

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from core.problems.problem import Problem
from core.script import check
from core.script.check import compared
from tests.gui.helpers.windows import choose, click, settle

CHECK_MS = 300_000


def checked(qtbot, window) -> str:
    """Check the script, and return the sentence above it."""
    window.pages.show_page(window.code)
    click(qtbot, window, "check_button")
    settle(window)
    qtbot.waitUntil(lambda: window.presenters.code._check.running)
    assert window.findChild(QPushButton, "check_button").text() == "Stop"
    qtbot.waitUntil(lambda: not window.presenters.code._check.running, timeout=CHECK_MS)
    return window.code._sentence.text()


@pytest.mark.xla
def test_that_the_exact_spelling_is_checked_and_an_error_is_a_card(qtbot, window, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("a,b,c,y\n1,2,3,4\n0.5,0.25,1,2\n")
    session = window.session
    session.open_table(str(path), validation=0.0, scale=False)
    session.step(20)
    session.set_trainable("hidden_2", False)
    session.step(5)
    settle(window)
    exact = window.code.text()
    assert "all 8 arrays" in checked(qtbot, window)
    assert window.code.prompt.printed.splitlines()[0].split() == ["hidden_1/kernel", "equal"]

    choose(qtbot, window, "code_spelling", "Readable")
    assert "make_descent" not in window.code.text()
    assert "within rounding" in window.code._sentence.text()
    choose(qtbot, window, "code_spelling", "Exact")
    assert window.code.text() == exact

    path.write_text("other,data,c,y\n1,2,3,4\n")
    window.actions_["check_code"].trigger()
    settle(window)
    qtbot.waitUntil(lambda: session.problems.problem is not None, timeout=CHECK_MS)
    assert session.problems.problem.kind == "check.failed"
    assert "has changed" in str(session.problems.problem)
    assert window.findChild(QComboBox, "code_spelling").currentText() == "Exact"


@pytest.mark.thorough
@pytest.mark.xla
def test_that_the_readable_spelling_is_checked(qtbot, window):
    window.session.step(20)
    window.session.set_trainable("hidden_2", False)
    window.session.step(5)
    settle(window)
    window.pages.show_page(window.code)
    choose(qtbot, window, "code_spelling", "Readable")
    verdict = checked(qtbot, window)
    assert "8 arrays" in verdict
    assert ("equal to the last bit" in verdict) or ("largest difference" in verdict)
    window.session.step()
    settle(window)
    assert "within rounding" in window.code._sentence.text(), "the verdict was about another script"


def test_that_a_running_check_can_be_stopped_and_ends_with_the_window(qtbot, window, monkeypatch):
    processes, start = [], subprocess.Popen
    monkeypatch.setattr(check.subprocess, "Popen", lambda *a, **k: processes.append(start(*a, **k)) or processes[-1])
    window.pages.show_page(window.code)
    for _ in range(2):
        click(qtbot, window, "check_button")
        settle(window)
    qtbot.waitUntil(lambda: not window.presenters.code._check.running, timeout=CHECK_MS)
    assert not isinstance(window.session.problems.problem, Problem)
    for text, said in ((window.code.text(), True), ("another script", False)):
        window.presenters.code._checked = text
        window.code.set_verdict("")
        window.presenters.code._check.ended.emit(())
        assert window.code._sentence.text().startswith("Checked") is said
    click(qtbot, window, "check_button")
    settle(window)
    assert window.presenters.code._check.running
    qtbot.waitUntil(lambda: len(processes) == 2, timeout=CHECK_MS)
    window.close()
    qtbot.waitUntil(lambda: processes[-1].poll() is not None, timeout=CHECK_MS)
    assert [process.returncode < 0 for process in processes] == [True, True], "ended, not done"


def test_that_arrays_are_compared_one_by_one():
    import numpy as np

    ours = [("a", np.array([1.0, 2.0], np.float32)), ("b", np.zeros(2, np.float32)), ("c", np.zeros(1, np.float32))]
    theirs = [np.array([1.0, 2.5], np.float32), np.array([0.0, 0.0], np.float32)]
    first, second, third = compared(ours, theirs)
    assert (first.name, first.equal, first.difference) == ("a", False, 0.5)
    assert (second.equal, second.difference) == (True, 0.0)
    assert (third.equal, third.difference) == (False, float("inf"))
