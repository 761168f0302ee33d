"""Painting of a lane's words between its card and its units: its symbolic tensors, and the origin of its numbers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.canvas.layout.lane import LaneBox
from gui.look import theme
from gui.widgets.alignment import CENTER

LINE_HEIGHT = 13


def paint_said(painter: QPainter, box: LaneBox) -> None:
    """Paint the rows of words of one lane, if its layout has room for them."""
    if box.call.height():
        now = theme.current()
        painter.setFont(now.font("micro", mono=True))
        painter.setPen(now.color("text.secondary"))
        width, call = box.call.width(), box.lane.call
        inside = call[call.find("(") :] if "(" in call else call  # the lane says the layer's name already
        painter.drawText(box.call, CENTER, _first_with_room(painter, (call, inside), width))
    if box.chip.height():
        _paint_chip(painter, box)


def chip_texts(tensors: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return texts for some tensors on one line, the longest text first.

    Args:
        tensors: the texts of each; only its variable and its shape are used here.
    """
    names, shapes = [texts[0] for texts in tensors], {texts[1] for texts in tensors}
    joined = ", ".join(names)
    whole = (f"{joined} {shapes.pop()}",) if len(shapes) == 1 else ()
    more = f"{names[0]} +{len(names) - 1}" if len(names) > 1 else names[0]
    return (*whole, joined, more)


def _paint_chip(painter: QPainter, box: LaneBox) -> None:
    """Paint one line for all tensors of the lane or, with enough room, every line of its only one."""
    now = theme.current()
    bold, plain = now.font("micro", mono=True, bold=True), now.font("micro", mono=True)
    painter.setFont(bold)
    in_full = box.chip.height() >= 2 * now.px(LINE_HEIGHT)
    if in_full:
        lines: tuple[str, ...] = box.lane.tensors[0]
    else:
        lines = (_first_with_room(painter, chip_texts(box.lane.tensors), box.chip.width() - now.px(8)),)
    width = max(QFontMetricsF(bold).horizontalAdvance(text) for text in lines) + now.px(10)
    rect = QRectF(box.chip)
    rect.setWidth(min(width, box.chip.width()))
    rect.moveCenter(box.chip.center())
    painter.setPen(now.pen("accent", 1.2 * now.scale))
    painter.setBrush(now.color("bg.panel"))
    painter.drawRoundedRect(rect, now.px(5), now.px(5))
    row = QRectF(rect.left(), rect.center().y() - len(lines) * now.px(LINE_HEIGHT) / 2, rect.width(), 0)
    row.setHeight(now.px(LINE_HEIGHT))
    for number, text in enumerate(lines):
        painter.setFont(plain if number else bold)
        painter.setPen(now.color("text.secondary" if number else "text.primary"))
        painter.drawText(row, CENTER, text)
        row.translate(QPointF(0, now.px(LINE_HEIGHT)))


def _first_with_room(painter: QPainter, texts: tuple[str, ...], width: float) -> str:
    """Return the first of some texts that has room, else the beginning of the last one."""
    metrics = QFontMetricsF(painter.font())
    fitting = (text for text in texts if metrics.horizontalAdvance(text) <= width)
    return next(fitting, metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, width))
