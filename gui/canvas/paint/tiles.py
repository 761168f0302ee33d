"""Painting of kernels and biases as heat tiles, rows and columns as in Keras."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.snapshot.place import BIAS
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.layout.slow_look import LaneLook
from gui.look import heat_colours
from gui.look.theme import Theme, per_theme


class TileKit:
    """The pens and brushes of tiles in one theme."""

    def __init__(self, now: Theme) -> None:
        self.theme_name = now.name
        self.not_finite = now.color("error.bg")
        self.lattice, self.frame = now.pen("bg.panel"), now.pen("line.strong")
        self.unknown = now.pen("line.strong", 1, (4, 3))
        self.flash = now.pen("accent", 2 * now.scale)
        self.selected, self.cursor = now.pen("select", 2 * now.scale), now.pen("focus", 2 * now.scale)
        black, white = QColor("#000000"), QColor("#FFFFFF")
        self.minus = {True: QPen(black, 1.6 * now.scale), False: QPen(white, 1.6 * now.scale)}


tile_kit = per_theme(TileKit)


def paint_tiles(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    layer = state.layer(box.lane.name)
    if layer is None:
        return
    kit, look = tile_kit(), state.look(box.lane.name)
    if look is not None:
        _paint_slow_tiles(painter, kit, state, box, look)
    else:
        _paint_tile(painter, kit, box.kernel, layer.kernel, state.weight_limit)
        if len(layer.bias):
            _paint_tile(painter, kit, box.bias, layer.bias.reshape(1, -1), state.weight_limit)
        _paint_changed_most(painter, kit, state, box)
    _paint_outlines(painter, kit, state, box)


def _paint_changed_most(painter: QPainter, kit: TileKit, state: CanvasState, box: LaneBox) -> None:
    """Mark the cells that changed most just now."""
    cells = (state.changed_most or {}).get(box.lane.name, ())
    painter.setPen(kit.flash)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for row, unit in cells:
        painter.drawRect(box.cell_rect(row, unit).adjusted(1, 1, -1, -1))


def _paint_outlines(painter: QPainter, kit: TileKit, state: CanvasState, box: LaneBox) -> None:
    """Paint frames around the selected unit's weights, and the selected, hovered or cursor weight."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(kit.selected)
    selected = state.place
    if selected.layer == box.lane.name and selected.unit is not None and not selected.is_weight:
        column = box.cell_rect(0, selected.unit)
        column.setBottom(box.kernel.bottom())
        painter.drawRect(column)
        if box.bias.height():
            painter.drawRect(box.cell_rect(BIAS, selected.unit))
    for place in (selected, state.hovered, state.cursor):
        if place is not None and place.is_weight and place.layer == box.lane.name:
            painter.setPen(kit.cursor if place is state.cursor else kit.selected)
            painter.drawRect(box.cell_rect(place.row or 0, place.unit or 0))


def _paint_slow_tiles(painter: QPainter, kit: TileKit, state: CanvasState, box: LaneBox, look: LaneLook) -> None:
    """Paint a layer's numbers as far as slow motion knows them; in the update, by how much each changes."""
    limit = (state.slow.tile_limit(look) if state.slow is not None else None) or state.weight_limit
    for rect, numbers in zip((box.kernel, box.bias), look.in_tile, strict=True):
        if not rect.height():
            continue
        if numbers is None:
            painter.setPen(kit.unknown)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
            continue
        _paint_tile(painter, kit, rect, numbers.reshape(-1, box.lane.units), limit)


def _paint_tile(painter: QPainter, kit: TileKit, rect: QRectF, matrix: np.ndarray, limit: float) -> None:
    rows, columns = matrix.shape
    width, height = rect.width() / columns, rect.height() / rows
    painter.fillRect(rect, kit.not_finite)
    painter.drawImage(rect, heat_colours.image(matrix, limit, kit.theme_name))
    if height >= 5 and width >= 5:
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        painter.setPen(kit.lattice)
        painter.drawLines(
            [QLineF(left, top + i * height, right, top + i * height) for i in range(1, rows)]
            + [QLineF(left + i * width, top, left + i * width, bottom) for i in range(1, columns)]
        )
        _paint_minus_marks(painter, kit, rect, matrix, limit)
    painter.setPen(kit.frame)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _paint_minus_marks(painter: QPainter, kit: TileKit, rect: QRectF, matrix: np.ndarray, limit: float) -> None:
    """Paint a short stroke in every negative cell, so that colour is not the only sign."""
    width, height = rect.width() / matrix.shape[1], rect.height() / matrix.shape[0]
    half, numbers = width * 0.18, matrix.astype(np.float64)
    rows, columns = np.nonzero(numbers < -0.04 * limit)
    entries = heat_colours.indices(numbers[rows, columns], limit)
    black = heat_colours.has_black_ink(kit.theme_name)[entries].tolist()
    xs = (rect.left() + (columns + 0.5) * width).tolist()
    ys = (rect.top() + (rows + 0.5) * height).tolist()
    strokes: dict[bool, list[QLineF]] = {True: [], False: []}
    for x, y, is_black in zip(xs, ys, black, strict=True):
        strokes[is_black].append(QLineF(x - half, y, x + half, y))
    for is_black, lines in strokes.items():
        if lines:
            painter.setPen(kit.minus[is_black])
            painter.drawLines(lines)
