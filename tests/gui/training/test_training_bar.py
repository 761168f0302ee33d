"""The training bar: buttons that mirror actions, lists, read-outs, and what is left out where there is little room."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from core.snapshot.validation import Measured, Validation
from gui.controls.choice_box import ChoiceBox
from gui.look import i18n, theme
from gui.widgets import busy_mark
from tests.gui.helpers.bars import BUTTONS, button, field, make_actions, show_bar
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def actions():
    return make_actions()


@pytest.fixture
def bar(qtbot, actions):
    return show_bar(qtbot, actions)


def choices(bar) -> dict[str, ChoiceBox]:
    return {name: bar.findChild(ChoiceBox, name) for name in ("optimizer", "loss", "batch_size")}


# ---- buttons ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUTTONS)
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


def test_that_a_button_without_an_action_is_not_shown(qtbot, bar):
    assert not button(bar, "slow_motion").isVisible()
    assert button(show_bar(qtbot, make_actions((*BUTTONS, "slow_motion"))), "slow_motion").isVisible()


# ---- settings --------------------------------------------------------------------------------------------------


def test_that_setters_never_emit(bar, qtbot):
    signals = (
        bar.learning_rate_changed,
        bar.tempo_chosen,
        bar.optimizer_chosen,
        bar.loss_chosen,
        bar.batch_size_chosen,
    )
    said = []
    for signal in signals:
        signal.connect(lambda *what: said.append(what))
    bar.set_learning_rate(0.004)
    bar.set_tempo(600)
    bar.set_snapshot(make_snapshot(optimizer="adam", loss_kind="huber", batch_size=2))
    assert said == []
    assert field(bar).text() == "0.004"
    assert {name: box.currentData() for name, box in choices(bar).items()} == {
        "optimizer": "adam",
        "loss": "huber",
        "batch_size": 2,
    }


@pytest.mark.parametrize(("name", "next_key"), [("optimizer", "momentum"), ("loss", "mae"), ("batch_size", 1)])
def test_that_a_choice_is_asked_for_and_shown_only_when_the_snapshot_says_so(bar, qtbot, name, next_key):
    bar.set_snapshot(make_snapshot())
    box = choices(bar)[name]
    before = box.currentData()
    box.setFocus()
    with qtbot.waitSignal(getattr(bar, f"{name}_chosen")) as said:
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert said.args == [next_key]
    assert box.currentData() == before
    bar.set_snapshot(make_snapshot(**{{"loss": "loss_kind"}.get(name, name): next_key}))
    assert box.currentData() == next_key


def test_that_batch_sizes_are_powers_of_two_below_the_number_of_samples_and_all(bar):
    bar.set_snapshot(make_snapshot())
    box = choices(bar)["batch_size"]
    assert [box.itemText(index) for index in range(box.count())] == ["all", "1", "2"]
    assert box.currentText() == "all"
    bar.set_snapshot(make_snapshot(batch_size=3))
    assert [box.itemText(index) for index in range(box.count())] == ["all", "1", "2", "3"]
    assert box.currentText() == "3"


def tips(box: ChoiceBox) -> list[str]:
    return [box.itemData(index, Qt.ItemDataRole.ToolTipRole) for index in range(box.count())]


def test_that_every_choice_has_the_line_of_keras_as_its_tip(bar):
    assert "keras.optimizers.Adam(learning_rate=0.05)" in tips(choices(bar)["optimizer"])
    assert "Huber: keras.losses.Huber()" in tips(choices(bar)["loss"])
    bar.set_learning_rate(0.2)
    assert "keras.optimizers.Adam(learning_rate=0.2)" in tips(choices(bar)["optimizer"])


def test_that_a_tempo_is_chosen_with_a_click_or_the_arrows_and_named(bar, qtbot):
    strip = bar.findChild(QWidget, "tempo")
    buttons = {b.text(): b for b in strip.findChildren(QPushButton)}
    assert list(buttons) == ["1/s", "10/s", "60/s", "600/s", "max"]
    bar.set_tempo(60)
    assert strip.accessibleName() == "tempo, 60 steps per second"
    with qtbot.waitSignal(bar.tempo_chosen) as said:
        qtbot.mouseClick(buttons["600/s"], Qt.MouseButton.LeftButton)
    assert said.args == [600]
    buttons["600/s"].setFocus()
    with qtbot.waitSignal(bar.tempo_chosen) as said:
        qtbot.keyClick(buttons["600/s"], Qt.Key.Key_Right)
    assert said.args == [None]
    for tempo, chosen in ((1, ["1/s"]), (None, ["max"]), (30, []), (10, ["10/s"])):
        bar.set_tempo(tempo)
        assert [text for text, b in buttons.items() if b.isChecked()] == chosen
    bar.set_tempo(30)
    assert strip.accessibleName() == "tempo, 30 steps per second"


def test_that_a_machine_that_falls_short_of_the_tempo_says_what_it_does(bar):
    captions = [label.text() for label in bar.findChildren(QLabel)]
    assert "tempo, steps per second" in captions
    bar.set_shortfall(41)
    assert "does 41/s" in [label.text() for label in bar.findChildren(QLabel)]
    bar.set_shortfall(None)
    assert [label.text() for label in bar.findChildren(QLabel)] == captions


def test_that_a_click_with_shift_takes_many_steps(qtbot):
    actions = make_actions((*BUTTONS, "step_many", "step_back_many"))
    bar = show_bar(qtbot, actions)
    for name in ("step", "step_back"):
        with qtbot.waitSignal(actions[f"{name}_many"].triggered), qtbot.assertNotEmitted(actions[name].triggered):
            qtbot.mouseClick(button(bar, name), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
        with qtbot.waitSignal(actions[name].triggered), qtbot.assertNotEmitted(actions[f"{name}_many"].triggered):
            qtbot.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)


# ---- read-outs -------------------------------------------------------------------------------------------------


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
    assert step.text() == "1,234,567"
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
    qtbot.waitUntil(mark.spinner.isVisible)
    assert not mark.cancel.isVisible()
    qtbot.waitUntil(mark.cancel.isVisible)
    with qtbot.waitSignal(bar.cancel_clicked):
        qtbot.mouseClick(mark.cancel, Qt.MouseButton.LeftButton)
    bar.set_busy(False)
    assert not mark.spinner.isVisible()
    assert not mark.cancel.isVisible()


# ---- room ------------------------------------------------------------------------------------------------------


def fill(qtbot, bar, width: int) -> None:
    """A bar of this width with much to show."""
    bar.set_snapshot(make_snapshot(step=999_999, loss=1.23e-5, batch_size=2))
    bar.set_points(np.arange(9), np.linspace(1, 0.1, 9))
    bar.window_for_test.resize(width, bar.height())
    qtbot.wait(20)
    assert bar.width() == width


def parts(bar) -> list[QWidget]:
    """Everything in the bar that can be seen and is not made of other parts of it."""
    inner = [bar.findChild(QLabel, name) for name in ("step_count", "loss_value")]
    inner += [bar.findChild(QWidget, name) for name in ("sparkline", "learning_rate", "learning_rate_field")]
    own = [w for w in bar.children() if isinstance(w, QWidget) and not isinstance(w, QLabel)]
    boxes = [w for w in own if not any(w.isAncestorOf(part) for part in inner)]
    return [w for w in (*boxes, *inner) if w.isVisible()]


def place(bar, widget) -> QRect:
    return QRect(widget.mapTo(bar, QPoint(0, 0)), widget.size())


def check_room(bar) -> None:
    """Nothing overlaps, nothing is cut, and every text has the room that it needs."""
    shown = sorted(parts(bar), key=lambda widget: place(bar, widget).x())
    for left, right in pairwise(shown):
        assert place(bar, left).right() < place(bar, right).x(), (left, right)
    for widget in shown:
        assert bar.rect().contains(place(bar, widget)), widget
        if isinstance(widget, QLabel):
            assert widget.fontMetrics().horizontalAdvance(widget.text()) <= widget.width()
        elif isinstance(widget, (QAbstractButton, QWidget)) and widget.minimumSizeHint().isValid():
            assert widget.width() >= min(widget.minimumSizeHint().width(), widget.maximumWidth()), widget


@pytest.mark.sampled(4)
@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", theme.NAMES)
def test_that_nothing_overlaps_and_everything_is_readable_at_every_width(qtbot, name, language, slow):
    theme.use(theme.Theme(name))
    i18n.use(language)
    bar = show_bar(qtbot, make_actions((*BUTTONS, "slow_motion") if slow else BUTTONS))
    for width in (1900, 1440, 1366, 1280, 1100, 1024, 880, 740, 660):
        fill(qtbot, bar, width)
        check_room(bar)
        assert bar.height() == 58


def test_that_what_one_reads_and_clicks_most_is_never_left_out(qtbot, bar):
    always = {"reset_button", "step_back_button", "play_button", "step_button", "step_count", "loss_value"}
    for width, more in (
        (1440, {"optimizer", "loss", "batch_size", "tempo", "learning_rate_field", "sparkline"}),
        (1280, {"optimizer", "loss", "batch_size", "tempo", "learning_rate_field"}),
        (1024, {"optimizer", "loss", "batch_size", "learning_rate_field"}),
        (740, {"learning_rate_field"}),
        (620, set()),
    ):
        fill(qtbot, bar, width)
        assert always | more <= {widget.objectName() for widget in parts(bar)}, width


def test_that_words_go_before_anything_else_and_play_and_step_keep_theirs(qtbot):
    bar = show_bar(qtbot, make_actions((*BUTTONS, "slow_motion")))
    for width, bare in ((1600, set()), (1280, {"reset", "step_back", "slow_motion"})):
        bar.window_for_test.resize(width, bar.height())
        qtbot.wait(20)
        styles = {name: button(bar, name).toolButtonStyle() for name in (*BUTTONS, "slow_motion")}
        assert {name for name, style in styles.items() if style == Qt.ToolButtonStyle.ToolButtonIconOnly} == bare
        assert all(button(bar, name).width() == 44 for name in bare)


def test_that_what_was_left_out_comes_back_with_the_room(bar, qtbot):
    fill(qtbot, bar, 1440)
    before = [place(bar, widget) for widget in parts(bar)]
    for width in (700, 1440):
        fill(qtbot, bar, width)
    assert [place(bar, widget) for widget in parts(bar)] == before
    bar.set_presenting(True)
    fill(qtbot, bar, 700)
    fill(qtbot, bar, 1440)
    assert not any(box.isVisible() for box in choices(bar).values())
    bar.set_presenting(False)
    assert [place(bar, widget) for widget in parts(bar)] == before


@pytest.mark.parametrize("validation", [None, Validation(Measured(1, 0.25, 0.5), np.zeros((3, 1)))])
def test_that_after_a_change_of_language_the_bar_lies_like_one_made_in_it(qtbot, validation):
    def bar_of(width: int):
        bar = show_bar(qtbot, make_actions((*BUTTONS, "slow_motion")))
        bar.set_snapshot(dataclasses.replace(make_snapshot(), validation=validation))
        bar.window_for_test.resize(width, bar.height())
        return bar

    for width in (1440, 1280, 1180, 1024):
        changed = bar_of(width)
        for language in ("ko", "en"):
            i18n.use(language)
            made = bar_of(width)
            places = [[(part.objectName(), place(bar, part)) for part in parts(bar)] for bar in (changed, made)]
            assert places[0] == places[1], (width, language)


@pytest.mark.parametrize("scale", [0.8, 1.4, 2.0])
def test_that_a_zoom_changes_the_size_of_everything(bar, qtbot, scale):
    bar.window_for_test.resize(2900, 58)
    before = bar.findChild(QLabel, "step_count").font().pixelSize()
    theme.use(theme.Theme(scale=scale))
    try:
        qtbot.wait(20)
        assert bar.height() == round(58 * scale)
        assert bar.findChild(QLabel, "step_count").font().pixelSize() == round(before * scale)
        assert field(bar).font().pixelSize() == round(13 * scale)
        fill(qtbot, bar, 1440)
        check_room(bar)
    finally:
        theme.use(theme.Theme())


def test_that_the_read_outs_wear_the_colour_of_the_past(bar, qtbot):
    step, usual = bar.findChild(QLabel, "step_count"), theme.current().color("text.primary")
    for past, color in ((True, theme.current().color("past.fg")), (False, usual)):
        bar.set_past(past)
        assert step.palette().windowText().color() == color


def test_that_everything_that_can_have_the_focus_has_a_name(bar):
    for widget in bar.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_that_a_button_without_text_is_still_named(qtbot, bar):
    fill(qtbot, bar, 1024)
    step = button(bar, "step")
    assert step.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert QAccessible.queryAccessibleInterface(step).text(QAccessible.Text.Name) == "Step"
    assert step.toolTip()
