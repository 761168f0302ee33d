"""Small marks and tools that the canvas's painters share."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.look import theme
from gui.widgets.pens import CENTER, RIGHT, pen


def tr(text: str) -> str:
    """A text of the canvas, in the language in use."""
    return QCoreApplication.translate("NetworkCanvas", text)


def paint_off_ring(painter: QPainter, circle: QRectF, dead: bool) -> None:
    """A unit that ReLU turned off: hollow with a dotted inner ring; dead: struck through as well."""
    now = theme.current()
    painter.setBrush(now.color("bg.panel"))
    painter.setPen(pen("line.strong", 1.4 * now.scale))
    painter.drawEllipse(circle)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    gap = circle.width() * 0.09
    inner = circle.adjusted(gap, gap, -gap, -gap)
    painter.setPen(pen("line.strong", 1.2 * now.scale, (1.4, 2.2)))
    painter.drawEllipse(inner)
    if dead:
        offset = circle.width() / 2 * 0.707
        cross = QPainterPath(circle.center() + QPointF(-offset, offset))
        cross.lineTo(circle.center() + QPointF(offset, -offset))
        painter.setPen(pen("text.secondary", 1.6 * now.scale))
        painter.drawPath(cross)


def paint_empty_units(painter: QPainter, box: LaneBox) -> None:
    """The units of a lane that has no weights yet."""
    for unit in box.centers:
        paint_empty_unit(painter, box.unit_rect(unit), built=False)
        paint_unit_index(painter, box.unit_rect(unit), unit)


def paint_empty_unit(painter: QPainter, circle: QRectF, built: bool) -> None:
    """A unit without a number: with a dashed rim and a question mark if it has no weights, else it was not called."""
    now = theme.current()
    painter.setPen(pen("line.strong", 1.4 * now.scale, None if built else (5, 3.5)))
    painter.setBrush(now.color("bg.panel"))
    painter.drawEllipse(circle)
    painter.setPen(now.color("text.secondary"))
    painter.setFont(now.font("body"))
    painter.drawText(circle, CENTER, "–" if built else "?")


def paint_unit_index(painter: QPainter, rect: QRectF, unit: int) -> None:
    """A unit's index at its upper left."""
    now = theme.current()
    painter.setFont(now.font("micro", mono=True, bold=True))
    painter.setPen(now.color("text.secondary"))
    spot = QRectF(rect.left() - now.px(16), rect.top() - now.px(3), now.px(18), now.px(13))
    painter.drawText(spot, RIGHT, str(unit))


def paint_cursor(painter: QPainter, state: CanvasState) -> None:
    """The keyboard's cursor on a layer's card (units and weights show theirs where they are painted)."""
    cursor = state.cursor
    box = state.layout.box(cursor.layer) if cursor is not None and cursor.unit is None else None
    if box is not None:
        painter.setPen(pen("focus", 2 * theme.current().scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.card.adjusted(3, 3, -3, -2), theme.current().px(6), theme.current().px(6))
