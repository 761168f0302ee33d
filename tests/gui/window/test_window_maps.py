"""The map of the prediction in the real window: its colours, clicks on it, its keys, and what it says."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from core.data.built_in import InsideSphere, NotebookBatch
from core.snapshot.place import Place
from core.snapshot.response import slice_through
from gui.look import heat_colours, theme

WAIT_MS = 30_000
SIDE = 24


@pytest.fixture
def map_(window) -> QWidget:
    window.resize(1440, 900)
    window.session.use(InsideSphere())
    assert window.session.wait_idle(WAIT_MS)
    return window.findChild(QWidget, "prediction_map")


def predicted(session, inputs: np.ndarray) -> np.ndarray:
    assert session.wait_idle(WAIT_MS)
    return session.model.predict(inputs, verbose=0)[:, 0]


def grid(session) -> np.ndarray:
    held = session.maps.choice.held
    return slice_through(session.snapshot.batch.X, session.selection.sample, held=held).points()


def spot(map_: QWidget, row: int, column: int) -> QPoint:
    """Return where a computed point is in the map's widget."""
    width, height = map_.width() - 1, map_.height() - 1
    return QPoint(round(column / (SIDE - 1) * width), round((1 - row / (SIDE - 1)) * height))


def point_of_sample(map_: QWidget, x: np.ndarray) -> QPoint:
    return QPoint(round((x[0] + 1) / 2 * map_.width()), round((1 - x[1]) / 2 * map_.height()))  # from -1 to 1


def distance_to_colours(window, map_: QWidget) -> float:
    """Return by how much of the colour scale the drawn colours differ from those of `model.predict`, in the median.

    Points, line and ring cover some of the computed points, so these differ by any amount.
    """
    session, state = window.session, window.canvas.state
    values = predicted(session, grid(session)).reshape(SIDE, SIDE)
    image = window.canvas.grab().toImage()
    table = np.array([color.getRgb()[:3] for color in heat_colours.table(theme.current().name)])
    entries = heat_colours.indices(values, state.limits.output)
    different = []
    for row in range(1, SIDE - 1):
        for column in range(1, SIDE - 1):
            drawn = QColor(image.pixel(map_.mapToParent(spot(map_, row, column)))).getRgb()[:3]
            nearest = np.abs(table - drawn).sum(axis=1).argmin()
            different.append(abs(int(nearest) - int(entries[row, column])))
    return float(np.median(different)) / heat_colours.ENTRIES


def test_that_the_map_shows_what_predict_returns_now_in_the_past_and_after_undo(window, map_, subtests):
    session = window.session
    before = window.canvas.grab().toImage()
    for words, act in (
        ("at the start", lambda: None),
        ("after steps", lambda: session.step(40)),
        ("in the past", lambda: session.go_to(5)),
        ("of another sample", lambda: session.selection.show_sample(77)),
        ("with an input held elsewhere", lambda: session.maps.choice.hold(2, 0.9)),
        ("after undo", session.undo),
    ):
        act()
        with subtests.test(words):
            assert distance_to_colours(window, map_) < 0.02
            assert session.maps.latest.step == session.snapshot.step
    assert session.maps.latest.slice.held[2] == 0.9
    theme.use(theme.Theme("dark"))
    assert distance_to_colours(window, map_) < 0.02
    assert window.canvas.grab().toImage() != before


