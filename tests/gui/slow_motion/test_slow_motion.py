"""Slow motion in the real window: walked by keys and buttons, read on canvas, caption and tape."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QToolButton

from core.commands import Forget, Show
from core.explain.step_parts import Phase, What
from core.intents.questions import NextStep
from core.snapshot.place import Place
from gui.look import i18n
from gui.slow_motion import part_words
from gui.slow_motion.walk import PART_MS
from gui.tables import cells

WAIT_MS = 30_000
KEYS = Qt.Key


def motion(window):
    return window.presenters.slow_motion.motion


def press(qtbot, window, key, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(window, key)
    assert window.session.wait_idle(WAIT_MS)


@pytest.fixture
def slow(qtbot, window):
    """The window in slow motion, at the first part of its first step."""
    press(qtbot, window, KEYS.Key_S)
    assert motion(window).moment is not None
    return window


def walk_to(qtbot, window, what: What, layer: str) -> None:
    for _ in range(60):
        part = motion(window).moment.part
        if (part.what, part.layer) == (what, layer):
            return
        press(qtbot, window, KEYS.Key_Right)
    raise AssertionError(f"{what} of {layer} never came")


def freeze(window, *names: str) -> None:
    for name in names:
        window.session.set_trainable(name, False)
    assert window.session.wait_idle(WAIT_MS)


def text(window, name: str) -> str:
    return window.findChild(QLabel, name).text()


def button(window, name: str) -> QToolButton:
    return window.slow_bar.findChild(QToolButton, name)


def tape_rows(window) -> list[list[str]]:
    """The visible rows of the table on the Tape page."""
    table = window.findChild(QTableWidget, "tape_rows")
    return [
        [cells.text(table, row, column) for column in range(6)]
        for row in range(table.rowCount())
        if not table.isRowHidden(row)
    ]


def weights(window) -> list[bytes]:
    return [array.tobytes() for array in window.session.model.get_weights()]


def begin(window) -> None:
    """Go back to the first part of the step."""
    motion(window).go_to(Phase.FORWARD)
    assert motion(window).moment.first


def test_that_s_opens_slow_motion_and_only_what_is_computed_is_shown(subtests, qtbot, window):
    with subtests.test("the page says what it is for before"):
        from gui.widgets.tabs import EmptyCard

        window.pages.show_page(window.tape)
        assert "GradientTape" in window.tape.findChild(EmptyCard).text
        assert window.tape.rows == ()
    press(qtbot, window, KEYS.Key_S)
    slow = window
    with subtests.test("its bar and the tape in front"):
        assert slow.actions_["slow_motion"].isChecked()
        assert slow.slow_bar.isVisible()
        assert not slow.canvas_bar.isVisible()
        assert slow.pages.currentWidget() is slow.tape
        assert text(slow, "slow_place") == "at hidden_1"
        assert "hidden_1" in text(slow, "slow_caption")
    with subtests.test("the forward pass"):
        look = slow.canvas.state.slow
        snapshot, sample = slow.session.snapshot, slow.session.selection.sample
        assert look.lanes["hidden_1"].values == pytest.approx(snapshot.layers[0].activation[sample])
        assert look.lanes["hidden_1"].state == "now"
        assert look.lanes["hidden_2"].values is None
        assert look.lanes["hidden_2"].state == "waits"
        assert look.lit == "hidden_1"
        assert [row[2] for row in tape_rows(slow)] == ["MatMul", "BiasAdd", "Relu"]
        press(qtbot, slow, KEYS.Key_Right)
        assert slow.canvas.state.slow.lanes["hidden_2"].state == "now"
        assert slow.canvas.state.slow.lanes["hidden_1"].state == "done"
        assert len(tape_rows(slow)) == 6
    begin(slow)
    with subtests.test("Left goes back, and the buttons do the same"):
        press(qtbot, slow, KEYS.Key_Right, 2)
        press(qtbot, slow, KEYS.Key_Left)
        assert motion(slow).moment.index == 1
        qtbot.mouseClick(button(slow, "slow_next"), Qt.MouseButton.LeftButton)
        assert motion(slow).moment.index == 2
        qtbot.mouseClick(button(slow, "slow_back"), Qt.MouseButton.LeftButton)
        qtbot.mouseClick(button(slow, "slow_back"), Qt.MouseButton.LeftButton)
        assert motion(slow).moment.index == 0
        assert not button(slow, "slow_back").isEnabled()
        assert slow.session.snapshot.step == 0
    begin(slow)
    with subtests.test("another sample"):
        slow.session.selection.show_sample(2)
        lane = slow.canvas.state.slow.lanes["hidden_1"]
        assert lane.values == pytest.approx(slow.session.snapshot.layers[0].activation[2])
    with subtests.test("pills tell the phases without colour and lead there"):
        pill = slow.slow_bar.findChild(QPushButton, "slow_backward")
        assert pill.accessibleName() == "Backward, waits"
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
        assert motion(slow).moment.part.phase == Phase.BACKWARD
        assert pill.accessibleName() == "Backward, now"
        assert slow.slow_bar.findChild(QPushButton, "slow_forward").accessibleName() == "Forward, done"
        assert pill.height() >= 28
    begin(slow)
    with subtests.test("a change of language changes every text"):
        i18n.use("ko")
        assert "곱하고" in text(slow, "slow_caption")
        assert text(slow, "slow_place") == "위치: hidden_1"
        assert slow.slow_bar.findChild(QPushButton, "slow_forward").text() == "1 순전파"


def test_that_each_part_shows_its_numbers_on_canvas_tape_and_caption(subtests, qtbot, slow):
    with subtests.test("the gradient arrives part by part on the canvas"):
        layer = slow.session.snapshot.layer("hidden_3")
        sample = slow.session.selection.sample
        walk_to(qtbot, slow, What.DY, "hidden_3")
        look = slow.canvas.state.slow
        assert look.lit == "output"
        assert look.lanes["hidden_3"].values == pytest.approx(layer.activation_gradient[sample])
        assert look.lanes["hidden_3"].tile == "kernel"
        walk_to(qtbot, slow, What.DZ, "hidden_3")
        assert slow.canvas.state.slow.lanes["hidden_3"].values == pytest.approx(layer.pre_activation_gradient[sample])
        walk_to(qtbot, slow, What.DW, "hidden_3")
        lane = slow.canvas.state.slow.lanes["hidden_3"]
        np.testing.assert_array_equal(lane.kernel, layer.kernel_gradient)
        assert lane.bias is None  # not computed yet
        walk_to(qtbot, slow, What.DB, "hidden_3")
        np.testing.assert_array_equal(slow.canvas.state.slow.lanes["hidden_3"].bias, layer.bias_gradient)
        assert slow.canvas.state.slow.lanes["hidden_1"].state == "waits"
    begin(slow)
    with subtests.test("the tape is walked backwards, with a mark at the row in use"):

        def marked() -> list[str]:
            return [f"{row[1]} {row[2]}" for row in tape_rows(slow) if "←" in row[5]]

        walk_to(qtbot, slow, What.DY, "output")
        assert marked() == ["loss Sub", "loss Square", "loss Mean", "loss Sum", "loss DivNoNan"]
        walk_to(qtbot, slow, What.DW, "output")
        assert marked() == ["output MatMul"]
        walk_to(qtbot, slow, What.DZ, "hidden_3")
        assert marked() == ["hidden_3 Relu"]
        walk_to(qtbot, slow, What.DB, "hidden_3")
        assert marked() == ["hidden_3 BiasAdd"]
        rows = {(row[1], row[2]): row[5] for row in tape_rows(slow)}
        assert rows["output", "MatMul"] == "✓ ∂L/∂kernel  ✓ ∂L/∂Y (hidden_3)"
        assert rows["hidden_1", "MatMul"] == "waits"
        walk_to(qtbot, slow, What.UPDATE, "hidden_1")
        assert marked() == []
    begin(slow)
    with subtests.test("the update shows by how much each weight changes"):
        walk_to(qtbot, slow, What.UPDATE, "hidden_2")
        layer, look = slow.session.snapshot.layer("hidden_2"), slow.canvas.state.slow
        lane = look.lanes["hidden_2"]
        change = lane.in_tile[0]
        assert lane.tile == "new"
        np.testing.assert_allclose(change, -slow.session.learning_rate * layer.kernel_gradient, atol=1e-7)
        assert 0 < np.abs(change).max() <= look.change_limit == look.key_limit  # the colours end at the largest change
        assert not change[layer.kernel_gradient == 0].any()
        waiting = look.lanes["hidden_3"]
        assert waiting.tile == "kernel"
        np.testing.assert_array_equal(waiting.in_tile[0], slow.session.snapshot.layer("hidden_3").kernel)
    begin(slow)
    with subtests.test("no sentence begins elsewhere than the one before"):
        sentence = slow.slow_bar.findChild(QLabel, "slow_caption")
        begins = set()
        for what, layer in ((What.Y, "hidden_1"), (What.LOSS, ""), (What.DW, "output"), (What.UPDATE, "hidden_2")):
            walk_to(qtbot, slow, what, layer)
            slow.settle()
            begins.add(sentence.x())
        assert len(begins) == 1
    begin(slow)
    with subtests.test("the numbers are those of the selected unit"):
        layer = slow.session.snapshot.layer("hidden_2")
        slow.session.selection.select(Place("hidden_2", 3))
        walk_to(qtbot, slow, What.DB, "hidden_2")
        shown = text(slow, "slow_numbers")
        assert shown.startswith("∂L/∂bias[3] = ")
        value = float(shown.rsplit("= ")[1].replace("−", "-"))
        assert value == pytest.approx(layer.bias_gradient[3], abs=6e-5)
        slow.session.selection.select(Place("output"))
        norm = float(text(slow, "slow_numbers").rsplit("= ")[1])
        assert norm == pytest.approx(np.linalg.norm(layer.bias_gradient), abs=6e-5)


def test_that_walking_to_the_end_takes_the_step_that_was_previewed(qtbot, slow):
    before = weights(slow)
    seen, count = [], len(motion(slow).moment.parts)
    for _ in range(count):
        assert weights(slow) == before  # looking takes no step
        moment = motion(slow).moment
        seen.append(moment.part)
        if moment.last:
            break
        press(qtbot, slow, KEYS.Key_Right)
    assert tuple(seen) == motion(slow).moment.parts
    assert slow.session.snapshot.step == 0
    promised = [w.tobytes() for layer in moment.snapshot.layers for w in moment.new_weights(layer)]
    shown = slow.canvas.state.slow.lanes
    assert [a.tobytes() for name in list(shown)[1:] for a in (shown[name].kernel, shown[name].bias)] == promised
    press(qtbot, slow, KEYS.Key_Right)
    assert slow.session.snapshot.step == 1
    assert weights(slow) == promised
    assert weights(slow) != before
    assert motion(slow).moment.first
    assert motion(slow).moment.snapshot.step == 1


def test_that_the_way_back_leaves_out_what_does_not_learn_and_says_so(subtests, qtbot, window):
    with subtests.test("a frozen layer passes the gradient on and is not updated"):
        freeze(window, "hidden_2")
        press(qtbot, window, KEYS.Key_S)
        walk_to(qtbot, window, What.THROUGH, "hidden_2")
        assert "frozen" in text(window, "slow_caption")
        assert "not asked" in text(window, "slow_caption")
        assert window.canvas.state.slow.lanes["hidden_2"].tile == "not asked"
        gradients = {(row[1], row[2]): row[5] for row in tape_rows(window)}
        assert gradients["hidden_2", "BiasAdd"] == "not asked for"
        press(qtbot, window, KEYS.Key_Right)
        assert motion(window).moment.part.layer == "hidden_1"
        assert "flows through its kernel" in text(window, "slow_caption")
        np.testing.assert_array_equal(
            window.canvas.state.slow.lanes["hidden_1"].values,
            window.session.snapshot.layer("hidden_1").activation_gradient[0].tolist(),
        )
        walk_to(qtbot, window, What.KEPT, "hidden_2")
        assert text(window, "slow_caption") == "hidden_2 is frozen: its update does not happen."
        lane = window.canvas.state.slow.lanes["hidden_2"]
        assert lane.tile == "kept"
        np.testing.assert_array_equal(lane.kernel, window.session.snapshot.layer("hidden_2").kernel)
    press(qtbot, window, KEYS.Key_Escape)
    with subtests.test("the way back ends where nothing before learns"):
        freeze(window, "hidden_1")
        press(qtbot, window, KEYS.Key_S)
        walk_to(qtbot, window, What.STOP, "hidden_2")
        assert "From hidden_2 back nothing learns" in text(window, "slow_caption")
        assert {window.canvas.state.slow.lanes[name].state for name in ("hidden_1", "hidden_2")} == {"left out"}
        press(qtbot, window, KEYS.Key_Right)
        assert motion(window).moment.part.phase == Phase.UPDATE
    press(qtbot, window, KEYS.Key_Escape)
    with subtests.test("nothing trainable still makes a step"):
        window.session.set_trainable(None, False)
        assert window.session.wait_idle(WAIT_MS)
        before = weights(window)
        press(qtbot, window, KEYS.Key_S)
        walk_to(qtbot, window, What.STOP, "output")
        assert "Nothing is trainable" in text(window, "slow_caption")
        walk_to(qtbot, window, What.KEPT, "output")
        press(qtbot, window, KEYS.Key_Right)
        assert window.session.snapshot.step == 1
        assert weights(window) == before


def test_that_a_small_update_has_enough_digits_to_be_seen():
    assert part_words._both(0.066, 0.0659) == "+0.0660 → +0.0659"
    assert part_words._both(0.066, 0.0660012) == "+0.066000 → +0.066001"
    assert part_words._both(0.5, 0.5) == "+0.50000000 → +0.50000000"


def test_that_space_runs_it_by_itself_and_pointing_holds_it(subtests, qtbot, slow):
    with subtests.test("Space runs and pauses it"):
        motion(slow).set_speed(2)
        qtbot.keyClick(slow, KEYS.Key_Space)
        assert not slow.session.playing
        qtbot.waitUntil(lambda: motion(slow).moment.index >= 2)
        qtbot.keyClick(slow, KEYS.Key_Space)
        at = motion(slow).moment.index
        qtbot.wait(PART_MS)
        assert motion(slow).moment.index == at
    begin(slow)
    with subtests.test("pointing at the network or the bar holds it, and leaving lets it go on"):
        motion(slow).set_speed(2)
        qtbot.mouseMove(slow.training_bar, QPoint(3, 3))
        qtbot.keyClick(slow, KEYS.Key_Space)
        for place in (slow.canvas, slow.slow_bar):
            qtbot.mouseMove(place, QPoint(20, 20))
            qtbot.waitUntil(lambda: motion(slow).held)
            at = motion(slow).moment.index
            qtbot.wait(PART_MS)
            assert motion(slow).moment.index == at
            assert text(slow, "slow_place") == "paused while you point"
            qtbot.mouseMove(slow.training_bar, QPoint(3, 3))
            qtbot.waitUntil(lambda at=at: motion(slow).moment.index > at)
    qtbot.keyClick(slow, KEYS.Key_Space)  # it stands still
    with subtests.test("step after step"):
        motion(slow).set_speed(2)
        motion(slow).go_to(Phase.UPDATE)
        press(qtbot, slow, KEYS.Key_Right, 2)
        qtbot.keyClick(slow, KEYS.Key_Space)
        qtbot.waitUntil(lambda: slow.session.snapshot.step == 1 and motion(slow).moment is not None, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: motion(slow).moment.index > 0, timeout=WAIT_MS)
        assert motion(slow).running


def test_that_leaving_gives_everything_back(subtests, qtbot, window):
    for key in (KEYS.Key_Escape, KEYS.Key_S):
        with subtests.test(f"with {key.name}"):
            step = window.session.snapshot.step
            window.pages.show_page(window.layers)
            press(qtbot, window, KEYS.Key_S)
            press(qtbot, window, KEYS.Key_Right, 3)
            press(qtbot, window, key)
            assert not motion(window).active
            assert window.canvas.state.slow is None
            assert window.canvas_bar.isVisible()
            assert not window.slow_bar.isVisible()
            assert not window.actions_["slow_motion"].isChecked()
            assert window.pages.currentWidget() is window.layers
            assert window.session.snapshot.step == step
            press(qtbot, window, KEYS.Key_Right)  # a step again
            assert window.session.snapshot.step == step + 1
            assert window.actions_["play"].shortcut().toString() == "Space"
    with subtests.test("entering pauses, and playing leaves"):
        qtbot.keyClick(window, KEYS.Key_Space)
        qtbot.waitUntil(lambda: window.session.snapshot.step > 20, timeout=WAIT_MS)
        press(qtbot, window, KEYS.Key_S)
        assert not window.session.playing
        assert motion(window).moment.snapshot.step == window.session.snapshot.step
        window.actions_["play"].trigger()
        assert window.session.playing
        assert not motion(window).active
        assert window.canvas.state.slow is None
        window.session.pause()
        assert window.session.wait_idle(WAIT_MS)


@pytest.mark.thorough
def test_that_any_other_change_begins_anew_with_what_is_true_then(subtests, qtbot, slow):
    session = slow.session
    changes = {
        "freeze": lambda: session.set_trainable("output", False),
        "rate": lambda: session.set_learning_rate(0.5),
        "reset": session.reset,
        "step": slow.actions_["step"].trigger,
    }
    for change, make in changes.items():
        with subtests.test(change):
            press(qtbot, slow, KEYS.Key_Right, 7)
            make()
            assert session.wait_idle(WAIT_MS)
            moment = motion(slow).moment
            assert moment.first
            assert moment.snapshot.step == session.snapshot.step
            assert moment.asked("output", What.KEPT) == (change == "freeze")
            while not motion(slow).moment.last:
                press(qtbot, slow, KEYS.Key_Right)
            promised = [w.tobytes() for layer in moment.snapshot.layers for w in motion(slow).moment.new_weights(layer)]
            press(qtbot, slow, KEYS.Key_Right)
            assert weights(slow) == promised
            session.undo()  # the step, and the change
            session.undo()
            assert session.wait_idle(WAIT_MS)


def test_that_what_can_take_no_step_ends_it(subtests, qtbot, slow):
    with subtests.test("no model"):
        slow.session.do(Show("1"))
        slow.session.ask(NextStep())  # goes out with the next line, in one request
        slow.session.do(Forget(("model",)))
        assert slow.session.wait_idle(WAIT_MS)
        assert slow.session.snapshot.why_no_step
        assert not motion(slow).active
        assert slow.canvas.state.slow is None
    slow.session.undo()
    press(qtbot, slow, KEYS.Key_S)
    with subtests.test("a loss that leaves the scale"):
        slow.session.set_learning_rate(10.0)
        slow.session.step(500)
        assert slow.session.wait_idle(WAIT_MS)
        assert not slow.session.snapshot.finite
        assert not motion(slow).active
        assert slow.canvas_bar.isVisible()
        press(qtbot, slow, KEYS.Key_S)
        assert not motion(slow).active


@pytest.mark.thorough
def test_that_it_fits_in_both_languages_and_the_window_never_grows(qtbot, window):
    freeze(window, "hidden_1", "hidden_3")
    press(qtbot, window, KEYS.Key_S)
    bar, tabs = window.slow_bar, window.pages.tabs
    caption, figures = bar.findChild(QLabel, "slow_caption"), bar.findChild(QLabel, "slow_numbers")
    window.session.selection.select(Place("hidden_2", 3))
    for size, language in product([(1440, 900), (1280, 720), (1100, 720), (1024, 640)], ["en", "ko"]):
        window.resize(*size)
        i18n.use(language)
        motion(window).go_to(Phase.FORWARD)
        window.settle()
        top = window.canvas.y()
        for _ in motion(window).moment.parts:
            window.settle()
            assert (window.width(), window.height(), window.canvas.y()) == (*size, top)
            assert button(window, "slow_close").geometry().right() <= bar.width()
            assert caption.heightForWidth(caption.width()) <= caption.parentWidget().height(), caption.text()
            assert figures.fontMetrics().horizontalAdvance(figures.text()) <= figures.width()
            motion(window).next() if not motion(window).moment.last else None
        assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()


def test_that_closing_in_slow_motion_leaves_nothing_running(qtbot, slow):
    qtbot.keyClick(slow, KEYS.Key_Space)
    assert motion(slow).running
    slow.close()  # the fixture then checks threads, timers and widgets
    assert not motion(slow)._timer.isActive()
