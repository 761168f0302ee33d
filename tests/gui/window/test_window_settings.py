"""Optimizer, loss, batch size in the whole window: chosen by mouse and keys, shown, and in the code."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from core.data.built_in import XorOfThreeBits
from core.design.optimizers import OPTIMIZERS
from core.service import keras_thread
from core.snapshot.place import Place
from gui.start.app import create_window
from gui.tables.config_tree import ConfigTree
from tests.gui.conftest import close_for_good
from tests.gui.helpers.windows import WAIT_MS, card_text, choose, press, read_outs, run_code, same, settle, weights

KEYBOARD = {"optimizer": [kind.key for kind in OPTIMIZERS[1:]], "loss": ["mae", "huber"], "batch_size": [1, 2]}


def box(window, name: str) -> QComboBox:
    return window.findChild(QComboBox, name)


def count_descents(monkeypatch) -> list[object]:
    """One entry for each descent that is made, and so compiled, from now on."""
    from core.learning import compiled_descents  # TensorFlow, which the window's worker has imported by now

    made, make = [], compiled_descents.make_descent
    monkeypatch.setattr(
        compiled_descents, "make_descent", lambda *args, **by: (made.append(args), make(*args, **by))[1]
    )
    return made


BY_MOUSE = (
    ("loss", "huber", "loss_fn = keras.losses.Huber()"),
    ("batch_size", "2", "batches = MiniBatches(len(X), 2, "),
    ("optimizer", "Adam", "optimizer = keras.optimizers.Adam(learning_rate=0.05)"),
)


def shown_activation(window) -> tuple[str, str, str]:
    """The output layer's activation: on the canvas, in the Config page, in the real model."""
    window.session.selection.select(Place("output"))
    tabs = window.inspector.tabs
    tabs.setCurrentIndex(next(index for index in range(tabs.count()) if "Config" in tabs.tabText(index)))
    window.settle()
    config = window.session.snapshot.layer("output").config["activation"]
    return window.canvas.state.lanes[-1].activation, config, window.session.model.layers[-1].activation.__name__


def page_texts(window) -> list[str]:
    """Every text in the tree of the Config page."""
    page = next(tree for tree in window.inspector.findChildren(ConfigTree) if tree.isVisible())
    return [text for path in page.paths for text in (path[-1], page.value(*path))]


@pytest.mark.thorough
def test_that_the_script_alone_gives_the_weights_after_a_mixed_session(qtbot, window):
    session = window.session
    session.step(3)
    session.choose_optimizer("adam")
    session.step(4)
    session.choose_batch_size(2)
    session.step(5)
    session.set_trainable("hidden_2", False)
    session.choose_loss("huber")
    session.step(20)
    settle(window)
    session.go_to(15)
    settle(window)
    session.set_learning_rate(0.01)
    session.step(6)
    session.undo()
    session.step(2)
    session.use(XorOfThreeBits())
    session.choose_loss("bce")
    session.choose_batch_size(4)
    session.step(30)
    session.reset()
    session.set_trainable("hidden_2", True)
    session.choose_optimizer("momentum")
    session.step(1100)
    settle(window)
    assert not window.error_card.isVisible()
    assert same(run_code(window), weights(window))


@pytest.mark.thorough
def test_that_settings_are_chosen_by_keyboard_and_mouse_and_written_as_keras(subtests, qtbot, window):
    for number, (name, keys) in enumerate(KEYBOARD.items(), start=1):
        with subtests.test(name):
            start = weights(window)
            box(window, name).setFocus(Qt.FocusReason.TabFocusReason)
            for key in keys:
                press(qtbot, window, Qt.Key.Key_Down)
                settle(window)
                assert box(window, name).currentData() == key
            assert same(weights(window), start), "the weights stay"
            window.session.step(3)
            settle(window)
            assert read_outs(window)[0] == str(3 * number)
            box(window, name).setFocus(Qt.FocusReason.TabFocusReason)
            for _ in keys:
                press(qtbot, window, Qt.Key.Key_Up)
                settle(window)
            assert box(window, name).currentIndex() == 0
    assert same(run_code(window), weights(window))
    for name, text, line in BY_MOUSE:
        with subtests.test(name):
            choose(qtbot, window, name, text)
            settle(window)
            assert box(window, name).currentText() == text
            assert line in window.code.text()
            window.session.step(4)
            settle(window)
    assert same(run_code(window), weights(window))


