"""The sheet in the real window: a file is looked at, changed by clicks and opened; what cannot be read, it says."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QPushButton, QSlider, QTableView, QWidget

from gui.look import i18n
from tests.core.helpers.scripts import run

WAIT_MS = 30_000


@pytest.fixture
def flowers(tmp_path):
    draw, kind = np.random.default_rng(1), np.arange(90) % 3
    lines = [f"{i + 1};{draw.normal() + 3 * k:.2f};{'' if i == 2 else f'{draw.normal() - 3 * k:.2f}'};{'abc'[k]}"
             for i, k in enumerate(kind)]  # fmt: skip
    path = tmp_path / "flowers.csv"
    path.write_text("\n".join(["nr;length;width;species", *lines]).replace(".", ","), encoding="utf-8")
    return path


def find(window, kind, name):
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def open_sheet(qtbot, window, path) -> QWidget:
    window.presenters.open_table.open(str(path))
    sheet = find(window, QWidget, "open_table")
    qtbot.waitUntil(lambda: not window.presenters.open_table._reader.busy, timeout=WAIT_MS)
    assert sheet.isVisible()
    return sheet


def choose(sheet, name, value) -> None:
    box = find(sheet, QComboBox, name)
    index = box.findData(value)
    assert index >= 0
    box.activated.emit(index)


def test_that_a_table_is_looked_at_changed_and_opened_by_clicks(qtbot, window, flowers):
    before = window.session.model
    sheet = open_sheet(qtbot, window, flowers)
    table, code = find(sheet, QTableView, "columns").model(), find(sheet, QPlainTextEdit, "table_code")
    cells = [[table.index(row, column).data() for column in range(4)] for row in (0, 1, 5)]
    assert cells[:2] == [["nr", "length", "width", "species"],
                         ["counts 1 … 90", "number", "number · 1 missing", "category · 3 classes"]]  # fmt: skip
    assert cells[2][2] == "missing"
    assert [find(sheet, QComboBox, f"role_{i}").currentData() for i in range(4)] == ["out", "input", "input", "target"]
    assert 'sep=";", decimal=","' in code.toPlainText()
    assert "dropna" in code.toPlainText()
    choose(sheet, "role_2", "out")
    assert "dropna" not in code.toPlainText()
    choose(sheet, "role_2", "input")
    qtbot.mouseClick(find(sheet, QPushButton, "missing_fill"), Qt.MouseButton.LeftButton)
    assert "fillna" in code.toPlainText()
    find(sheet, QSlider, "split").setValue(70)
    assert any("63 rows to learn from" in label.text() for label in sheet.findChildren(QLabel))
    qtbot.mouseClick(find(sheet, QPushButton, "table_open"), Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)
    assert not sheet.isVisible()
    snapshot = window.session.snapshot
    assert (snapshot.batch.X.shape, snapshot.batch.X_val.shape) == ((63, 2), (27, 2))
    assert snapshot.batch.classes == ("a", "b", "c")
    window.session.step(200)
    assert window.session.wait_idle(WAIT_MS)
    accuracy = window.session.snapshot.accuracy
    assert accuracy > 0.9
    assert find(window, QLabel, "accuracy_value").text() == f"{accuracy:.3f}"
    window.data._model.show(window.session.snapshot)
    assert window.data._model.text(0, 2) in ("a", "b", "c")
    validation = window.session.snapshot.validation
    model, batch = window.session.model, window.session.snapshot.batch
    prediction = model(batch.X_val).numpy()
    np.testing.assert_array_equal(validation.prediction, prediction)
    assert validation.accuracy == pytest.approx((prediction.argmax(axis=1) == batch.Y_val[:, 0]).mean())
    window.show_page(window.data)
    qtbot.waitUntil(lambda: find(window, QPushButton, "data_page_validation").isVisible())
    qtbot.mouseClick(find(window, QPushButton, "data_page_validation"), Qt.MouseButton.LeftButton)
    confusion = find(window, QTableView, "confusion").model()
    cells = [[int(confusion.index(row, column).data()) for column in range(3)] for row in range(3)]
    expected = np.zeros((3, 3), int)
    for true, predicted in zip(batch.Y_val[:, 0].astype(int), prediction.argmax(axis=1), strict=True):
        expected[true, predicted] += 1
    assert cells == expected.tolist()
    assert f"accuracy {validation.accuracy:.3f}" in find(window, QLabel, "validation_facts").text()
    assert find(window, QLabel, "validation_loss_value").text() == f"{validation.loss:.4f}"
    assert find(window, QLabel, "validation_accuracy_value").text() == f"{validation.accuracy:.3f}"
    walk_through_a_cell(qtbot, window)
    theirs = run(window.code.text())["model"].get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(window.session.model.get_weights(), theirs, strict=True))
    for _ in range(2):
        window.session.undo()
    assert window.session.wait_idle(WAIT_MS)
    assert window.session.model is before


def walk_through_a_cell(qtbot, window) -> None:
    """Click a cell of the training rows' matrix and press keys on it: its samples come one after the other."""
    qtbot.mouseClick(find(window, QPushButton, "data_page_training"), Qt.MouseButton.LeftButton)
    matrix, session = find(window, QTableView, "confusion"), window.session
    batch = session.snapshot.batch
    predicted = session.model(batch.X).numpy().argmax(axis=1)
    rows = np.flatnonzero((batch.Y_true[:, 0] == 1) & (predicted == 1)).tolist()
    index = matrix.model().index(1, 1)
    assert int(index.data()) == len(rows) > 2
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith(
        f"{len(rows)} of {(batch.Y_true == 1).sum()} b recognized"
    )
    session.selection.show_sample(rows[0])
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=matrix.visualRect(index).center())
    assert session.selection.sample == rows[1]
    assert window.canvas.state.sample == rows[1]
    assert f"sample {rows[1] + 1}" in find(window, QLabel, "confusion_facts").text()
    qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert session.selection.sample == rows[2]
    for expected in (rows[1], rows[0], rows[-1]):
        qtbot.keyClick(matrix, Qt.Key.Key_Backspace)
        assert session.selection.sample == expected


