"""Pictures, numbers and recordings, taken from the real window."""

from __future__ import annotations

import csv
import io
import zlib
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QSize, QStringListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QListView, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from gui.actions.palette import RowsModel
from gui.controls.choice_box import ChoiceBox
from gui.pictures.dialog import PictureDialog
from gui.pictures.numbers import as_text, has_numbers, numbers_of
from gui.pictures.recording import MOST_FRAMES, Recording, write_film
from gui.pictures.render import ENDINGS, fitting, image_of, picture_of
from gui.widgets.save_dialog import with_ending
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
        drawn_by_matplotlib = view is window.loss_chart
        assert drawn_by_matplotlib or f'viewBox="0 0 {view.width()} {view.height()}"' in svg
        assert (tmp_path / f"{place}.pdf").read_bytes().startswith(b"%PDF")
    assert "hidden_1" in (tmp_path / "0.svg").read_text(encoding="utf-8"), "letters stay letters"
    assert "<image" not in (tmp_path / "1.svg").read_text(encoding="utf-8"), "matplotlib draws lines"
    assert ">step</text>" in (tmp_path / "1.svg").read_text(encoding="utf-8")
    take(window, 0, "copy_subject")
    assert QGuiApplication.clipboard().image().size() == 2 * window.canvas.size()

    path["path"] = str(tmp_path / "loss.csv")
    take(window, 1, "save_numbers")
    rows = list(csv.reader(io.StringIO((tmp_path / "loss.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["branch", "step", "loss"]
    assert [(branch, step) for branch, step, _ in rows[1:7]] == [("1", str(step)) for step in range(6)]
    assert float(rows[6][2]) == pytest.approx(window.session.snapshot.loss, rel=1e-6)
    path["path"] = str(tmp_path / "kernel")
    take(window, 4, "save_numbers")
    rows = list(csv.reader(io.StringIO((tmp_path / "kernel.csv").read_text(encoding="utf-8-sig"))))
    kernel, bias = window.session.model.layers[1].get_weights()
    assert rows[0] == ["", "0", "1", "2", "3", "4"]
    assert [row[0] for row in rows[1:]] == ["0", "1", "2", "b"]
    assert np.array_equal(np.asarray([row[1:] for row in rows[1:]], np.float32), np.vstack([kernel, bias]))
    for place in (4, 5):
        path["path"] = str(tmp_path / f"part{place}.svg")
        take(window, place, "save_subject")
        assert "<image" not in (tmp_path / f"part{place}.svg").read_text(encoding="utf-8")
    window.pages.show_page(window.layers)
    settle(window)
    take(window, 1, "copy_numbers")
    copied = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert any("hidden_1" in cell for line in copied for cell in line)


@pytest.mark.parametrize("size", [QSize(0, 0), QSize(300, 0), QSize(0, 40)])
def test_that_a_view_that_has_no_room_any_more_is_an_empty_picture(qtbot, size):
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(size)
    assert image_of(view).size() == 2 * size.expandedTo(QSize(1, 1))
    for ending in ENDINGS:
        assert picture_of(view, ending)()


def test_that_a_view_without_room_is_not_offered(window):
    window.actions_["export_picture"].trigger()
    before = [view for _, view in window.findChild(PictureDialog)._subjects]
    window.findChild(PictureDialog).close()
    settle(window)
    page = window.pages.currentWidget()
    assert page in before
    page.setFixedHeight(0)
    settle(window)
    window.actions_["export_picture"].trigger()
    assert page not in [view for _, view in window.findChildren(PictureDialog)[-1]._subjects]


@pytest.mark.thorough
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
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.presenters.pictures.findChildren(Recording) == [], "its pictures are large"


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


@pytest.mark.parametrize("ending", [".webp", ".gif"])
def test_that_encoding_tells_how_far_it_is_and_can_be_cancelled(ending, tmp_path):
    frames = [(64, 48, bytes([25 * number]) * (3 * 64 * 48)) for number in range(9)]
    seen, path = [], tmp_path / f"film{ending}"
    assert write_film(path, frames, 100, Event(), seen.append)
    assert set(range(1, 10)) <= set(seen)
    with Image.open(path) as film:
        assert film.n_frames == 9
    cancel, seen, never = Event(), [], tmp_path / f"never{ending}"

    def stop_at_four(number: int) -> None:
        seen.append(number)
        if number == 4:
            cancel.set()

    assert not write_film(never, frames, 100, cancel, stop_at_four)
    assert max(seen) == 4
    assert not never.exists()


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
    assert fitting(QSize(1001, 501), 720) == QSize(720, 360)


def test_that_a_name_gets_the_ending_of_the_kind_that_was_chosen():
    kinds = "Pictures (*.png);;Pages (*.pdf)"
    for path, kind, whole in (
        ("a", "", "a.png"),
        ("a", "Pages (*.pdf)", "a.pdf"),
        ("a.PDF", "Pictures (*.png)", "a.PDF"),
        ("my.v2", "Pages (*.pdf)", "my.v2.pdf"),
    ):
        assert with_ending(path, kinds, kind) == whole
    assert with_ending("a", "Config and weights apart (*.weights.h5);;Weights for numpy (*.npz)") == "a.weights.h5"
