"""The loss of the whole run as a low strip, for presentations: readable from the back row, without matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.history.loss_style import validation_pen
from gui.look import number_text, theme
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import CENTER, LEFT_TOP, RIGHT, RIGHT_TOP
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    import numpy as np

    from core.history.loss_curve import LossCurve

HEIGHT = 58
MOST_POINTS = 600
TICK_PITCH = 14
"""The least distance between the numbers at the left, in px."""


class StripKit:
    """The colours, fonts and lengths of the strip in one theme."""

    def __init__(self, now: Theme) -> None:
        self.ground, self.frame, self.grid = now.color("bg.panel"), now.pen("line.soft"), now.pen("line.soft")
        self.text, self.faint = now.color("text.primary"), now.color("text.secondary")
        self.line, self.dot = now.pen("accent", 1.8 * now.scale), now.color("accent")
        self.validation = validation_pen(now, 1.8 * now.scale)
        self.cursor, self.pointer = now.pen("past.fg", 1.4 * now.scale), now.pen("text.secondary")
        self.tip, self.tip_text = now.color("bg.tooltip"), now.color("fg.tooltip")
        self.font, self.tip_font = now.font("micro"), now.font("small", mono=True)
        self.margin, self.left, self.right, self.edge = map(now.px, (10, 76, 18, 8))
        self.corner, self.radius, self.pitch, self.gap = map(now.px, (8, 4, TICK_PITCH, 6))


strip_kit = per_theme(StripKit)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The curve, resolved for one size.

    Attributes:
        area: inside the axes, in px.
        steps, losses: the points (n,), all finite.
        xs, ys: where they are, in px (n,).
        ticks: the numbers at the left, and their heights in px.
        validation: the losses of the validation rows as points in px; none without any.
    """

    area: QRectF
    steps: np.ndarray
    losses: np.ndarray
    xs: np.ndarray
    ys: np.ndarray
    ticks: tuple[tuple[str, float], ...]
    validation: QPolygonF


