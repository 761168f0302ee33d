"""The keyboard does what a learner expects, whatever was clicked before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QSpinBox
from shiboken6 import delete

from core.commands import SetLearningRate, Step
from core.problems.problem import Problem

WAIT_MS = 30_000


def press_space(qtbot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)


def learns_from(window, seed: int) -> bool:
    snapshot = window.session.snapshot
    return snapshot.seed == seed and snapshot.step > 0


@pytest.fixture
def active(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.session.pause()
    assert window.session.wait_idle(WAIT_MS)


def test_that_the_focus_goes_where_a_learner_expects(subtests, qtbot, active):
    with subtests.test("F6 visits every part and comes back"):
        zones = (active.training_bar, active.canvas_bar, active.canvas, active.bottom_dock, active.inspector_dock)
        visited = []
        for _ in range(7):
            active.actions_["next_zone"].trigger()
            now = QApplication.focusWidget()
            visited += [zone for zone in zones if zone is now or zone.isAncestorOf(now)]
        assert set(visited) == set(zones)
        before = QApplication.focusWidget()
        active.actions_["next_zone"].trigger()
        active.actions_["previous_zone"].trigger()
        assert QApplication.focusWidget() is before
    with subtests.test("Ctrl+Tab turns the inspector's pages from anywhere"):
        shown = active.inspector.tabs.currentIndex()
        qtbot.keyClick(active, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        assert active.inspector.tabs.currentIndex() == shown + 1
    with subtests.test("a widget may be deleted while it has the focus"):
        box = QCheckBox(active.centre)
        box.show()
        box.setFocus()
        assert active.focusWidget() is box
        delete(box)
        active.focus.go_home()
        assert active.focusWidget() is active.centre
    with subtests.test("Enter in the learning rate gives it back"):
        rate = active.findChild(QLineEdit, "learning_rate_field")
        rate.setFocus(Qt.FocusReason.MouseFocusReason)
        rate.selectAll()
        qtbot.keyClicks(rate, "0.25")
        qtbot.keyClick(rate, Qt.Key.Key_Return)
        assert active.session.wait_idle(WAIT_MS)
        assert active.session.snapshot.learning_rate == 0.25
        assert not rate.hasFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        assert active.session.wait_idle(WAIT_MS)
        assert active.session.snapshot.step == 1
    with subtests.test("choosing data with the mouse leaves Space to play"):
        active.pages.show_page(active.data)
        combo = active.findChild(QComboBox, "dataset")
        assert not combo.focusPolicy() & Qt.FocusPolicy.ClickFocus
    with subtests.test("choosing the same data again changes nothing"):
        before = active.session.history
        active.presenters.data.choose(0)
        assert active.session.wait_idle(WAIT_MS)
        assert active.session.history == before


def test_that_space_plays_but_on_a_box_reached_by_tab(subtests, qtbot, active):
    with subtests.test("it switches the box"):
        box = active.findChild(QCheckBox, "canvas_trainable:model")
        box.setFocus(Qt.FocusReason.TabFocusReason)
        press_space(qtbot)
        assert active.session.wait_idle(WAIT_MS)
        assert not active.session.playing
        assert active.session.snapshot.trainable_variables == 0
    active.focus.go_home()
    active.session.undo()
    assert active.session.wait_idle(WAIT_MS)
    with subtests.test("it plays after a box was clicked with the mouse"):
        box = active.findChild(QCheckBox, "canvas_trainable:model")
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        assert active.session.wait_idle(WAIT_MS)
        assert active.session.snapshot.trainable_variables == 0
        press_space(qtbot)
        assert active.session.playing
        assert active.session.snapshot.trainable_variables == 0


def test_that_panels_float_dock_and_make_room(subtests, qtbot, active):
    with subtests.test("panels make room for the canvas at a large zoom and come back"):
        active.resize(1440, 900)
        active.set_zoom(2.0)
        assert active.inspector_dock.isHidden()
        active.set_zoom(1.0)
        assert not active.inspector_dock.isHidden()
        assert not active.bottom_dock.isHidden()
    with subtests.test("a dock floats and docks by its button, and is dragged by its title"):
        dock = active.inspector_dock
        assert dock.titleBarWidget().isAncestorOf(dock.findChild(QLabel))
        dock.title_row._float.click()
        assert dock.isFloating()
        dock.title_row._float.click()
        assert not dock.isFloating()
    with subtests.test("a button of a floating panel keeps Space"):
        dock = active.bottom_dock
        dock.title_row._float.click()
        dock.title_row._close.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(dock.title_row._close.hasFocus)
        qtbot.keyClick(dock.title_row._close, Qt.Key.Key_Space)
        assert not active.session.playing
        assert dock.isHidden()


def test_that_after_an_exploding_loss_only_a_reset_leads_on(subtests, qtbot, active):
    with subtests.test("a key meant for play presses no button of the card"):
        active.session.step(3)
        assert active.session.wait_idle(WAIT_MS)
        active.session.problems.show(Problem("descent.not_finite", step=3, rate=10.0))
        press_space(qtbot)
        active.session.pause()
        assert active.session.wait_idle(WAIT_MS)
        assert active.session.snapshot.step >= 3, "the key reset the network"
        active.error_card.close_card()
    with subtests.test("its card names the rate that did it"):
        active.session.do(SetLearningRate(10.0), Step(2), SetLearningRate(1e-5), Step(1000))
        assert active.session.wait_idle(WAIT_MS)
        active.session.do(SetLearningRate(10.0), Step(1000))
        assert active.session.wait_idle(WAIT_MS)
        assert "rate of 10" in active.error_card.report()
        assert any("rate of 0.00001" in button.text() for button in active.error_card.findChildren(QPushButton))
    active.actions_["reset"].trigger()
    assert active.session.wait_idle(WAIT_MS)
    with subtests.test("only a reset leads on"):
        active.session.set_learning_rate(10.0)
        active.session.step(1000)
        assert active.session.wait_idle(WAIT_MS)
        assert not active.actions_["play"].isEnabled()
        assert not active.actions_["step"].isEnabled()
        active.actions_["reset"].trigger()
        assert active.session.wait_idle(WAIT_MS)
        assert active.actions_["play"].isEnabled()


def test_that_a_seed_still_being_typed_in_the_editor_is_applied_before_play_or_step(subtests, qtbot, active):
    for action, typed in (("step", "8"), ("play", "9")):
        with subtests.test(action):
            active.actions_["design"].trigger()
            editor, seed = active.findChild(QDialog, "design"), active.findChild(QSpinBox, "seed")
            editor.activateWindow()
            qtbot.waitUntil(editor.isActiveWindow)
            seed.setFocus(Qt.FocusReason.MouseFocusReason)
            seed.lineEdit().selectAll()
            qtbot.keyClicks(seed, typed)
            active.actions_[action].trigger()
            qtbot.waitUntil(lambda seed=int(typed): learns_from(active, seed), timeout=WAIT_MS)
