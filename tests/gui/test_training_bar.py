from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.panels import busy_mark
from gui.panels.rate_field import may_become_a_rate, parse_rate
from gui.panels.training_bar import TrainingBar
from tests.gui.snapshots import make_snapshot

# what a tool tip at once, which says what is wrong in the field, makes the offscreen platform say
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)")


@pytest.fixture
def actions():
    actions = {name: QAction(name.capitalize()) for name in ("reset", "play", "step")}
    actions["play"].setShortcut("Space")
    return actions


@pytest.fixture
def bar(qtbot, actions):
    """The bar in a window that may have any width."""
    window = QWidget()
    bar = TrainingBar()
    around = QVBoxLayout(window)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(bar)
    bar.set_actions(actions)
    bar.set_learning_rate(0.05)
    window.resize(1440, 58)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    bar.window_for_test = window  # keeps it alive
    return bar


def field(bar) -> QLineEdit:
    return bar.findChild(QLineEdit, "learning_rate_field")


def slider(bar) -> QSlider:
    return bar.findChild(QSlider, "learning_rate")


def type_into(qtbot, widget, text):
    widget.setFocus()
    widget.selectAll()
    qtbot.keyClicks(widget, text)


def button(bar, name) -> QToolButton:
    return bar.findChild(QToolButton, f"{name}_button")


# ---- buttons ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reset", "play", "step"])
def test_that_a_button_does_its_action(bar, actions, qtbot, name):
    with qtbot.waitSignal(actions[name].triggered):
        qtbot.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)


def test_that_a_button_shows_what_its_action_says(bar, actions, qtbot):
    play = button(bar, "play")
    before = play.width()
    actions["play"].setText("Pause")
    assert play.text() == "Pause"
    qtbot.wait(20)
    assert play.width() == before
    actions["play"].setEnabled(False)
    assert not play.isEnabled()
    assert play.height() == 44


# ---- learning rate ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rate"),
    [("0.1", 0.1), ("1e-3", 1e-3), ("0,1", 0.1), (" .5 ", 0.5), ("10", 10), ("1E-6", 1e-6)],
)
def test_that_a_typed_rate_is_applied_with_enter(bar, qtbot, text, rate):
    type_into(qtbot, field(bar), text)
    with qtbot.waitSignal(bar.learning_rate_changed) as said:
        qtbot.keyClick(field(bar), Qt.Key.Key_Return)
    assert said.args == [pytest.approx(rate)]
    assert slider(bar).value() == round(math.log10(rate) * 100)


@pytest.mark.parametrize("text", ["abc", "", "0", "-0.1", "11", "nan", "inf", "1_0", "1e-7", "1.0.0", "0x1"])
def test_that_nonsense_is_refused_in_place(bar, qtbot, text):
    type_into(qtbot, field(bar), text or "x")
    if not text:
        field(bar).clear()
    with qtbot.assertNotEmitted(bar.learning_rate_changed):
        qtbot.keyClick(field(bar), Qt.Key.Key_Return)
    assert field(bar).property("look") == "wrong"
    tip = field(bar).toolTip()
    assert "from 0.000001 to 10" in tip
    assert f"“{text}”" in tip
    assert "still 0.05" in tip
    qtbot.keyClick(field(bar), Qt.Key.Key_Escape)
    assert field(bar).text() == "0.05"
    assert field(bar).property("look") != "wrong"


def test_that_a_pasted_minus_sign_is_understood():
    assert parse_rate("1e−3") == 1e-3


def test_that_a_rate_half_typed_is_not_called_wrong(bar, qtbot):
    for text in ("0", "0.", "0.00", "1e", "1e-", "0,0"):
        assert parse_rate(text) is None
        assert may_become_a_rate(text)
    for text in ("x", "100", "-", "1e5"):
        assert not may_become_a_rate(text)
    type_into(qtbot, field(bar), "0.0")
    assert field(bar).property("look") != "wrong"
    qtbot.keyClicks(field(bar), "x")
    assert field(bar).property("look") == "wrong"


def test_that_a_snapshot_does_not_disturb_typing(bar, qtbot):
    type_into(qtbot, field(bar), "0.2")
    bar.set_learning_rate(0.07)
    assert field(bar).text() == "0.2"
    qtbot.keyClick(field(bar), Qt.Key.Key_Escape)
    assert field(bar).text() == "0.07"


def test_that_a_rate_typed_without_enter_is_applied_before_playing(bar, actions, qtbot):
    order = []
    bar.learning_rate_changed.connect(lambda rate: order.append(rate))
    actions["play"].triggered.connect(lambda: order.append("play"))
    type_into(qtbot, field(bar), "0.2")
    qtbot.mouseClick(button(bar, "play"), Qt.MouseButton.LeftButton)
    assert order == [0.2, "play"]


