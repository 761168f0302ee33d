"""The timeline in the whole window: going anywhere by mouse and keys shows exactly what was shown then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from gui.look import number_text, theme
from tests.gui.helpers.windows import (
    WAIT_MS,
    ShownSnapshots,
    assert_shown,
    choose,
    click,
    click_chart,
    click_track,
    drag,
    press,
    read_outs,
    run_code,
    same,
    settle,
    shown_snapshots,
    weights,
    weights_of,
)

STEPS = 30


@pytest.fixture(scope="module")
def cached() -> list[ShownSnapshots]:
    """The snapshots that the first window showed, once there is one window."""
    return []


@pytest.fixture
def shown(window, cached) -> ShownSnapshots:
    """Take 30 steps, and return what each of them showed.

    In the first window they are taken one by one; every other one must show the same, and takes them at once.
    """
    if not cached:
        cached.append(shown_snapshots(window, STEPS))
    else:
        window.session.step(STEPS)
        settle(window)
        assert_shown(window, cached[0][STEPS])
    return cached[0]


def branches(window) -> QComboBox:
    return window.findChild(QComboBox, "branches")


def left(qtbot, window):
    for _ in range(STEPS - 27):
        press(qtbot, window, Qt.Key.Key_Left)


def back_many(qtbot, window):
    window.session.set_tempo(10)
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)


WAYS = {
    "drag": (lambda qtbot, window: drag(window, [30, 24, 18, 3, 12]), 12),
    "track": (lambda qtbot, window: click_track(qtbot, window, 9), 9),
    "chart": (lambda qtbot, window: click_chart(qtbot, window, 21), 21),
    "left": (left, 27),
    "many": (back_many, STEPS - 10),
    "home": (lambda qtbot, window: press(qtbot, window, Qt.Key.Key_Home), 0),
    "first": (lambda qtbot, window: click(qtbot, window, "first_button"), 0),
    "back": (lambda qtbot, window: click(qtbot, window, "step_back_button"), STEPS - 1),
}


def test_that_every_way_back_shows_what_was_shown_then_and_the_end_key_leads_to_live(subtests, qtbot, window, shown):
    for way, (go, step) in WAYS.items():
        with subtests.test(way):
            go(qtbot, window)
            settle(window)
            assert_shown(window, shown[step])
            assert window.banner.isVisible()
            assert f"<b>step {step}</b> of {STEPS}" in window.banner.text
            assert window.code.text().endswith(f"descend({step})\n") if step else "descend(" not in window.code.text()
            assert window.timeline.slider.value() == step
            assert f"step {step} of {STEPS}, in the past" in window.timeline.slider.accessibleName()
            ink = window.findChild(QLabel, "step_count").palette().windowText().color()
            assert ink == theme.current().color("past.fg")
            press(qtbot, window, Qt.Key.Key_End)
            settle(window)
            assert_shown(window, shown[STEPS])
            assert not window.banner.isVisible()
            assert window.code.text().endswith(f"descend({STEPS})\n")
            assert branches(window).count() == 1
    with subtests.test("the loss chart marks the step that is shown"):
        click_track(qtbot, window, 12)
        settle(window)
        chart = window.loss_chart
        qtbot.waitUntil(lambda: not chart._throttle.stale)
        assert chart.plot.cursor.get_xdata()[1] == 12
        assert chart.plot.cursor.get_ydata()[1] == pytest.approx(shown[12].loss)
        click(qtbot, window, "back_to_live")
        settle(window)
        qtbot.waitUntil(lambda: not chart._throttle.stale)
        assert len(chart.plot.cursor.get_xdata()) == 0
    window.focus.go_home()
    with subtests.test("the keys of a focused list do not travel in time"):
        for name in ("optimizer", "dataset"):
            window.pages.show_page(window.data)
            window.findChild(QComboBox, name).setFocus(Qt.FocusReason.TabFocusReason)
            press(qtbot, window, Qt.Key.Key_Home)
            settle(window)
            assert read_outs(window)[0] == str(STEPS), name
    window.focus.go_home()
    with subtests.test("scrubbing fast ends at the last step and never queues up"):
        sent, ask = [], window.session._exchange.worker.ask
        window.session._exchange.worker.ask = lambda request: (sent.append(request), ask(request))
        for step in [(7 * n) % 31 for n in range(49)] + [17]:
            window.session.go_to(step)
        settle(window)
        drag(window, [(11 * n) % 31 for n in range(50)] + [8])
        settle(window)
        del window.session._exchange.worker.ask
        assert len(sent) < 60
        assert_shown(window, shown[8])
        assert window.timeline.slider.value() == 8
    press(qtbot, window, Qt.Key.Key_End)
    settle(window)
    with subtests.test("a frozen layer is frozen at the steps at which it was"):
        window.session.set_trainable("hidden_2", False)
        window.session.step(5)
        settle(window)
        click_track(qtbot, window, 20)
        settle(window)
        assert window.canvas.state.trainable("hidden_2")
        assert window.session.model.get_layer("hidden_2").trainable
        click_track(qtbot, window, 33)
        settle(window)
        assert not window.canvas.state.trainable("hidden_2")
        assert not window.session.model.get_layer("hidden_2").trainable
        assert same(run_code(window), weights(window))


def test_that_a_step_in_the_past_begins_a_branch_and_the_other_one_can_be_chosen(qtbot, window, shown):
    click_track(qtbot, window, 12)
    settle(window)
    click(qtbot, window, "step_button")
    settle(window)
    assert_shown(window, shown[13])  # the same settings: the same step
    assert not window.banner.isVisible()
    assert [branches(window).itemText(row) for row in range(branches(window).count())] == [
        "branch 1: 0 → 30",
        "branch 2: 12 → 13",
    ]
    assert branches(window).isVisible()
    choose(qtbot, window, "branches", "branch 1")
    settle(window)
    assert_shown(window, shown[STEPS])
    assert branches(window).currentText() == "branch 1: 0 → 30"
    assert same(run_code(window), weights(window))
    choose(qtbot, window, "branches", "branch 2")
    settle(window)
    assert_shown(window, shown[13])


def test_that_branches_with_other_settings_stay_as_they_were(qtbot, window, shown):
    click_track(qtbot, window, 12)
    settle(window)
    window.session.set_learning_rate(0.3)
    window.session.step(5)
    settle(window)
    assert read_outs(window)[0] == "17"
    other = window.session.snapshot
    assert not same(weights_of(other), weights_of(shown[17]))
    assert same(run_code(window), weights(window))
    assert branches(window).currentText() == "branch 2: lr 0.3 at 12"
    choose(qtbot, window, "branches", "branch 1")
    settle(window)
    assert_shown(window, shown[STEPS])
    assert window.session.learning_rate == shown[STEPS].learning_rate
    choose(qtbot, window, "branches", "branch 2")
    settle(window)
    assert_shown(window, other)
    assert window.session.learning_rate == 0.3


def test_that_train_on_from_here_plays_a_new_branch(qtbot, window, shown):
    click_track(qtbot, window, 12)
    settle(window)
    click(qtbot, window, "train_on")
    assert window.session.playing
    qtbot.waitUntil(lambda: window.session.snapshot.step >= 40, timeout=WAIT_MS)
    assert not window.banner.isVisible()
    press(qtbot, window, Qt.Key.Key_Space)
    settle(window)
    assert window.session.network.where.branch == 1
    assert branches(window).itemText(1) == f"branch 2: 12 → {number_text.count(window.session.snapshot.step)}"
    click_track(qtbot, window, 12)
    settle(window)
    assert_shown(window, shown[12])


def test_that_what_cannot_be_done_is_disabled_and_scrubbing_pauses(subtests, qtbot, window):
    with subtests.test("what cannot be done is disabled"):
        names = ("step_back", "step_back_many", "first_step", "live")
        assert not any(window.actions_[name].isEnabled() for name in names)
        window.session.step(2)
        settle(window)
        assert [window.actions_[name].isEnabled() for name in names] == [True, True, True, False]
        press(qtbot, window, Qt.Key.Key_Home)
        settle(window)
        assert [window.actions_[name].isEnabled() for name in names] == [False, False, False, True]
    press(qtbot, window, Qt.Key.Key_End)
    settle(window)
    with subtests.test("playing and then scrubbing pauses"):
        window.session.play()
        qtbot.waitUntil(lambda: window.session.snapshot.step >= 100, timeout=WAIT_MS)
        click_track(qtbot, window, 0)
        assert not window.session.playing
        settle(window)
        assert read_outs(window)[0] == "0"
        assert window.banner.isVisible()
        assert window.actions_["play"].text() == "Play"


def test_that_a_reset_makes_the_earlier_run_visitable(qtbot, window, shown):
    press(qtbot, window, Qt.Key.Key_R)
    settle(window)
    assert_shown(window, shown[0])
    assert not window.banner.isVisible()
    assert [branches(window).itemText(row) for row in range(branches(window).count())] == [
        "branch 1: 0 → 30",
        "branch 2: 0 → 0",
    ]
    choose(qtbot, window, "branches", "branch 1")
    settle(window)
    assert_shown(window, shown[STEPS])
