"""Paints the units with their numbers, and the result under the output unit."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui import heat, numbers, theme
from gui.canvas.lane import LaneBox
from gui.canvas.marks import CENTER, LEFT, RIGHT, paint_empty_unit, paint_off_ring, paint_unit_index, pen, tr
from gui.canvas.state import CanvasState
from gui.selection import Place

SMALLEST_NUMBERED_UNIT = 26


def paint_units(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    layer = state.layer(box.lane.name)
    dead = layer.dead_units if layer is not None else ()
    for unit in box.centers:
        rect = box.unit_rect(unit)
        value = state.unit_value(box.lane.name, unit)
        if value is not None:
            _paint_unit(painter, state, box, rect, value, unit in dead)
        else:
            paint_empty_unit(painter, rect, built=layer is None or layer.built)
        _paint_unit_marks(painter, state, Place(box.lane.name, unit), rect)
        paint_unit_index(painter, rect, unit)
    if box.gap_center is not None:
        _paint_gap(painter, box)


def _paint_unit(painter: QPainter, state: CanvasState, box: LaneBox, rect: QRectF, value: float, dead: bool) -> None:
    now = theme.current()
    ink = now.color("text.primary")
    if value == 0 and box.lane.activation == "relu":
        paint_off_ring(painter, rect, dead)
        ink, text = now.color("text.secondary"), "0"
    elif not math.isfinite(value):
        painter.setPen(pen("error.fg", 1.4 * now.scale))
        painter.setBrush(now.color("error.bg"))
        painter.drawEllipse(rect)
        ink, text = now.color("error.fg"), numbers.signed(value)
    else:
        limit = state.unit_limit if box.lane.rows else state.input_limit
        entry = heat.index(value, limit)
        painter.setPen(pen("line.strong", 1.4 * now.scale))
        painter.setBrush(heat.table(now.name)[entry])
        painter.drawEllipse(rect)
        ink, text = heat.ink_table(now.name)[entry], _unit_number(value)
    if rect.width() >= SMALLEST_NUMBERED_UNIT * now.scale:
        painter.setPen(ink)
        small = len(text) > 4 or rect.width() < 36 * now.scale
        painter.setFont(now.font("micro" if small else "body", bold=True))
        painter.drawText(rect, CENTER, text)


def _unit_number(value: float) -> str:
    """At most five characters."""
    magnitude = abs(value)
    digits = 2 if magnitude < 10 else 1 if magnitude < 100 else 0
    return numbers.plain(value, digits) if magnitude < 10_000 else numbers.power(value).removeprefix("+")


def _paint_unit_marks(painter: QPainter, state: CanvasState, place: Place, rect: QRectF) -> None:
    """The rings of selection, hover and keyboard cursor."""
    now = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    selected = state.place
    if (selected.layer, selected.unit) == (place.layer, place.unit):
        gap = 4 * now.scale
        painter.setPen(pen("bg.panel", 3 * now.scale))
        painter.drawEllipse(rect.adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2))
        painter.setPen(pen("select", 3 * now.scale))
        painter.drawEllipse(rect.adjusted(-gap, -gap, gap, gap))
    elif state.hovered == place:
        painter.setPen(pen("select", 2.4 * now.scale))
        painter.drawEllipse(rect)
    if state.cursor == place:
        gap = 7 * now.scale
        painter.setPen(pen("focus", 2 * now.scale))
        painter.drawEllipse(rect.adjusted(-gap, -gap, gap, gap))


def _paint_gap(painter: QPainter, box: LaneBox) -> None:
    now = theme.current()
    left_out = box.lane.units - len(box.centers)
    painter.setFont(now.font("small"))
    painter.setPen(now.color("text.secondary"))
    rect = QRectF(box.rect.left(), (box.gap_center or QPointF()).y() - now.px(9), box.rect.width(), now.px(18))
    painter.drawText(rect, CENTER, tr("⋮ {count} more").format(count=left_out))


def paint_result(painter: QPainter, state: CanvasState) -> None:
    """Prediction, target and error of the sample, under the output unit."""
    snapshot = state.snapshot
    if snapshot is None or snapshot.obstacle:
        return
    box = state.layout.boxes[len(snapshot.layers)]
    if box.lane.units != 1:
        return
    now = theme.current()
    prediction = float(snapshot.prediction[state.sample, 0])
    target = float(snapshot.batch.Y_true[state.sample, 0])
    error = float(snapshot.error[state.sample, 0])
    rows = ((tr("prediction"), prediction), (tr("target"), target), (tr("error"), error))
    line = now.px(18)
    top = box.unit_rect(0).bottom() + now.px(12)
    rect = QRectF(box.rect.left() + now.px(8), top, box.rect.width() - now.px(16), 3 * line + now.px(8))
    if rect.bottom() > box.caption.top():
        rect.moveBottom(box.caption.top())
    if rect.top() < box.unit_rect(0).bottom():
        return  # no room: the unit itself matters more, and the Data tab has these numbers
    painter.setPen(pen("line.soft"))
    painter.setBrush(now.color("bg.sunken"))
    painter.drawRoundedRect(rect, now.px(5), now.px(5))
    row = QRectF(rect.left() + now.px(8), rect.top() + now.px(4), rect.width() - now.px(16), line)
    for word, value in rows:
        sign = numbers.signed if word == rows[2][0] else numbers.plain
        number = sign(value, 3) if abs(value) < 1e5 else numbers.scientific(value)
        painter.setFont(now.font("small", bold=True))
        painter.setPen(now.color("text.primary"))
        painter.drawText(row, RIGHT, number)
        room = row.width() - QFontMetricsF(painter.font()).horizontalAdvance(number) - now.px(6)
        painter.setFont(now.font("small"))
        painter.setPen(now.color("text.secondary"))
        painter.drawText(row, LEFT, QFontMetricsF(painter.font()).elidedText(word, Qt.TextElideMode.ElideRight, room))
        row.translate(0, line)
