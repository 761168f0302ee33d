"""Painting of slow motion's row between cards and units: each layer's state, and what flows between layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from gui.canvas.paint.marks import tr
from gui.look import icons, theme
from gui.widgets.alignment import CENTER

if TYPE_CHECKING:
    from gui.canvas.layout.lane import LaneBox
    from gui.canvas.layout.layout import Layout
    from gui.canvas.layout.slow_look import LaneLook, SlowLook

GAP = 6
"""The gap between a mark and the arrow beside it, in px."""


def tile_words(tile: str) -> str:
    """Return the words over a layer's tile; "" for its kernel as usual."""
    return {
        "gradient": "∂L/∂kernel",
        "new": tr("change in this step"),
        "not asked": tr("frozen: not asked for"),
        "kept": tr("frozen: no update"),
    }.get(tile, "")


def mark_words(look: LaneLook) -> str:
    """Return the word of a layer's mark; "" for a tick."""
    if look.tile == "kept":
        return tr("frozen")
    return {"waits": tr("waits"), "now": tr("now"), "left out": "–"}.get(look.state, "")


def paint_flow(painter: QPainter, layout: Layout, slow: SlowLook) -> None:
    """Paint the marks of all layers and the arrows between them."""
    offset = layout.flow / 2 + theme.current().scale
    middles = [box.card.bottom() + offset for box in layout.boxes]
    halves = [_paint_mark(painter, box, slow, middle) for box, middle in zip(layout.boxes, middles, strict=True)]
    if slow.phase == "update":
        return  # nothing flows: each layer is updated on its own
    now, back = theme.current(), slow.phase == "backward"
    flows = slow.what in ("Y", "dY")  # right now; what else is computed in a layer has arrived before
    for index, (left, right) in enumerate(zip(layout.boxes, layout.boxes[1:], strict=False)):
        start = QPointF(left.rect.center().x() + halves[index] + now.px(GAP), middles[index])
        end = QPointF(right.rect.center().x() - halves[index + 1] - now.px(GAP), middles[index + 1])
        target = slow.lanes.get((left if back else right).lane.name)
        if target is None or (back and not left.lane.rows):
            continue
        if back:
            start, end = end, start
        _paint_arrow(painter, start, end, target, flows)
        if target.state == "now":
            _paint_pill(painter, (start + end) / 2, abs(end.x() - start.x()), _carried(left, back))
    last = layout.boxes[-1]
    look = slow.lanes.get(last.lane.name)
    if back and look is not None and look.state == "now":  # what comes from the loss
        start = QPointF(last.rect.right() - now.px(3), middles[-1])
        end = QPointF(last.rect.center().x() + halves[-1] + now.px(GAP), middles[-1])
        _paint_arrow(painter, start, end, look, flows)


def _carried(left: LaneBox, back: bool) -> str:
    """Return the name of what flows between a layer and the next: the input gives X, every other layer its Y."""
    if back:
        return "∂L/∂Y"
    return "Y" if left.lane.rows else "X"


def _paint_mark(painter: QPainter, box: LaneBox, slow: SlowLook, middle: float) -> float:
    """Paint a layer's mark; return half the width it takes."""
    now, look = theme.current(), slow.lanes.get(box.lane.name)
    if look is None or (slow.phase in ("backward", "update") and not box.lane.rows):
        return 0.0
    center = QPointF(box.rect.center().x(), middle)
    text = mark_words(look)
    if not text:
        half = now.px(8)
        spot = QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half)
        icons.paint_icon(painter, "check-circle-fill", now.color("accent"), spot)
        return float(half)
    lit, frozen = look.state == "now", look.tile in ("kept", "not asked")
    painter.setFont(now.font("body", bold=lit))
    half = QFontMetricsF(painter.font()).horizontalAdvance(text) / 2 + now.px(2)
    spot = QRectF(center.x() - half, center.y() - now.px(9), 2 * half, now.px(18))
    if frozen:  # off the hatch of a frozen layer
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.color("frozen.bg"))
        painter.drawRect(spot)
    painter.setPen(now.color("frozen.fg" if look.tile == "kept" else "accent" if lit else "text.secondary"))
    painter.drawText(spot, CENTER, text)
    return half


def _paint_arrow(painter: QPainter, start: QPointF, end: QPointF, target: LaneLook, flows: bool) -> None:
    """Paint an arrow to a layer: dotted if it waits, thick while something arrives."""
    now = theme.current()
    length = end.x() - start.x()
    if abs(length) < now.px(14) or target.state == "left out":
        return
    thick = flows and target.state == "now"
    ahead = 1 if length > 0 else -1
    width = (4.5 if thick else 1.6) * now.scale
    head = now.px(11 if thick else 7)
    token = "line.strong" if target.state == "waits" else "accent"
    line = QPen(now.color(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if target.state == "waits":
        line.setDashPattern([1.2, 2.2])
    painter.setPen(line)
    painter.drawLine(start, end - QPointF(ahead * head * 0.8, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.color(token))
    tail = end - QPointF(ahead * head, 0)
    painter.drawPolygon(QPolygonF([end, tail + QPointF(0, head * 0.6), tail - QPointF(0, head * 0.6)]))


def _paint_pill(painter: QPainter, center: QPointF, room: float, text: str) -> None:
    """Paint the name of what an arrow carries, if there is room."""
    now = theme.current()
    painter.setFont(now.font("small", mono=True, bold=True))
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + now.px(14)
    if width + now.px(24) > room:
        return
    pill = QRectF(center.x() - width / 2, center.y() - now.px(10), width, now.px(20))
    painter.setBrush(now.color("accent"))
    painter.setPen(now.pen("accent.soft", 1.0))
    painter.drawRoundedRect(pill, now.px(10), now.px(10))
    painter.setPen(now.color("accent.fg"))
    painter.drawText(pill, CENTER, text)
