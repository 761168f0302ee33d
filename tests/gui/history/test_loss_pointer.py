"""The pointer on the loss chart: reading a step, going to it, zooming."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.history.difference import Difference
from core.history.events import Rewritten, Visited
from core.history.marks import Mark
from core.history.place_in_time import BranchInfo, PlaceInTime
from core.snapshot.records import Recording
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
    qtbot.waitUntil(lambda: chart.read_out != "")
    assert "step 50" in chart.read_out
    assert "0.5455" in chart.read_out
    qtbot.mouseMove(canvas, QPoint(2, 2))
    qtbot.waitUntil(lambda: chart.read_out == "")


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


def test_that_the_read_out_covers_no_part_of_the_curve(chart, qtbot):
    rng = np.random.default_rng(1)
    losses = np.geomspace(1, 0.3, 300) * rng.uniform(0.9, 1.1, 300)
    chart.set_curves(make_curves(losses, head=losses[-1]))
    plot = drawn(chart, qtbot)
    points = plot.axes.transData.transform(np.column_stack([np.arange(300), losses]))
    points[:, 1] = chart._canvas.height() - points[:, 1]
    for step in (0, 3, 120, 200, 297):
        qtbot.mouseMove(chart._canvas, where_is(chart, step, losses[step]))
        qtbot.waitUntil(lambda: chart.read_out != "")
        box = chart._hover.box_of(QPointF(*points[step]), chart.read_out)
        assert chart._hover.rect().contains(box.toAlignedRect().adjusted(1, 1, -1, -1))
        assert not [point for point in points if box.contains(QPointF(*point))]


def test_that_the_pointer_on_another_branch_reads_its_name(chart, qtbot):
    curves = make_curves(np.linspace(1, 0.1, 100), head=0.1)
    frozen = Difference((Mark(50, "freeze", "hidden_2"),))
    branches = (BranchInfo(0, None, 0, 0, 100), BranchInfo(1, 0, 0, 50, 90, frozen))
    there = PlaceInTime(branch=1, step=90, last_step=90, branches=branches)
    curves.fold([Rewritten(1, 0, 50, ()), Recording(50, np.full(40, 0.55, np.float32))], there, 0.55)
    curves.fold([Visited(0)], PlaceInTime(step=100, last_step=100, branches=branches), 0.1)
    chart.set_curves(curves)
    drawn(chart, qtbot)
    qtbot.mouseMove(chart._canvas, where_is(chart, 80, 0.55))
    qtbot.waitUntil(lambda: "branch 2: hidden_2 frozen at 50" in chart.read_out)
    assert "step 80" in chart.read_out
    with qtbot.assertNotEmitted(chart.step_clicked), qtbot.waitSignal(chart.other_step_clicked) as said:
        qtbot.mouseClick(chart._canvas, Qt.MouseButton.LeftButton, pos=where_is(chart, 80, 0.55))
    assert said.args == [80, 1], "a click goes to the branch whose curve it is"
    qtbot.mouseMove(chart._canvas, where_is(chart, 80, 0.27))
    qtbot.waitUntil(lambda: "branch" not in chart.read_out)
