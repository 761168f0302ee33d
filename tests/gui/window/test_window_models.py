"""Connecting layers and choosing a model's ends on the canvas, and whose numbers it shows, in the real window."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QInputDialog, QTableWidget, QToolButton

from core.commands import BuildLayer, CallLayer, CreateInput, DefineTensor
from core.snapshot.place import Place
from gui.canvas.layout.lane import Lane
from gui.canvas.menu import menu_lines
from gui.problems.shape_clash import ShapeClash
from gui.tables import cells
from tests.gui.helpers.lane_menus import choose
from tests.gui.helpers.windows import do, run_code, same, trigger, weights

WAIT_MS = 30_000
LEFT = Qt.MouseButton.LeftButton
WRONG = DefineTensor("wrong", ((0.2, 0.5, 0.7, 1.2), (0.3, 0.6, 0.2, 2.3), (0.1, -0.3, -0.2, -0.5)))
FOUR_ROWS = DefineTensor("X1", ((0.1, 0.2, 0.3), (0.4, 0.5, 0.6), (0.7, 0.8, 0.9), (-1.0, 0.0, 1.0)))


def lane(window, name: str) -> Lane:
    return window.canvas.state.layout.box(name).lane


def code(window, lines: int) -> list[str]:
    return window.code.text().rstrip().split("\n")[-lines:]


def rows(window) -> list[str]:
    """The first column of the Summary page, of the layers that the model contains."""
    table = window.layers.findChild(QTableWidget)
    texts = [[cells.text(table, row, column) for column in (0, 4)] for row in range(table.rowCount())]
    return [title for title, path in texts if path != "not in this model"]


# models


def test_that_layers_are_connected_one_by_one_and_collected_with_the_mouse(window):
    trigger(window, "start_unbuilt")
    choose(window, "X", "New Input", "for 3 numbers")
    assert code(window, 1) == ['inputs = keras.Input(shape=(3,), name="input")']
    choose(window, "hidden_1", "Call on", "inputs (None, 3)")
    choose(window, "hidden_2", "Call on", "hidden1")
    choose(window, "hidden_3", "Call on", "hidden2")
    choose(window, "output", "Call on", "hidden3")
    wanted = ["hidden1 = hidden_1(inputs)", "hidden2 = hidden_2(hidden1)", "hidden3 = hidden_3(hidden2)"]
    assert code(window, 4) == [*wanted, "outputs = output(hidden3)"]
    assert {edge.place.layer for edge in window.canvas.state.layout.edges} == {
        "hidden_1",
        "hidden_2",
        "hidden_3",
        "output",
    }
    meant = []
    choose(window, "hidden_2", "Model up to here", look=lambda: meant.append(window.canvas.state.collected))
    assert meant == [{"hidden_1", "hidden_2"}]
    assert window.canvas.state.collected is None
    window.settle()
    assert code(window, 2)[0] == 'model = keras.Model(inputs, hidden2, name="mlp")'
    assert [layer.name for layer in window.session.model.layers] == ["input", "hidden_1", "hidden_2"]
    titles = ["mlp (Functional)", "input (InputLayer)", "hidden_1 (Dense)", "hidden_2 (Dense)"]
    assert rows(window) == titles
    state = window.canvas.state
    assert [one.name for one in state.lanes if state.is_muted(one)] == ["hidden_3", "output"]
    assert same(weights(window), run_code(window))


def test_that_a_network_made_at_once_is_cut_at_any_layer_and_made_whole_again(subtests, window):
    with subtests.test("a tensor that does not fit is offered last, and refused"):
        texts = choose(window, "hidden_2", "Call on", "X (3, 3), does not fit")
        assert texts[0].startswith("hidden_1.output (None, 5)\t")
        assert window.error_card.isVisible()
        window.error_card.close_card()
    with subtests.test("another model begins at a tensor and prints its summary"):
        model = window.session.model
        meant = []
        choose(
            window,
            "hidden_1",
            "Another model from here",
            "to x",
            look=lambda: meant.append(window.canvas.state.collected),
        )
        assert meant == [{"hidden_2", "hidden_3", "output"}]
        assert code(window, 2) == ['tail = keras.Model(hidden_1.output, x, name="tail")', "tail.summary()"]
        assert window.front_page is window.code
        assert "hidden_3 (Dense)" in window.code.prompt.printed
        assert window.session.model is model
        bench = window.session._exchange.worker._keras.bench
        assert bench.network.names.models["tail"].get_layer("hidden_2") is bench.network.names.layers["hidden_2"]
    with subtests.test("cut and made whole again"):
        before = weights(window)
        assert choose(window, "hidden_2", "Model up to here")[-1] == "Show the whole network"
        assert code(window, 2)[0] == 'model = keras.Model(inputs, hidden_2.output, name="mlp")'
        assert same(weights(window), before[:4])
        assert same(weights(window), run_code(window))
        assert window.session.snapshot.why_no_step == "outputs"
        choose(window, "output", "Model up to here")
        assert same(weights(window), before)
        trigger(window, "step")
        assert same(weights(window), run_code(window))
        assert window.session.snapshot.tensors == ()
        trigger(window, "undo")
        trigger(window, "undo")
        trigger(window, "undo")
        assert len(window.session.model.layers) == 5


def test_that_a_new_input_goes_through_the_same_layers(window):
    choose(window, "input", "New Input", "for another number")
    box = window.findChild(QInputDialog, "input_size")
    box.setIntValue(5)
    box.accept()
    assert window.session.wait_idle(WAIT_MS)
    choose(window, "hidden_2", "Call on", "inputs_2")
    assert code(window, 2) == ['inputs_2 = keras.Input(shape=(5,), name="input_2")', "hidden2 = hidden_2(inputs_2)"]
    assert [texts[0] for texts in lane(window, "input").tensors] == ["inputs", "inputs_2"]
    assert [texts[0] for texts in lane(window, "hidden_2").tensors] == ["hidden2"]
    choose(window, "input", "Another model from here", "to hidden2\tpart = keras.Model(inputs_2")
    bench = window.session._exchange.worker._keras.bench
    assert (
        bench.network.names.models["part"].get_layer("hidden_2").kernel
        is window.session.model.get_layer("hidden_2").kernel
    )


def test_that_a_name_that_is_taken_gets_a_number():
    assert menu_lines.free_name("hidden1", {"hidden1", "hidden1_2"}) == "hidden1_3"
    assert (menu_lines.tensor_name("hidden_1"), menu_lines.tensor_name("output")) == ("hidden1", "outputs")
    assert menu_lines.tensor_name("_") == "_s"


# words, whose numbers, and the card of a refusal


def test_that_chips_input_lane_and_sample_chooser_follow_the_call(subtests, window, qtbot):
    with subtests.test("the chip says all in its hover card and to a screen reader"):
        do(window, CreateInput(3, "inputs_2", "input_2"), CallLayer("hidden_1", "inputs_2", "hidden1"))
        canvas = window.canvas
        at = canvas.viewport.to_widget(canvas.state.layout.box("hidden_1").chip.center())
        qtbot.mouseMove(canvas, at - QPoint(0, 30))
        qtbot.mouseMove(canvas, at)
        qtbot.waitUntil(lambda: "KerasTensor" in canvas.card_text)
        tensor = next(one for one in window.session.snapshot.tensors if one.variable == "hidden1")
        assert f"(None, 5) float32 {tensor.name}" in canvas.card_text
        window.session.selection.select(Place("hidden_1", 0))
        window.session.selection.select(Place("hidden_1"))
        assert f"KerasTensor hidden1 (None, 5) float32 {tensor.name}" in canvas.accessibleDescription()
        qtbot.mouseMove(canvas, canvas.center_of(Place("hidden_1")))
        assert canvas.card_text == ""
    with subtests.test("the input lane and the sample chooser"):
        trigger(window, "start_unbuilt")
        do(window, FOUR_ROWS, CallLayer("hidden_1", "X1", "Z1"))
        state = window.canvas.state
        assert (state.lanes[0].name, lane(window, "hidden_1").call) == ("X1", "hidden_1(X1)")
        for _ in range(3):
            qtbot.mouseClick(window.canvas_bar.findChild(QToolButton, "next_sample"), LEFT)
        assert window.session.selection.sample == 3
        shown = [state.unit_value("X1", unit) for unit in range(3)]
        assert shown == pytest.approx([-1.0, 0.0, 1.0])
        layer = window.session._exchange.worker._keras.bench.network.names.layers["hidden_1"]
        z = np.float32(shown) @ layer.kernel.numpy() + layer.bias.numpy()
        assert [state.unit_value("hidden_1", u) for u in range(5)] == pytest.approx(np.maximum(z, 0).tolist(), abs=1e-6)
        do(window, CallLayer("hidden_2", "Z1", "Z"), CallLayer("hidden_1", "X", "Z"))
        assert (state.lanes[0].name, lane(window, "hidden_2").call) == ("X", "hidden_2(Z1)")
        assert window.session.selection.sample == 0
        for tab in range(window.inspector.tabs.count()):  # every page bears a lane that is not the batch
            window.inspector.tabs.setCurrentIndex(tab)
            do(window, CallLayer("hidden_1", "X1", "Z1"))
            window.session.selection.select(Place("X1", 1))
            window.session.selection.show_sample(3)
            window.settle()


def test_that_the_card_of_a_refusal_does_not_cover_the_lit_lane(subtests, window):
    refused = (CallLayer("hidden_1", "wrong", "Z"), BuildLayer("hidden_1", 5))
    for size, command in product(((1440, 900), (1280, 720)), refused):
        with subtests.test(f"{size} {command}"):
            window.resize(*size)
            trigger(window, "start_unbuilt")
            do(window, BuildLayer("hidden_1", 3), WRONG)
            window.settle()
            do(window, command)
            window.settle()
            card, canvas = window.error_card, window.canvas
            lit = canvas.lane_rect("hidden_1").translated(canvas.mapTo(window, QPoint()))
            assert card.isVisible()
            assert not card.geometry().intersects(lit)
            assert window.rect().contains(card.geometry())
            shapes = card.findChild(ShapeClash)
            assert not shapes.isVisible() or shapes.width() >= shapes.minimumSizeHint().width()
            card.close_card()
            middle = QPointF(canvas.rect().center())
            assert canvas.viewport.to_layout(middle) == middle
