"""The whole window, trained as a learner would: buttons, boxes, keys; what is shown is what Keras holds."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCheckBox, QLabel, QPushButton, QToolButton, QWidget

from core.script.writer import script
from core.snapshot.place import Place
from gui.look import number_text
from gui.session.player import IN_FLIGHT
from tests.gui.helpers.windows import same, weights

WAIT_MS = 30_000


def click(qtbot, window, action: str) -> None:
    """Click an action's button in the training bar."""
    buttons = window.training_bar.findChildren(QToolButton)
    button = next(b for b in buttons if b.defaultAction() is window.actions_[action])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def step(qtbot, window, times: int = 1) -> None:
    for _ in range(times):
        click(qtbot, window, "step")
    assert window.session.wait_idle(WAIT_MS)


def tick(qtbot, window, name: str) -> None:
    """Scroll to a trainable box of the Summary tab and click it."""
    window.pages.show_page(window.layers)
    table = window.layers.findChild(QAbstractItemView)
    box = window.findChild(QCheckBox, f"trainable:{name}")
    row = next(r for r in range(table.model().rowCount()) if table.visualRect(table.model().index(r, 3)).contains(
        box.mapTo(table.viewport(), QPoint(8, box.height() // 2))))  # fmt: skip
    table.scrollTo(table.model().index(row, 0))
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert window.session.wait_idle(WAIT_MS)


def label(window, name: str) -> str:
    return window.findChild(QLabel, name).text()


@pytest.mark.xla
def test_that_a_step_is_one_gradient_tape_step_on_the_real_model(qtbot, window):
    import keras
    import tensorflow as tf

    twin = keras.models.clone_model(window.session.model)
    twin.set_weights(weights(window))
    snapshot = window.session.snapshot
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((snapshot.batch.Y_true - twin(snapshot.batch.X)) ** 2)
    for variable, gradient in zip(twin.trainable_variables, tape.gradient(loss, twin.trainable_variables), strict=True):
        variable.assign_sub(snapshot.learning_rate * gradient)
    step(qtbot, window)
    for mine, reference in zip(weights(window), twin.get_weights(), strict=True):
        np.testing.assert_allclose(mine, reference, atol=1e-6)
    assert window.session.snapshot.step == 1
    assert label(window, "step_count") == "1"


def test_that_buttons_and_keys_step_play_and_reset_and_the_loss_shown_is_the_models(subtests, qtbot, window):
    with subtests.test("every promised name is there and has an accessible name"):
        for name in ("step", "play", "reset", "open"):
            assert window.findChild(QAction, name) is not None, name
        names = ["canvas", "inspector", "layers", "data", "code", "loss_chart", "training_bar", "learning_rate",
                 "tempo", "seed", "dataset", "step_count", "loss_value", "trainable:model"]  # fmt: skip
        names += [f"trainable:{layer}" for layer in ("hidden_1", "hidden_2", "hidden_3", "output")]
        for name in names:
            widget = window.findChild(QWidget, name)
            assert widget is not None, name
            assert widget.accessibleName(), name
    with subtests.test("the selection is one"):
        qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.center_of(Place("hidden_2", 3)))
        assert window.session.selection.place == Place("hidden_2", 3)
        assert "hidden_2" in all_text(window.inspector)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.session.selection.place.layer is None
    with subtests.test("Reset brings back the very same weights"):
        start = weights(window)
        step(qtbot, window, 5)
        assert not same(weights(window), start)
        click(qtbot, window, "reset")
        assert window.session.wait_idle(WAIT_MS)
        assert same(weights(window), start)
        assert window.session.snapshot.step == 0
        assert label(window, "step_count") == "0"
    with subtests.test("keys step and reset"):
        window.activateWindow()
        for key, steps in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_R, 0)):
            qtbot.keyClick(window, key)
            assert window.session.wait_idle(WAIT_MS)
            assert window.session.snapshot.step == steps
    with subtests.test("the loss shown is the model's"):
        step(qtbot, window, 3)
        snapshot, model = window.session.snapshot, window.session.model
        loss = float(np.mean((snapshot.batch.Y_true - np.asarray(model(snapshot.batch.X))) ** 2))
        assert snapshot.loss == pytest.approx(loss, rel=1e-6)
        assert label(window, "loss_value") == number_text.loss(snapshot.loss)
    with subtests.test("Space plays and pauses"):
        window.activateWindow()
        qtbot.keyClick(window, Qt.Key.Key_Space)
        assert window.session.playing
        qtbot.keyClick(window, Qt.Key.Key_Space)
        assert not window.session.playing
        assert window.session.wait_idle(WAIT_MS)


def test_that_layers_are_frozen_by_their_switch_and_by_their_box(subtests, qtbot, window):
    with subtests.test("the switch on the canvas and the box in the summary are one"):
        canvas = window.canvas
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.check_box_center("hidden_3"))
        assert window.session.wait_idle(WAIT_MS)
        assert window.session.model.get_layer("hidden_3").trainable is False
        assert not window.findChild(QCheckBox, "trainable:hidden_3").isChecked()
        tick(qtbot, window, "hidden_3")
        assert window.session.model.get_layer("hidden_3").trainable is True
        assert window.canvas.state.trainable("hidden_3")
    with subtests.test("a frozen layer keeps its weights bit for bit while others move"):
        tick(qtbot, window, "hidden_2")
        assert window.session.model.get_layer("hidden_2").trainable is False
        before = {layer.name: layer.get_weights() for layer in window.session.model.layers[1:]}
        step(qtbot, window, 3)
        after = {layer.name: layer.get_weights() for layer in window.session.model.layers[1:]}
        assert same(before["hidden_2"], after["hidden_2"])
        assert not same(before["hidden_1"], after["hidden_1"])
        assert not same(before["output"], after["output"])
    tick(qtbot, window, "hidden_2")
    with subtests.test("the model's box is partly ticked when one layer is frozen, and then goes on, off, on"):
        box = window.findChild(QCheckBox, "trainable:model")
        tick(qtbot, window, "output")
        assert box.checkState() == Qt.CheckState.PartiallyChecked
        for expected in (True, False, True):
            tick(qtbot, window, "model")
            assert window.session.model.trainable is expected
            assert all(layer.trainable is expected for layer in window.session.model.layers[1:])
            assert box.checkState() == (Qt.CheckState.Checked if expected else Qt.CheckState.Unchecked)
    with subtests.test("one layer of a frozen model can be unfrozen, and then learns"):
        tick(qtbot, window, "model")
        before = (
            window.session.model.get_layer("hidden_1").get_weights(),
            window.session.model.get_layer("output").get_weights(),
        )
        tick(qtbot, window, "output")
        assert len(window.session.model.trainable_variables) == 2
        step(qtbot, window, 2)
        assert same(before[0], window.session.model.get_layer("hidden_1").get_weights())
        assert not same(before[1], window.session.model.get_layer("output").get_weights())


