"""Undo and redo in the whole window: everything that a learner does can be taken back, word for word in the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox

from core.commands import SetLearningRate
from core.data.built_in import XorOfThreeBits
from gui.look import i18n
from tests.gui.helpers.windows import (
    WAIT_MS,
    assert_shown,
    press,
    read_outs,
    redo,
    run_code,
    same,
    settle,
    shown_snapshots,
    undo,
    weights,
)


def menu(window) -> tuple[str, str]:
    """What the Edit menu says of undo and redo; empty where it is disabled."""
    actions = (window.findChild(QAction, name) for name in ("undo", "redo"))
    return tuple(action.text() if action.isEnabled() else "" for action in actions)


def settings(window) -> tuple[object, ...]:
    """Everything that can be set, as the panels show it."""
    snapshot, bar = window.session.snapshot, window.training_bar
    lists = [bar.findChild(QComboBox, name).currentData() for name in ("optimizer", "loss", "batch_size")]
    rate = bar.findChild(QLineEdit, "learning_rate_field").text()
    seed = window.findChild(QSpinBox, "seed").value()
    frozen = [layer.name for layer in snapshot.layers if not window.canvas.state.trainable(layer.name)]
    data = window.findChild(QComboBox, "dataset").currentText()
    activations = [layer.activation_name for layer in snapshot.layers]
    return *lists, rate, seed, tuple(frozen), data, tuple(activations), *read_outs(window)


DOINGS = {
    "rate": lambda session: session.set_learning_rate(0.2),
    "optimizer": lambda session: session.choose_optimizer("adam"),
    "loss": lambda session: session.choose_loss("mae"),
    "batches": lambda session: session.choose_batch_size(2),
    "freeze": lambda session: session.toggle_trainable("hidden_2"),
    "data": lambda session: session.use(XorOfThreeBits()),
    "reset": lambda session: session.reset(),
    "step": lambda session: session.step(7),
}


def test_that_both_keys_of_redo_work_and_undo_may_be_pressed_fast(qtbot, window):
    shown = shown_snapshots(window, 10)
    for _ in range(10):
        press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert_shown(window, shown[0])
    assert menu(window)[0] == ""
    for _ in range(7):
        press(qtbot, window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert_shown(window, shown[7])
    assert "of 10" in window.banner.text


def test_that_it_is_undone_and_done_again_and_the_menu_names_it(subtests, qtbot, window):
    with subtests.test("the network as it was built cannot be undone"):
        assert menu(window) == ("", "")
        press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        settle(window)
        assert window.session.snapshot.step == 0
        assert not window.error_card.isVisible()
    window.session.step(5)
    settle(window)
    for label, do in DOINGS.items():
        with subtests.test(label):
            before, weights_before, code_before = settings(window), weights(window), window.code.text()
            do(window.session)
            settle(window)
            after, weights_after, code_after = settings(window), weights(window), window.code.text()
            assert after != before
            assert menu(window) == (f"Undo: {label}", "")
            undo(qtbot, window)
            assert settings(window) == before
            assert same(weights(window), weights_before)
            assert window.code.text() == code_before
            assert menu(window) == ("Undo: step", f"Redo: {label}")
            redo(qtbot, window)
            assert settings(window) == after
            assert same(weights(window), weights_after)
            assert window.code.text() == code_after
            assert menu(window) == (f"Undo: {label}", "")
            assert same(run_code(window), weights_after)
            undo(qtbot, window)  # so that the next begins here, too
    settle(window)
    with subtests.test("the menu speaks the language of the window"):
        window.session.set_learning_rate(0.2)
        settle(window)
        i18n.use("ko")
        settle(window)
        korean = menu(window)[0]
        assert ":" in korean
        assert "Undo" not in korean
        assert "rate" not in korean
        i18n.use("en")
        assert menu(window)[0] == "Undo: rate"
    undo(qtbot, window)
    with subtests.test("after something new there is nothing to do again"):
        window.session.set_learning_rate(0.2)
        settle(window)
        undo(qtbot, window)
        assert menu(window)[1] == "Redo: rate"
        window.session.toggle_trainable("output")
        settle(window)
        assert menu(window) == ("Undo: freeze", "")
        press(qtbot, window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        settle(window)
        assert window.session.learning_rate == 0.05
        assert not window.canvas.state.trainable("output")


@pytest.mark.thorough
def test_that_another_seed_and_a_play_are_undone_with_the_steps_before_them(subtests, qtbot, window):
    shown = shown_snapshots(window, 3)
    with subtests.test("another seed"):
        seed = window.findChild(QSpinBox, "seed")
        window.session.set_seed(7)
        settle(window)
        assert (seed.value(), read_outs(window)[0]) == (7, "0")
        assert menu(window)[0].startswith("Undo: ")
        undo(qtbot, window)
        assert seed.value() == shown[3].seed
        assert_shown(window, shown[3])
        redo(qtbot, window)
        assert (seed.value(), read_outs(window)[0]) == (7, "0")
    undo(qtbot, window)
    with subtests.test("undo while playing takes the play back"):
        press(qtbot, window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.session.snapshot.step >= 60, timeout=WAIT_MS)
        undo(qtbot, window)
        assert not window.session.playing
        assert_shown(window, shown[3])
        assert menu(window)[1] == "Redo: step"


def test_that_a_play_is_undone_at_once_and_a_setting_within_it_by_itself(subtests, qtbot, window):
    with subtests.test("a play"):
        window.session.step(3)
        settle(window)
        before = weights(window)
        for _ in range(2):
            at = window.session.snapshot.step
            press(qtbot, window, Qt.Key.Key_Space)
            qtbot.waitUntil(lambda at=at: window.session.snapshot.step >= at + 60, timeout=WAIT_MS)
            press(qtbot, window, Qt.Key.Key_Space)
            settle(window)
        step, after = read_outs(window)[0], weights(window)
        undo(qtbot, window)
        assert int(read_outs(window)[0]) == at
        undo(qtbot, window)
        assert read_outs(window)[0] == "3"
        assert same(weights(window), before)
        assert menu(window) == ("Undo: step", "Redo: step")
        redo(qtbot, window)
        redo(qtbot, window)
        assert read_outs(window)[0] == step
        assert same(weights(window), after)
        assert menu(window)[1] == ""
    with subtests.test("a setting while playing"):
        at = window.session.snapshot.step
        window.session.play()
        qtbot.waitUntil(lambda: window.session.snapshot.step >= at + 50, timeout=WAIT_MS)
        window.session.set_learning_rate(0.2)
        qtbot.waitUntil(lambda: window.session.snapshot.learning_rate == 0.2, timeout=WAIT_MS)
        window.session.pause()
        settle(window)
        commands = [done.command for done in window.session.history]
        if commands[-1] != SetLearningRate(0.2):  # steps were taken with it
            undo(qtbot, window)
        assert menu(window)[0] == "Undo: rate"
        undo(qtbot, window)
        assert window.session.learning_rate == 0.05
        assert menu(window)[0] == "Undo: step"
        assert same(run_code(window), weights(window))


def test_that_undo_goes_to_whatever_has_the_focus(subtests, qtbot, window):
    with subtests.test("in a field it edits the field"):
        window.session.step(2)
        settle(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        field = window.findChild(QLineEdit, "learning_rate_field")
        before = field.text()
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        field.selectAll()
        qtbot.keyClicks(field, "3")
        assert field.text() == "3"
        press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        settle(window)
        assert field.text() == before
        assert read_outs(window)[0] == "2"
        window.focus.go_home()
        assert (window.session.learning_rate, window.session.snapshot.step) == (0.05, 2)
    with subtests.test("in the code it undoes the step"):
        window.session.step(2)
        settle(window)
        window.pages.show_page(window.code)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.code.findChild(QPlainTextEdit).setFocus()
        undo(qtbot, window)
        assert read_outs(window)[0] == "2"
