"""Samples are edited in the table of the Data page, as in a spreadsheet."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from core.data.built_in import Plane
from core.snapshot.snapshot import Snapshot
from gui.data.sample_table import SampleView
from tests.core.helpers.scripts import run
from tests.gui.helpers.windows import card_text

WAIT_MS = 30_000


@pytest.fixture
def table(window) -> SampleView:
    window.pages.show_page(window.data)
    view = window.data.findChild(SampleView)
    view.setFocus()
    return view


def settle(window) -> Snapshot:
    assert window.session.wait_idle(WAIT_MS)
    return window.session.snapshot


def type_into(qtbot, window, table, row: int, column: int, text: str) -> None:
    """Double-click a cell, type, and press Enter."""
    place = table.visualRect(table.model().index(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor = table.findChild(QLineEdit, "cell_editor")
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(window)


def test_that_cells_are_edited_and_rows_added_pasted_and_removed_and_all_of_it_is_undone(
    qtbot, window, table, tmp_path
):
    first = settle(window).batch
    weights = window.session.model.get_weights()
    type_into(qtbot, window, table, 1, 2, "-1,5")
    type_into(qtbot, window, table, 0, 3, "0.25")
    batch = settle(window).batch
    assert (batch.X[1, 2], batch.Y_true[0, 0]) == (np.float32(-1.5), np.float32(0.25))
    assert window.findChild(QComboBox, "dataset").currentText() == "Notebook batch *"

    type_into(qtbot, window, table, 1, 0, "abc")
    assert window.error_card.isVisible()
    assert "not a number" in card_text(window)
    assert "sample 2" in card_text(window)
    assert window.session.snapshot.batch is batch
    window.session.problems.resolve()

    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Insert)
    added = settle(window).batch
    assert added.samples == 4
    np.testing.assert_array_equal(added.X[3], added.X[1], "a copy of the chosen one")
    np.testing.assert_array_equal(added.Y_true[3], added.Y_true[1])
    assert window.session.selection.sample == 3
    QApplication.clipboard().setText("a\tb\tc\ty\n0,5\t1\t-2\t1e-1\n1\t2\t3\t4\n")
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pasted = settle(window).batch
    np.testing.assert_array_equal(pasted.X[4:], np.array([[0.5, 1, -2], [1, 2, 3]], np.float32))
    np.testing.assert_array_equal(pasted.Y_true[4:], np.array([[0.1], [4]], np.float32))
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert settle(window).batch.samples == 5

    window.session.step(3)
    final = settle(window)
    left = run(window.code.text())
    assert [a.tobytes() for a in left["model"].get_weights()] == [
        a.tobytes() for a in window.session.model.get_weights()
    ]
    assert left["X"].numpy().tobytes() == final.batch.X.tobytes()
    window.session.save(str(tmp_path / "edited.layerscope"))
    settle(window)
    window.session.undo()
    for _ in range(5):
        window.session.undo()
        settle(window)
    np.testing.assert_array_equal(window.session.snapshot.batch.X, first.X)
    assert all(np.array_equal(a, b) for a, b in zip(weights, window.session.model.get_weights(), strict=True))
    assert window.findChild(QComboBox, "dataset").currentText() == "Notebook batch"

    window.actions_["add_sample"].trigger()
    window.presenters.data.choose(window.presenters.data.sources.index(Plane()))
    assert settle(window).batch.samples > 4
    assert window.session.selection.sample == 0, "the sample was added to other data"

    window.session.open(str(tmp_path / "edited.layerscope"))
    qtbot.waitUntil(lambda: settle(window).batch.samples == 5, timeout=WAIT_MS)
    np.testing.assert_array_equal(window.session.snapshot.batch.X, final.batch.X)
    assert window.findChild(QComboBox, "dataset").currentText() == "Notebook batch *"
