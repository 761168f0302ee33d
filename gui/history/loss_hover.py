"""What the loss chart shows at the pointer, a line, a dot and a small read-out, without a redraw by matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.look import theme

CLOSER, FARTHER = 0.8, 1.25
"""The factor by which one notch of the wheel changes the range of steps."""


NEAR = 8
"""How near, in px, the pointer must be to another branch's curve, and nearer than to the shown one, to read it."""


@dataclass(frozen=True)
class _Point:
    """A point of a curve at the pointer, and the name of its branch, "" for the one that is shown."""

    at: QPointF
    step: int
    loss: float
    branch: str


class LossHover(QWidget):
    """An overlay on the chart's canvas that lets every click through.

    Args:
        canvas: the matplotlib canvas to lie on.
        plot: returns the LossPlot that is shown, or None.
        text: returns the read-out of a step, its loss and its branch's name.
        bottom: the space below the axes, in px at zoom 1.

    Attributes:
        text: the read-out, or "" while the pointer is elsewhere.

    Signals:
        point_clicked(int, str): this step was clicked, on the branch of this name, which is "" for the shown one.
        zoomed(float, float): the wheel was turned over a step; show this many times as many steps.
        resized(): the canvas has another size.
    """

    point_clicked = Signal(int, str)
    zoomed = Signal(float, float)
    resized = Signal()

    def __init__(
        self, canvas: QWidget, plot: Callable[[], Any], text: Callable[[int, float, str], str], bottom: int
    ) -> None:
        super().__init__(canvas)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot, self._text_of, self._bottom, self._top = plot, text, bottom, 0.0
        self._pointer: QPointF | None = None
        self._curve: Any = None
        self._others: Sequence[Any] = ()
        self.text = ""
        canvas.installEventFilter(self)
        canvas.setMouseTracking(True)
        self.setGeometry(canvas.rect())

    def set_curves(self, curve: Any, others: Sequence[Any], top: float) -> None:
        """Set what can be read: the shown PlotCurve, those of other branches, and the space above the axes in px."""
        self._curve, self._others, self._top = curve, others, top
        self.update()

    def _point(self) -> _Point | None:
        """Return the point nearest to the pointer: of the shown curve, unless that of another one is much nearer."""
        plot = self._plot()
        if self._pointer is None or plot is None or self._curve is None or not len(self._curve.steps):
            return None
        box = plot.axes.get_position()
        if not box.x0 * self.width() <= self._pointer.x() <= box.x1 * self.width():
            return None
        step = self._step_at(self._pointer.x())
        shown = self._nearest(self._curve, step)
        near = [point for curve in self._others if (point := self._nearest(curve, step)) and self._far(point) <= NEAR]
        return min([shown, *near], key=self._far)

    def _far(self, point: _Point) -> float:
        """Return how far a point is above or below the pointer, in px at zoom 1."""
        assert self._pointer is not None
        return abs(point.at.y() - self._pointer.y()) / theme.current().scale

    def _nearest(self, curve: Any, step: float) -> _Point | None:
        """Return the point of a curve that is nearest to a step; None if another branch's curve does not reach it."""
        steps = curve.steps
        if curve is not self._curve and not (len(steps) and steps[0] <= step <= steps[-1]):
            return None
        index = int(steps.searchsorted(step))
        if index == len(steps) or (index and step - steps[index - 1] < steps[index] - step):
            index -= 1
        x, y = self._pixels(steps[index : index + 1], curve.losses[index : index + 1])
        return _Point(QPointF(x[0], y[0]), int(steps[index]), float(curve.losses[index]), curve.text)

    def _pixels(self, steps: Any, losses: Any) -> tuple[Any, Any]:
        """Return points in px from the upper left corner; what is not finite lies on the lower edge of the axes."""
        import numpy as np

        axes = self._plot().axes
        low = axes.get_ylim()[0]
        heights = np.where(np.isfinite(losses), np.maximum(losses, low), low).astype(np.float64)
        to_figure = axes.transData + axes.figure.transFigure.inverted()
        places = to_figure.transform(np.column_stack([steps, heights]))
        return places[:, 0] * self.width(), (1 - places[:, 1]) * self.height()

    def _step_at(self, x: float) -> float:
        """Return the step at an x coordinate."""
        axes = self._plot().axes
        box, (first, last) = axes.get_position(), axes.get_xlim()
        return first + (x / max(self.width(), 1) - box.x0) / box.width * (last - first)

    def box_of(self, at: QPointF, text: str) -> QRectF:
        """Return where the read-out of a point covers no part of the shown curve, near the point or at an edge."""
        from gui.plots.free_place import free_place

        now = theme.current()
        wide = QFontMetrics(now.font("small", mono=True)).horizontalAdvance(text) + now.px(16)
        high, gap, width = now.px(24), now.px(8), self.width()
        lefts = [left for left in (at.x() + gap, at.x() - gap - wide) if left >= 0 and left + wide <= width]
        floor = self.height() - now.px(self._bottom) - high
        near = [top for top in (at.y() - high - gap, at.y() + gap) if 0 <= top <= floor]
        lefts = lefts or [max(0.0, width - wide)]
        boxes = [(left, top, left + wide, top + high) for top in (*near, 0.0, floor) for left in lefts]
        left, top, _, _ = free_place(boxes, *self._pixels(self._curve.steps, self._curve.losses)) or boxes[0]
        return QRectF(left, top, wide, high)

    def eventFilter(self, _canvas: QWidget, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._pointer = event.position()
        elif kind == QEvent.Type.Leave:
            self._pointer = None
        elif kind == QEvent.Type.MouseButtonRelease:
            self._pointer = event.position()
            point = self._point()
            if point is not None and event.button() == Qt.MouseButton.LeftButton:
                self.point_clicked.emit(point.step, point.branch)
        elif kind == QEvent.Type.Wheel:
            turn = event.angleDelta().y()
            if self._plot() is not None and turn:
                self.zoomed.emit(self._step_at(event.position().x()), CLOSER if turn > 0 else FARTHER)
            return True
        elif kind == QEvent.Type.Resize:
            self.setGeometry(0, 0, event.size().width(), event.size().height())
            self.resized.emit()
        else:
            return False
        point = self._point()
        self.text = self._text_of(point.step, point.loss, point.branch) if point else ""
        self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        point = self._point()
        if point is None:
            self.text = ""
            return
        now, at = theme.current(), point.at
        self.text = self._text_of(point.step, point.loss, point.branch)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(now.color("text.secondary"), 1))
            painter.drawLine(QPointF(at.x(), self._top), QPointF(at.x(), self.height() - now.px(self._bottom)))
            painter.setBrush(now.color("bg.panel"))
            painter.setPen(QPen(now.color("accent"), now.px(2)))
            painter.drawEllipse(at, now.px(4), now.px(4))
            painter.setFont(now.font("small", mono=True))
            box = self.box_of(at, self.text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.color("bg.tooltip"))
            painter.drawRoundedRect(box, now.px(5), now.px(5))
            painter.setPen(now.color("fg.tooltip"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
