"""Paints the parts of a grid of numbers: its cells, the labels around them, and the frames on top."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.heat_grid.cell_text import Writing
from gui.heat_grid.geometry import Geometry
from gui.look import theme


def paint_cells(
    painter: QPainter, rects: list[QRect], values: list[float], limit: float, writing: Writing | None
) -> None:
    """Numbers on their colours, which reach from -limit to +limit; without writing only their signs.

    The painter comes with the font of the writing.
    """
    from gui.look import heat_colours

    now = theme.current()
    colors, inks = heat_colours.table(now.name), heat_colours.ink_table(now.name)
    for rect, value in zip(rects, values, strict=True):
        finite = abs(value) < float("inf")  # false for NaN, too
        if finite:
            entry = heat_colours.index(value, limit)
            fill, ink = colors[entry], inks[entry]
        else:
            fill, ink = now.color("error.bg"), now.color("error.fg")
        painter.fillRect(rect, fill)
        painter.setPen(ink)
        if writing is not None:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, writing.text(value))
        elif not finite:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "!")
        elif value < 0:  # so that the sign is not in the colour alone
            middle, half = rect.center(), rect.width() // 5
            painter.drawLine(middle.x() - half, middle.y(), middle.x() + half, middle.y())


def paint_column_label(painter: QPainter, geometry: Geometry, column: int, text: str, *, bold: bool) -> None:
    """The name or the index above a column."""
    now = theme.current()
    painter.setFont(now.font("micro", mono=True, bold=bold))
    painter.setPen(now.color("text.primary" if bold else "text.secondary"))
    rect = QRect(geometry.left(column), 0, geometry.rect(0, column).width(), geometry.header)
    text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def paint_row_label(
    painter: QPainter, geometry: Geometry, line: int, text: str, *, strong: bool, bold: bool, marked: bool
) -> None:
    """What stands before a row: `strong` in ink and letters, `bold` in letters alone, `marked` on a tinted ground."""
    now = theme.current()
    rect = QRect(0, geometry.top(line), geometry.label - now.px(4), geometry.cell_height)
    if marked:
        painter.fillRect(rect.adjusted(0, 1, 0, -1), now.color("accent.soft"))
        painter.fillRect(QRect(0, rect.top() + 1, now.px(3), rect.height() - 2), now.color("accent"))
    painter.setFont(now.font("micro", mono=True, bold=strong or bold))
    painter.setPen(now.color("text.primary" if strong else "text.secondary"))
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect.adjusted(0, 0, -now.px(2), 0), side, text)


def paint_frame(painter: QPainter, rect: QRect, color: QColor, width: int) -> None:
    """A frame around cells; none around an empty rectangle."""
    if rect.isEmpty():
        return
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(rect.adjusted(-1, -1, -1, -1))  # the lines between the cells belong to the cell before
