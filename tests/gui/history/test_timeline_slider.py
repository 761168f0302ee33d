"""The track of the timeline, by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox

from core.history.difference import Difference
from core.history.marks import Mark
from core.history.place_in_time import BranchInfo, PlaceInTime
from gui.history.branch_words import branch_text, branch_tip
from gui.history.mark_words import mark_text
from gui.history.timeline_bar import TimelineBar
from gui.history.timeline_slider import TimelineSlider, nice_ticks
from gui.look import i18n, number_text, theme
from tests.gui.helpers.windows import mouse


@pytest.fixture
def slider(qtbot):
    slider = TimelineSlider()
    qtbot.addWidget(slider)
    slider.resize(900, 48)
    slider.set_steps(30, 30, False)
    with qtbot.waitActive(slider):
        slider.show()
        slider.activateWindow()
    return slider


@pytest.fixture
def chosen(slider):
    """The steps that the learner asked for."""
    steps: list[int] = []
    slider.step_chosen.connect(steps.append)
    return steps


# ---- geometry -----------------------------------------------------------------------------------------------


@given(last=st.integers(1, 700), width=st.integers(900, 3000), share=st.floats(0, 1))
def test_that_a_step_and_its_place_are_one(qapp, last, width, share):
    slider = TimelineSlider()
    slider.resize(width, 48)
    slider.set_steps(0, last, False)
    step = round(share * last)
    assert slider.step_of(slider.x_of(step)) == step
    slider.deleteLater()


@given(last=st.integers(0, 10**7), width=st.integers(120, 3000), x=st.floats(-1e4, 1e4))
def test_that_every_place_is_a_step_and_the_nearest_one(qapp, last, width, x):
    slider = TimelineSlider()
    slider.resize(width, 48)
    slider.set_steps(0, last, False)
    step = slider.step_of(x)
    assert 0 <= step <= last
    inside = min(max(x, slider.x_of(0)), slider.x_of(last))
    for other in (step - 1, step + 1):
        if 0 <= other <= last:
            assert abs(slider.x_of(step) - inside) <= abs(slider.x_of(other) - inside) + 1e-6
    slider.deleteLater()


@given(last=st.integers(0, 10**8), most=st.integers(1, 30))
def test_that_ticks_are_round_numbers_and_few(last, most):
    ticks = nice_ticks(last, most)
    assert ticks[0] == 0
    assert ticks[-1] <= last
    assert len(ticks) <= most + 1
    if len(ticks) > 1:
        apart = ticks[1]
        assert ticks == list(range(0, last + 1, apart))
        assert str(apart).rstrip("0") in ("1", "2", "5")
        assert len(ticks) > most / 3 or apart == 1


@pytest.mark.parametrize(
    ("last", "most", "ticks"),
    [(0, 5, [0]), (1, 5, [0, 1]), (30, 4, [0, 10, 20, 30]), (999, 5, [0, 200, 400, 600, 800])],
)
def test_that_ticks_are_those_one_would_write(last, most, ticks):
    assert nice_ticks(last, most) == ticks


# ---- in and out ---------------------------------------------------------------------------------------------


def test_that_what_is_set_from_outside_never_emits(slider, chosen):
    slider.set_steps(12, 40, True)
    slider.set_steps(0, 0, False)
    slider.set_marks([Mark(3, "rate", "0.1")], [(1, 2)])
    assert chosen == []


def test_that_dragging_says_every_step_and_is_not_disturbed(slider, chosen):
    mouse(slider, QEvent.Type.MouseButtonPress, slider.x_of(20))
    for step in (15, 10, 5):
        mouse(slider, QEvent.Type.MouseMove, slider.x_of(step))
        slider.set_steps(30, 31, False)  # an answer to something earlier
        assert (slider.value(), slider.maximum()) == (step, 30)
    mouse(slider, QEvent.Type.MouseButtonRelease, slider.x_of(5))
    assert chosen[:4] == [20, 15, 10, 5]
    assert chosen[-1] == 5
    slider.set_steps(5, 31, True)
    assert (slider.value(), slider.maximum()) == (5, 31)


def test_that_dragging_ends_where_there_is_another_network(slider, chosen):
    mouse(slider, QEvent.Type.MouseButtonPress, slider.x_of(20))
    slider.set_steps(2, 7, True)
    assert (slider.value(), slider.maximum()) == (2, 7)
    mouse(slider, QEvent.Type.MouseMove, slider.x_of(5))
    mouse(slider, QEvent.Type.MouseButtonRelease, slider.x_of(5))
    assert chosen == [20]


def test_that_dragging_beyond_the_ends_stays_at_the_ends(slider, chosen):
    mouse(slider, QEvent.Type.MouseButtonPress, slider.x_of(20))
    mouse(slider, QEvent.Type.MouseMove, -500)
    assert slider.value() == 0
    mouse(slider, QEvent.Type.MouseMove, 5000)
    assert slider.value() == 30
    mouse(slider, QEvent.Type.MouseButtonRelease, 5000)
    assert chosen[-1] == 30


def test_that_another_button_of_the_mouse_does_nothing(slider, chosen):
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        mouse(slider, kind, slider.x_of(3), Qt.MouseButton.RightButton)
    assert not slider.isSliderDown()
    assert slider.value() == 30
    assert chosen == []


def test_that_before_the_first_step_nothing_can_be_chosen(slider, chosen):
    slider.set_steps(0, 0, False)
    mouse(slider, QEvent.Type.MouseButtonPress, 300)
    mouse(slider, QEvent.Type.MouseMove, 500)
    mouse(slider, QEvent.Type.MouseButtonRelease, 500)
    assert chosen == []
    slider.grab()


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, 14),
        (Qt.Key.Key_Right, 16),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 30),
        (Qt.Key.Key_PageUp, 18),
        (Qt.Key.Key_PageDown, 12),
    ],
)
def test_that_keys_walk_the_steps(slider, chosen, qtbot, key, step):
    slider.set_steps(15, 30, True)
    slider.setFocus()
    qtbot.keyClick(slider, key)
    assert chosen == [step]


def test_that_the_wheel_walks_the_steps(slider, chosen):
    at = QPointF(300, 20)
    for turn, step in ((120, 29), (120, 28), (-120, 29)):
        event = QWheelEvent(
            at, slider.mapToGlobal(at), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(slider, event)
        assert chosen[-1] == step


def test_that_the_pointer_is_told_which_step_it_is_over(slider):
    mouse(slider, QEvent.Type.MouseMove, slider.x_of(7))
    assert slider.toolTip() == "step 7"


# ---- what it looks like -------------------------------------------------------------------------------------


def at(slider, step: float, y: float) -> str:
    return slider.grab().toImage().pixelColor(round(slider.x_of(step)), round(y)).name()


def test_that_the_track_and_the_knob_wear_the_colour_of_the_past(slider):
    slider.set_steps(15, 30, False)
    middle = slider.height() / 2 + 1
    now = theme.current()
    assert at(slider, 5, middle) == now.color("accent").name()
    assert at(slider, 25, middle) != now.color("accent").name()
    slider.set_steps(15, 30, True)
    assert at(slider, 5, middle) == now.color("past.fg").name()


def test_that_marks_and_frozen_spans_are_where_they_belong(slider):
    plain = at(slider, 10, 6)
    slider.set_marks([Mark(10, "rate", "0.1"), Mark(0, "rate", "0.05"), Mark(20, "unfreeze", "a")], [(12, 20)])
    assert at(slider, 10, 6) != plain
    assert at(slider, 0, 6) == plain
    high = slider.height() / 2 + 1 - 6
    assert at(slider, 16, high) != plain
    assert at(slider, 25, high) == plain


def test_that_very_many_marks_and_steps_are_painted(slider):
    slider.set_steps(5_000_000, 10_000_000, True)
    slider.set_marks([Mark(step * 10_000, "rate", f"{step}") for step in range(1, 1000)], [(0, 10_000_000)])
    slider.grab()


@pytest.mark.parametrize(
    ("mark", "english", "korean"),
    [
        (Mark(1, "rate", "0.1"), "lr 0.1", None),
        (Mark(1, "data", "Plane"), "data: Plane", "데이터"),
        (Mark(1, "optimizer", "adam"), "Adam", None),
        (Mark(1, "loss", "huber"), "loss: huber", "손실"),
        (Mark(1, "batches", "16"), "batch 16", "배치"),
        (Mark(1, "batches", ""), "whole batch", "배치"),
        (Mark(1, "freeze", "hidden_1"), "hidden_1 frozen", "hidden_1"),
        (Mark(1, "unfreeze", "hidden_1"), "hidden_1 trainable", "hidden_1"),
    ],
)
def test_that_a_mark_says_what_was_changed(mark, english, korean):
    assert mark_text(mark) == english
    i18n.use("ko")
    assert korean is None or korean in mark_text(mark)
    assert korean is None or mark_text(mark) != english


# ---- the bar around it --------------------------------------------------------------------------------------

TWO = (BranchInfo(0, None, 0, 0, 1234), BranchInfo(1, 0, 0, 12, 20), BranchInfo(2, 1, 2, 0, 0))


@pytest.fixture
def bar(qtbot):
    bar = TimelineBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 50)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def test_that_the_slider_says_where_one_is(bar):
    assert bar.slider.accessibleName() == "Timeline"
    bar.set_where(PlaceInTime(step=1234, last_step=1234, branches=TWO[:1]))
    assert bar.slider.accessibleName() == "step 1234, live"
    bar.set_where(PlaceInTime(step=12, last_step=1234, in_past=True, branches=TWO[:1]))
    assert bar.slider.accessibleName() == "step 12 of 1234, in the past"
    i18n.use("ko")
    assert "1234" in bar.slider.accessibleName()
    assert "step" not in bar.slider.accessibleName()


def test_that_the_knob_is_where_one_is_once_it_is_let_go(bar):
    bar.set_where(PlaceInTime(step=30, last_step=30, branches=TWO[:1]))
    mouse(bar.slider, QEvent.Type.MouseButtonPress, bar.slider.x_of(12))
    where = PlaceInTime(step=12, last_step=40, in_past=True, branches=TWO[:1])
    bar.set_where(where)
    mouse(bar.slider, QEvent.Type.MouseButtonRelease, bar.slider.x_of(12))
    assert bar.slider.maximum() == 30
    bar.set_where(where)
    assert (bar.slider.value(), bar.slider.maximum()) == (12, 40)


def test_that_branches_are_listed_and_say_where_they_began(bar, qtbot):
    box = bar.findChild(QComboBox, "branches")
    bar.set_where(PlaceInTime(step=20, last_step=20, branches=TWO[:1]))
    assert box.currentText() == f"branch 1: 0 → {number_text.count(1234)}"
    bar.set_where(PlaceInTime(branch=1, step=20, last_step=20, branches=TWO))
    assert [box.itemText(row) for row in range(3)] == [
        f"branch 1: 0 → {number_text.count(1234)}",
        "branch 2: 12 → 20",
        "branch 3: 0 → 0",
    ]
    tips = [box.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert tips[1] == "Left branch 1 at step 12"
    assert tips[2] == "From initial weights, after branch 2"
    assert box.currentIndex() == 1
    box.setFocus()
    with qtbot.waitSignal(bar.branch_chosen) as said:
        qtbot.keyClick(box, Qt.Key.Key_Up)
    assert said.args == [0]
    assert box.currentIndex() == 1  # until the session is there


FROZEN, RATE = Mark(97, "freeze", "hidden_2"), Mark(120, "rate", "0.02")


@pytest.mark.parametrize(
    ("info", "text", "tip"),
    [
        (
            BranchInfo(4, 0, 0, 97, 140, Difference((FROZEN,))),
            "branch 5: hidden_2 frozen at 97",
            "Left branch 1 at step 97: hidden_2 frozen at 97",
        ),
        (
            BranchInfo(4, 0, 0, 97, 140, Difference((FROZEN, RATE, Mark(1300, "loss", "mae")))),
            "branch 5: hidden_2 frozen at 97, lr 0.02 at 120 …",
            "Left branch 1 at step 97: hidden_2 frozen at 97, lr 0.02 at 120, loss: mae at 1,300",
        ),
        (
            BranchInfo(1, 0, 0, 90, 110, Difference((), (FROZEN, RATE))),  # the other branch's rate comes later
            "branch 2: without “hidden_2 frozen at 97”",
            "Left branch 1 at step 90: without “hidden_2 frozen at 97”",
        ),
        (
            BranchInfo(1, 0, 0, 90, 97, Difference((), (FROZEN,))),
            "branch 2: 90 → 97",
            "Left branch 1 at step 90",
        ),
        (
            BranchInfo(2, 0, 2, 0, 9, Difference((Mark(0, "seed", "7"), Mark(0, "design", "")))),
            "branch 3: seed 7 at 0, other layers at 0",
            "From initial weights, after branch 1: seed 7 at 0, other layers at 0",
        ),
    ],
)
def test_that_a_branch_says_what_differs(info, text, tip):
    assert branch_text(info) == text
    assert branch_tip(info) == tip


def test_that_the_language_changes_what_the_bar_says(bar):
    bar.set_where(PlaceInTime(branch=1, step=20, last_step=20, branches=TWO))
    box = bar.findChild(QComboBox, "branches")
    i18n.use("ko")
    assert "branch" not in box.itemText(0)
    assert box.currentIndex() == 1
    assert box.accessibleName() != "Branches"
