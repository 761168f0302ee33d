"""Painting of the result of the sample: prediction, target and error, or the true and the predicted class."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.outputs.words import ClassResult, class_result, number_rows, tr
from gui.look import number_text
from gui.look.class_marks import MARKS, color_of, mark_of
from gui.look.fitting_text import elided, fitting
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import LEFT, RIGHT


class ResultKit:
    """The pens, brushes, fonts and lengths of the result in one theme."""

    def __init__(self, now: Theme) -> None:
        self.frame, self.lit_frame = now.pen("line.soft"), now.pen("accent", 2.5 * now.scale)
        self.ground, self.lit_ground = now.color("bg.sunken"), now.color("accent.soft")
        self.text, self.faint, self.wrong = (
            now.color("text.primary"),
            now.color("text.secondary"),
            now.color("error.fg"),
        )
        self.classes = {token: now.color(token) for token in map(color_of, range(len(MARKS)))}
        self.font, self.bold = now.font("small"), now.font("small", bold=True)
        self.small_font, self.small_bold = now.font("micro"), now.font("micro", bold=True)
        self.line, self.height = now.px(18), 3 * now.px(18) + 2 * now.px(2)
        self.inset, self.insets, self.mark = now.px(8), now.px(16), now.px(14)
        self.above, self.pad, self.gap, self.corner, self.roomy = map(now.px, (12, 2, 6, 5, 112))
        self.five_lines, self.highest_line = now.px(66), now.px(17)


result_kit = per_theme(ResultKit)


def paint_result(painter: QPainter, state: CanvasState) -> None:
    """Paint the result of the sample, under the output unit or beside the kernel."""
    snapshot = state.snapshot
    if snapshot is None or snapshot.why_no_step or (state.slow is not None and not state.slow.result):
        return
    box, kit, sample = state.layout.boxes[len(snapshot.layers)], result_kit(), state.shown_sample
    rect = _result_rect(kit, box)
    if rect is None or sample >= snapshot.batch.samples:
        return  # no room: the units themselves matter more, and the Data tab has these numbers
    result = class_result(snapshot, sample)
    if result is None and snapshot.batch.classes:
        return
    lit = state.slow is not None and state.slow.what == "loss"
    painter.setPen(kit.lit_frame if lit else kit.frame)
    painter.setBrush(kit.lit_ground if lit else kit.ground)
    painter.drawRoundedRect(rect, kit.corner, kit.corner)
    if result is not None:
        _paint_classes(painter, kit, rect, snapshot.batch.classes, result)
    else:
        _paint_numbers(painter, kit, rect, number_rows(snapshot, sample, state.shown_output, rect.width() >= kit.roomy))


def _result_rect(kit: ResultKit, box: LaneBox) -> QRectF | None:
    """Return where the result is written: beside the kernel, below the map or below the unit; None without room."""
    if box.beside:
        return box.result if box.result.height() else None
    if box.lane.units != 1:
        return None
    if box.map is not None:
        return box.map.card if box.map.card.height() else None
    top = box.unit_rect(0).bottom() + kit.above
    rect = QRectF(box.rect.left() + kit.inset, top, box.rect.width() - kit.insets, kit.height)
    if rect.bottom() > box.caption.top():
        rect.moveBottom(box.caption.top())
    return rect if rect.top() >= box.unit_rect(0).bottom() else None


def _paint_numbers(painter: QPainter, kit: ResultKit, rect: QRectF, rows: tuple[tuple[str, str], ...]) -> None:
    """Write a row for each number: its word at the left, itself at the right."""
    row, line, small = _first_row(kit, rect, len(rows))
    for word, number in rows:
        painter.setFont(kit.small_bold if small else kit.bold)
        painter.setPen(kit.text)
        painter.drawText(row, RIGHT, number)
        room = row.width() - QFontMetricsF(painter.font()).horizontalAdvance(number) - kit.gap
        painter.setFont(kit.small_font if small else kit.font)
        painter.setPen(kit.faint)
        painter.drawText(row, LEFT, elided(painter, word, room))
        row.translate(0, line)


def _paint_classes(
    painter: QPainter, kit: ResultKit, rect: QRectF, classes: tuple[str, ...], result: ClassResult
) -> None:
    """Write the true and the predicted class, and the probability of the latter behind a tick or a cross.

    Where there is room, captions stand above or, in a wide card, at the left.
    """
    above = rect.height() >= kit.five_lines
    row, line, _ = _first_row(kit, rect, 5 if above else 3)
    for caption, number in ((tr("true class"), result.true), (tr("predicted"), result.predicted)):
        written, name = QRectF(row), classes[number]
        if above or rect.width() >= kit.roomy:
            painter.setFont(kit.small_font)
            painter.setPen(kit.faint)
            painter.drawText(row, LEFT, elided(painter, caption, row.width()))
        if above:
            row.translate(0, line)
            written.translate(0, line)
        elif rect.width() >= kit.roomy:
            used = QFontMetricsF(kit.small_font).horizontalAdvance(caption) + kit.gap
            wide = kit.mark + QFontMetricsF(kit.small_bold).horizontalAdvance(name) + 1
            written.setLeft(max(row.left() + used, row.right() - wide))
        _write_class(painter, kit, written, kit.classes[color_of(number)], mark_of(number), name)
        row.translate(0, line)
    painter.setFont(kit.small_bold)
    painter.setPen(kit.text if result.right else kit.wrong)
    mark, number = "✓" if result.right else "✗", number_text.plain(result.probability, 3)
    text = fitting(
        QFontMetricsF(kit.small_bold).horizontalAdvance, row.width(), f"{mark} p = {number}", f"{mark} {number}"
    )
    painter.drawText(row, LEFT, text)


def _write_class(painter: QPainter, kit: ResultKit, row: QRectF, color: QColor, mark: str, name: str) -> None:
    painter.setFont(kit.small_bold)
    painter.setPen(color)
    painter.drawText(row, LEFT, mark)
    painter.setPen(kit.text)
    room = row.adjusted(kit.mark, 0, 0, 0)
    painter.drawText(room, LEFT, elided(painter, name, room.width()))


def _first_row(kit: ResultKit, rect: QRectF, rows: int) -> tuple[QRectF, float, bool]:
    """Return where the first row is, the distance to the next, and whether the text in them must be small."""
    line = min((rect.height() - 2 * kit.pad) / rows, kit.highest_line if rows > 3 else rect.height())
    inset = kit.inset if rect.width() >= kit.roomy else kit.inset / 2
    top = rect.center().y() - rows * line / 2
    return QRectF(rect.left() + inset, top, rect.width() - 2 * inset, line), line, line < kit.line