def test_that_mouse_and_keys_choose_samples_and_the_unit_and_read_values(window, map_, qtbot, subtests):
    session, X = window.session, window.session.snapshot.batch.X
    near = [row for row, x in enumerate(X) if abs(x[2] - X[0, 2]) < 0.2]
    alone = next(row for row in near[1:] if min(np.abs(X[row, :2] - X[other, :2]).max() for other in near
                                                if other != row) > 0.2)  # fmt: skip
    with subtests.test("a point shows its sample, and a click chooses it"):
        QTest.mouseMove(map_, point_of_sample(map_, X[alone]))
        qtbot.waitUntil(lambda: f"sample {alone + 1}" in window.canvas.card_text)
        QTest.mouseClick(map_, Qt.MouseButton.LeftButton, pos=point_of_sample(map_, X[alone]))
        assert session.selection.sample == alone
    assert session.wait_idle(WAIT_MS)
    with subtests.test("its name is the whole of it"):
        prediction = f"{predicted(session, X[alone : alone + 1])[0]:.3f}".replace("-", "minus ")
        held = f"{X[alone, 2]:.2f}".replace("-", "minus ")
        name = f"output over x0 and x1, x2 held at {held}, 0.5 line, sample {alone + 1}: {prediction}"
        assert map_.accessibleName() == name
    with subtests.test("elsewhere a click selects the output"):
        now_near = [x for x in X if abs(x[2] - X[alone, 2]) < 0.3]
        taken = [point_of_sample(map_, x) for x in now_near]
        spots = (QPoint(x, y) for x in range(10, map_.width(), 7) for y in range(10, map_.height(), 7))
        free = next(spot for spot in spots if all((each - spot).manhattanLength() > 15 for each in taken))
        QTest.mouseClick(map_, Qt.MouseButton.LeftButton, pos=free)
        assert session.selection.place == Place("output", 0)
    with subtests.test("arrows read the computed points, Enter chooses the nearest sample"):
        QTest.mouseMove(window.canvas, QPoint(5, 5))
        map_.setFocus(Qt.FocusReason.TabFocusReason)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up):
            QTest.keyClick(map_, key)
        row = round((X[alone, 1] + 1) / 2 * (SIDE - 1)) + 1
        column = round((X[alone, 0] + 1) / 2 * (SIDE - 1)) - 2
        value = predicted(session, grid(session)).reshape(SIDE, SIDE)[row, column]
        assert f"{value:+.3f}".replace("-", "−") in map_.accessibleDescription()
        assert f"{value:+.3f}".replace("-", "−") in window.canvas.card_text
        QTest.keyClick(map_, Qt.Key.Key_Return)
        assert session.selection.sample == alone
    with subtests.test("in the picture of all samples a click chooses the nearest"):
        square = window.canvas.state.layout.boxes[0].samples
        x, y = (X[3, 0] + 1) / 2 * square.width(), (1 - X[3, 1]) / 2 * square.height()
        pos = window.canvas.viewport.to_widget(square.topLeft()) + QPoint(round(x), round(y))
        QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=pos)
        chosen = X[session.selection.sample]
        assert np.hypot(*(chosen[:2] - X[3, :2])) * square.width() / 2 < 8
    with subtests.test("what is pointed at is a sample of the data that are shown, while others come"):
        session.selection.show_sample(0)
        assert session.wait_idle(WAIT_MS)
        QTest.mouseMove(map_, point_of_sample(map_, X[alone]))
        qtbot.waitUntil(lambda: f"sample {alone + 1}" in window.canvas.card_text)
        session.use(NotebookBatch())
        assert session.wait_idle(WAIT_MS)
        assert alone >= session.snapshot.samples
        assert f"sample {alone + 1}" not in window.canvas.card_text
    with subtests.test("without a model there is no prediction yet"):
        window.actions_["start_unbuilt"].trigger()
        assert window.session.wait_idle(WAIT_MS)
        assert window.session.maps.latest is None
        assert map_.accessibleName() == "output: no prediction yet"
        window.canvas.grab()


