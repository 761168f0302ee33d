"""What the loss chart shows at the pointer, a line, a dot and a small read-out, without a redraw by matplotlib."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.look import theme

CLOSER, FARTHER = 0.8, 1.25
"""The factor by which one notch of the wheel changes the range of steps."""


class LossHover(QWidget):
    """An overlay on the chart's canvas that lets every click through.

    Args:
        canvas: the matplotlib canvas to lie on.
        plot: returns the LossPlot that is shown, or None.
        text: returns the read-out of a step and its loss.
        margins: the space above and below the axes, in px.

    Attributes:
        text: the read-out, or "" while the pointer is elsewhere.

    Signals:
        step_clicked(int): the point nearest to the pointer was clicked.
        zoomed(float, float): the wheel was turned over a step; show this many times as many steps.
        resized(): the canvas has another size.
    """

    step_clicked = Signal(int)
    zoomed = Signal(float, float)
    resized = Signal()

    def __init__(
        self,
        canvas: QWidget,
        plot: Callable[[], Any],
        text: Callable[[int, float], str],
        margins: tuple[int, int],
    ) -> None:
        super().__init__(canvas)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot, self._text_of, self._margins = plot, text, margins
        self._x: float | None = None
        self._steps: Any = ()
        self._losses: Any = ()
        self.text = ""
        canvas.installEventFilter(self)
        canvas.setMouseTracking(True)
        self.setGeometry(canvas.rect())

    def set_points(self, steps: Any, losses: Any) -> None:
        self._steps, self._losses = steps, losses
        self.update()

    def _point(self) -> tuple[QPointF, int, float] | None:
        """Return the position of the point nearest to the pointer, its step and its loss."""
        from math import isfinite

        plot = self._plot()
        if self._x is None or plot is None or not len(self._steps):
            return None
        axes, box = plot.axes, plot.axes.get_position()
        left, wide = box.x0 * self.width(), box.width * self.width()
        if not left <= self._x <= left + wide:
            return None
        at = self._step_at(self._x)
        index = int(self._steps.searchsorted(at))
        if index == len(self._steps) or (index and at - self._steps[index - 1] < self._steps[index] - at):
            index -= 1
        step, loss = int(self._steps[index]), float(self._losses[index])
        low = axes.get_ylim()[0]
        drawn = max(loss, low) if isfinite(loss) else low
        x, y = axes.transAxes.inverted().transform(axes.transData.transform((step, drawn)))
        return QPointF(left + x * wide, self.height() * (1 - box.y0 - y * box.height)), step, loss

    def _step_at(self, x: float) -> float:
        """Return the step at an x coordinate."""
        axes = self._plot().axes
        box, (first, last) = axes.get_position(), axes.get_xlim()
        return first + (x / max(self.width(), 1) - box.x0) / box.width * (last - first)

    def eventFilter(self, _canvas: QWidget, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._x = event.position().x()
        elif kind == QEvent.Type.Leave:
            self._x = None
        elif kind == QEvent.Type.MouseButtonRelease:
            self._x = event.position().x()
            point = self._point()
            if point is not None and event.button() == Qt.MouseButton.LeftButton:
                self.step_clicked.emit(point[1])
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
        self.text = self._text_of(*point[1:]) if point else ""
        self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        point = self._point()
        if point is None:
            self.text = ""
            return
        now, (at, step, loss) = theme.current(), point
        self.text = self._text_of(step, loss)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(now.color("text.secondary"), 1))
            top, bottom = self._margins
            painter.drawLine(QPointF(at.x(), now.px(top)), QPointF(at.x(), self.height() - now.px(bottom)))
            painter.setBrush(now.color("bg.panel"))
            painter.setPen(QPen(now.color("accent"), now.px(2)))
            painter.drawEllipse(at, now.px(4), now.px(4))
            painter.setFont(now.font("small", mono=True))
            wide, high = painter.fontMetrics().horizontalAdvance(self.text) + now.px(16), now.px(24)
            left = at.x() + now.px(8) if at.x() + now.px(8) + wide < self.width() else at.x() - now.px(8) - wide
            top = min(max(at.y() - high - now.px(8), 0.0), self.height() - high)
            box = QRectF(left, top, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.color("bg.tooltip"))
            painter.drawRoundedRect(box, now.px(5), now.px(5))
            painter.setPen(now.color("fg.tooltip"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
