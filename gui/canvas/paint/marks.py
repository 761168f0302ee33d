"""Small marks and tools that the canvas's painters share."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath

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


def paint_unit_indices(painter: QPainter, kit: MarkKit, box: LaneBox, ground: str = "bg.panel") -> None:
    """Paint the index of every drawn unit, at its upper left, off the lines behind it.

    Args:
        ground: the colour token of the lane.
    """
    painter.setFont(kit.index_font)
    half = box.diameter / 2
    offset = QPointF(half, half) if not box.squares else QPointF(half + kit.beside_square, half - kit.beside_square)
    for unit, center in box.centers.items():
        paint_off_lines(painter, kit.index_spot.translated(center - offset), RIGHT, str(unit), kit.text, ground)


def lane_ground(state: CanvasState, box: LaneBox) -> str:
    """Return the colour token of a lane's ground."""
    look = state.look(box.lane.name)
    if not state.trainable(box.lane.name):
        return "frozen.bg"
    if (look is not None and look.state == "now") or (state.collected is not None and box.lane.name in state.collected):
        return "accent.soft"
    return "bg.sunken" if state.is_muted(box.lane) else "bg.panel"


def paint_off_lines(
    painter: QPainter, rect: QRectF, align: Qt.AlignmentFlag, text: str, ink: QColor, ground: str
) -> None:
    """Write a text in the painter's font with an outline in the colour of the ground, so that it is read over lines."""
    metrics = QFontMetricsF(painter.font(), painter.device())
    width = metrics.horizontalAdvance(text)
    x = rect.left()
    if align & Qt.AlignmentFlag.AlignRight:
        x = rect.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = rect.center().x() - width / 2
    y = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
    if align & Qt.AlignmentFlag.AlignTop:
        y = rect.top() + metrics.ascent()
    elif align & Qt.AlignmentFlag.AlignBottom:
        y = rect.bottom() - metrics.descent()
    outline = QPainterPath()
    outline.addText(QPointF(x, y), painter.font(), text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(outline, theme.current().pen(ground, 4 * theme.current().scale))
    painter.setPen(ink)
    painter.drawText(QPointF(x, y), text)


def paint_cursor(painter: QPainter, state: CanvasState) -> None:
    """Paint the keyboard cursor on a layer's card (units and weights show theirs where they are painted)."""
    cursor = state.cursor
    box = state.layout.box(cursor.layer) if cursor is not None and cursor.unit is None else None
    if box is not None:
        painter.setPen(theme.current().pen("focus", 2 * theme.current().scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.card.adjusted(3, 3, -3, -2), theme.current().px(6), theme.current().px(6))
