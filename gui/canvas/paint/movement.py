"""Painting of the row of a card that says how much its kernel moves, or that it stands still."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.canvas.layout.movement_row import GAPS, MovementRow
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import LEFT, RIGHT


class MovementKit:
    """The colours, fonts and lengths of the row in one theme."""

    def __init__(self, now: Theme) -> None:
        text, faint = now.color("text.primary"), now.color("text.secondary")
        still = {"frozen": now.color("frozen.fg"), "broken": now.color("error.fg")}
        self.word, self.value = {**still, "playing": faint, "paused": faint}, {**still, "playing": text, "paused": text}
        self.bar = {"playing": now.color("accent"), "paused": faint}
        self.ground, self.panel = now.color("line.soft"), now.color("bg.panel")
        self.font, self.bold = now.font("micro"), now.font("micro", bold=True)
        self.line, self.thick, self.thin, self.gap, self.space = now.px(13), now.px(5), now.px(2), now.px(2), now.px(6)


movement_kit = per_theme(MovementKit)


def paint_movement(painter: QPainter, row: MovementRow, rect: QRectF) -> None:
    """Paint the row in its rectangle: two lines of text, or one and a bar; without height for both only one line."""
    kit = movement_kit()
    line = QRectF(rect.left(), rect.top(), rect.width(), kit.line)
    if row.length is None and rect.height() >= 2 * kit.line - kit.gap:
        _paint_two_lines(painter, kit, row, line)
    else:
        _paint_line(painter, kit, row, line)
    if row.length is not None:
        roomy = rect.height() >= kit.line + kit.gap + kit.thick
        top, height = (line.bottom() + kit.gap, kit.thick) if roomy else (rect.bottom() - kit.thin, kit.thin)
        _paint_bar(painter, kit, row, QRectF(rect.left(), top, rect.width(), height))


def _paint_line(painter: QPainter, kit: MovementKit, row: MovementRow, line: QRectF) -> None:
    """Paint the longest texts that fit beside each other; which these are shall not depend on a digit more or less."""
    left_font = kit.font if row.length is not None else kit.bold
    left, right = QFontMetricsF(left_font), QFontMetricsF(kit.bold)
    room, usual = line.width() - kit.space, right.horizontalAdvance("0.00 %")
    wide = ((pair, max(right.horizontalAdvance(pair[1]), usual) if pair[1] else 0.0) for pair in row.texts)
    fitting = (pair for pair, width in wide if left.horizontalAdvance(pair[0]) + width <= room)
    word, value = next(fitting, row.texts[-1])
    painter.setFont(left_font)
    painter.setPen(kit.word[row.look])
    painter.drawText(line, LEFT, word.removesuffix(","))  # beside the value it needs none
    painter.setFont(kit.bold)
    painter.setPen(kit.value[row.look])
    painter.drawText(line, RIGHT, value)


def _paint_two_lines(painter: QPainter, kit: MovementKit, row: MovementRow, line: QRectF) -> None:
    """Paint the longest texts that fit below each other."""
    metrics = QFontMetricsF(kit.bold)
    fitting = (pair for pair in row.texts if max(map(metrics.horizontalAdvance, pair)) <= line.width())
    painter.setFont(kit.bold)
    painter.setPen(kit.word[row.look])
    for text in next(fitting, row.texts[-1]):
        painter.drawText(line, LEFT, text)
        line = line.translated(0, kit.line - 1)


def _paint_bar(painter: QPainter, kit: MovementKit, row: MovementRow, bar: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    radius = bar.height() / 2
    painter.setBrush(kit.ground)
    painter.drawRoundedRect(bar, radius, radius)
    if row.length:
        painter.setBrush(kit.bar[row.look])
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * row.length, bar.height()), radius, radius)
    for share in GAPS:
        painter.fillRect(QRectF(bar.left() + bar.width() * share - 0.5, bar.top(), 1, bar.height()), kit.panel)
