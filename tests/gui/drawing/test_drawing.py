"""The drawing pad: points of two classes and curves, with mouse and keys, undone stroke by stroke."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from core.data.drawn import MOST_POINTS, DrawnPoints
from gui.drawing.drawing import CLASSES, CURVE, Drawing
from gui.drawing.sheet import DrawingSheet
from tests.core.helpers.scripts import run

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
WAIT_MS = 30_000


@pytest.fixture
def sheet(qtbot):
    made = DrawingSheet()
    qtbot.addWidget(made)
    made.resize(620, 640)
    made.show()
    return made


def at(sheet, x: float, y: float) -> QPoint:
    return sheet.pad.point_of(x, y).toPoint()


def button(sheet, name: str) -> QPushButton:
    return sheet.findChild(QPushButton, f"drawing_{name}")


def test_that_the_left_and_the_right_button_set_points_of_two_classes(sheet, qtbot):
    assert not button(sheet, "use").isEnabled()
    qtbot.mouseClick(sheet.pad, LEFT, pos=at(sheet, -0.5, 0.25))
    assert "both classes" in sheet.findChild(QLabel, "drawing_reason").text()
    qtbot.mouseClick(sheet.pad, RIGHT, pos=at(sheet, 0.5, -0.75))
    qtbot.mouseClick(button(sheet, "class_1"), LEFT)
    qtbot.mouseClick(sheet.pad, LEFT, pos=at(sheet, 0, 0))
    qtbot.mouseClick(sheet.pad, RIGHT, pos=at(sheet, 1, 1))
    np.testing.assert_allclose(
        sheet.drawing.points, [(-0.5, 0.25, 0), (0.5, -0.75, 1), (0, 0, 1), (1, 1, 0)], atol=0.01
    )
    with qtbot.waitSignal(sheet.accepted) as accepted:
        qtbot.mouseClick(button(sheet, "use"), LEFT)
    batch = accepted.args[0].source().load()
    assert (batch.columns, batch.classes) == (("x0", "x1"), ("A", "B"))
    assert batch.Y_true.ravel().tolist() == [0, 1, 1, 0]


def test_that_the_keyboard_moves_a_cross_and_sets_points(sheet, qtbot):
    sheet.pad.setFocus()
    for key, times in ((Qt.Key.Key_Right, 4), (Qt.Key.Key_Up, 2), (Qt.Key.Key_Left, 1)):
        for _ in range(times):
            qtbot.keyClick(sheet.pad, key)
    qtbot.keyClick(sheet.pad, Qt.Key.Key_Space)
    qtbot.keyClick(sheet.pad, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.drawing.points == ((0.15, 0.1, 0), (0.15, 0.1, 1))
    qtbot.keyClick(sheet.pad, Qt.Key.Key_Backspace)
    assert sheet.drawing.points == ((0.15, 0.1, 0),)
    qtbot.keyClick(sheet.pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not sheet.drawing.points


def test_that_a_curve_is_dragged_and_its_points_are_not_those_of_the_classes(sheet, qtbot):
    qtbot.mouseClick(sheet.pad, LEFT, pos=at(sheet, 0, 0))
    qtbot.mouseClick(button(sheet, "kind_curve"), LEFT)
    assert not sheet.drawing.points
    assert not button(sheet, "class_0").isVisible()
    qtbot.mousePress(sheet.pad, LEFT, pos=at(sheet, -0.8, 0))
    for x in np.linspace(-0.79, 0.8, 150):
        qtbot.mouseMove(sheet.pad, at(sheet, x, np.sin(3 * x)))
        sheet.pad.moved.emit(float(x), float(np.sin(3 * x)))  # no platform moves a mouse with a button held
    qtbot.mouseRelease(sheet.pad, LEFT, pos=at(sheet, 0.8, 0))
    batch = sheet.drawing.source().load()
    assert (batch.inputs, batch.classes) == (1, ())
    assert 20 <= batch.samples <= 34
    np.testing.assert_allclose(batch.Y_true[1:], np.sin(3 * batch.X[1:]), atol=0.03)
    qtbot.mouseClick(button(sheet, "undo"), LEFT)  # the whole stroke
    assert not sheet.drawing.points
    qtbot.mouseClick(button(sheet, "kind_classes"), LEFT)
    assert sheet.drawing.count(0) == 1


def test_that_clearing_is_undone_and_points_end_at_the_edge_and_at_a_number():
    drawing = Drawing(CLASSES)
    drawing.begin(-7, 0.123456)
    assert drawing.points == ((-1.0, 0.12, 0),)
    drawing.clear()
    drawing.clear()
    assert not drawing.points
    drawing.undo()
    assert drawing.points == ((-1.0, 0.12, 0),)
    for number in range(2 * MOST_POINTS):
        drawing.begin(0.001 * number, 0)
    assert drawing.full
    assert len(drawing.points) == MOST_POINTS
    curve = Drawing(CURVE)
    curve.begin(0, 0)
    curve.begin(0, 1)
    assert not curve.ready  # one height for one place only


@pytest.mark.parametrize(
    "values",
    [((), ()), (((0.0, 0.0),), ()), (((0.0,) * 3,), ((0.0,),)), (((float("nan"),),), ((0.0,),)),
     (((0.0, 0.0),), ((2.0,),), ("A", "B")), (((0.0, 0.0),), ((0.0,),), ("A",))],
)  # fmt: skip
def test_that_what_are_no_points_is_refused(values):
    with pytest.raises(ValueError, match="Expected"):
        DrawnPoints(*values)


def test_that_drawn_points_become_the_data_of_the_window_and_lines_of_its_script(qtbot, window):
    window.actions_["draw_data"].trigger()
    sheet = window.findChild(DrawingSheet, "drawing_pad")
    assert sheet.isVisible()
    qtbot.keyClick(sheet.pad, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    window.actions_["draw_data"].trigger()
    for x in np.linspace(-0.9, 0.9, 12):
        qtbot.mouseClick(sheet.pad, LEFT, pos=at(sheet, x, 0.5))
        qtbot.mouseClick(sheet.pad, RIGHT, pos=at(sheet, x, -0.5))
    qtbot.mouseClick(button(sheet, "use"), LEFT)
    window.session.step(5)
    assert window.session.wait_idle(WAIT_MS)
    assert not sheet.isVisible()
    batch, model = window.session.snapshot.batch, window.session.model
    assert (batch.samples, model.input_shape, model.layers[-1].activation.__name__) == (24, (None, 2), "sigmoid")
    assert window.findChild(QComboBox, "dataset").currentText() == "Drawn points"
    left = run(window.code.text())
    assert left["X"].numpy().tobytes() == batch.X.tobytes()
    assert [a.tobytes() for a in left["model"].get_weights()] == [b.tobytes() for b in model.get_weights()]
