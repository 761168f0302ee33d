"""Names beside units: of the columns at the input, and of the classes at the output, the true one bold."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.look.class_marks import marked
from gui.look.fitting_text import elided
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import LEFT, RIGHT


class NameKit:
    """The pens, fonts and lengths of names in one theme."""

    def __init__(self, now: Theme) -> None:
        self.faint, self.text = now.color("text.secondary"), now.color("text.primary")
        self.font, self.bold = now.font("micro"), now.font("micro", bold=True)
        self.gap, self.high, self.least = now.px(4), now.px(15), now.px(22)


name_kit = per_theme(NameKit)


def paint_unit_names(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    """Paint the names of a lane's units, if they have any and there is room."""
    snapshot = state.snapshot
    if snapshot is None or box.squares or not box.lane.named or box.beside:
        return
    batch, sample = snapshot.batch, state.shown_sample
    if box.lane.output:
        true = int(batch.labels[sample, 0]) if batch.classes and sample < batch.samples else -1
        for unit in box.centers:
            name = marked(batch.classes, unit) if batch.classes else batch.targets[unit]
            _paint(painter, box, unit, name, right=True, bold=unit == true)
        return
    for unit in box.centers:
        _paint(painter, box, unit, snapshot.batch.columns[unit], right=False, bold=False)


def _paint(painter: QPainter, box: LaneBox, unit: int, name: str, right: bool, bold: bool) -> None:
    kit, rect = name_kit(), box.unit_rect(unit)
    left, end = (rect.right(), box.rect.right()) if right else (box.rect.left(), rect.left())
    spot = QRectF(left + kit.gap, rect.center().y() - kit.high / 2, end - left - 2 * kit.gap, kit.high)
    if spot.width() < kit.least:
        return
    painter.setFont(kit.bold if bold else kit.font)
    painter.setPen(kit.text if bold else kit.faint)
    painter.drawText(spot, LEFT if right else RIGHT, elided(painter, name, spot.width()))