@pytest.mark.thorough
def test_that_the_loss_is_the_chosen_one_and_binary_crossentropy_wants_probabilities(subtests, qtbot, window):
    with subtests.test("targets that are no probabilities are refused"):
        window.session.step(2)
        settle(window)
        before, code, raised = weights(window), window.code.text(), []
        window.session.problem_raised.connect(raised.append)
        choose(qtbot, window, "loss", "bce")
        settle(window)
        assert [problem.kind for problem in raised] == ["loss.targets"]
        assert window.error_card.isVisible()
        assert "Binary crossentropy needs targets between 0 and 1" in card_text(window)
        assert box(window, "loss").currentData() == "mse"
        assert window.session.snapshot.layers[-1].activation_name == "linear"
        assert same(weights(window), before)
        assert window.code.text() == code
        press(qtbot, window, Qt.Key.Key_Escape)
        assert not window.error_card.isVisible()
        window.session.step()
        settle(window)
        assert read_outs(window)[0] == "3"
    with subtests.test("it gives the output a sigmoid, and another loss takes it back"):
        window.session.use(XorOfThreeBits())
        settle(window)
        start = weights(window)
        choose(qtbot, window, "loss", "bce")
        settle(window)
        assert not window.error_card.isVisible()
        assert shown_activation(window) == ("sigmoid",) * 3
        assert "sigmoid" in "".join(page_texts(window))
        assert same(weights(window), start)
        window.session.step(5)
        settle(window)
        outputs = window.session.snapshot.layers[-1].activation
        assert ((outputs > 0) & (outputs < 1)).all()
        choose(qtbot, window, "loss", "mse")
        settle(window)
        assert shown_activation(window) == ("linear",) * 3
        window.session.step(5)
        settle(window)
        assert same(run_code(window), weights(window))
    with subtests.test("the loss that is shown is the chosen one's"):
        import keras

        window.pages.show_page(window.data)
        window.session.step(2)
        for key, kind in (("mae", keras.losses.MeanAbsoluteError), ("huber", keras.losses.Huber)):
            window.session.choose_loss(key)
            settle(window)
            batch = window.session.snapshot.batch
            loss = float(kind()(batch.Y_true, window.session.model(batch.X)))
            assert window.session.snapshot.loss == pytest.approx(loss, rel=1e-6)
            facts = window.findChild(QLabel, "facts")  # they are written at most ten times a second
            qtbot.waitUntil(lambda facts=facts, key=key: f"loss ({key})" in facts.text())


def test_that_settings_change_while_playing_and_what_was_compiled_stays_so(subtests, qtbot, window, monkeypatch):
    with subtests.test("freezing while playing compiles nothing"):
        window.session.play()
        qtbot.waitUntil(lambda: window.session.snapshot.step >= 50, timeout=WAIT_MS)
        made = count_descents(monkeypatch)
        for layer in ("hidden_1", "output"):
            qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.check_box_center(layer))
            qtbot.waitUntil(lambda layer=layer: not window.canvas.state.trainable(layer), timeout=WAIT_MS)
            frozen, at = window.session.snapshot.layer(layer).kernel, window.session.snapshot.step
            qtbot.waitUntil(lambda at=at: window.session.snapshot.step > at, timeout=WAIT_MS)
            assert np.array_equal(window.session.snapshot.layer(layer).kernel, frozen)
        window.session.pause()
        settle(window)
        assert made == []
    with subtests.test("a rate and a return to an earlier setting compile nothing"):
        window.session.step()
        window.session.choose_optimizer("adam")
        window.session.step()
        settle(window)
        made = count_descents(monkeypatch)
        window.session.choose_optimizer("sgd")
        slider, field = (window.findChild(QWidget, name) for name in ("learning_rate", "learning_rate_field"))
        slider.setSliderDown(True)
        window.session.set_learning_rate(0.3)
        assert field.text() != "0.3", "dragging is not disturbed"
        slider.setSliderDown(False)
        assert field.text() == "0.3"
        window.session.step(3)
        window.session.choose_optimizer("adam")
        window.session.step(3)
        window.session.reset()
        window.session.step(3)
        settle(window)
        assert made == []
        assert same(run_code(window), weights(window))
    window.session.choose_optimizer("sgd")
    settle(window)
    with subtests.test("optimizer, loss and batch size may change while playing"):
        window.session.play()
        for name, key in (("optimizer", "momentum"), ("loss", "mae"), ("batch_size", 1)):
            box(window, name).setFocus(Qt.FocusReason.TabFocusReason)
            press(qtbot, window, Qt.Key.Key_Down)
            qtbot.waitUntil(lambda name=name, key=key: box(window, name).currentData() == key, timeout=WAIT_MS)
            at = window.session.snapshot.step
            qtbot.waitUntil(lambda at=at: window.session.snapshot.step > at + 20, timeout=WAIT_MS)
            assert window.session.playing
        window.session.pause()
        settle(window)
        assert same(run_code(window), weights(window))


