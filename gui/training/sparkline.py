"""A word-sized chart of the loss."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.look import theme
from gui.widgets.panel import Panel

MOST_POINTS = 120
SMALLEST = 1e-12  # drawn for a loss of 0, which has no logarithm


class Sparkline(Panel):
    """A line of the losses on a log scale, without axes or numbers, and a dot at the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sparkline")
        self._given: tuple[Any, Any] = ((), ())
        self._line: list[tuple[float, float]] | None = []
        self.retranslate()

    def set_points(self, steps: Any, losses: Any) -> None:
        """Show the losses (n,) at the steps (n,), which are read only when the line is painted."""
        self._given, self._line = (steps, losses), None
        self.update()

    @property
    def line(self) -> list[tuple[float, float]]:
        """The points that are drawn, from (0, 0) at the lower left to (1, 1); only finite ones."""
        if self._line is None:
            self._line = _line(*self._given)
        return self._line

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Loss so far, on a log scale"))
        self.setToolTip(self.tr("The loss so far, on a log scale. The Loss tab shows it with numbers."))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        now = theme.current()
        return QSize(now.px(52), now.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now, line = theme.current(), self.line
        if not line:
            return
        inset = now.px(4)
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        curve = QPolygonF([QPointF(box.left() + x * box.width(), box.bottom() - y * box.height()) for x, y in line])
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            background = now.color("accent").toRgb()
            background.setAlphaF(0.18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(background)
            bottom = float(self.height())
            painter.drawPolygon([*curve, QPointF(curve[-1].x(), bottom), QPointF(curve[0].x(), bottom)])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.color("accent"), now.scale * 1.8))
            painter.drawPolyline(curve)
            painter.setPen(QPen(now.color("bg.window"), now.scale * 1.5))
            painter.setBrush(now.color("accent"))
            painter.drawEllipse(curve[-1], now.scale * 3.8, now.scale * 3.8)


def _line(steps: Any, losses: Any) -> list[tuple[float, float]]:
    if not len(steps):
        return []
    import numpy as np

    from gui.plots.loss_numbers import finite_points

    steps, losses = finite_points(np.asarray(steps), np.asarray(losses), MOST_POINTS)
    if not len(steps):
        return []
    logs = np.log10(np.maximum(losses.astype(np.float64), SMALLEST))
    low, span = logs.min(), np.ptp(logs)
    heights = (logs - low) / span if span else np.full(len(logs), 0.5)
    width = float(steps[-1] - steps[0])
    places = (steps - steps[0]) / width if width else np.full(len(steps), 1.0)
    return [(float(x), float(y)) for x, y in zip(places, heights)]
