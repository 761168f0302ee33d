"""The large map of a unit in the real window: its numbers, its axes, what is held, and showing it while pointing."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSlider, QToolButton, QWidget

from core.data.built_in import InsideSphere
from core.design.network_spec import LayerSpec, NetworkSpec
from core.snapshot.place import Place
from core.snapshot.response import slice_through
from gui.session.maps import LARGE_SIDE

WAIT_MS = 30_000


@pytest.fixture
def inspector(window):
    window.resize(1440, 900)
    window.session.use(InsideSphere())
    window.session.selection.select(Place("hidden_2", 1))
    window.inspector.tabs.setCurrentIndex(window.inspector.pages.index(window.inspector.activations))
    QTest.mouseClick(window.findChild(QPushButton, "activations_mode_map"), Qt.MouseButton.LeftButton)
    assert window.session.wait_idle(WAIT_MS)
    return window.inspector


def shown(window):
    assert window.session.wait_idle(WAIT_MS)
    return window.inspector.activations.map.map.shown


def expected(window, layer: str, unit: int) -> np.ndarray:
    session = window.session
    choice = session.maps.choice
    X, sample = session.snapshot.batch.X, session.selection.sample
    grid = slice_through(X, sample, choice.across, choice.up, choice.held, LARGE_SIDE).points()
    part = keras.Model(session.model.inputs, session.model.get_layer(layer).output)
    return part.predict(grid, verbose=0)[:, unit].reshape(LARGE_SIDE, LARGE_SIDE)


def pick(box: QComboBox, text: str) -> None:
    """Choose an entry as the learner would, by keys."""
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def test_that_the_large_map_is_what_predict_returns_whatever_is_chosen(window, inspector, subtests):
    session = window.session
    for words, act in (
        ("at first", lambda: None),
        ("after steps", lambda: session.step(20)),
        ("in the past", lambda: session.go_to(3)),
        ("other axes", lambda: pick(window.findChild(QComboBox, "map_across"), "x2")),
        ("another sample", lambda: session.selection.show_sample(44)),
        ("another unit", lambda: session.selection.select(Place("hidden_3", 4))),
        ("held elsewhere", lambda: window.findChild(QSlider, "held_value").setValue(150)),
    ):
        act()
        with subtests.test(words):
            place = session.selection.place
            values = shown(window).picture.values
            wanted = expected(window, place.layer, place.unit)
            assert values.shape == (LARGE_SIDE, LARGE_SIDE)
            assert np.allclose(values, wanted, atol=1e-5)
    with subtests.test("the canvas is over the same slice"):
        assert session.maps.points.across == session.maps.choice.across == 2
        assert session.maps.points.held == session.maps.large.points.held
        assert session.maps.latest.slice.held[0] == pytest.approx(0.5)
        assert not window.findChild(QCheckBox, "held_as_sample").isChecked()
    with subtests.test("as the sample again"):
        QTest.mouseClick(window.findChild(QCheckBox, "held_as_sample"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        assert shown(window) is not None
        assert session.maps.choice.held == {}
        assert session.maps.latest.slice.held[0] == pytest.approx(session.snapshot.batch.X[44, 0])


def test_that_its_name_its_facts_and_its_lines_of_keras_are_true(window, inspector, subtests):
    session, page = window.session, window.inspector.activations.map
    session.step(20)
    session.selection.show_sample(12)
    session.selection.select(Place("hidden_1", 3))
    values, snapshot = shown(window).picture.values, session.snapshot
    layer = snapshot.layer("hidden_1")
    with subtests.test("its name"):
        name = window.findChild(QWidget, "unit_map").accessibleName()
        share = 100 * (values > 0).mean()
        assert name.startswith("hidden_1 unit 3, response from ")
        assert f"to {values.max():.2f}" in name
        assert f"at the sample {layer.activation[12, 3]:.2f}" in name
        assert abs(float(name.split("on in ")[1].split()[0]) - share) <= 1
    with subtests.test("its facts"):
        z = f"{layer.pre_activation[12, 3]:+.4f}".replace("-", "−")
        assert page.facts.values[0] == z
    with subtests.test("the line is where z is 0"):
        kernel, bias = layer.kernel[:, 3], layer.bias[3]
        points = session.maps.large.points
        for line in shown(window).lines:
            for point in line.toList()[::5]:
                x = np.array(points.held, np.float64)
                x[0], x[1] = 2 * point.x() - 1, 1 - 2 * point.y()  # from -1 to 1
                assert abs(x @ kernel + bias) < 1e-3
    with subtests.test("the copied lines give the map"):
        copy = page.source.findChild(QToolButton)
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        code = QGuiApplication.clipboard().text()
        names = {"keras": keras, "model": session.model, "grid": session.maps.large.points.points()}
        names |= {each.name: each for each in session.model.layers}
        first, second = code.split("\n")
        exec(first, names)
        assert np.allclose(eval(second, names).reshape(values.shape), values, atol=1e-5)


def test_that_pointing_at_a_unit_shows_its_map_and_a_click_keeps_it(window, qtbot, subtests):
    window.resize(1440, 900)
    session, inspector = window.session, window.inspector
    session.selection.select(Place("hidden_1"))
    QTest.keyClick(window, Qt.Key.Key_M)
    page, tab = inspector.activations, inspector.tabs.currentIndex()
    canvas, place = window.canvas, Place("hidden_2", 2)
    with subtests.test("while it is pointed at"):
        QTest.mouseMove(canvas, canvas.center_of(place))
        qtbot.waitUntil(lambda: page.isVisible() and page.view.place == place)
        assert page.mode == "map"
        assert page.map.hint.isVisible()
        assert session.selection.place == Place("hidden_1")
        qtbot.waitUntil(lambda: page.map.map.shown is not None, timeout=WAIT_MS)
    with subtests.test("leaving brings back what was there"):
        QTest.mouseMove(canvas, QPoint(3, 3))
        qtbot.waitUntil(lambda: inspector.tabs.currentIndex() == tab)
        assert page.mode == "samples"
        assert inspector.pages[tab].view.place == Place("hidden_1")
    with subtests.test("a click keeps it"):
        QTest.mouseMove(canvas, canvas.center_of(place))
        qtbot.waitUntil(lambda: page.isVisible() and page.view.place == place)
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.center_of(place))
        QTest.mouseMove(canvas, QPoint(3, 3))
        qtbot.wait(50)
        assert page.isVisible()
        assert page.mode == "map"
        assert not page.map.hint.isVisible()
        assert session.selection.place == place
    with subtests.test("a double click on the prediction shows it large"):
        inspector.tabs.setCurrentIndex(0)
        map_ = window.findChild(QWidget, "prediction_map")
        QTest.mouseDClick(map_, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(map_, Qt.MouseButton.LeftButton)  # it leaves the button down
        assert page.isVisible()
        assert session.selection.place == Place("output", 0)
    with subtests.test("another network ends it: the unit may be gone"):
        inspector.tabs.setCurrentIndex(tab)
        QTest.mouseMove(canvas, canvas.center_of(place))
        qtbot.waitUntil(lambda: page.isVisible() and page.view.place == place)
        layers = LayerSpec("hidden_2", 2, "relu"), LayerSpec("output", 1)
        session.build_network(NetworkSpec(3, layers))
        assert session.wait_idle(WAIT_MS)
        assert inspector.tabs.currentIndex() == tab
        assert not page.map.hint.isVisible()
