"""Paints kernels and biases as heat tiles, rows and columns as Keras has them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui import heat, theme
from gui.canvas.lane import LaneBox
from gui.canvas.marks import pen
from gui.canvas.state import CanvasState
from gui.selection import BIAS


def paint_tiles(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    layer = state.layer(box.lane.name)
    if layer is None:
        return
    _paint_tile(painter, state, box.kernel, layer.kernel)
    if len(layer.bias):
        _paint_tile(painter, state, box.bias, layer.bias.reshape(1, -1))
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


def _paint_tile(painter: QPainter, state: CanvasState, rect: QRectF, matrix: np.ndarray) -> None:
    now = theme.current()
    rows, columns = matrix.shape
    width, height = rect.width() / columns, rect.height() / rows
    painter.fillRect(rect, now.color("error.bg"))
    painter.drawImage(rect, heat.image(matrix, state.weight_limit, now.name))
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
        _paint_minus_marks(painter, state, rect, matrix, width, height)
    painter.setPen(pen("line.strong", 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _paint_minus_marks(
    painter: QPainter, state: CanvasState, rect: QRectF, matrix: np.ndarray, width: float, height: float
) -> None:
    """A short stroke in every negative cell, so that colour is not the only sign."""
    now = theme.current()
    half = width * 0.18
    inks = heat.ink_table(now.name)
    strokes: dict[str, list[QLineF]] = {}
    for row, values in enumerate(matrix.tolist()):
        for column, value in enumerate(values):
            if value < -0.04 * state.weight_limit:
                x, y = rect.left() + (column + 0.5) * width, rect.top() + (row + 0.5) * height
                ink = inks[heat.index(value, state.weight_limit)].name()
                strokes.setdefault(ink, []).append(QLineF(x - half, y, x + half, y))
    for ink, lines in strokes.items():
        painter.setPen(QPen(QColor(ink), 1.6 * now.scale))
        painter.drawLines(lines)


def _outline_cell(painter: QPainter, rect: QRectF, token: str) -> None:
    painter.setPen(pen(token, 2 * theme.current().scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
