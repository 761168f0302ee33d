"""The Data page, driven as a user would."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget

from core.data.built_in import Batch
from core.snapshot.snapshot import Snapshot, read_only
from gui.data.data_panel import DataPanel
from gui.look import theme
from tests.gui.helpers.snapshots import make_snapshot

SOURCES = ("Notebook batch", "Points of a plane")
Role = Qt.ItemDataRole


@pytest.fixture
def panel(qtbot):
    panel = DataPanel()
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def predicting(prediction: object, **changes: object) -> Snapshot:
    """A snapshot whose model predicts this for each sample."""
    snapshot = make_snapshot(**changes)
    last = replace(snapshot.layers[-1], activation=read_only(prediction))
    return replace(snapshot, layers=(*snapshot.layers[:-1], last))


def view(panel: DataPanel) -> QTableView:
    return panel.findChild(QTableView)


def texts(panel: DataPanel, row: int) -> list[str]:
    model = view(panel).model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def headers(panel: DataPanel, role: Role = Role.DisplayRole) -> list[str]:
    model = view(panel).model()
    return [model.headerData(n, Qt.Orientation.Horizontal, role) for n in range(model.columnCount())]


def click(qtbot, panel: DataPanel, row: int, column: int = 0) -> None:
    where = view(panel).visualRect(view(panel).model().index(row, column)).center()
    qtbot.mouseClick(view(panel).viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_that_a_row_holds_inputs_target_prediction_and_errors(panel):
    snapshot = make_snapshot()
    panel.set_snapshot(predicting([[1.0], [0.0], [0.3]], batch=snapshot.batch))
    assert headers(panel) == ["X[:, 0]", "X[:, 1]", "X[:, 2]", "Y_true", "Y_pred", "error", "error²"]
    assert texts(panel, 0) == ["0.20", "0.50", "0.70", "1.20", "1.0000", "−0.2000", "0.0400"]
    assert texts(panel, 1)[3:] == ["−0.50", "0.0000", "+0.5000", "0.2500"]
    assert view(panel).model().headerData(0, Qt.Orientation.Vertical) == "sample 1"


def test_that_before_the_first_snapshot_data_can_be_chosen_already(panel, qtbot):
    panel.sources.set_sources(SOURCES, "Notebook batch")
    assert not view(panel).isVisible()
    visible = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "The samples appear as soon as Keras is ready." in visible
    combo = panel.findChild(QComboBox, "dataset")
    with qtbot.waitSignal(panel.sources.source_chosen) as chosen:
        combo.setFocus()
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert chosen.args == [1]
    panel.set_snapshot(make_snapshot())
    assert view(panel).isVisible()


def test_that_the_combo_shows_what_is_in_use_and_a_file_last(panel, qtbot):
    combo = panel.findChild(QComboBox, "dataset")
    with qtbot.assertNotEmitted(panel.sources.source_chosen):
        panel.sources.set_sources((*SOURCES, "houses.csv"), "houses.csv")
        assert [combo.itemText(i) for i in range(combo.count())] == [*SOURCES, "houses.csv"]
        assert combo.currentText() == "houses.csv"
        panel.sources.set_sources(SOURCES, "Notebook batch")
    assert combo.count() == 2
    assert combo.currentText() == "Notebook batch"
    combo.setCurrentIndex(1)  # chosen, but refused
    panel.sources.set_sources(SOURCES, "Notebook batch")
    assert combo.currentText() == "Notebook batch"


def test_that_the_button_asks_for_a_file(panel, qtbot):
    with qtbot.waitSignal(panel.sources.open_clicked):
        qtbot.mouseClick(panel.findChild(QPushButton, "open_csv"), Qt.MouseButton.LeftButton)


def test_that_the_batch_is_summed_up_in_words(panel, qtbot):
    facts = panel.findChild(QLabel, "facts")
    panel.set_snapshot(make_snapshot(loss=0.60551))
    assert facts.text() == "3 samples, 3 inputs, loss (mse) 0.6055"
    one = Batch([[1.0]], [[2.0]], ("x0",), ("y",))
    panel.set_snapshot(predicting([[0.0]], batch=one, loss=4.0))
    assert facts.text() == "1 sample, 1 input, loss (mse) 4.0000"


def test_that_a_file_gives_the_columns_their_names(panel):
    batch = Batch([[1, 2.5]], [[3]], ("rooms", "x1"), ("price",))
    panel.set_snapshot(predicting([[0.0]], batch=batch))
    assert headers(panel)[:3] == ["rooms", "X[:, 1]", "Y_true"]
    tips = headers(panel, Role.ToolTipRole)
    assert tips[0] == "X[:, 0] · rooms"
    assert tips[2] == "Y_true · price"


def test_that_several_targets_have_a_column_each(panel):
    batch = Batch([[0.5]], [[1.0, 2.0]], ("x0",), ("height", "weight"))
    panel.set_snapshot(predicting([[1.5, 1.0]], batch=batch))
    assert headers(panel)[1:] == [
        f"{what} {name}" for what in ("Y_true", "Y_pred", "error", "error²") for name in batch.targets
    ]
    assert texts(panel, 0) == ["0.50", "1.00", "2.00", "1.5000", "1.0000", "+0.5000", "−1.0000", "0.2500", "1.0000"]
    tips = headers(panel, Role.ToolTipRole)
    assert (tips[2], tips[4]) == ("Y_true[:, 1] · weight", "Y_pred = model(X)")


def test_that_a_click_and_the_arrow_keys_choose_a_sample(panel, qtbot):
    panel.set_snapshot(make_snapshot())
    panel.set_sample(0)
    with qtbot.waitSignal(panel.sample_clicked) as clicked:
        click(qtbot, panel, 2, 4)
    assert clicked.args == [2]
    panel.set_sample(2)
    with qtbot.waitSignal(panel.sample_clicked) as moved:
        qtbot.keyClick(view(panel), Qt.Key.Key_Up)
    assert moved.args == [1]
    panel.set_sample(1)
    header = view(panel).verticalHeader()
    with qtbot.waitSignal(panel.sample_clicked) as named:
        where = header.viewport().rect().topLeft()
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where.__class__(8, 8))
    assert named.args == [0]


def test_that_being_shown_a_sample_asks_for_none(panel, qtbot):
    panel.set_snapshot(make_snapshot())
    with qtbot.assertNotEmitted(panel.sample_clicked):
        panel.set_sample(2)
        panel.set_snapshot(make_snapshot(seed=1))
    assert view(panel).currentIndex().row() == 2


def test_that_the_arrow_keys_are_not_taken_by_shortcuts_of_the_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    panel = DataPanel()
    QVBoxLayout(window).addWidget(panel)
    unit_below = QShortcut(QKeySequence("Down"), window)
    with qtbot.waitActive(window):
        window.show()
    panel.set_snapshot(make_snapshot())
    view(panel).setFocus()
    with qtbot.assertNotEmitted(unit_below.activated), qtbot.waitSignal(panel.sample_clicked):
        qtbot.keyClick(view(panel), Qt.Key.Key_Down)


def test_that_the_chosen_row_is_tinted_and_what_is_computed_lies_lower(panel):
    panel.set_snapshot(make_snapshot())
    panel.set_sample(1)
    image, now = view(panel).viewport().grab().toImage(), theme.current()

    def ground(row: int, column: int):
        rect = view(panel).visualRect(view(panel).model().index(row, column))
        return image.pixelColor(rect.x() + 5, rect.y() + 5)

    assert ground(1, 0) == ground(1, 6) == now.color("accent.soft")
    assert ground(0, 0) == now.color("bg.panel")
    assert ground(0, 4) == ground(2, 6) == now.color("bg.sunken")


def test_that_nan_is_said(panel):
    panel.set_snapshot(predicting([[np.nan], [np.inf], [1.0]]))
    assert texts(panel, 0)[4:] == ["NaN", "NaN", "NaN"]
    assert texts(panel, 1)[4] == "∞"
    index = view(panel).model().index(0, 4)
    assert index.data(Role.BackgroundRole) == theme.current().color("error.bg")


def test_that_a_prediction_that_runs_away_is_shown_without_a_warning(panel, recwarn):
    panel.set_snapshot(predicting([[1e30], [-1e30], [1.0]]))
    assert texts(panel, 0)[4:] == ["1.00e+30", "1.00e+30", "∞"]
    assert texts(panel, 1)[4:6] == ["−1.00e+30", "−1.00e+30"]
    assert not recwarn.list


def test_that_large_numbers_fit_and_a_column_keeps_its_decimals(panel):
    batch = Batch([[0.125, 250000.5], [123456789.0, 2.25]], [[0.1], [2.0]], ("x0", "x1"), ("y",))
    panel.set_snapshot(predicting([[-99999.999], [123456.7]], batch=batch))
    assert texts(panel, 0)[1] == "250000"
    assert texts(panel, 1)[:2] == ["1.23e+08", "2"]
    cells = [text for row in (0, 1) for text in texts(panel, row)[:5]]
    assert max(map(len, cells)) <= 9


def test_that_a_stream_of_snapshots_is_shown_ten_times_a_second_and_ends_with_the_latest(panel, qtbot):
    snapshot = make_snapshot()
    panel.set_snapshot(snapshot)
    model, timer = view(panel).model(), panel._throttle.findChild(QTimer)
    changes, resets = [], []
    model.dataChanged.connect(lambda first, last, roles: changes.append((first.column(), last.column())))
    model.modelReset.connect(lambda: resets.append(1))
    start = perf_counter()
    for step in range(31):
        panel.set_snapshot(predicting([[step], [0.0], [0.0]], batch=snapshot.batch))
        qtbot.wait(10)
    allowed = (perf_counter() - start) / 0.1 + 1
    assert 1 <= len(changes) <= allowed
    assert set(changes) == {(4, 6)}
    assert not resets
    qtbot.waitUntil(lambda: texts(panel, 0)[4] == "30.0000")
    assert not timer.isActive()
    assert panel._throttle.parent() is panel


def test_that_a_hidden_page_shows_the_latest_when_it_is_seen_again(panel):
    snapshot = make_snapshot()
    panel.set_snapshot(snapshot)
    panel.hide()
    assert not panel._throttle.findChild(QTimer).isActive()
    before = texts(panel, 0)
    panel.set_snapshot(predicting([[7.0], [0.0], [0.0]], batch=snapshot.batch))
    assert texts(panel, 0) == before
    panel.show()
    assert texts(panel, 0)[4] == "7.0000"


def test_that_of_a_hundred_thousand_samples_only_those_in_sight_are_asked_for(panel, qtbot, monkeypatch):
    rows = 100_000
    batch = Batch(np.zeros((rows, 3)), np.zeros((rows, 1)), ("x0", "x1", "x2"), ("y",))
    snapshot = predicting(np.ones((rows, 1)), batch=batch)
    kind, asked = type(view(panel).model()), []
    data = kind.data
    monkeypatch.setattr(
        kind, "data", lambda model, index, *role: (asked.append(index.row()), data(model, index, *role))[1]
    )
    panel.set_snapshot(snapshot)
    panel.set_sample(rows - 1)
    panel.grab()
    assert 0 < len(set(asked)) < 100
    assert texts(panel, rows - 1)[4] == "1.0000"
    assert view(panel).visualRect(view(panel).model().index(rows - 1, 0)).isValid()
