"""Pictures, numbers and recordings, taken from the real window."""

from __future__ import annotations

import csv
import io
import zlib

import pytest
from PIL import Image
from PySide6.QtCore import QSize, QStringListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QListView, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from gui.actions.palette import RowsModel
from gui.controls.choice_box import ChoiceBox
from gui.pictures.dialog import PictureDialog
from gui.pictures.numbers import as_text, has_numbers, numbers_of
from gui.pictures.recording import MOST_FRAMES, Recording
from gui.pictures.render import ending_of, fitting
from tests.gui.helpers.windows import WAIT_MS, settle


@pytest.fixture
def path(monkeypatch):
    """Answer the dialogs for files with a path that is set by the test."""
    answer = {"path": ""}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (answer["path"], ""))
    return answer


def take(window, place: int, button: str) -> None:
    """Open the dialog, choose a view, and click a button."""
    window.actions_["export_picture"].trigger()
    dialog = window.findChild(PictureDialog)
    dialog.findChild(ChoiceBox).chosen.emit(place)
    dialog.findChild(QPushButton, button).click()
    dialog.close()
    dialog.setObjectName("closed")
    settle(window)


def test_that_every_view_gives_pictures_and_its_numbers(window, path, tmp_path):
    window.session.step(7)
    window.session.go_to(3)
    window.session.set_learning_rate(0.1)
    window.session.step(2)
    settle(window)
    window.pages.show_page(window.loss_chart)
    settle(window)
    for place, view in enumerate((window.canvas, window.loss_chart, window.inspector, window)):
        for ending in (".png", ".svg", ".pdf"):
            path["path"] = str(tmp_path / f"{place}{ending}")
            take(window, place, "save_subject")
        with Image.open(tmp_path / f"{place}.png") as picture:
            assert picture.size == (2 * view.width(), 2 * view.height())
            assert len(picture.getcolors(1 << 24)) > 20
        svg = (tmp_path / f"{place}.svg").read_text(encoding="utf-8")
        assert f'viewBox="0 0 {view.width()} {view.height()}"' in svg
        assert (tmp_path / f"{place}.pdf").read_bytes().startswith(b"%PDF")
    assert "hidden_1" in (tmp_path / "0.svg").read_text(encoding="utf-8"), "letters stay letters"
    take(window, 0, "copy_subject")
    assert QGuiApplication.clipboard().image().size() == 2 * window.canvas.size()

    path["path"] = str(tmp_path / "loss.csv")
    take(window, 1, "save_numbers")
    rows = list(csv.reader(io.StringIO((tmp_path / "loss.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["branch", "step", "loss"]
    assert [(branch, step) for branch, step, _ in rows[1:7]] == [("1", str(step)) for step in range(6)]
    assert float(rows[6][2]) == pytest.approx(window.session.snapshot.loss, rel=1e-6)
    window.pages.show_page(window.layers)
    settle(window)
    take(window, 1, "copy_numbers")
    copied = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert any("hidden_1" in cell for line in copied for cell in line)


def test_that_play_is_recorded_and_a_recording_can_be_cancelled(qtbot, window, path, tmp_path):
    banner = window.findChild(QWidget, "recording")
    for ending, kind in (("webp", "WEBP"), ("gif", "GIF")):
        window.actions_["record"].trigger()
        assert banner.isVisible()
        began = window.session.snapshot.step
        qtbot.waitUntil(lambda: len(window.presenters.pictures._recording.frames) >= 2, timeout=WAIT_MS)
        window.session.play()
        qtbot.waitUntil(lambda began=began: window.session.snapshot.step > began + 50, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: len(window.presenters.pictures._recording.frames) >= 6, timeout=WAIT_MS)
        window.session.pause()
        path["path"] = str(tmp_path / f"film.{ending}")
        qtbot.mouseClick(window.findChild(QPushButton, "record_save"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(banner.isHidden, timeout=60_000)
        with Image.open(path["path"]) as film:
            assert film.format == kind
            assert film.n_frames >= 2
            assert film.width <= 720
    assert not window.actions_["record"].isChecked()
    window.actions_["record"].trigger()
    path["path"] = str(tmp_path / "never.webp")
    window.findChild(QPushButton, "record_cancel").click()
    assert banner.isHidden()
    settle(window)
    assert not (tmp_path / "never.webp").exists()


def test_that_a_recording_of_any_length_has_room(qtbot):
    widget = QWidget()
    widget.resize(90, 50)
    qtbot.addWidget(widget)
    recording = Recording(widget, widget)
    for _ in range(MOST_FRAMES + 1):
        recording.take()
    assert len(recording.frames) == MOST_FRAMES // 2 + 1
    assert recording.frame_ms == 200
    recording.stop()
    width, height, pixels = recording.frames[0]
    assert len(pixels) == 3 * width * height
    assert len(zlib.compress(pixels)) < len(pixels)


def test_that_tables_become_rows_and_text(qtbot):
    table = QTableWidget(2, 2)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels(["a", "b, c"])
    table.setItem(0, 0, QTableWidgetItem("1"))
    table.setItem(0, 1, QTableWidgetItem('say "x"'))
    assert has_numbers(table)
    assert as_text(numbers_of(table)) == 'a,"b, c"\n1,"say ""x"""\n,\n'
    assert not has_numbers(QWidget(table))
    names = QListView(table)
    names.setModel(QStringListModel(["one", "two"], names))
    assert not has_numbers(names)
    names.setModel(RowsModel(names))
    assert not has_numbers(names)
    assert (ending_of("a.PDF"), ending_of("a.b"), fitting(QSize(1001, 501), 720)) == (".pdf", ".png", QSize(720, 360))
