"""Small marks and tools that the canvas's painters share."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.look import theme
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import CENTER, RIGHT


def tr(text: str) -> str:
    """Return a text of the canvas in the language in use."""
    return QCoreApplication.translate("NetworkCanvas", text)


class MarkKit:
    """The pens, brushes and fonts of marks in one theme."""

    def __init__(self, now: Theme) -> None:
        self.ground = now.color("bg.panel")
        self.rim = now.pen("line.strong", 1.4 * now.scale)
        self.dotted_rim = now.pen("line.strong", 1.2 * now.scale, (1.4, 2.2))
        self.dashed_rim = now.pen("line.strong", 1.4 * now.scale, (5, 3.5))
        self.cross = now.pen("text.secondary", 1.6 * now.scale)
        self.text = now.color("text.secondary")
        self.font = now.font("body")
        self.index_font = now.font("micro", mono=True, bold=True)
        self.beside_square = now.px(4)
        self.index_spot = QRectF(-now.px(16), -now.px(3), now.px(18), now.px(13))


mark_kit = per_theme(MarkKit)


def paint_off_ring(painter: QPainter, kit: MarkKit, circle: QRectF, dead: bool) -> None:
    """Paint a unit that ReLU turned off: hollow with a dotted inner ring; dead: struck through as well."""
    painter.setBrush(kit.ground)
    painter.setPen(kit.rim)
    painter.drawEllipse(circle)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    gap = circle.width() * 0.09
    inner = circle.adjusted(gap, gap, -gap, -gap)
    painter.setPen(kit.dotted_rim)
    painter.drawEllipse(inner)
    if dead:
        offset = circle.width() / 2 * 0.707
        cross = QPainterPath(circle.center() + QPointF(-offset, offset))
        cross.lineTo(circle.center() + QPointF(offset, -offset))
        painter.setPen(kit.cross)
        painter.drawPath(cross)


def paint_empty_units(painter: QPainter, box: LaneBox) -> None:
    """Paint the units of a lane that has no weights yet."""
    kit = mark_kit()
    for unit in box.centers:
        paint_empty_unit(painter, kit, box.unit_rect(unit), built=False)
    paint_unit_indices(painter, kit, box)


def paint_empty_unit(painter: QPainter, kit: MarkKit, circle: QRectF, built: bool) -> None:
    """Paint a unit without a number: dashed with a question mark if it has no weights, plain if it was not called."""
    painter.setPen(kit.rim if built else kit.dashed_rim)
    painter.setBrush(kit.ground)
    painter.drawEllipse(circle)
    painter.setPen(kit.text)
    painter.setFont(kit.font)
    painter.drawText(circle, CENTER, "–" if built else "?")


def paint_unit_indices(painter: QPainter, kit: MarkKit, box: LaneBox) -> None:
    """Paint the index of every drawn unit, at its upper left."""
    painter.setFont(kit.index_font)
    painter.setPen(kit.text)
    half = box.diameter / 2
    offset = QPointF(half, half) if not box.squares else QPointF(half + kit.beside_square, half - kit.beside_square)
    for unit, center in box.centers.items():
        painter.drawText(kit.index_spot.translated(center - offset), RIGHT, str(unit))


def paint_cursor(painter: QPainter, state: CanvasState) -> None:
    """Paint the keyboard cursor on a layer's card (units and weights show theirs where they are painted)."""
    cursor = state.cursor
    box = state.layout.box(cursor.layer) if cursor is not None and cursor.unit is None else None
    if box is not None:
        painter.setPen(theme.current().pen("focus", 2 * theme.current().scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.card.adjusted(3, 3, -3, -2), theme.current().px(6), theme.current().px(6))