class LossStrip(Panel):
    """A log curve from the first step to the last, with the shown step; it takes no keys, for the timeline does.

    Signals:
        step_clicked(int): show this step.
    """

    step_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="loss_strip")
        self._curve: LossCurve | None = None
        self._cursor: int | None = None
        self._drawn: Drawn | None = None
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()
        self.restyle()

    def set_curve(self, curve: LossCurve | None, cursor: int | None) -> None:
        """Show the losses of a branch, and the shown step if it is an earlier one; may be called for every frame."""
        self._curve, self._cursor = curve, cursor
        if self.isVisible():
            self._resolve()

    @property
    def text(self) -> str:
        """The read-out at the pointer; empty while it is elsewhere."""
        index = self._nearest()
        if index is None or self._drawn is None:
            return ""
        step, loss = int(self._drawn.steps[index]), float(self._drawn.losses[index])
        text = self.tr("step {step}   loss {loss}")
        return text.format(step=number_text.count(step), loss=number_text.loss(loss))

    # ---- inside -------------------------------------------------------------------------------------------------

    def _resolve(self) -> None:
        self._drawn = _resolve(self._curve, strip_kit(), self.rect().toRectF()) if self._curve is not None else None
        self.update()

    def _nearest(self) -> int | None:
        """Return the index of the point nearest to the pointer."""
        drawn, pointer = self._drawn, self._pointer
        if drawn is None or pointer is None:
            return None
        if not drawn.area.left() - 4 <= pointer.x() <= drawn.area.right() + 4:
            return None
        return int(abs(drawn.xs - pointer.x()).argmin())

    # ---- language and look --------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Loss of the whole run"))
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme.current().px(HEIGHT))
        self._resolve()

    # ---- Qt -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        self._resolve()

    def showEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        self._resolve()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = event.position()
        index, drawn = self._nearest(), self._drawn
        if index is not None and drawn is not None and event.button() == Qt.MouseButton.LeftButton:
            self.step_clicked.emit(int(drawn.steps[index]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        kit, drawn = strip_kit(), self._drawn
        card = QRectF(self.rect()).adjusted(kit.margin, 0.5, -kit.margin, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(kit.frame)
            painter.setBrush(kit.ground)
            painter.drawRoundedRect(card, kit.corner, kit.corner)
            painter.setPen(kit.faint)
            painter.setFont(kit.font)
            painter.drawText(card.adjusted(kit.edge, kit.gap, 0, 0), LEFT_TOP, self.tr("loss"))
            if drawn is not None and not drawn.validation.isEmpty():
                painter.drawText(card.adjusted(0, kit.gap, -kit.right, 0), RIGHT_TOP, self.tr("dashed: validation"))
            if drawn is not None:
                _paint_curve(painter, kit, drawn, self._cursor)
                index = self._nearest()
                if index is not None:
                    self._paint_read_out(painter, kit, drawn, index)

    def _paint_read_out(self, painter: QPainter, kit: StripKit, drawn: Drawn, index: int) -> None:
        at, text = QPointF(float(drawn.xs[index]), float(drawn.ys[index])), self.text
        painter.setPen(kit.pointer)
        painter.drawLine(QPointF(at.x(), drawn.area.top()), QPointF(at.x(), drawn.area.bottom()))
        painter.setPen(kit.line)
        painter.setBrush(kit.ground)
        painter.drawEllipse(at, kit.radius, kit.radius)
        painter.setFont(kit.tip_font)
        width = QFontMetricsF(kit.tip_font).horizontalAdvance(text) + 2 * kit.edge
        box = QRectF(0, drawn.area.top(), width, QFontMetricsF(kit.tip_font).height() + kit.gap)
        right = at.x() + kit.edge + width <= drawn.area.right()
        box.moveLeft(at.x() + kit.edge if right else at.x() - kit.edge - width)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.tip)
        painter.drawRoundedRect(box, kit.radius, kit.radius)
        painter.setPen(kit.tip_text)
        painter.drawText(box, CENTER, text)


def _resolve(curve: LossCurve, kit: StripKit, size: QRectF) -> Drawn | None:
    """Return the points of a curve and the numbers beside them in px; None if there is nothing to draw."""
    import numpy as np

    from gui.plots.loss_numbers import LOG, finite_points, log_ticks, loss_limits, loss_text

    area = size.adjusted(kit.left, kit.edge, -kit.right - kit.margin, -kit.edge)
    steps, losses = finite_points(*curve.points(MOST_POINTS))
    if len(steps) < 2 or area.width() <= 0 or area.height() <= 0:
        return None
    checked = finite_points(curve.validation.steps, curve.validation.losses)
    low, high = loss_limits(np.concatenate([losses, checked[1]]), LOG)

    def places(at: Any, values: Any) -> tuple[Any, Any]:
        logs = np.log(np.maximum(values.astype(np.float64), low) / low) / np.log(high / low)
        xs = area.left() + at / max(int(steps[-1]), 1) * area.width()
        return xs, area.bottom() - np.clip(logs, 0, 1) * area.height()

    xs, ys = places(steps, losses)
    validation = QPolygonF([QPointF(x, y) for x, y in zip(*(part.tolist() for part in places(*checked)))])
    heights = [
        (tick, area.bottom() - np.log(tick / low) / np.log(high / low) * area.height()) for tick in log_ticks(low, high)
    ]
    ticks: list[tuple[str, float]] = []
    for tick, y in heights:
        if not ticks or ticks[-1][1] - y >= kit.pitch:
            ticks.append((loss_text(tick), float(y)))
    return Drawn(area, steps, losses, xs, ys, tuple(ticks), validation)


def _paint_curve(painter: QPainter, kit: StripKit, drawn: Drawn, cursor: int | None) -> None:
    area = drawn.area
    painter.setFont(kit.font)
    for text, y in drawn.ticks:
        painter.setPen(kit.grid)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(kit.faint)
        painter.drawText(QRectF(0, y - kit.pitch, area.left() - kit.gap, 2 * kit.pitch), RIGHT, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(kit.validation)
    painter.drawPolyline(drawn.validation)
    painter.setPen(kit.line)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(drawn.xs.tolist(), drawn.ys.tolist())]))
    if cursor is not None:
        x = area.left() + cursor / max(int(drawn.steps[-1]), 1) * area.width()
        painter.setPen(kit.cursor)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    painter.setPen(QPen(kit.ground, kit.line.widthF()))
    painter.setBrush(kit.dot)
    painter.drawEllipse(QPointF(float(drawn.xs[-1]), float(drawn.ys[-1])), kit.radius, kit.radius)
