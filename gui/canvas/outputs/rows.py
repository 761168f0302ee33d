"""Painting of a row for each output: its name, and its probability as a bar, or its target."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.outputs.words import ClassResult, class_result, tr
from gui.look import number_text
from gui.look.class_marks import MARKS, color_of, mark_of
from gui.look.fitting_text import elided
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import LEFT, RIGHT


class RowKit:
    """The pens, brushes, fonts and lengths of rows in one theme."""

    def __init__(self, now: Theme) -> None:
        self.text, self.faint, self.track = map(now.color, ("text.primary", "text.secondary", "line.soft"))
        self.classes = {token: now.color(token) for token in map(color_of, range(len(MARKS)))}
        self.font, self.bold = now.font("small"), now.font("small", bold=True)
        self.micro, self.micro_bold = now.font("micro"), now.font("micro", bold=True)
        self.mark, self.gap, self.least_name = now.px(15), now.px(4), now.px(36)
        self.bar, self.bar_gap = now.px(7), now.px(3)


row_kit = per_theme(RowKit)


def paint_rows(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    """Paint what stands beside the output units."""
    snapshot, sample = state.snapshot, state.shown_sample
    if snapshot is None or snapshot.why_no_step or sample >= snapshot.batch.samples:
        return
    kit, known = row_kit(), _is_known(state, box)
    classes = snapshot.batch.classes
    result = class_result(snapshot, sample) if classes and known else None
    true = int(snapshot.batch.labels[sample, 0]) if classes else None
    for unit, rect in box.beside.items():
        name, value = QRectF(rect), QRectF(rect)
        if box.roomy:
            name.setBottom(rect.center().y() + kit.bar_gap)
            value.setTop(name.bottom())
        if classes:
            p = float(snapshot.prediction[sample, unit]) if known else 0.0
            if not box.roomy and known:
                _write_at_right(painter, kit, name, number_text.plain(p, 2))
            _paint_class(painter, kit, name, classes[unit], unit, true, result)
            if box.roomy:
                _paint_bar(painter, kit, value, unit, p)
        else:
            _paint_target(painter, kit, name, value, snapshot.batch.targets[unit],
                          float(snapshot.batch.Y_true[sample, unit]), box.roomy)  # fmt: skip


def _is_known(state: CanvasState, box: LaneBox) -> bool:
    """Return whether the outputs of the sample are computed: in slow motion not before its forward pass ends."""
    look = state.look(box.lane.name)
    passed = state.slow is not None and state.slow.result
    return look is None or passed or (look.values is not None and not look.gradient)


def _paint_class(
    painter: QPainter, kit: RowKit, rect: QRectF, name: str, unit: int, true: int | None, result: ClassResult | None
) -> None:
    """Write mark and name, bold if it is predicted, and "true" if it is."""
    predicted = result is not None and result.predicted == unit
    painter.setFont(kit.bold if predicted else kit.font)
    painter.setPen(kit.classes[color_of(unit)])
    painter.drawText(rect, LEFT, mark_of(unit))
    room = rect.adjusted(kit.mark, 0, 0, 0)
    tag = QFontMetricsF(kit.micro_bold).horizontalAdvance(tr("true"))
    if unit == true and room.width() - tag >= kit.least_name:  # without room the card of the result says it
        _write_at_right(painter, kit, room, tr("true"))
    painter.setFont(kit.bold if predicted else kit.font)
    painter.setPen(kit.text)
    painter.drawText(room, LEFT, elided(painter, name, room.width()))


def _write_at_right(painter: QPainter, kit: RowKit, room: QRectF, text: str) -> None:
    """Write a text at the right end of a room, which gets so much narrower."""
    painter.setFont(kit.micro_bold)
    painter.setPen(kit.text)
    painter.drawText(room, RIGHT, text)
    room.setRight(room.right() - QFontMetricsF(painter.font()).horizontalAdvance(text) - kit.gap)


def _paint_bar(painter: QPainter, kit: RowKit, rect: QRectF, unit: int, probability: float) -> None:
    """Paint a probability as a share of the width."""
    track = QRectF(rect.left(), rect.top() + kit.bar_gap, rect.width(), kit.bar)
    painter.fillRect(track, kit.track)
    share = min(1.0, max(0.0, probability)) if probability == probability else 0.0
    track.setWidth(share * track.width())
    painter.fillRect(track, kit.classes[color_of(unit)])


def _paint_target(
    painter: QPainter, kit: RowKit, name: QRectF, value: QRectF, column: str, target: float, roomy: bool
) -> None:
    """Write the name of a target, and what the sample's is."""
    number = number_text.plain(target, 3) if abs(target) < 1e5 else number_text.scientific(target)
    painter.setFont(kit.font)
    painter.setPen(kit.text)
    painter.drawText(name, LEFT, elided(painter, column, name.width()))
    if roomy:
        painter.setFont(kit.micro)
        painter.setPen(kit.faint)
        painter.drawText(value, LEFT, elided(painter, tr("target {value}").format(value=number), value.width()))
