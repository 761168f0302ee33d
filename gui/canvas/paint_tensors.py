"""Paints symbolic tensors between the lanes: a variable, and what numbers will go through it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from gui import theme
from gui.canvas.lane import LaneBox
from gui.canvas.marks import CENTER, pen
from gui.canvas.state import CanvasState

LINE_HEIGHT = 13


def paint_tensors(painter: QPainter, state: CanvasState) -> None:
    """A label for each tensor, over the gap behind the lane that it comes out of."""
    boxes = state.layout.boxes
    for number, box in enumerate(boxes):
        top = box.card.bottom() + theme.current().px(5)
        after = boxes[number + 1] if number + 1 < len(boxes) else None
        for texts in box.lane.tensors:
            top = _paint_tensor(painter, box, after, texts, top)


def _paint_tensor(painter: QPainter, box: LaneBox, after: LaneBox | None, texts: tuple[str, ...], top: float) -> float:
    """Paint one label; returns where the next one under it begins."""
    now = theme.current()
    bold, plain = now.font("micro", mono=True, bold=True), now.font("micro", mono=True)
    room = box.rect.width() - box.diameter - now.px(6)
    lines = [text for text in texts if QFontMetricsF(plain).horizontalAdvance(text) + now.px(10) <= room] or [texts[0]]
    width = max(QFontMetricsF(bold).horizontalAdvance(text) for text in lines) + now.px(10)
    middle = (
        (box.rect.right() + after.rect.left()) / 2 if after is not None else box.rect.right() - width / 2 - now.px(2)
    )
    height = len(lines) * now.px(LINE_HEIGHT) + now.px(6)
    rect = QRectF(middle - width / 2, top, width, height)
    painter.setPen(pen("accent", 1.2 * now.scale))
    painter.setBrush(now.color("bg.panel"))
    painter.drawRoundedRect(rect, now.px(5), now.px(5))
    row = QRectF(rect.left(), rect.top() + now.px(3), rect.width(), now.px(LINE_HEIGHT))
    for number, text in enumerate(lines):
        painter.setFont(plain if number else bold)
        painter.setPen(now.color("text.secondary" if number else "text.primary"))
        painter.drawText(row, CENTER, text)
        row.translate(QPointF(0, now.px(LINE_HEIGHT)))
    return rect.bottom() + now.px(4)
