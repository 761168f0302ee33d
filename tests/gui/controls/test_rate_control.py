"""The learning rate in the training bar: typed, dragged, turned, refused in place."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.controls.rate_control import RateControl
from gui.controls.rate_field import may_become_a_rate, parse_rate
from gui.look import number_text, theme
from tests.gui.helpers.bars import button, field, make_actions, show_bar, slider, type_into

# what a tool tip at once, which says what is wrong in the field, makes the offscreen platform say
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)")


@pytest.fixture
def actions():
    return make_actions()


@pytest.fixture
def bar(qtbot, actions):
    return show_bar(qtbot, actions)


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
        assert field(bar).fontMetrics().horizontalAdvance(text) <= field(bar).width() - 12


@pytest.mark.parametrize("rate", [math.inf, -math.inf, math.nan, 1e300, 1e-300, 0.0, -1.0])
def test_that_whatever_rate_was_asked_for_is_shown_until_it_is_refused(qtbot, rate):
    control = RateControl(0.05)
    qtbot.addWidget(control)
    control.set_rate(rate)
    assert control.field.text() == number_text.rate(rate)
    control.set_rate(0.05)
    assert (control.field.text(), control.slider.value()) == ("0.05", round(math.log10(0.05) * 100))


@pytest.mark.parametrize("scale", [0.8, 0.9, 1.0, 1.25, 1.4, 2.0])
def test_that_the_field_is_as_high_as_the_other_controls_at_any_zoom(qtbot, scale):
    control = RateControl(0.1)
    qtbot.addWidget(control)
    theme.use(theme.Theme(theme.LIGHT, scale))
    control.restyle()
    control.show()
    heights = {control.field.sizeHint().height()}
    control.field.setFocus()
    qtbot.waitUntil(control.field.hasFocus)
    heights.add(control.field.sizeHint().height())
    control.field.setText("much")
    heights.add(control.field.sizeHint().height())
    assert heights == {theme.current().px(28)}
    assert control.field.fontMetrics().height() <= control.field.contentsRect().height()
