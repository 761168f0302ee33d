"""The views of compile, fit and predict and the Variables page, driven without Keras."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget, QVBoxLayout, QWidget

from core.commands import Compile, Fit, Predict
from core.design.compile_spec import CompileSpec
from core.snapshot.prediction import Forward, Prediction
from core.snapshot.records import EpochLog, Progress
from core.snapshot.snapshot import read_only
from gui.fit.compile_card import CompileCard
from gui.fit.fit_card import FitCard
from gui.fit.fit_progress import FitLog, FitProgress
from gui.fit.predict_card import PredictCard
from gui.fit.stale_note import StaleNote
from gui.fit.variables_panel import VariablesPage
from gui.look import i18n
from gui.tables import cells
from gui.widgets.docks import Pages
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def room(qtbot):
    """A window for a card to lie in."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 520)
    with qtbot.waitExposed(window):
        window.show()
    return window


def shown(qtbot, widget: QWidget, width: int = 940, height: int = 220) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def press(qtbot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def texts_of(table: QTableWidget) -> list[list[str]]:
    return [[cells.text(table, row, column) for column in range(3)] for row in range(table.rowCount())]


# compile


def test_that_the_line_of_compile_follows_the_arguments(room, qtbot):
    card = CompileCard(room)
    card.open()
    assert card.line.expression == Compile().lines()[0]
    qtbot.mouseClick(card.metrics["mae"], Qt.MouseButton.LeftButton, pos=card.metrics["mae"].rect().center() * 0.2)
    adam = card.optimizer.findData("adam")
    card.optimizer.setCurrentIndex(adam)
    card.optimizer.activated.emit(adam)
    card.rate.field.setText("0.01")
    card.rate.field.enter()
    wanted = Compile(CompileSpec("adam", 0.01, "mse", ("mae",)))
    assert card.line.expression == wanted.lines()[0]
    with qtbot.waitSignal(card.asked) as asked:
        press(qtbot, card.button)
    assert asked.args == [wanted]


def test_that_compile_begins_with_what_holds(room):
    card = CompileCard(room)
    compiled = CompileSpec("rmsprop", 0.02, "mae", ("accuracy",))
    card.set_snapshot(make_snapshot(compiled=compiled))
    assert card.command() == Compile(compiled)


# fit


def test_that_fit_asks_for_what_its_line_says(room, qtbot):
    card = FitCard(room)
    card.set_snapshot(make_snapshot(compiled=CompileSpec()))
    card.open()
    card.epochs.setValue(7)
    card.size.setCurrentIndex(2)
    card.size.activated.emit(2)
    assert card.line.expression == Fit(7, 2).lines()[0]
    with qtbot.waitSignal(card.asked) as asked:
        press(qtbot, card.button)
    assert asked.args == [Fit(7, 2)]
    card.shuffle.click()
    assert card.line.expression.splitlines() == ["tf.random.set_seed(1)", *Fit(7, 2, True, 1).lines()[1:]]


def test_that_the_card_says_what_fit_will_use(room):
    card = FitCard(room)
    card.set_snapshot(make_snapshot())
    sentence = card.findChild(QLabel, "fit_uses")
    assert "not compiled" in sentence.text()
    card.set_snapshot(make_snapshot(compiled=CompileSpec("adam", 0.01)))
    assert "Adam" in sentence.text()
    assert "0.01" in sentence.text()
    assert "not those in the bar above" in sentence.text()
    card.set_snapshot(make_snapshot(compiled=CompileSpec("adam", 0.01), optimizer="adam", learning_rate=0.01))
    assert "as in the bar above" in sentence.text()


def test_that_without_compile_there_is_only_the_way_to_it(room, qtbot):
    card = FitCard(room)
    card.set_snapshot(make_snapshot())
    card.open()
    assert not card.button.isEnabled()
    assert card.compile.hasFocus()
    with qtbot.waitSignal(card.compile_clicked):
        press(qtbot, card.compile)
    card.set_snapshot(make_snapshot(compiled=CompileSpec()))
    assert card.button.isEnabled()
    assert not card.compile.isVisible()


def test_that_compile_says_when_it_is_done_and_leads_to_fit(room, qtbot):
    card = CompileCard(room)
    card.set_snapshot(make_snapshot())
    card.open()
    assert not card.done.isVisible()
    press(qtbot, card.button)
    card.set_snapshot(make_snapshot(step=1))
    assert not card.done.isVisible(), "a snapshot from before it"
    card.set_snapshot(make_snapshot(compiled=card.command().spec))
    assert card.done.isVisible()
    with qtbot.waitSignal(card.fit_clicked):
        press(qtbot, card.go_on)
    card.metrics["mae"].click()
    assert not card.done.isVisible(), "the line is another one now"


def test_that_a_card_grows_with_its_warning_and_its_button_stays_in_sight(room, qtbot):
    card = FitCard(room)
    card.set_snapshot(make_snapshot(compiled=CompileSpec()))
    card.open()
    before = card.height()
    card.set_snapshot(make_snapshot(compiled=CompileSpec(), still_moving=("hidden_2",)))
    qtbot.waitUntil(lambda: card.height() > before)
    room.resize(900, 260)
    card.place()
    assert card.geometry().bottom() <= room.height()
    assert card.button.visibleRegion().boundingRect().height() == card.button.height()


def test_that_escape_closes_a_card_and_says_so(room, qtbot):
    card = FitCard(room)
    card.open()
    with qtbot.waitSignal(card.closed):
        qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def progress(epoch: int, *losses: float, running: bool = True, epochs: int = 4) -> Progress:
    first = epoch - len(losses) + 1
    logs = tuple(EpochLog(first + i, {"loss": loss, "mae": 2 * loss}) for i, loss in enumerate(losses))
    return Progress(epoch, epochs, logs, running)


def test_that_the_bar_and_the_log_follow_fit(qtbot):
    log = shown(qtbot, FitLog())
    bar = log.progress
    assert not bar.stop.isEnabled()
    log.set_progress(progress(0))
    assert bar.stop.isEnabled()
    log.set_progress(progress(2, 0.5, 0.25))
    assert (bar.bar.value(), bar.bar.maximum()) == (2, 4)
    assert bar.text == "epoch 2 of 4 · loss 0.2500"
    log.set_progress(progress(4, 0.2, 0.1, running=False))
    model = log.table.model()
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert rows == [["1", "0.5000", "1.0000"], ["2", "0.2500", "0.5000"], ["3", "0.2000", "0.4000"],
                    ["4", "0.1000", "0.2000"]]  # fmt: skip
    assert not bar.stop.isEnabled()
    log.set_progress(progress(0))
    assert model.rowCount() == 0, "a new fit begins a new log"


def test_that_stop_asks_once_and_the_bar_says_that_it_was_stopped(qtbot):
    bar = shown(qtbot, FitProgress("bar"), 400, 60)
    bar.set_progress(progress(0))
    with qtbot.waitSignal(bar.stop_clicked):
        press(qtbot, bar.stop)
    bar.set_progress(progress(1, 0.5))
    assert not bar.stop.isEnabled()
    bar.set_progress(progress(1, running=False))
    assert bar.text.startswith("epoch 1 of 4, stopped")


# the warning


def test_that_the_warning_names_the_layers_and_offers_to_compile(qtbot):
    around = QWidget()
    note = StaleNote()
    QVBoxLayout(around).addWidget(note)
    shown(qtbot, around, 500, 200)
    note.set_snapshot(make_snapshot())
    assert not note.isVisible()
    note.set_snapshot(make_snapshot(still_moving=("hidden_1", "output"), still_resting=("hidden_2",)))
    assert note.isVisible()
    assert "still moves <b>hidden_1</b>, <b>output</b>" in note.text
    assert "still leaves <b>hidden_2</b>" in note.text
    with qtbot.waitSignal(note.compile_clicked):
        press(qtbot, note.button)
    i18n.use("ko")
    assert "여전히 <b>hidden_1</b>" in note.text
    note.set_snapshot(make_snapshot())
    assert not note.isVisible()


# predict


def forward(difference: float = 0.0) -> Forward:
    values = np.array([[0.5], [-0.25]], np.float32)
    pairs = (("hidden/kernel", True), ("hidden/bias", True))
    lost = tuple((path, False) for path, _ in pairs)
    predicted = Prediction("X", "Y_pred", read_only(values + difference), "ndarray")
    return Forward(read_only(values), "Tensor", predicted, pairs, lost)


def test_that_the_two_ways_forward_stand_side_by_side(room, qtbot):
    card = PredictCard(room)
    card.set_snapshot(make_snapshot())
    card.open()
    with qtbot.waitSignal(card.asked) as asked:
        press(qtbot, card.button)
    assert asked.args == [Predict()]
    assert not card.table.isVisible()
    card.set_forward(forward())
    headers = [cells.title(card.table, column) for column in range(2)]
    assert headers == ["model(X)\nTensor", "model.predict(X)\nndarray"]
    assert [cells.text(card.table, row, 0) for row in range(2)] == ["+0.500000", "−0.250000"]
    assert [cells.text(card.table, row, 1) for row in range(2)] == ["+0.500000", "−0.250000"]
    assert "same numbers" in card.verdict.text()
    assert "2 of 2 gradients" in card.tapes.text()
    assert "[None, None]" in card.tapes.text()
    card.set_snapshot(make_snapshot(step=1))
    assert not card.table.isVisible(), "other weights, another result"
    assert "have changed since" in card.verdict.text()
    assert card.verdict.isVisible()
    card.set_forward(forward(0.5))
    assert "Not the same" in card.verdict.text()


# variables


def test_that_a_variable_moves_between_the_lists_with_its_box(qtbot):
    page = shown(qtbot, VariablesPage())
    page.set_snapshot(make_snapshot())
    trainable = page.findChild(QTableWidget, "trainable_variables")
    frozen = page.findChild(QTableWidget, "non_trainable_variables")
    assert texts_of(trainable)[:2] == [["hidden_1/kernel", "(3, 5)", "15"], ["hidden_1/bias", "(5,)", "5"]]
    assert (trainable.rowCount(), frozen.rowCount()) == (8, 0)
    page.set_snapshot(make_snapshot(frozen=("hidden_1", "output")))
    assert [row[0] for row in texts_of(frozen)] == ["hidden_1/kernel", "hidden_1/bias", "output/kernel", "output/bias"]
    assert trainable.rowCount() == 4
    assert "26" in cells.title(frozen, 2)
    assert "60" in cells.title(trainable, 2)
    assert frozen.model().index(0, 0).data(cells.Role.BackgroundRole) is not None, "what arrived is tinted"
    qtbot.waitUntil(lambda: frozen.model().index(0, 0).data(cells.Role.BackgroundRole) is None)
    page.set_snapshot(make_snapshot(model_trainable=False))
    assert (trainable.rowCount(), frozen.rowCount()) == (0, 8)


def test_that_a_variables_numbers_are_those_of_get_weights(qtbot):
    page = shown(qtbot, VariablesPage())
    snapshot = make_snapshot(frozen=("hidden_1",))
    page.set_snapshot(snapshot)
    trainable = page.findChild(QTableWidget, "trainable_variables")
    first = snapshot.layers[1].kernel.ravel()[0]
    assert cells.text(trainable, 0, 3).strip().startswith(f"{first:+.3f}".replace("-", "−"))
    assert trainable.model().index(0, 0).data(cells.Role.ToolTipRole) == "model.get_weights()[2]"


def test_that_an_unseen_page_costs_nothing(qtbot):
    page = VariablesPage()
    qtbot.addWidget(page)
    page.set_snapshot(make_snapshot())
    assert page.findChild(QTableWidget, "trainable_variables").rowCount() == 0


# tabs


@pytest.mark.parametrize("texts", [("Loss", "Code", "Summary", "Variables", "Data", "Health", "Tape"),
                                   ("손실", "코드", "요약", "변수", "데이터", "건강", "테이프")])  # fmt: skip
def test_that_seven_tabs_stand_side_by_side_in_a_narrow_window(qtbot, texts):
    around = QWidget()
    pages = Pages(len(texts))
    for _ in texts:
        pages.add_page(QWidget())
    QVBoxLayout(around).addWidget(pages.head)
    shown(qtbot, around, 620, 60)
    pages.set_titles(texts, "Pages")
    for index in range(len(texts)):
        pages.tabs.setCurrentIndex(index)
        qtbot.wait(1)
        last = pages.tabs.tabRect(len(texts) - 1)
        assert pages.tabs.rect().contains(last), index


def test_that_a_snapshot_knows_when_compile_is_out_of_date():
    assert not make_snapshot().stale_compile
    for field in ("still_moving", "still_resting", "old_activation"):
        assert replace(make_snapshot(), **{field: ("hidden_1",)}).stale_compile
