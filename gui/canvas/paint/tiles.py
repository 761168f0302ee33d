"""Painting of kernels and biases as heat tiles, rows and columns as in Keras."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.snapshot.place import BIAS
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.layout.slow_look import LaneLook
from gui.look import heat_colours, number_text, theme
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import CENTER

MOST_CELLS = 400
"""Tiles with more cells are painted as images."""


class TileKit:
    """The pens and brushes of tiles in one theme."""

    def __init__(self, now: Theme) -> None:
        self.theme_name = now.name
        self.not_finite = now.color("error.bg")
        self.lattice, self.frame = now.pen("bg.panel"), now.pen("line.strong")
        self.unknown = now.pen("line.strong", 1, (4, 3))
        self.flash = now.pen("accent", 2 * now.scale)
        self.selected, self.cursor = now.pen("select", 2 * now.scale), now.pen("focus", 2 * now.scale)
        self.slide = now.px(28)
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
    elif box.lane.name in state.growing:
        _paint_growing(painter, kit, state, box)
    else:
        paint_tile(painter, kit, box.kernel, layer.kernel, state.limits.weights)
        if len(layer.bias):
            paint_tile(painter, kit, box.bias, layer.bias.reshape(1, -1), state.limits.weights)
        _paint_changed_most(painter, kit, state, box)
    _paint_outlines(painter, kit, state, box)


def _paint_growing(painter: QPainter, kit: TileKit, state: CanvasState, box: LaneBox) -> None:
    """Paint the rows that have come; the next one slides in from the inputs, and the bias last from the units."""
    layer = state.layer(box.lane.name)
    assert layer is not None
    rows, bias = len(layer.kernel), len(layer.bias) > 0
    come = state.growing[box.lane.name] * (rows + bias)
    whole, height, opacity = min(int(come), rows), box.kernel.height() / rows, painter.opacity()
    painter.setPen(kit.unknown)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.kernel)
    shown = QRectF(box.kernel.left(), box.kernel.top(), box.kernel.width(), height * whole)
    if whole:
        paint_tile(painter, kit, shown, layer.kernel[:whole], state.limits.weights)
    left = 1 - (come - int(come))
    painter.setOpacity(opacity * (1 - left))
    if whole < rows:
        row = QRectF(shown.left() - left * kit.slide, shown.bottom(), shown.width(), height)
        paint_tile(painter, kit, row, layer.kernel[whole : whole + 1], state.limits.weights)
    elif bias and come < rows + 1:
        row = box.bias.translated(0, -left * kit.slide / 2)
        paint_tile(painter, kit, row, layer.bias.reshape(1, -1), state.limits.weights)
    painter.setOpacity(opacity)


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
    limit = (state.slow.tile_limit(look) if state.slow is not None else None) or state.limits.weights
    for rect, numbers in zip((box.kernel, box.bias), look.in_tile, strict=True):
        if not rect.height():
            continue
        if numbers is None:
            painter.setPen(kit.unknown)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
            continue
        paint_tile(painter, kit, rect, numbers.reshape(-1, box.lane.units), limit)


def paint_tile(painter: QPainter, kit: TileKit, rect: QRectF, matrix: np.ndarray, limit: float) -> None:
    """Paint a matrix as coloured cells with a frame."""
    rows, columns = matrix.shape
    if matrix.size <= MOST_CELLS and rect.width() >= 5 * columns and rect.height() >= 5 * rows:
        _paint_cells(painter, kit, geometry(*rect.getRect(), rows, columns), matrix, limit)
    else:
        painter.fillRect(rect, kit.not_finite)
        painter.drawImage(rect, heat_colours.image(matrix, limit, kit.theme_name))
    painter.setPen(kit.frame)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


class TileGeometry(NamedTuple):
    """Where the parts of a tile are.

    Attributes:
        cells: row by row, without gaps.
        lattice: the lines between them.
        strokes: the minus sign of each cell.
    """

    cells: tuple[QRectF, ...]
    lattice: list[QLineF]
    strokes: tuple[QLineF, ...]


@lru_cache(maxsize=256)
def geometry(left: float, top: float, width: float, height: float, rows: int, columns: int) -> TileGeometry:
    """Return where the parts of a tile with so many rows and columns are."""
    across, down = width / columns, height / rows
    corners = [(left + j * across, top + i * down) for i in range(rows) for j in range(columns)]
    strokes = [(x + 0.32 * across, x + 0.68 * across, y + down / 2) for x, y in corners]
    between = [QLineF(left, top + i * down, left + width, top + i * down) for i in range(1, rows)]
    between += [QLineF(left + j * across, top, left + j * across, top + height) for j in range(1, columns)]
    cells = tuple(QRectF(x, y, across, down) for x, y in corners)
    return TileGeometry(cells, between, tuple(QLineF(first, y, last, y) for first, last, y in strokes))


def _paint_cells(painter: QPainter, kit: TileKit, places: TileGeometry, matrix: np.ndarray, limit: float) -> None:
    """Paint every cell in its colour, with a short stroke where it is negative, so that colour is not the only sign.

    Filling the cells one by one takes half as long as making an image of them and scaling it.
    """
    colors, black = heat_colours.table(kit.theme_name), heat_colours.has_black_ink(kit.theme_name)
    values, lowest = matrix.ravel().tolist(), -0.04 * limit
    strokes: dict[bool, list[QLineF]] = {True: [], False: []}
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for value, cell, stroke in zip(values, places.cells, places.strokes, strict=True):
        if not math.isfinite(value):
            painter.fillRect(cell, kit.not_finite)
            continue
        entry = heat_colours.index(value, limit)
        painter.fillRect(cell, colors[entry])
        if value < lowest:
            strokes[black[entry]].append(stroke)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(kit.lattice)
    painter.drawLines(places.lattice)
    for is_black, lines in strokes.items():
        if lines:
            painter.setPen(kit.minus[is_black])
            painter.drawLines(lines)


def paint_scaling(painter: QPainter, state: CanvasState) -> None:
    """Paint mean and variance of the layer that scales the inputs: beside the lines as numbers, below as two strips."""
    scaling = state.snapshot.scaling if state.snapshot is not None else None
    rect, box = state.layout.scaling, state.layout.boxes[0]
    if scaling is None or not rect.width():
        return
    now, mean, variance = theme.current(), scaling.mean.reshape(1, -1), scaling.variance.reshape(1, -1)
    painter.setFont(now.font("micro", mono=True))
    line = QRectF(rect.left(), 0, rect.width(), now.px(13))
    pitch = min((b.y() - a.y() for a, b in pairwise(box.centers.values())), default=box.diameter)
    for unit, center in box.centers.items() if pitch >= 2 * line.height() else ():
        for number, (letter, values) in enumerate((("μ", mean), ("σ²", variance))):
            line.moveTop(center.y() + (number - 1) * line.height())
            text = f"{letter} {number_text.short(float(values[0, unit]), 2).removeprefix('+')}"
            behind = QRectF(line)  # letters are too small for lines between them
            behind.setWidth(painter.fontMetrics().horizontalAdvance(text) + now.px(4))
            behind.moveCenter(line.center())
            painter.fillRect(behind, now.color("bg.panel"))
            painter.setPen(now.color("text.secondary"))
            painter.drawText(line, CENTER, text)
    strip = QRectF(rect.left() + now.px(6), box.caption.bottom(), rect.width() - now.px(12), now.px(12))
    for name, values in (("mean", mean), ("variance", variance)):
        if strip.bottom() + now.px(15) > rect.bottom():
            break
        caption = QRectF(rect.left(), strip.top() - now.px(15), rect.width(), now.px(15))
        painter.setFont(now.font("micro"))
        painter.setPen(now.color("text.secondary"))
        painter.drawText(caption, CENTER, name)
        paint_tile(painter, tile_kit(), strip, values, float(abs(values).max()) or 1.0)
        strip.translate(0, now.px(30))
