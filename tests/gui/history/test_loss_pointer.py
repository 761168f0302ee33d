"""The pointer on the loss chart: reading a step, going to it, zooming."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.gui.helpers.charts import drawn, make_curves, show_chart


@pytest.fixture
def chart(qtbot):
    return show_chart(qtbot)


def test_that_the_pointer_shows_step_and_loss(chart, qtbot):
    chart.set_curves(make_curves(np.linspace(1, 0.1, 100), head=0.1))
    plot = drawn(chart, qtbot)
    x, y = plot.axes.transData.transform((50, 0.5))
    canvas = chart._canvas
    at = QPoint(round(x), round(canvas.height() - y))
    qtbot.mouseMove(canvas, at)
    qtbot.waitUntil(lambda: chart.read_out != "", timeout=1000)
    assert "step 50" in chart.read_out
    assert "0.5455" in chart.read_out
    qtbot.mouseMove(canvas, QPoint(2, 2))
    qtbot.waitUntil(lambda: chart.read_out == "", timeout=1000)


def where_is(chart, step: float, loss: float) -> QPoint:
    x, y = chart.plot.axes.transData.transform((step, loss))
    return QPoint(round(x), round(chart._canvas.height() - y))


def test_that_a_click_names_the_nearest_step(chart, qtbot):
    chart.set_curves(make_curves(np.linspace(1, 0.1, 100), head=0.1))
    drawn(chart, qtbot)
    for step in (50, 0, 100):
        with qtbot.waitSignal(chart.step_clicked) as said:
            qtbot.mouseClick(chart._canvas, Qt.MouseButton.LeftButton, pos=where_is(chart, step, 0.5))
        assert said.args == [step]
    with qtbot.assertNotEmitted(chart.step_clicked):
        qtbot.mouseClick(chart._canvas, Qt.MouseButton.RightButton, pos=where_is(chart, 50, 0.5))
        qtbot.mouseClick(chart._canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 50))


def turn_wheel(chart, at: QPoint, turn: int) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place, chart._canvas.mapToGlobal(place), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart._canvas, event)


def test_that_the_wheel_shows_fewer_steps_around_the_pointer_and_all_again(chart, qtbot):
    chart.set_curves(make_curves(np.geomspace(1, 0.01, 1000), head=0.01))
    axes = drawn(chart, qtbot).axes
    whole = axes.get_xlim()
    for _ in range(5):
        turn_wheel(chart, where_is(chart, 400, 0.1), 120)
        drawn(chart, qtbot)
    first, last = axes.get_xlim()
    assert 0 < first < 400 < last < 1000
    assert last - first < 0.4 * (whole[1] - whole[0])
    with qtbot.waitSignal(chart.step_clicked) as said:
        qtbot.mouseClick(chart._canvas, Qt.MouseButton.LeftButton, pos=where_is(chart, 400, 0.1))
    assert abs(said.args[0] - 400) <= 1
    for _ in range(40):
        turn_wheel(chart, where_is(chart, 400, 0.1), -120)
        drawn(chart, qtbot)
    assert axes.get_xlim() == whole
