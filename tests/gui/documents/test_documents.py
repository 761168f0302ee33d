"""Save, open, the title bar, closing, and what a crash leaves, through the real window."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from core.problems.problem import Problem
from core.service.messages import OWN
from gui.documents import presenter
from gui.documents.autosave import Autosave
from gui.documents.questions import Choice
from gui.documents.recent import RecentFiles
from gui.look.settings import Settings
from gui.saving.session_files import Place
from tests.gui.helpers.windows import run_code, same, settle, shown_snapshots, trigger, weights, weights_of

CSV = "a,b,c,y\n" + "".join(f"{i / 9},{(i * 7 % 5) / 5},{(i * 3 % 7) / 7},{i % 2}\n" for i in range(12))


@pytest.fixture
def dialogs(monkeypatch):
    """Answer the dialogs for files with a path that is set by the test."""
    answer = {"path": ""}
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: (answer["path"], ""))
    return answer


def answer(window, name: str, text: str) -> None:
    """Click the button of a question."""
    box = window.findChild(Choice, name)
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


def test_that_own_data_training_freezing_and_branches_are_saved_and_opened(qtbot, window, dialogs, tmp_path):
    csv, path = tmp_path / "own.csv", tmp_path / "내 세션 2.0"
    csv.write_text(CSV)
    assert (window.windowTitle(), window.isWindowModified()) == ("Layerscope", False)
    window.presenters.documents.open_file(str(csv), ask=False)
    settle(window)
    assert window.windowTitle() == "Not saved yet[*] – Layerscope"
    assert window.session.network.source.path == str(csv)
    shown = shown_snapshots(window, 12)
    window.session.go_to(5)
    window.session.set_trainable("hidden_2", False)
    settle(window)
    branch = shown_snapshots(window, 6)
    where, code = window.session.network.where, window.code.text()

    dialogs["path"] = ""
    trigger(window, "save")
    assert window.session.files.modified
    dialogs["path"] = str(path)
    trigger(window, "save")
    path = path.with_name(f"{path.name}.layerscope")
    assert path.exists()
    assert (window.windowTitle(), window.isWindowModified()) == ("내 세션 2.0.layerscope[*] – Layerscope", False)
    window.session.step()
    window.session.reset()
    settle(window)
    assert window.isWindowModified()

    csv.write_text("the file is another one now")
    dialogs["path"] = str(path)
    trigger(window, "open")
    assert not window.isWindowModified()
    assert (window.session.network.where, window.code.text()) == (where, code)
    for seen, number, steps in ((shown, 0, range(13)), (branch, 1, range(5, 12))):
        for step in steps:
            window.session.go_to(step, number)
            settle(window)
            assert same(weights(window), weights_of(seen[step])), (number, step)
    assert [info.number for info, _ in window.session.network.curves.others()] == [0]
    window.session.go_to(99)
    csv.write_text(CSV)
    settle(window)
    assert same(run_code(window), weights(window))
    trigger(window, "undo")
    assert window.session.snapshot.step < 11
    assert [entry.text() for entry in window.actions_["open_recent"].menu().actions()] == ["내 세션 2.0.layerscope"]


def test_that_of_two_sessions_opened_one_right_after_the_other_the_last_one_is_shown(window, tmp_path):
    kept = []
    for name in ("one", "two"):
        window.session.step(3)
        settle(window)
        kept.append(weights(window))
        window.session.save(tmp_path / f"{name}.layerscope")
        settle(window)
    for first, last in (("one", "two"), ("two", "one")):
        window.session.step(1000)  # until then both wait
        window.session.open(tmp_path / f"{first}.layerscope")
        window.session.open(tmp_path / f"{last}.layerscope")
        settle(window)
        assert window.windowTitle().startswith(f"{last}.layerscope")
        assert same(weights(window), kept[("one", "two").index(last)])


def test_that_a_file_that_is_no_session_leaves_everything_as_it_is(window, dialogs, tmp_path):
    window.session.step(3)
    settle(window)
    before, history = weights(window), window.session.history
    path = tmp_path / "broken.layerscope"
    path.write_bytes(b"PK\x03\x04 not a zip")
    dialogs["path"] = str(path)
    trigger(window, "open")
    assert window.error_card.isVisible()
    assert same(weights(window), before)
    assert window.session.history == history
    assert window.session.files.path is None
    window.session.save(tmp_path / "nowhere" / "one.layerscope")
    settle(window)
    assert window.session.problems.problem.kind == "file.not_written"
    assert window.session.files.modified


def test_that_closing_asks_once_and_a_crash_loses_nothing(qtbot, window, dialogs, tmp_path, monkeypatch):
    folder, documents = tmp_path / "autosave", window.presenters.documents
    monkeypatch.setattr(presenter, "autosave_folder", lambda: folder)
    window.session.step(4)
    settle(window)
    kept = weights(window)
    folder.mkdir()
    window.session.files.save_copy(folder / "1.layerscope")  # as a program would that was killed
    settle(window)
    assert window.session.files.modified, "a copy is not the file"
    window.session.reset()
    settle(window)
    documents.guard()
    answer(window, "crash_question", "Open it")
    window.session.files.saved.emit(Place(folder / f"{os.getpid()}.layerscope", False))  # of what was there before
    assert (folder / "1.layerscope").exists()
    settle(window)
    assert same(weights(window), kept)
    assert (window.session.files.path, window.session.files.modified) == (None, True)
    own = folder / f"{os.getpid()}.layerscope"
    documents._autosave.write()
    settle(window)
    assert [one.name for one in folder.glob("*.layerscope")] == [own.name], "what was taken over is in this copy"
    assert Autosave(window.session.files, folder, window).left == (), "the program that it belongs to is running"

    window.close()
    window.close()
    assert len(window.findChildren(QMessageBox)) == 1
    assert window.isVisible()
    answer(window, "close_question", "Cancel")
    settle(window)
    assert window.isVisible()
    assert own.exists()
    documents._closing = True  # as after "Save", if something was done before the file was written
    window.session.files.saved.emit(Place(tmp_path / "one.layerscope", True))
    assert window.isVisible()
    assert not documents._closing
    dialogs["path"] = str(tmp_path / "one.layerscope")
    answer(window, "close_question", "Save")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert (tmp_path / "one.layerscope").exists()
    assert not own.exists()


def test_that_a_copy_that_is_written_while_the_window_closes_is_not_left(qtbot, window, tmp_path, monkeypatch):
    monkeypatch.setattr(presenter, "autosave_folder", lambda: tmp_path)
    window.presenters.documents.guard()
    window.session.step()
    settle(window)
    background, disk = window.session._exchange.background, threading.Event()
    background.run(disk.wait, lambda _: None)  # it is slow
    window.close()  # asks, and has a copy written
    qtbot.waitUntil(lambda: len(background._receivers) == 2)
    answer(window, "close_question", "Do not save")
    assert not window.isVisible()
    disk.set()
    background._executor.shutdown()
    assert not list(tmp_path.glob("*.layerscope"))


def test_that_the_own_network_is_saved_while_a_lesson_is_shown(window, dialogs, tmp_path):
    window.session.step(7)
    window.session.go_to(3)
    window.session.step()
    settle(window)
    kept = weights(window)
    window.presenters.lessons.enter()
    settle(window)
    assert not same(weights(window), kept)
    dialogs["path"] = str(tmp_path / "one.layerscope")
    trigger(window, "save")
    assert not window.session.files.modified
    trigger(window, "open")
    assert (window.session.workspace, window.session.snapshot.step) == (OWN, 4)
    assert same(weights(window), kept)
    assert [info.number for info, _ in window.session.network.curves.others()] == [0]


def test_that_a_session_holds_how_far_the_lesson_was_read_and_a_notebook_its_page(window, dialogs, tmp_path):
    lessons, path = window.presenters.lessons, tmp_path / "one.layerscope"
    page = lessons.page
    lessons.progress.stored.done |= {page.name}
    window.session.save(path)
    settle(window)
    lessons.progress.stored.done = frozenset()
    window.session.open(path)
    settle(window)
    assert lessons.progress.stored.done == {page.name}
    lessons.enter()
    settle(window)
    dialogs["path"] = str(tmp_path / "page.ipynb")
    trigger(window, "export_notebook")
    text = (tmp_path / "page.ipynb").read_text(encoding="utf-8")
    assert f"# {page.title['en']}" in text
    assert page.prose["en"].split()[0] in text


def test_that_the_latest_files_are_remembered_and_nonsense_is_not(qapp):
    settings = Settings()
    recent = RecentFiles(settings)
    for number in (1, 2, 3, 4, 5, 6, 4):
        recent.add(Path(f"/{number}"))
    assert [path.name for path in RecentFiles(settings).paths] == ["4", "6", "5", "3", "2"]
    for text in ("", "{", "3", '[1, null, ""]', '{"a": 1}'):
        settings.set("recent", text)
        assert RecentFiles(settings).paths == ()


def test_that_session_open_says_what_is_missing(window, tmp_path):
    window.session.open(tmp_path / "nothing.layerscope")
    settle(window)
    problem = window.session.problems.problem
    assert isinstance(problem, Problem)
    assert problem.kind == "session.missing"
    click_close = window.error_card
    click_close.close_card()


def test_that_a_model_is_saved_and_opened_and_exported(qtbot, window, dialogs, tmp_path):
    window.session.step(6)
    window.session.set_trainable("hidden_1", False)
    settle(window)
    kept, path = weights(window), tmp_path / "one"
    dialogs["path"] = str(path)
    window.presenters.code._enter("model.save('one.keras')")
    settle(window)
    save = next(one for one in window.error_card.findChildren(QPushButton) if one.text() == "Save the model…")
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle(window)
    dialogs["path"] = str(path.with_suffix(".weights.h5"))
    trigger(window, "save_weights")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.json", "one.keras", "one.weights.h5"]
    window.session.reset()
    window.session.step(2)
    settle(window)
    dialogs["path"] = str(path.with_suffix(".keras"))
    trigger(window, "open")
    assert window.session.snapshot.step == 0
    assert same(weights(window), kept)
    assert not window.session.snapshot.layer("hidden_1").trainable
    assert same(run_code(window), kept)
    window.session.step()
    window.session.reset()
    settle(window)
    assert same(weights(window), kept), "the weights of the file are the initial ones"
    dialogs["path"] = str(tmp_path / "lesson")
    trigger(window, "export_notebook")
    trigger(window, "export_script")
    assert (tmp_path / "lesson.py").read_text(encoding="utf-8") == window.code.text()
    assert '"## The weights of the file that was opened"' in (tmp_path / "lesson.ipynb").read_text(encoding="utf-8")
    path.with_suffix(".keras").write_bytes(b"no model")
    dialogs["path"] = str(path.with_suffix(".keras"))
    trigger(window, "open")
    assert window.session.problems.problem.kind == "model.foreign"
    assert same(weights(window), kept)
