"""A slider over every step that was taken, with the shown step and marks where something was changed."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from gui.history.mark_words import mark_text
from gui.look import icons, number_text, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.history.marks import Mark

TRACK, KNOB, SIDE = 6, 18, 22
MOST_MARKS = 60
FUTURE = 0.35
"""The share of the accent colour in the part after the shown step."""

LABEL_GAP = 60
MOST_STEPS = 2**31 - 1
"""As many as a slider can hold; taking them would last hours."""


class TimelineSlider(QSlider):
    """A slider from step 0 to the last one. Setters never emit, and never disturb dragging.

    Signals:
        step_chosen(int): show this step; while dragging, emitted for every step on the way.
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent, objectName="timeline")
        self.setRange(0, 0)
        self.setMouseTracking(True)
        self._past = False
        self._marks: tuple[Mark, ...] = ()
        self._spans: tuple[tuple[int, int], ...] = ()
        self.valueChanged.connect(self._moved)

    def set_steps(self, step: int, last: int, past: bool) -> None:
        """Set the shown step, the last one, and whether steps were taken after the shown one."""
        if self.isSliderDown() and last >= self.maximum():
            return  # dragging takes precedence, but in the timeline of another network
        self.setSliderDown(False)
        with QSignalBlocker(self):
            self.setRange(0, min(last, MOST_STEPS))
            self.setValue(min(step, MOST_STEPS))
            self.setPageStep(max(1, last // 10))
        self._past = past
        self.update()

    def set_marks(self, marks: Sequence[Mark], spans: Sequence[tuple[int, int]]) -> None:
        """Set what was changed at which step, and between which steps a layer was frozen."""
        shown = tuple(mark for mark in marks if mark.step > 0 and mark.kind != "unfreeze")
        self._marks, self._spans = shown[-MOST_MARKS:], tuple(spans)
        self.update()

    @Slot(int)
    def _moved(self, step: int) -> None:
        self.step_chosen.emit(step)

    # ---- geometry -------------------------------------------------------------------------------------------

    def x_of(self, step: float) -> float:
        """Return the x coordinate of a step, in px from the left."""
        side = theme.current().px(SIDE)
        return side + (self.width() - 2 * side) * step / max(self.maximum(), 1)

    def step_of(self, x: float) -> int:
        """Return the step nearest to an x coordinate."""
        side = theme.current().px(SIDE)
        share = (x - side) / max(self.width() - 2 * side, 1)
        return round(min(max(share, 0.0), 1.0) * self.maximum())

    def knob(self) -> QRect:
        """Return the place of the handle, as high as the whole slider, in px."""
        side = theme.current().px(KNOB)
        return QRect(round(self.x_of(self.value()) - side / 2), 0, side, self.height())

    # ---- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_spans(painter)
            self._paint_track(painter)
            self._paint_marks(painter)
            self._paint_ticks(painter)
            self._paint_handle(painter)

    def _paint_track(self, painter: QPainter) -> None:
        now, y, thick = theme.current(), self._y, theme.current().px(TRACK)
        start, here, end = self.x_of(0), self.x_of(self.value()), self.x_of(self.maximum())
        painter.setPen(Qt.PenStyle.NoPen)
        future = QColor(now.color("accent"))
        future.setAlphaF(FUTURE)
        background = future if self.maximum() else now.color("line.soft")
        painter.fillRect(QRectF(start, y - thick / 2, end - start, thick), background)
        painter.fillRect(QRectF(start, y - thick / 2, here - start, thick), self._color)

    def _paint_spans(self, painter: QPainter) -> None:
        now, high, y = theme.current(), theme.current().px(16), self._y
        background, line = now.color("frozen.bg"), QPen(now.color("frozen.fg"), 1, Qt.PenStyle.DashLine)
        hatch = QBrush(now.color("frozen.hatch"), Qt.BrushStyle.BDiagPattern)
        for first, last in self._spans:
            left, right = self.x_of(first), self.x_of(last)
            box = QRectF(left, y - high / 2, max(right - left, 1.0), high)
            painter.fillRect(box, background)
            painter.fillRect(box, hatch)
            painter.setPen(line)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)

    def _paint_marks(self, painter: QPainter) -> None:
        now, font = theme.current(), theme.current().font("micro")
        painter.setFont(font)
        metrics, free, side = QFontMetrics(font), self.width() + 0.0, now.px(12)
        tint, ink, line = now.color("frozen.fg"), now.color("text.secondary"), QPen(now.color("frozen.fg"), now.px(2))
        top, bottom, gap, base, apart = now.px(2), self._y + now.px(8), now.px(3), now.px(11), now.px(4)
        icon_top = now.px(1)
        for mark in reversed(self._marks):  # the newest text wins where there is little space
            x = self.x_of(mark.step)
            painter.setPen(line)
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            icon = "snowflake-bold" if mark.kind == "freeze" else "flag-fill"
            if x + side < free:
                icons.paint_icon(painter, icon, tint, QRectF(x + 1, icon_top, side, side))
            text = mark_text(mark)
            left, wide = x + side + gap, metrics.horizontalAdvance(text)
            if left + wide < free:
                painter.setPen(ink)
                painter.drawText(QPointF(left, base), text)
            free = x - apart

    def _paint_ticks(self, painter: QPainter) -> None:
        now = theme.current()
        font = now.font("micro", mono=True)
        painter.setFont(font)
        painter.setPen(now.color("text.secondary"))
        base, metrics, pill = self.height() - now.px(4), QFontMetrics(font), self._pill()
        for step in nice_ticks(self.maximum(), max(1, int(self.width() / now.px(LABEL_GAP * 3)))):
            x, text = self.x_of(step), number_text.count(step)
            wide = metrics.horizontalAdvance(text)
            left = min(max(x - wide / 2, 0.0), self.width() - wide)
            if not pill.intersects(QRectF(left - now.px(4), pill.top(), wide + now.px(8), pill.height())):
                painter.drawText(QPointF(left, base), text)

    def _paint_handle(self, painter: QPainter) -> None:
        now, center = theme.current(), QPointF(self.x_of(self.value()), self._y)
        radius = now.px(KNOB) / 2
        if self.hasFocus():
            painter.setPen(QPen(now.color("focus"), now.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, radius + now.px(2), radius + now.px(2))
        painter.setPen(QPen(now.color("bg.panel"), now.px(2)))
        painter.setBrush(self._color if self.isEnabled() else now.color("line.strong"))
        painter.drawEllipse(center, radius, radius)
        if not self._past:
            return
        painter.setFont(now.font("small", mono=True, bold=True))
        text, box = number_text.count(self.value()), self._pill()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.color("past.fg"))
        painter.drawRoundedRect(box, now.px(4), now.px(4))
        painter.setPen(now.color("past.bg"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _pill(self) -> QRectF:
        """Return the place of the shown step's number, among the digits below; empty if the last step is shown."""
        if not self._past:
            return QRectF()
        now = theme.current()
        metrics = QFontMetrics(now.font("small", mono=True, bold=True))
        wide = metrics.horizontalAdvance(number_text.count(self.value())) + now.px(12)
        left = min(max(self.x_of(self.value()) - wide / 2, 0.0), self.width() - wide)
        return QRectF(left, self.height() - now.px(15), wide, now.px(15))

    @property
    def _y(self) -> float:
        return self.height() / 2 + theme.current().px(1)

    @property
    def _color(self) -> QColor:
        return theme.current().color("past.fg" if self._past else "accent")

    # ---- Qt -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.button() == Qt.MouseButton.LeftButton and self.maximum():
            self.setSliderDown(True)
            self.setValue(self.step_of(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        step = self.step_of(event.position().x())
        if self.isSliderDown():
            self._past = step < self.maximum()
            self.setValue(step)
        self.setToolTip(self.tr("step {step}").format(step=number_text.count(step)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.step_chosen.emit(self.value())  # once more, in case an earlier request was answered late

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        notches = event.angleDelta().y() / 120
        self.setValue(self.value() - round(notches * max(1, self.maximum() // 100)))
        event.accept()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(400), theme.current().px(48))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(120), theme.current().px(48))


def nice_ticks(last: int, most: int) -> list[int]:
    """Return the steps to write under a track from 0 to `last`: about `most`, 1, 2 or 5 times a power of ten apart."""
    if last < 1:
        return [0]
    rough = last / most
    power = 10 ** floor(log10(rough)) if rough >= 1 else 1
    apart = next(int(power * digit) for digit in (1, 2, 5, 10) if power * digit >= rough)
    return list(range(0, last + 1, max(1, apart)))