def unit_difference(window, layer: str, unit: int) -> float:
    """Return by how much of the scale a unit's drawn map differs from what its layer returns, in the median."""
    session, state = window.session, window.canvas.state
    box = state.layout.box(layer)
    inputs = grid(session)
    if layer == "input":
        values = inputs[:, unit]
    else:
        part = keras.Model(session.model.inputs, session.model.get_layer(layer).output)
        values = part.predict(inputs, verbose=0)[:, unit]
    entries = heat_colours.indices(values.reshape(SIDE, SIDE), state.limits.unit(layer))
    image, rect = window.canvas.grab().toImage(), box.unit_rect(unit)
    table = np.array([color.getRgb()[:3] for color in heat_colours.table(theme.current().name)])
    different = []
    for row in range(3, SIDE - 3):
        for column in range(3, SIDE - 3):
            x = rect.left() + column / (SIDE - 1) * (rect.width() - 1)
            y = rect.top() + (1 - row / (SIDE - 1)) * (rect.height() - 1)
            drawn = QColor(image.pixel(round(x), round(y))).getRgb()[:3]
            different.append(abs(int(np.abs(table - drawn).sum(axis=1).argmin()) - int(entries[row, column])))
    return float(np.median(different)) / heat_colours.ENTRIES


def test_that_units_show_numbers_maps_or_gradients_by_key_and_by_click(window, map_, qtbot, subtests):
    session, state = window.session, window.canvas.state
    strip = window.findChild(QWidget, "show_in_units")
    QTest.keyClick(window, Qt.Key.Key_M)
    assert session.wait_idle(WAIT_MS)
    with subtests.test("maps"):
        assert window.settings.text("units", "") == "maps"
        assert strip.findChild(QPushButton, "show_in_units_maps").isChecked()
        assert state.layout.box("hidden_2").squares
        for layer, unit in (("input", 0), ("input", 2), ("hidden_1", 1), ("hidden_2", 4), ("hidden_3", 0)):
            assert unit_difference(window, layer, unit) < 0.03, (layer, unit)
        session.step(30)
        assert session.wait_idle(WAIT_MS)
        assert unit_difference(window, "hidden_2", 4) < 0.03
        session.undo()
        assert session.wait_idle(WAIT_MS)
        assert unit_difference(window, "hidden_2", 4) < 0.03
    with subtests.test("the lines end at the rims of the squares"):
        edge = state.layout.edge(Place("hidden_2", 0, 4))
        rim = state.layout.box("hidden_1").unit_rect(4).adjusted(-3, -3, 3, 3)
        assert rim.contains(edge.start)
        assert not rim.adjusted(2, 2, -2, -2).contains(edge.start)
    with subtests.test("a corner of a square is the unit, too"):
        corner = state.layout.box("hidden_2").unit_rect(3).bottomRight() - QPointF(3, 3)
        QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.viewport.to_widget(corner))
        assert session.selection.place == Place("hidden_2", 3)
    with subtests.test("slow motion shows numbers and gives the maps back"):
        window.actions_["slow_motion"].trigger()
        assert session.wait_idle(WAIT_MS)
        qtbot.waitUntil(lambda: state.slow is not None)
        assert not state.layout.box("hidden_2").squares
        QTest.keyClick(window, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: state.slow is None)
        assert state.layout.box("hidden_2").squares
    with subtests.test("gradients are those of the sample"):
        QTest.keyClick(window, Qt.Key.Key_G)
        assert strip.findChild(QPushButton, "show_in_units_gradients").isChecked()
        lane = state.layout.box("hidden_3").lane
        X, Y_true = session.snapshot.batch.X, session.snapshot.batch.Y_true
        with tf.GradientTape() as tape:
            hidden = X
            for name in ("hidden_1", "hidden_2", "hidden_3"):
                hidden = session.model.get_layer(name)(hidden)
            loss = tf.reduce_mean(tf.square(session.model.get_layer("output")(hidden) - Y_true))
        gradient = tape.gradient(loss, hidden)[session.selection.sample].numpy()
        assert np.allclose(state.shown_values(lane), gradient, atol=1e-6)
    with subtests.test("and so back to numbers, by key and by click"):
        QTest.keyClick(window, Qt.Key.Key_G)
        session.selection.select(Place("hidden_1"))
        assert session.wait_idle(WAIT_MS)
        assert not state.layout.box("hidden_2").squares
        QTest.mouseClick(strip.findChild(QPushButton, "show_in_units_maps"), Qt.MouseButton.LeftButton)
        assert state.units == "maps"
        QTest.keyClick(window, Qt.Key.Key_N)
        assert state.units == "numbers"