def test_that_leaving_the_field_applies_a_rate_and_drops_nonsense(bar, qtbot):
    type_into(qtbot, field(bar), "0.3")
    with qtbot.waitSignal(bar.learning_rate_changed) as said:
        slider(bar).setFocus()
    assert said.args == [0.3]
    type_into(qtbot, field(bar), "0.3x")
    with qtbot.assertNotEmitted(bar.learning_rate_changed):
        slider(bar).setFocus()
    assert field(bar).text() == "0.3"


@pytest.mark.parametrize(
    ("key", "factor"),
    [
        (Qt.Key.Key_Right, 10**0.05),
        (Qt.Key.Key_Left, 10**-0.05),
        (Qt.Key.Key_PageUp, 10**0.5),
        (Qt.Key.Key_PageDown, 10**-0.5),
    ],
)
def test_that_keys_move_the_slider_by_factors(bar, qtbot, key, factor):
    bar.set_learning_rate(0.1)
    slider(bar).setFocus()
    with qtbot.waitSignal(bar.learning_rate_changed) as said:
        qtbot.keyClick(slider(bar), key)
    assert said.args == [pytest.approx(0.1 * factor, rel=1e-3)]
    assert float(field(bar).text()) == said.args[0]


def test_that_a_notch_of_the_wheel_is_a_tenth_more(bar, qtbot):
    bar.set_learning_rate(0.1)
    for turn, expected in ((120, 0.11), (120, 0.121), (-240, 0.1)):
        at = QPointF(5, 5)
        event = QWheelEvent(
            at, slider(bar).mapToGlobal(at), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        with qtbot.waitSignal(bar.learning_rate_changed) as said:
            QApplication.sendEvent(slider(bar), event)
        assert said.args == [pytest.approx(expected)]


def test_that_dragging_is_live_and_an_older_snapshot_does_not_pull_the_slider_back(bar, qtbot):
    bar.set_learning_rate(0.1)
    rates = []
    bar.learning_rate_changed.connect(rates.append)
    slider(bar).setSliderDown(True)
    for position in (-90, -80, -70):
        slider(bar).setSliderPosition(position)
        bar.set_learning_rate(0.1)
        assert slider(bar).value() == position
    slider(bar).setSliderDown(False)
    assert slider(bar).value() == -70
    bar.set_learning_rate(rates[-1])
    assert len(rates) == 3
    assert slider(bar).value() == -70
    bar.set_learning_rate(1.0)
    assert slider(bar).value() == 0


def test_that_a_rate_that_was_refused_goes_back_at_once(bar, qtbot):
    bar.set_learning_rate(0.1)
    type_into(qtbot, field(bar), "5")
    qtbot.keyClick(field(bar), Qt.Key.Key_Return)
    bar.set_learning_rate(5.0)
    assert field(bar).text() == "5"
    bar.set_learning_rate(0.1)
    assert field(bar).text() == "0.1"


@pytest.mark.parametrize("width", [1440, 1024, 900])
def test_that_a_small_rate_is_written_as_people_do_and_fits(bar, qtbot, width):
    bar.window_for_test.resize(width, 58)
    qtbot.wait(20)
    for rate, text in ((1e-6, "0.000001"), (1.1220e-4, "1.122e−4"), (10.0, "10")):
        bar.set_learning_rate(rate)
        assert field(bar).text() == text
        assert parse_rate(text) == pytest.approx(rate)
        assert field(bar).fontMetrics().horizontalAdvance(text) <= field(bar).width() - 18


def test_that_setters_never_emit(bar, qtbot):
    with (
        qtbot.assertNotEmitted(bar.learning_rate_changed),
        qtbot.assertNotEmitted(bar.seed_changed),
        qtbot.assertNotEmitted(bar.steps_per_frame_changed),
    ):
        bar.set_learning_rate(0.004)
        bar.set_seed(99)
        bar.set_steps_per_frame(1000)
    assert field(bar).text() == "0.004"
    assert bar.findChild(QSpinBox, "seed").value() == 99


# ---- steps and seed -----------------------------------------------------------------------------------------


def test_that_steps_per_frame_are_chosen_with_a_click(bar, qtbot):
    strip = bar.findChild(QWidget, "steps_per_frame")
    buttons = {b.text(): b for b in strip.findChildren(QPushButton)}
    assert list(buttons) == ["1", "10", "100", "1000"]
    assert buttons["10"].isChecked()
    with qtbot.waitSignal(bar.steps_per_frame_changed) as said:
        qtbot.mouseClick(buttons["100"], Qt.MouseButton.LeftButton)
    assert said.args == [100]
    bar.set_steps_per_frame(1)
    assert [text for text, b in buttons.items() if b.isChecked()] == ["1"]


def test_that_a_seed_is_applied_with_enter_not_with_every_digit(bar, qtbot):
    seed = bar.findChild(QSpinBox, "seed")
    seeds = []
    bar.seed_changed.connect(seeds.append)
    type_into(qtbot, seed, "123")
    bar.set_seed(7)
    assert seeds == []
    assert seed.lineEdit().text() == "123"
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert seeds == [123]
    qtbot.keyClick(seed, Qt.Key.Key_Up)
    assert seeds == [123, 124]
    assert (seed.minimum(), seed.maximum()) == (0, 2**31 - 1)


# ---- read-outs ----------------------------------------------------------------------------------------------


def test_that_the_read_outs_show_the_snapshot_and_do_not_dance(bar, qtbot):
    step, loss = bar.findChild(QLabel, "step_count"), bar.findChild(QLabel, "loss_value")
    assert (step.text(), loss.text()) == ("–", "–")
    bar.set_snapshot(make_snapshot(step=0, loss=0.5))
    places = step.geometry(), loss.geometry()
    for count, value in ((9, 1e-9), (12_480, 0.00731), (999_999, math.nan), (7, math.inf)):
        bar.set_snapshot(make_snapshot(step=count, loss=value))
        qtbot.wait(5)
        assert (step.geometry(), loss.geometry()) == places
    bar.set_snapshot(make_snapshot(step=1_234_567, loss=0.00731))
    assert step.text() == "1\u2009234\u2009567"
    assert loss.text() == "0.0073"
    for label in (step, loss):
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_that_a_hidden_bar_shows_the_latest_snapshot_when_it_appears(bar):
    bar.window_for_test.hide()
    bar.set_snapshot(make_snapshot(step=41, loss=0.5))
    assert bar.findChild(QLabel, "step_count").text() == "–"
    bar.window_for_test.show()
    assert bar.findChild(QLabel, "step_count").text() == "41"


def test_that_busy_is_shown_only_when_it_lasts_and_can_then_be_cancelled(bar, qtbot):
    mark = bar.findChild(busy_mark.BusyMark)
    bar.set_busy(True)
    qtbot.wait(100)
    assert not mark.spinner.isVisible()
    bar.set_busy(False)
    qtbot.wait(350)
    assert not mark.spinner.isVisible()
    bar.set_busy(True)
    qtbot.waitUntil(mark.spinner.isVisible, timeout=1000)
    assert not mark.cancel.isVisible()
    qtbot.waitUntil(mark.cancel.isVisible, timeout=3000)
    with qtbot.waitSignal(bar.cancel_clicked):
        qtbot.mouseClick(mark.cancel, Qt.MouseButton.LeftButton)
    bar.set_busy(False)
    assert not mark.spinner.isVisible()
    assert not mark.cancel.isVisible()


# ---- room ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1440, 1280, 1024])
@pytest.mark.parametrize("name", theme.NAMES)
def test_that_everything_fits(bar, qtbot, width, name):
    theme.use(theme.Theme(name))
    bar.set_snapshot(make_snapshot(step=999_999, loss=1.23e-5))
    bar.set_points(np.arange(9), np.linspace(1, 0.1, 9))
    bar.window_for_test.resize(width, 58)
    qtbot.wait(20)
    assert bar.width() == width
    shown = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
    edges = sorted((w.x(), w.x() + w.width()) for w in shown if not isinstance(w, QLabel) or w.objectName())
    assert edges[-1][1] <= width
    assert all(a[1] <= b[0] for a, b in pairwise(edges))
    reset = button(bar, "reset")
    text_shown = reset.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert text_shown == (width >= 1400)
    assert bar.findChild(QLabel, "step_count").font().pixelSize() == (26 if width >= 1400 else 22)
    assert bar.findChild(QWidget, "sparkline").isVisible() == (width >= 1280)
    assert {w.height() for w in (field(bar), bar.findChild(QSpinBox, "seed"))} == {28}
    assert bar.height() == 58


def test_that_the_read_outs_stay_whole_where_there_is_too_little_room(bar, qtbot):
    bar.set_snapshot(make_snapshot(step=999_999, loss=1.23e-5))
    bar.window_for_test.resize(880, 58)
    qtbot.wait(20)
    assert bar.width() == 880
    loss, strip = bar.findChild(QLabel, "loss_value"), bar.findChild(QWidget, "steps_per_frame")
    assert loss.mapTo(bar, loss.rect().topRight()).x() < 880
    assert strip.mapTo(bar, strip.rect().topRight()).x() < slider(bar).mapTo(bar, QPoint(0, 0)).x()
    narrow = strip.width()
    bar.window_for_test.resize(1440, 58)
    qtbot.wait(20)
    assert strip.width() > narrow


def test_that_a_larger_zoom_makes_everything_larger(bar, qtbot):
    theme.use(theme.Theme(scale=1.4))
    try:
        qtbot.wait(20)
        assert bar.height() == round(58 * 1.4)
        assert bar.findChild(QLabel, "step_count").font().pixelSize() == round(22 * 1.4)
        assert field(bar).font().pixelSize() == round(13 * 1.4)
    finally:
        theme.use(theme.Theme())


def test_that_everything_that_can_have_the_focus_has_a_name(bar):
    for widget in bar.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
            spoken = widget.accessibleName() or getattr(widget, "text", str)()
            assert spoken or isinstance(widget.parent(), QSpinBox), widget