def test_that_what_makes_no_network_is_said_beside_the_button(qtbot, window, flowers):
    sheet = open_sheet(qtbot, window, flowers)
    button = find(sheet, QPushButton, "table_open")
    assert button.isEnabled()
    choose(sheet, "role_3", "out")
    assert not button.isEnabled()
    assert "no target" in find(sheet, QLabel, "table_reason").text()
    choose(sheet, "role_0", "target")
    assert button.isEnabled()
    choose(sheet, "separator", ",")
    i18n.use("ko")
    assert not button.isEnabled(), "it is being read in another way"
    qtbot.waitUntil(lambda: not window.presenters.open_table._reader.busy, timeout=WAIT_MS)
    assert not button.isEnabled()
    choose(sheet, "separator", ";")
    qtbot.waitUntil(lambda: not window.presenters.open_table._reader.busy, timeout=WAIT_MS)
    assert button.isEnabled()
    window.presenters.open_table.open(str(flowers))
    choose(sheet, "role_0", "target")  # from a list that stood open on the table before
    qtbot.waitUntil(lambda: not window.presenters.open_table._reader.busy, timeout=WAIT_MS)
    assert [find(sheet, QComboBox, f"role_{i}").currentData() for i in (0, 3)] == ["out", "target"]
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert window.session.snapshot.batch.samples == 3


def test_that_a_file_is_dropped_and_cells_are_pasted(qtbot, window, tmp_path):
    page = tmp_path / "page.csv"
    page.write_text("<html>", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(page))])
    copy, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), copy, data, buttons, keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, data, buttons, keys))
    sheet = find(window, QWidget, "open_table")
    qtbot.waitUntil(lambda: any("web page" in label.text() for label in sheet.findChildren(QLabel)), timeout=WAIT_MS)
    assert not find(sheet, QPushButton, "table_open").isEnabled()
    qtbot.mouseClick(find(sheet, QPushButton, "table_cancel"), Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()
    QGuiApplication.clipboard().setText("a\tb\n1\t2.5\n3\t4.5\n")
    window.actions_["paste_table"].trigger()
    qtbot.waitUntil(lambda: find(sheet, QPushButton, "table_open").isEnabled(), timeout=WAIT_MS)
    qtbot.mouseClick(find(sheet, QPushButton, "table_open"), Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)
    assert window.session.snapshot.batch.X.tolist() == [[1], [3]]


def test_that_what_is_pasted_cannot_be_kept(qtbot, window, tmp_path, monkeypatch):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    QGuiApplication.clipboard().setText("a\tb\n1\t2.5\n3\t4.5\n")
    with monkeypatch.context() as patch:
        patch.setattr(QStandardPaths, "writableLocation", lambda *_: str(in_the_way))
        window.actions_["paste_table"].trigger()
    sheet = find(window, QWidget, "open_table")
    qtbot.waitUntil(lambda: any(str(in_the_way) in label.text() for label in sheet.findChildren(QLabel)))
    assert not find(sheet, QPushButton, "table_open").isEnabled()
    window.actions_["paste_table"].trigger()
    qtbot.waitUntil(lambda: find(sheet, QPushButton, "table_open").isEnabled(), timeout=WAIT_MS)
