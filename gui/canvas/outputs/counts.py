"""Painting of how many samples there are of each class, in the foot of the input layer."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.outputs.words import tr
from gui.look import number_text
from gui.look.class_marks import MARKS, color_of, mark_of
from gui.look.fitting_text import elided
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import LEFT, RIGHT


class CountKit:
    """The pens, fonts and lengths of the counts in one theme."""

    def __init__(self, now: Theme) -> None:
        self.text, self.faint = now.color("text.primary"), now.color("text.secondary")
        self.classes = {token: now.color(token) for token in map(color_of, range(len(MARKS)))}
        self.font, self.bold = now.font("micro"), now.font("micro", bold=True)
        self.inset, self.line, self.low_line, self.mark = map(now.px, (9, 17, 14, 15))


count_kit = per_theme(CountKit)


def has_counts(state: CanvasState) -> bool:
    """Return whether the foot shows counts of classes instead of the samples as points."""
    return state.snapshot is not None and state.snapshot.given is None and bool(state.snapshot.batch.classes)


def paint_counts(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    """Write how many samples are learned from, how many of each class, and how many are left to check with."""
    snapshot, kit = state.snapshot, count_kit()
    assert snapshot is not None
    batch = snapshot.batch
    counts = [int((batch.labels == number).sum()) for number in range(len(batch.classes))]
    checked = 0 if batch.X_val is None else len(batch.X_val)
    room = box.rect.bottom() - box.caption.top()
    line = kit.line if (1 + len(counts) + bool(checked)) * kit.line <= room else kit.low_line
    row = QRectF(box.rect.left() + kit.inset, box.caption.top(), box.rect.width() - 2 * kit.inset, line)
    lines = int(room / line) - 1
    checked = checked if len(counts) < lines else 0
    shown = len(counts) if len(counts) <= lines else max(0, lines - 1)
    _write(painter, kit, row, tr("{count} training rows").format(count=number_text.count(batch.samples)))
    for number, count in enumerate(counts[:shown]):
        row.translate(0, line)
        painter.setFont(kit.font)
        painter.setPen(kit.classes[color_of(number)])
        painter.drawText(row, LEFT, mark_of(number))
        painter.setFont(kit.bold)
        painter.setPen(kit.text)
        text = number_text.count(count)
        painter.drawText(row, RIGHT, text)
        beside = row.adjusted(kit.mark, 0, -QFontMetricsF(kit.bold).horizontalAdvance(text) - kit.mark / 2, 0)
        _write(painter, kit, beside, batch.classes[number])
    if shown < len(counts) and lines > 0:
        row.translate(0, line)
        _write(painter, kit, row, tr("{count} more classes").format(count=len(counts) - shown))
    if checked:
        row.translate(0, line)
        _write(painter, kit, row, tr("{count} rows to check with").format(count=number_text.count(checked)))


def _write(painter: QPainter, kit: CountKit, row: QRectF, text: str) -> None:
    painter.setFont(kit.font)
    painter.setPen(kit.faint)
    painter.drawText(row, LEFT, elided(painter, text, row.width()))
