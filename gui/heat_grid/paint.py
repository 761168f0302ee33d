"""Painting of the parts of a grid of numbers: its cells, the labels around them, and the frames on top."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.heat_grid.cell_text import Writing
from gui.heat_grid.geometry import Geometry
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import RIGHT


class GridKit:
    """The colours, fonts and lengths of grids in one theme."""

    def __init__(self, now: Theme) -> None:
        self.theme_name = now.name
        self.error, self.error_ground = now.color("error.fg"), now.color("error.bg")
        self.text, self.faint = now.color("text.primary"), now.color("text.secondary")
        self.mark, self.mark_ground = now.color("accent"), now.color("accent.soft")
        self.font, self.bold = now.font("micro", mono=True), now.font("micro", mono=True, bold=True)
        self.sign_font = now.font("micro", bold=True)
        self.gap, self.bar, self.pad = now.px(4), now.px(3), now.px(2)


grid_kit = per_theme(GridKit)


def paint_cells(
    painter: QPainter, kit: GridKit, rects: list[QRect], values: list[float], limit: float, writing: Writing | None
) -> None:
    """Paint numbers on their colours, from -limit to +limit; without a writing only their signs.

    The painter comes with the font of the writing.
    """
    from gui.look import heat_colours

    colors, inks = heat_colours.table(kit.theme_name), heat_colours.ink_table(kit.theme_name)
    for rect, value in zip(rects, values, strict=True):
        finite = abs(value) < float("inf")  # false for NaN, too
        if finite:
            entry = heat_colours.index(value, limit)
            fill, ink = colors[entry], inks[entry]
        else:
            fill, ink = kit.error_ground, kit.error
        painter.fillRect(rect, fill)
        painter.setPen(ink)
        if writing is not None:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, writing.text(value))
        elif not finite:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "!")
        elif value < 0:  # so that the sign is not in the colour alone
            middle, half = rect.center(), rect.width() // 5
            painter.drawLine(middle.x() - half, middle.y(), middle.x() + half, middle.y())


def paint_column_labels(
    painter: QPainter, kit: GridKit, geometry: Geometry, texts: Sequence[str], bold: Collection[int | None]
) -> None:
    """Paint the names or indices above the columns, some of them in bold."""
    for column, (text, (left, right)) in enumerate(zip(texts, pairwise(geometry.edges))):
        painter.setFont(kit.bold if column in bold else kit.font)
        painter.setPen(kit.text if column in bold else kit.faint)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, 0, right - left, geometry.header), Qt.AlignmentFlag.AlignCenter, text)


def paint_row_label(
    painter: QPainter,
    kit: GridKit,
    geometry: Geometry,
    line: int,
    text: str,
    *,
    strong: bool,
    bold: bool,
    marked: bool,
) -> None:
    """Paint a row's label: `strong` in ink and weight, `bold` in weight only, `marked` on a tinted ground."""
    rect = QRect(0, geometry.top(line), geometry.label - kit.gap, geometry.cell_height)
    if marked:
        painter.fillRect(rect.adjusted(0, 1, 0, -1), kit.mark_ground)
        painter.fillRect(QRect(0, rect.top() + 1, kit.bar, rect.height() - 2), kit.mark)
    painter.setFont(kit.bold if strong or bold else kit.font)
    painter.setPen(kit.text if strong else kit.faint)
    painter.drawText(rect.adjusted(0, 0, -kit.pad, 0), RIGHT, text)


def paint_frame(painter: QPainter, rect: QRect, color: QColor, width: int) -> None:
    """Paint a frame around cells; none around an empty rectangle."""
    if rect.isEmpty():
        return
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(rect.adjusted(-1, -1, -1, -1))  # the lines between the cells belong to the cell before