def test_that_playing_takes_steps_and_never_queues_them_up(subtests, qtbot, window):
    with subtests.test("pause stops"):
        click(qtbot, window, "play")
        assert window.session.playing
        qtbot.waitUntil(lambda: window.session.snapshot.step >= 50, timeout=WAIT_MS)
        click(qtbot, window, "play")
        assert window.session.wait_idle(WAIT_MS)
        stopped = window.session.snapshot.step
        qtbot.wait(100)
        assert window.session.snapshot.step == stopped
    with subtests.test("freezing acts at once, and playing goes on"):
        window.session.play()
        canvas = window.canvas
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.check_box_center("hidden_1"))
        qtbot.waitUntil(lambda: not window.session.snapshot.layer("hidden_1").trainable, timeout=WAIT_MS)
        frozen, at = window.session.snapshot.layer("hidden_1").kernel, window.session.snapshot.step
        qtbot.waitUntil(lambda: window.session.snapshot.step >= at + 30, timeout=WAIT_MS)
        assert window.session.playing
        assert np.array_equal(window.session.snapshot.layer("hidden_1").kernel, frozen)
        window.session.pause()
        assert window.session.wait_idle(WAIT_MS)
    with subtests.test("no work is queued up"):
        session, outstanding, most = window.session, 0, 0
        keras_thread = session._exchange.worker._keras
        ask, tell = session._exchange.worker.ask, keras_thread._tell

        def counted(request):
            nonlocal outstanding, most
            outstanding += 1
            most = max(most, outstanding)
            ask(request)

        def told(name, what):  # in the Keras thread, before the session hears of it and asks anew
            nonlocal outstanding
            outstanding -= name == "answered"
            tell(name, what)

        session._exchange.worker.ask = counted
        keras_thread._tell = told
        session.set_tempo(None)
        session.play()
        at = session.snapshot.step
        qtbot.waitUntil(lambda: session.snapshot.step >= at + 200, timeout=WAIT_MS)
        session.pause()
        assert session.wait_idle(WAIT_MS)
        del session._exchange.worker.ask
        assert most <= IN_FLIGHT


def test_that_an_exploding_loss_stops_play_at_that_step_and_reset_mends_it(qtbot, window):
    start = weights(window)
    window.session.set_learning_rate(10.0)
    window.session.set_tempo(None)
    window.session.play()
    qtbot.waitUntil(lambda: window.error_card.isVisible(), timeout=WAIT_MS)
    assert window.session.wait_idle(WAIT_MS)
    snapshot = window.session.snapshot
    assert not np.isfinite(snapshot.loss)
    assert np.isfinite(window.session.network.curve.points()[1][:-1]).all(), "an earlier step was not finite already"
    assert f"step {snapshot.step}" in all_text(window.error_card)
    smaller = next(b for b in window.error_card.findChildren(QPushButton) if "rate of 1" in b.text())
    qtbot.mouseClick(smaller, Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)
    assert same(weights(window), start)
    assert window.session.snapshot.learning_rate == 1.0
    assert not window.error_card.isVisible()


def test_that_the_card_offers_the_last_rate_that_worked(qtbot, window):
    """Not a tenth of the one that failed, which nobody has tried."""
    step(qtbot, window, 3)
    window.session.set_learning_rate(0.02)
    step(qtbot, window, 3)
    window.session.set_learning_rate(8.0)
    window.session.step(1000)
    assert window.session.wait_idle(WAIT_MS)
    smaller = window.error_card.findChild(QPushButton, "error_action_smaller")
    assert "rate of 0.02" in smaller.text()
    qtbot.mouseClick(smaller, Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)
    assert window.session.snapshot.learning_rate == 0.02


def all_text(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.thorough
@pytest.mark.xla
def test_that_the_code_gives_the_windows_weights_whatever_was_clicked(qtbot, window):
    step(qtbot, window, 2)
    tick(qtbot, window, "hidden_2")
    window.session.set_learning_rate(0.2)
    window.session.step(30)
    click(qtbot, window, "reset")
    window.session.set_seed(3)
    window.session.step(7)
    tick(qtbot, window, "model")
    window.session.step(7)
    window.pages.show_page(window.data)
    window.session.use(window.presenters.data.sources[2])
    window.session.step(1200)
    assert window.session.wait_idle(WAIT_MS)
    window.actions_["copy_code"].trigger()
    text = QApplication.clipboard().text()
    assert text == window.code.text() == script(window.session.history)
    namespace: dict[str, object] = {}
    exec(text, namespace)
    assert same(namespace["model"].get_weights(), weights(window))
