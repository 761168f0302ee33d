"""Paints the units with their numbers, and the result under the output unit."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from core.snapshot.place import Place
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.paint.marks import paint_empty_unit, paint_off_ring, paint_unit_index, tr
from gui.look import heat_colours, number_text, theme
from gui.widgets.pens import CENTER, LEFT, RIGHT, pen

SMALLEST_NUMBERED_UNIT = 26


def paint_units(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    layer = state.layer(box.lane.name)
    dead = layer.dead_units if layer is not None else ()
    for unit in box.centers:
        rect = box.unit_rect(unit)
        value = state.shown_value(box.lane, unit)
        if value is not None:
            _paint_unit(painter, state, box, rect, value, unit in dead)
        elif state.slow is not None:
            _paint_unknown(painter, rect)
        else:
            paint_empty_unit(painter, rect, built=layer is None or layer.built)
        _paint_unit_marks(painter, state, Place(box.lane.name, unit), rect)
        paint_unit_index(painter, rect, unit)
    if box.gap_center is not None:
        _paint_gap(painter, box)


def _paint_unit(painter: QPainter, state: CanvasState, box: LaneBox, rect: QRectF, value: float, dead: bool) -> None:
    now, look = theme.current(), state.look(box.lane.name)
    ink = now.color("text.primary")
    if value == 0 and box.lane.activation == "relu":
        paint_off_ring(painter, rect, dead)
        ink, text = now.color("text.secondary"), "0"
    elif not math.isfinite(value):
        painter.setPen(pen("error.fg", 1.4 * now.scale))
        painter.setBrush(now.color("error.bg"))
        painter.drawEllipse(rect)
        ink, text = now.color("error.fg"), number_text.signed(value)
    else:
        entry = heat_colours.index(value, state.shown_limit(box.lane))
        painter.setPen(pen("line.strong", 1.4 * now.scale))
        painter.setBrush(heat_colours.table(now.name)[entry])
        painter.drawEllipse(rect)
        ink, text = heat_colours.ink_table(now.name)[entry], _unit_number(value, look is not None and look.gradient)
    if rect.width() >= SMALLEST_NUMBERED_UNIT * now.scale:
        painter.setPen(ink)
        small = len(text) > 4 or rect.width() < 36 * now.scale
        painter.setFont(now.font("micro" if small else "body", bold=True))
        painter.drawText(rect, CENTER, text)
    elif look is not None:
        lit = "accent.soft" if look.state == "now" else "bg.panel"
        _paint_number_beside(painter, rect, text, lit if state.trainable(box.lane.name) else "frozen.bg")


def _paint_number_beside(painter: QPainter, rect: QRectF, text: str, ground: str) -> None:
    """A number at the right of a unit that is too small to hold it."""
    now = theme.current()
    painter.setFont(now.font("micro", bold=True))
    width = QFontMetricsF(painter.font(), painter.device()).horizontalAdvance(text) + now.px(4)
    spot = QRectF(rect.right() + now.px(6), rect.center().y() - now.px(7), width, now.px(14))
    painter.fillRect(spot, now.color(ground))
    painter.setPen(now.color("text.primary"))
    painter.drawText(spot, CENTER, text)


def _paint_unknown(painter: QPainter, rect: QRectF) -> None:
    """A unit whose number is not computed yet: nothing but its rim."""
    painter.setPen(pen("line.strong", 1.4 * theme.current().scale))
    painter.setBrush(theme.current().color("bg.panel"))
    painter.drawEllipse(rect)


def _unit_number(value: float, gradient: bool = False) -> str:
    """At most five characters; a gradient, which is small, with a sign and more decimals."""
    magnitude = abs(value)
    if gradient and magnitude < 0.9995:
        return number_text.short(value, 3).replace("0.", ".")
    digits = 2 if magnitude < 10 else 1 if magnitude < 100 else 0
    return number_text.plain(value, digits) if magnitude < 10_000 else number_text.power(value).removeprefix("+")


def _paint_unit_marks(painter: QPainter, state: CanvasState, place: Place, rect: QRectF) -> None:
    """The rings of selection, hover and keyboard cursor."""
    now = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    selected, look = state.place, state.look(place.layer or "")
    if look is not None and look.state == "now":
        gap = 3 * now.scale
        painter.setPen(pen("accent", 2 * now.scale))
        painter.drawEllipse(rect.adjusted(-gap, -gap, gap, gap))
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
    if snapshot is None or snapshot.obstacle or (state.slow is not None and not state.slow.result):
        return
    box = state.layout.boxes[len(snapshot.layers)]
    if box.lane.units != 1:
        return
    now, sample = theme.current(), state.shown_sample
    prediction = float(snapshot.prediction[sample, 0])
    target = float(snapshot.batch.Y_true[sample, 0])
    error = float(snapshot.error[sample, 0])
    rows = ((tr("prediction"), prediction), (tr("target"), target), (tr("error"), error))
    line = now.px(18)
    top = box.unit_rect(0).bottom() + now.px(12)
    rect = QRectF(box.rect.left() + now.px(8), top, box.rect.width() - now.px(16), 3 * line + now.px(8))
    if rect.bottom() > box.caption.top():
        rect.moveBottom(box.caption.top())
    if rect.top() < box.unit_rect(0).bottom():
        return  # no room: the unit itself matters more, and the Data tab has these numbers
    lit = state.slow is not None and state.slow.what == "loss"
    painter.setPen(pen("accent", 2.5 * now.scale) if lit else pen("line.soft"))
    painter.setBrush(now.color("accent.soft" if lit else "bg.sunken"))
    painter.drawRoundedRect(rect, now.px(5), now.px(5))
    row = QRectF(rect.left() + now.px(8), rect.top() + now.px(4), rect.width() - now.px(16), line)
    for word, value in rows:
        sign = number_text.signed if word == rows[2][0] else number_text.plain
        number = sign(value, 3) if abs(value) < 1e5 else number_text.scientific(value)
        painter.setFont(now.font("small", bold=True))
        painter.setPen(now.color("text.primary"))
        painter.drawText(row, RIGHT, number)
        room = row.width() - QFontMetricsF(painter.font()).horizontalAdvance(number) - now.px(6)
        painter.setFont(now.font("small"))
        painter.setPen(now.color("text.secondary"))
        painter.drawText(row, LEFT, QFontMetricsF(painter.font()).elidedText(word, Qt.TextElideMode.ElideRight, room))
        row.translate(0, line)
