"""The Summary page, driven as a user would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QTableWidget, QVBoxLayout, QWidget

from core.design.network_spec import FOUR_LAYERS, LayerSpec, NetworkSpec
from core.snapshot.place import Place
from gui.look import theme
from gui.summary.summary_panel import LayersTable
from gui.summary.table_view import TrainableBox
from gui.tables import cells
from tests.gui.helpers.snapshots import make_snapshot

NAMES = ("hidden_1", "hidden_2", "hidden_3", "output")


@pytest.fixture
def panel(qtbot):
    panel = LayersTable()
    qtbot.addWidget(panel)
    panel.resize(800, 260)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def box(panel: LayersTable, name: str) -> TrainableBox:
    return panel.findChild(TrainableBox, f"trainable:{name}")


def table(panel: LayersTable) -> QTableWidget:
    return panel.findChild(QTableWidget)


def row(panel: LayersTable, number: int) -> list[str]:
    return [cells.text(table(panel), number, column) for column in (0, 1, 2, 4)]


def press(qtbot, box: TrainableBox) -> None:
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def pixel(panel: LayersTable, number: int, column: int, x: int) -> QColor:
    """The colour seen `x` px from the left in a cell."""
    view = table(panel)
    rect = view.visualRect(view.model().index(number, column))
    return view.viewport().grab().toImage().pixelColor(rect.x() + x, rect.y() + 5)


def test_that_the_rows_are_the_model_its_input_and_its_layers(panel):
    panel.set_snapshot(make_snapshot())
    assert table(panel).rowCount() == 6
    assert row(panel, 0) == ["mlp (Functional)", "(None, 1)", "86", ""]
    assert row(panel, 1) == ["input (InputLayer)", "(None, 3)", "0", ""]
    assert row(panel, 2) == ["hidden_1 (Dense)", "(None, 5)", "20", "hidden_1/kernel, hidden_1/bias"]
    assert row(panel, 5)[0] == "output (Dense)"


def test_that_a_click_on_a_switch_asks_and_the_next_snapshot_answers(panel, qtbot):
    panel.set_snapshot(make_snapshot())
    with qtbot.waitSignal(panel.trainable_clicked) as asked:
        press(qtbot, box(panel, "hidden_2"))
    assert asked.args == ["hidden_2", False]
    assert not box(panel, "hidden_2").isChecked()  # as clicked, until Keras has answered
    panel.set_snapshot(make_snapshot())  # Keras did not do it
    assert box(panel, "hidden_2").isChecked()
    panel.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert not box(panel, "hidden_2").isChecked()
    with qtbot.waitSignal(panel.trainable_clicked) as asked:
        press(qtbot, box(panel, "hidden_2"))
    assert asked.args == ["hidden_2", True]


def test_that_a_snapshot_asks_for_nothing(panel, qtbot):
    panel.set_snapshot(make_snapshot())
    with qtbot.assertNotEmitted(panel.trainable_clicked):
        panel.set_snapshot(make_snapshot(frozen=NAMES))
        panel.set_snapshot(make_snapshot(frozen=("output",)))


@pytest.mark.parametrize(
    ("frozen", "model", "state"),
    [
        ((), True, Qt.CheckState.Checked),
        (("hidden_2",), True, Qt.CheckState.PartiallyChecked),
        (NAMES, True, Qt.CheckState.Unchecked),
        (NAMES, False, Qt.CheckState.Unchecked),
        ((), False, Qt.CheckState.Unchecked),  # such a model trains nothing, whatever its layers say
    ],
)
def test_that_the_models_switch_sums_its_layers_up(panel, frozen, model, state):
    panel.set_snapshot(make_snapshot(frozen=frozen, model_trainable=model))
    assert box(panel, "model").checkState() == state
    assert box(panel, "model").text() == str(model)


def test_that_the_models_switch_goes_from_partly_to_on_to_off_to_on(panel, qtbot):
    panel.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    asked = []
    panel.trainable_clicked.connect(lambda *args: asked.append(args))
    states = []
    for _ in range(3):
        press(qtbot, box(panel, "model"))
        states.append(box(panel, "model").checkState())
    assert asked == [(None, True), (None, False), (None, True)]
    assert Qt.CheckState.PartiallyChecked not in states


def test_that_a_frozen_layer_is_seen_by_its_word_its_icon_and_its_ground(panel):
    panel.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    frozen, free = box(panel, "hidden_2"), box(panel, "hidden_1")
    assert (frozen.text(), free.text()) == ("False", "True")
    snowflakes = [other.parentWidget().findChild(QLabel).isVisible() for other in (frozen, free)]
    assert snowflakes == [True, False]
    assert pixel(panel, 3, 1, 2) == theme.current().color("frozen.bg")
    assert pixel(panel, 2, 1, 2) != theme.current().color("frozen.bg")


def test_that_a_layer_of_a_frozen_model_is_frozen_although_its_own_switch_is_on(panel):
    panel.set_snapshot(make_snapshot(model_trainable=False))
    layer = box(panel, "hidden_1")
    assert (layer.isChecked(), layer.text()) == (True, "True")
    assert layer.parentWidget().findChild(QLabel).isVisible()
    assert pixel(panel, 2, 1, 2) == theme.current().color("frozen.bg")
    panel.set_snapshot(make_snapshot())
    assert not layer.parentWidget().findChild(QLabel).isVisible()


def test_that_the_sums_below_are_those_of_the_summary(panel):
    panel.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    text = panel.findChild(QLabel, "totals").text()
    assert "Total params: <b>86</b> · Trainable: <b>56</b> · Non-trainable: <b>30</b>" in text
    assert "6 of 8 variables are trainable" in text


def test_that_before_keras_is_there_the_layers_are_shown_as_designed(panel, qtbot):
    panel.set_design(FOUR_LAYERS)
    assert row(panel, 2) == ["hidden_1 (Dense)", "not built", "?", ""]
    assert not any(box(panel, name).isEnabled() for name in (*NAMES, "model"))
    with qtbot.assertNotEmitted(panel.trainable_clicked):
        press(qtbot, box(panel, "hidden_1"))
    panel.set_snapshot(make_snapshot())
    assert row(panel, 2)[1:3] == ["(None, 5)", "20"]
    assert box(panel, "hidden_1").isEnabled()


def test_that_the_rows_stay_the_same_widgets_until_the_layers_change(panel, qtbot):
    panel.set_snapshot(make_snapshot())
    before = box(panel, "hidden_1")
    panel.set_snapshot(make_snapshot(seed=5, frozen=("hidden_1",)))
    assert box(panel, "hidden_1") is before
    panel.set_design(NetworkSpec(3, (LayerSpec("only", 2),)))
    qtbot.waitUntil(lambda: box(panel, "hidden_1") is None)
    assert box(panel, "only") is not None
    assert table(panel).rowCount() == 3


def test_that_a_row_is_chosen_with_the_mouse(panel, qtbot):
    panel.set_snapshot(make_snapshot())
    where = table(panel).visualRect(table(panel).model().index(3, 4)).center()
    with qtbot.waitSignal(panel.layer_clicked) as clicked:
        qtbot.mouseClick(table(panel).viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert clicked.args == [Place("hidden_2")]


def test_that_the_keyboard_walks_chooses_and_switches(panel, qtbot):
    panel.set_snapshot(make_snapshot())
    with qtbot.waitActive(panel):
        panel.activateWindow()
    table(panel).setFocus()
    for _ in range(2):
        qtbot.keyClick(table(panel), Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.layer_clicked) as clicked:
        qtbot.keyClick(table(panel), Qt.Key.Key_Return)
    assert clicked.args == [Place("hidden_1")]
    with qtbot.waitSignal(panel.trainable_clicked) as asked:
        qtbot.keyClick(table(panel), Qt.Key.Key_Space)
    assert asked.args == ["hidden_1", False]


def test_that_space_on_a_switch_is_not_taken_by_a_shortcut_of_the_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    panel = LayersTable()
    QVBoxLayout(window).addWidget(panel)
    play = QShortcut(QKeySequence("Space"), window)
    panel.set_snapshot(make_snapshot())
    with qtbot.waitActive(window):
        window.show()
    box(panel, "hidden_1").setFocus()
    with qtbot.assertNotEmitted(play.activated), qtbot.waitSignal(panel.trainable_clicked):
        qtbot.keyClick(box(panel, "hidden_1"), Qt.Key.Key_Space)


def test_that_the_selected_layers_row_is_marked(panel):
    panel.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    panel.set_place(Place("hidden_1", 2))
    now = theme.current()
    assert pixel(panel, 2, 0, 1) == now.color("accent")
    assert pixel(panel, 2, 1, 2) == now.color("accent.soft")
    panel.set_place(Place("hidden_2"))
    assert pixel(panel, 2, 0, 1) != now.color("accent")
    assert pixel(panel, 3, 0, 1) == now.color("accent")
    assert pixel(panel, 3, 1, 2) == now.color("frozen.bg")  # still seen to be frozen


def test_that_every_switch_has_a_name_to_be_read_aloud(panel):
    panel.set_snapshot(make_snapshot())
    for name in (*NAMES, "model"):
        assert box(panel, name).accessibleName() == f"trainable, {name}"
    assert table(panel).accessibleName()