@pytest.mark.xla
def test_that_what_the_next_step_needs_is_compiled_when_it_is_quiet(qtbot, window, monkeypatch):
    monkeypatch.setattr(keras_thread, "QUIET_SECONDS", 0.3)
    stepping = window.session._exchange.worker._keras.bench.network.stepping
    prepared, prepare = [], stepping.prepare
    monkeypatch.setattr(stepping, "prepare", lambda: (prepare(), prepared.append(1)))
    window.session.choose_optimizer("rmsprop")
    settle(window)
    before = weights(window)
    qtbot.waitUntil(lambda: bool(prepared), timeout=WAIT_MS)
    assert window.session.idle
    assert same(weights(window), before)
    made = count_descents(monkeypatch)
    window.session.step()
    settle(window)
    assert made == []
    assert read_outs(window)[0] == "1"


@pytest.mark.thorough
def test_that_a_change_of_theme_and_language_leaves_no_trace_of_the_others(qtbot, window):
    """Changed while it is open, the window is painted as one that was started that way."""

    def take_steps(each) -> None:
        assert each.session.wait_idle(120_000)
        each.session.selection.select(Place("hidden_1"))
        each.session.step(5)
        each.session.go_to(3)
        assert each.session.wait_idle(120_000)
        qtbot.waitUntil(lambda: not each.canvas.state.changed_most)

    take_steps(window)
    window.actions_["theme_dark"].trigger()
    window.actions_["language_ko"].trigger()
    other = create_window(["--theme", "dark", "--lang", "ko"])
    try:
        other.resize(window.size())
        other.show()
        with qtbot.waitExposed(other):
            pass
        other.session.set_tempo(600)
        take_steps(other)
        for number in range(window.pages.count()):
            pictures = []
            for each in (window, other):
                each.show_page(each.pages.widget(number))
                qtbot.wait(400)  # charts are drawn a moment later
                each.settle()
                grabbed = each.grab().toImage()
                # every point counts, but by threes: Qt keeps pictures of letters, which may differ at an edge
                pictures.append(grabbed.scaled(grabbed.size() / 3, mode=Qt.TransformationMode.SmoothTransformation))
            differing = [
                (3 * x, 3 * y)
                for x in range(pictures[0].width())
                for y in range(pictures[0].height())
                if abs(pictures[0].pixelColor(x, y).value() - pictures[1].pixelColor(x, y).value()) > 5
            ]
            assert not differing, f"page {number}: {len(differing)} points differ, the first {differing[:5]}"
    finally:
        close_for_good(other)


@pytest.mark.thorough
def test_that_everything_has_the_fonts_of_the_theme_from_the_start(window):
    """Qt tells no window of the application's font before the program runs, so the window must be made after it."""
    before = {id(widget): widget.font().toString() for widget in window.findChildren(QWidget) if widget.isVisible()}
    window.actions_["swap_theme"].trigger()
    window.actions_["swap_theme"].trigger()
    changed = [
        widget.objectName() or type(widget).__name__
        for widget in window.findChildren(QWidget)
        if before.get(id(widget), widget.font().toString()) != widget.font().toString()
    ]
    assert not changed
