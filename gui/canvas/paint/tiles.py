"""Paints kernels and biases as heat tiles, rows and columns as Keras has them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.snapshot.place import BIAS
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.layout.slow_look import LaneLook
from gui.look import heat_colours, theme
from gui.widgets.pens import pen


def paint_tiles(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    layer = state.layer(box.lane.name)
    if layer is None:
        return
    look = state.look(box.lane.name)
    if look is not None:
        _paint_slow_tiles(painter, state, box, look)
    else:
        _paint_tile(painter, box.kernel, layer.kernel, state.weight_limit)
        if len(layer.bias):
            _paint_tile(painter, box.bias, layer.bias.reshape(1, -1), state.weight_limit)
    selected = state.place
    if selected.layer == box.lane.name and selected.unit is not None and not selected.is_weight:
        column = box.cell_rect(0, selected.unit)
        column.setBottom(box.kernel.bottom())
        _outline_cell(painter, column, "select")
        if box.bias.height():
            _outline_cell(painter, box.cell_rect(BIAS, selected.unit), "select")
    for place in (selected, state.hovered, state.cursor):
        if place is not None and place.is_weight and place.layer == box.lane.name:
            rect = box.cell_rect(place.row or 0, place.unit or 0)
            _outline_cell(painter, rect, "focus" if place is state.cursor else "select")


def _paint_slow_tiles(painter: QPainter, state: CanvasState, box: LaneBox, look: LaneLook) -> None:
    """A layer's numbers as far as slow motion knows them, and which of them its update changed."""
    slow = state.slow
    limit = slow.gradient_limit if slow is not None and look.gradient_tile else state.weight_limit
    for rect, numbers, changed in (
        (box.kernel, look.kernel, look.changed_kernel),
        (box.bias, look.bias, look.changed_bias),
    ):
        if not rect.height():
            continue
        if numbers is None:
            painter.setPen(pen("line.strong", 1, (4, 3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
            continue
        _paint_tile(painter, rect, numbers.reshape(-1, box.lane.units), limit)
        if changed is not None and look.state == "now":
            painter.setPen(pen("accent", 1.6 * theme.current().scale))
            for row, unit in np.argwhere(changed.reshape(-1, box.lane.units)).tolist():
                cell = box.cell_rect(row if rect is box.kernel else BIAS, unit)
                painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_tile(painter: QPainter, rect: QRectF, matrix: np.ndarray, limit: float) -> None:
    now = theme.current()
    rows, columns = matrix.shape
    width, height = rect.width() / columns, rect.height() / rows
    painter.fillRect(rect, now.color("error.bg"))
    painter.drawImage(rect, heat_colours.image(matrix, limit, now.name))
    if height >= 5 and width >= 5:
        painter.setPen(pen("bg.panel", 1))
        painter.drawLines(
            [
                QLineF(rect.left(), rect.top() + i * height, rect.right(), rect.top() + i * height)
                for i in range(1, rows)
            ]
            + [
                QLineF(rect.left() + i * width, rect.top(), rect.left() + i * width, rect.bottom())
                for i in range(1, columns)
            ]
        )
        _paint_minus_marks(painter, rect, matrix, limit, width, height)
    painter.setPen(pen("line.strong", 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _paint_minus_marks(
    painter: QPainter, rect: QRectF, matrix: np.ndarray, limit: float, width: float, height: float
) -> None:
    """A short stroke in every negative cell, so that colour is not the only sign."""
    now = theme.current()
    half = width * 0.18
    inks = heat_colours.ink_table(now.name)
    strokes: dict[str, list[QLineF]] = {}
    for row, values in enumerate(matrix.tolist()):
        for column, value in enumerate(values):
            if value < -0.04 * limit:
                x, y = rect.left() + (column + 0.5) * width, rect.top() + (row + 0.5) * height
                ink = inks[heat_colours.index(value, limit)].name()
                strokes.setdefault(ink, []).append(QLineF(x - half, y, x + half, y))
    for ink, lines in strokes.items():
        painter.setPen(QPen(QColor(ink), 1.6 * now.scale))
        painter.drawLines(lines)


def _outline_cell(painter: QPainter, rect: QRectF, token: str) -> None:
    painter.setPen(pen(token, 2 * theme.current().scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
