"""Layers before there is a model, in the real window: what is shown is what Keras holds, and nothing falls over."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QLabel, QPlainTextEdit, QPushButton

from core.commands import (
    BuildLayer,
    CallLayer,
    CreateInput,
    CreateLayer,
    DefineTensor,
    Forget,
    HandStep,
    MakeModel,
    SetTrainable,
    Show,
    UseData,
)
from core.data.built_in import InsideSphere
from core.design.network_spec import LayerSpec
from core.snapshot.place import Place
from gui.canvas.layout.lane import Lane
from gui.problems.shape_clash import ShapeClash
from gui.tables.config_tree import ConfigTree
from tests.gui.helpers.lane_menus import choose
from tests.gui.helpers.windows import do, trigger

WAIT_MS = 30_000
LEFT = Qt.MouseButton.LeftButton
NAMES = ("hidden_1", "hidden_2", "hidden_3", "output")
WRONG = DefineTensor("wrong", ((0.2, 0.5, 0.7, 1.2), (0.3, 0.6, 0.2, 2.3), (0.1, -0.3, -0.2, -0.5)))


def lane(window, name: str) -> Lane:
    return window.canvas.state.layout.box(name).lane


def visit_every_page(window) -> None:
    """Look at every page as it is."""
    for tabs in (window.pages.tabs, window.inspector.tabs):
        for page in range(tabs.count()):
            tabs.setCurrentIndex(page)
            window.settle()
    window.grab()


def visit_everything(window) -> None:
    """Look at every page with every layer, unit and weight selected, and at every sample."""
    snapshot = window.session.snapshot
    for page in range(window.pages.tabs.count()):
        window.pages.tabs.setCurrentIndex(page)
        window.settle()
    for tab in range(window.inspector.tabs.count()):
        window.inspector.tabs.setCurrentIndex(tab)
        for name in (snapshot.input_name, *(layer.name for layer in snapshot.columns)):
            for place in (Place(name), Place(name, 0), Place(name, 0, 0), Place(name, 0, -1)):
                window.session.selection.select(place)
                window.canvas.state.hovered = place
                window.canvas._input._show_card()
            window.settle()
    for sample in range(snapshot.batch.samples):
        window.session.selection.show_sample(sample)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(window.canvas, key)
    for action in ("unit_up", "unit_down", "freeze", "next_sample"):
        if window.actions_[action].isEnabled():
            window.actions_[action].trigger()
    assert window.session.wait_idle(WAIT_MS)
    window.grab()


def test_that_a_learner_builds_a_layer_and_takes_it_back(subtests, window, qtbot):
    with subtests.test("built and taken back"):
        trigger(window, "start_unbuilt")
        assert not any(lane(window, name).built for name in NAMES)
        assert window.session.model is None
        assert window.canvas.state.layout.edges == ()
        build = next(b for b in window.inspector.findChildren(QPushButton, "build") if b.isVisible())
        assert build.text() == "build((None, 3))"
        qtbot.mouseClick(build, LEFT)
        assert window.session.wait_idle(WAIT_MS)
        assert lane(window, "hidden_1").built
        assert not build.isVisible()
        layer = window.session._exchange.worker._keras.bench.network.names.layers["hidden_1"]
        assert (window.session.snapshot.layer("hidden_1").kernel == layer.kernel.numpy()).all()
        assert window.code.text().rstrip().endswith("hidden_1.build((None, 3))")
        trigger(window, "undo")
        assert not lane(window, "hidden_1").built
        trigger(window, "undo")
        assert window.session.model is not None
        assert window.session.snapshot.why_no_step == ""
    with subtests.test("what trains waits for a model, and says so"):
        trigger(window, "start_unbuilt")
        for name in ("step", "play", "reset", "toggle_model", "freeze"):
            assert not window.actions_[name].isEnabled()
        assert "There is no model yet" in window.actions_["step"].toolTip()
        assert window.findChild(QLabel, "loss_value").text() == "–"
        trigger(window, "build_network")
        assert window.actions_["step"].isEnabled()
        assert "model" not in window.actions_["step"].toolTip()
    with subtests.test("a layer's menu shows and runs lines of Keras"):
        trigger(window, "start_unbuilt")
        texts = choose(window, "hidden_1", "Show the weights")
        assert "Call on" in texts
        assert not any(text.startswith(("Freeze", "Unfreeze")) for text in texts)
        assert window.front_page is window.code
        assert window.code.prompt.printed == "[]"
        choose(window, "hidden_1", "Build")
        box = window.findChild(QInputDialog, "build_inputs")
        assert box.intValue() == 3
        box.accept()
        assert window.session.wait_idle(WAIT_MS)
        assert choose(window, "hidden_1", "Call on", "X (3, 3)") == ["X (3, 3)\tZ = hidden_1(X)"]
        assert window.session.snapshot.layer("hidden_1").called == "X"
        choose(window, "hidden_1", "Show the config")
        assert "'units': 5," in window.code.prompt.printed
        lines = ("print(hidden_1.get_weights())", "hidden_1.build((None, 3))", "Z = hidden_1(X)")
        assert window.code.text().rstrip().split("\n")[-4:] == [*lines, "print(hidden_1.get_config())"]
    with subtests.test("what is gone when an entry is chosen is left alone"):
        for entry in ("Select", "Build"):
            choose(window, "hidden_1", entry, look=lambda: do(window, Forget(("hidden_1",))))
            assert window.session.selection.place.layer != "hidden_1"
            assert window.findChild(QInputDialog, "build_inputs") is None
            trigger(window, "undo")


SITUATIONS = {
    "no layer": (Forget(("model", *NAMES)),),
    "unbuilt": (Forget(("model",)), *(CreateLayer(LayerSpec(name, 3)) for name in NAMES)),
    "no bias, one built": (CreateLayer(LayerSpec("spare", 2, "relu", use_bias=False)), BuildLayer("spare", 4)),
    "called on another tensor": (
        DefineTensor("T", ((1.0, 2.0),)),
        CreateLayer(LayerSpec("spare", 2)),
        CallLayer("spare", "T", "Z"),
    ),
    "by hand": (Forget(("model",)), HandStep(NAMES, rate=0.1)),
    "frozen, then let go": (SetTrainable("hidden_1", False), Forget(("model",))),
    "connected": (Forget(("model",)), CreateInput(3), CallLayer("hidden_1", "inputs", "h1")),
    "a part": (CreateInput(3), CallLayer("hidden_1", "inputs", "h1"), MakeModel("part", "inputs", "h1")),
    "other inputs": (CreateInput(5), CallLayer("hidden_2", "inputs", "h2"), MakeModel("tail", "inputs", "h2")),
    "other data": (Forget(("model",)), UseData(InsideSphere(9, 2))),
}


@pytest.mark.thorough
def test_that_every_view_bears_every_situation(subtests, window):
    for situation, commands in SITUATIONS.items():
        with subtests.test(situation):
            while window.actions_["undo"].isEnabled():  # what was switched on the last visit
                trigger(window, "undo")
            do(window, *commands)
            visit_everything(window)
            trigger(window, "undo")
            assert window.session.snapshot.why_no_step == ""
            assert window.session.snapshot.loose == ()
            visit_every_page(window)
    visit_everything(window)


def test_that_lanes_show_their_tensors_and_stay_readable(subtests, window):
    with subtests.test("only what was asked for in the menu comes to the front"):
        page = window.front_page
        do(window, Show("model.name"))
        assert window.front_page is page
        assert window.code.prompt.printed == ""
    with subtests.test("tensors stand between the lanes, and layers of no model are muted"):
        calls = [CallLayer("hidden_1", "inputs", "h1"), CallLayer("hidden_2", "h1", "h2")]
        do(window, CreateInput(3), *calls, MakeModel("part", "inputs", "h1"))
        assert lane(window, "hidden_1").tensors[0][:3] == ("h1", "(None, 5)", "float32")
        state = window.canvas.state
        assert [lane.name for lane in state.lanes if state.is_muted(lane)] == ["hidden_2", "hidden_3", "output"]
        assert {edge.place.layer for edge in state.layout.edges} == set(NAMES)  # they were called on each other before
        assert "another number of outputs" in window.actions_["step"].toolTip()
        before = window.session.history
        window.canvas.trainable_clicked.emit("hidden_1")
        assert window.session.wait_idle(WAIT_MS)
        assert len(window.session.history) == len(before) + 1
        assert state.switch_at(state.layout.box("output").check_box.center()) is None
    with subtests.test("eight lanes on a small screen"):
        window.resize(1280, 720)
        layers = [LayerSpec(f"hidden_{n}", 5, "relu") for n in range(1, 7)]
        spec = type(window.session.network.spec)(3, (*layers, LayerSpec("output", 1)))
        window.session.build_network(spec)
        assert window.session.wait_idle(WAIT_MS)
        window.settle()
        for box in window.canvas.state.layout.boxes:
            assert box.diameter >= 26 or box.rect.height() < 300
            assert box.rect.width() >= 76
            assert box.check_box.width() >= 28 or not box.lane.rows
        assert window.canvas.mapTo(window, QPoint()).x() >= 0


def test_that_a_wrong_shape_raises_the_card_and_lights_the_axis(window, qtbot):
    trigger(window, "start_unbuilt")
    do(window, BuildLayer("hidden_1", 3), WRONG)
    code = window.code.text()
    do(window, CallLayer("hidden_1", "wrong", "Z"))
    card = window.error_card
    assert card.isVisible()
    assert window.canvas.state.clash == ("hidden_1", 4)
    shapes = card.findChild(ShapeClash)
    assert shapes.isVisible()
    assert shapes.accessibleName() == "wrong (3, 4), kernel (3, 5), 4 features ≠ 3 kernel rows"
    window.settle()
    said = card.findChild(QPlainTextEdit, "keras_said")
    assert said.isVisible()
    assert "expected axis -1 of input shape to have value 3, but received input with shape (3, 4)" in said.toPlainText()
    assert said.height() >= said.fontMetrics().lineSpacing() * 3
    lane_right = window.canvas.lane_rect("hidden_1").right()
    assert card.geometry().left() > lane_right or card.geometry().right() < window.canvas.lane_rect("hidden_1").left()
    assert window.code.text() == code
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert window.canvas.state.clash is None
    do(window, BuildLayer("hidden_1", 5))
    assert not shapes.isVisible()
    renew = next(b for b in card.findChildren(QPushButton) if b.text() == "Recreate hidden_1 for 5 inputs")
    qtbot.mouseClick(renew, LEFT)
    assert window.session.wait_idle(WAIT_MS)
    assert window.session.snapshot.layer("hidden_1").kernel.shape == (5, 5)


@pytest.mark.thorough
def test_that_the_editor_builds_what_was_designed_and_one_undo_returns(window, qtbot):
    trigger(window, "design")
    editor = window.findChild(QDialog, "design")
    assert editor.isVisible()
    tree = editor.findChild(ConfigTree)
    assert tree.value("name") == "'hidden_1'"
    combo = editor._rows[0].activation
    assert combo.findText("softmax") >= 0
    before = window.session.model
    for _ in range(3):
        qtbot.mouseClick(editor.findChild(QPushButton, "design_add"), LEFT)
    window.settle()
    editor._rows[1].units.setFocus()
    editor._rows[1].units.setValue(16)
    window.settle()
    assert window.session.wait_idle(WAIT_MS)
    assert tree.value("units") == "16"
    qtbot.mouseClick(editor.findChild(QPushButton, "design_apply"), LEFT)
    assert not editor.isVisible(), "it would lie over the new network"
    assert window.session.wait_idle(WAIT_MS)
    assert [layer.units for layer in window.session.model.layers[1:]] == [5, 16, 5, 5, 5, 5, 1]
    assert len(window.session.network.spec.layers) == 7
    trigger(window, "step")
    visit_everything(window)
    trigger(window, "design")
    qtbot.mouseClick(editor._rows[3].remove, LEFT)
    qtbot.mouseClick(editor.findChild(QPushButton, "design_apply"), LEFT)
    assert window.session.wait_idle(WAIT_MS)
    assert "del hidden_4" in window.code.text()
    assert [layer.name for layer in window.session.snapshot.columns] == [*NAMES[:3], "hidden_5", "hidden_6", "output"]
    for _ in range(4):  # the second design, the freezing on the visit, the step, the first design
        trigger(window, "undo")
    assert window.session.model is before
