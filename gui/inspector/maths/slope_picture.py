"""The loss over one weight alone, with the tape's gradient as the line that touches it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.look import number_text, theme

if TYPE_CHECKING:
    from core.explain.gradient_check import Checked

HEIGHT, SIDE, FOOT, DOT = 118, 8, 18, 4
BELOW = 0.2
"""The room under the curve, where the line goes on downhill, as a part of the curve's height."""


class SlopePicture(QWidget):
    """A curve through the losses that were computed with other values of the weight, and its slope at the present one.

    Attributes:
        curve: the points of the curve in the widget's coordinates.
        tangent: two points of the line with the tape's gradient as its slope.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="slope_picture")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._checked: Checked | None = None

    def set_checked(self, checked: Checked | None) -> None:
        """Show the result of a check; nothing where a loss is not a finite number."""
        shown = checked is not None and all(math.isfinite(loss) for _, loss in checked.curve) and bool(checked.curve)
        self._checked = checked if shown and checked is not None and math.isfinite(checked.tape) else None
        self.setVisible(self._checked is not None)
        self.update()

    @property
    def curve(self) -> list[QPointF]:
        return [self._place(weight, loss) for weight, loss in self._checked.curve] if self._checked is not None else []

    @property
    def tangent(self) -> list[QPointF]:
        checked = self._checked
        if checked is None:
            return []
        ends = (checked.curve[0][0], checked.curve[-1][0])
        return [self._place(end, checked.loss + checked.tape * (end - checked.weight)) for end in ends]

    def _place(self, weight: float, loss: float) -> QPointF:
        """Return the point of a weight and a loss."""
        assert self._checked is not None
        area = self._area()
        weights, losses = zip(*self._checked.curve, strict=True)
        left, right, high = weights[0], weights[-1], max(losses)
        low = min(losses) - BELOW * (high - min(losses))
        x = area.left() + area.width() * (weight - left) / ((right - left) or 1.0)
        return QPointF(x, area.bottom() - area.height() * (loss - low) / ((high - low) or 1.0))

    def _area(self) -> QRectF:
        now = theme.current()
        return QRectF(self.rect()).adjusted(now.px(SIDE), now.px(SIDE), -now.px(SIDE), -now.px(FOOT + SIDE))

    # ---- Qt -------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(120), theme.current().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        checked, now = self._checked, theme.current()
        if checked is None:
            return
        area, here = self._area(), self._place(checked.weight, checked.loss)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(now.color("line.soft"), 1))
            painter.drawLine(QPointF(here.x(), area.top()), QPointF(here.x(), area.bottom()))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            painter.save()
            painter.setClipRect(area.adjusted(0, -now.px(4), 0, 0))
            painter.setPen(QPen(now.color("text.secondary"), 1.5 * now.scale))
            painter.drawPolyline(QPolygonF(self.curve))
            line = QPen(now.color("accent"), 2 * now.scale)
            line.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(line)
            painter.drawLine(*self.tangent)
            painter.restore()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.color("accent"))
            painter.drawEllipse(here, now.px(DOT), now.px(DOT))
            self._write(painter, area)

    def _write(self, painter: QPainter, area: QRectF) -> None:
        """Write the weight's range and value under the curve."""
        checked, now = self._checked, theme.current()
        assert checked is not None
        painter.setFont(now.font("micro"))
        painter.setPen(now.color("text.secondary"))
        foot = QRectF(area.left(), area.bottom() + now.px(2), area.width(), now.px(FOOT))
        (first, _), (last, _) = checked.curve[0], checked.curve[-1]
        for text, side in (
            (number_text.signed(first), Qt.AlignmentFlag.AlignLeft),
            (f"w = {number_text.signed(checked.weight)}", Qt.AlignmentFlag.AlignHCenter),
            (number_text.signed(last), Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(foot, side | Qt.AlignmentFlag.AlignTop, text)
