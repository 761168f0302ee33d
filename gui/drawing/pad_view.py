"""The square that is drawn in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.drawing.drawing import CURVE, Drawing
from gui.look import class_marks, theme
from gui.look.number_text import MINUS
from gui.widgets.alignment import CENTER
from gui.widgets.own_keys import ARROWS, keeps_key

KEY_STEP = 0.05
"""How far an arrow moves the cross."""

MARK = 5
"""The radius of a point, in px."""

MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
SETS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PadView(QWidget):
    """Points over two axes from -1 to 1. With the keyboard a cross is moved, and Space sets a point there.

    Signals:
        begun(float, float, bool): a stroke began at this place; with the right button, of the other class.
        moved(float, float): it goes on there.
        undo_pressed(): the last stroke is to be taken back.
    """

    begun = Signal(float, float, bool)
    moved = Signal(float, float)
    undo_pressed = Signal()

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="drawing_area")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._drawing, self._empty, self._axes = drawing, "", ("", "")
        self._cross = (0.0, 0.0)

    def show_drawing(self, drawing: Drawing, axes: tuple[str, str], empty: str) -> None:
        """Show a drawing, the names of its axes, and words while there are no points."""
        self._drawing, self._axes, self._empty = drawing, axes, empty
        self.update()

    def point_of(self, x: float, y: float) -> QPointF:
        """Return where a place is painted, in px."""
        square = self._square()
        return QPointF(square.left() + (x + 1) / 2 * square.width(), square.bottom() - (y + 1) / 2 * square.height())

    def _place_of(self, point: QPointF) -> tuple[float, float]:
        square = self._square()
        x = 2 * (point.x() - square.left()) / square.width() - 1
        return x, 2 * (square.bottom() - point.y()) / square.height() - 1

    def _square(self) -> QRectF:
        edge = theme.current().px(24)
        side = max(10.0, min(self.width(), self.height()) - 2.0 * edge)
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    # ---- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now, square = theme.current(), self._square()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(now.pen("focus", 2 * now.scale) if self.hasFocus() else now.pen("line.strong"))
            painter.setBrush(now.color("bg.sunken"))
            painter.drawRect(square)
            painter.setPen(now.pen("line.soft"))
            painter.drawLine(self.point_of(-1, 0), self.point_of(1, 0))
            painter.drawLine(self.point_of(0, -1), self.point_of(0, 1))
            self._paint_axes(painter, square)
            for x, y, number in self._drawing.points:
                self._paint_point(painter, self.point_of(x, y), number)
            if not self._drawing.points:
                painter.setPen(now.color("text.secondary"))
                painter.setFont(now.font())
                inside = square.adjusted(now.px(30), 0, -now.px(30), -square.height() / 2)  # above the cross
                painter.drawText(inside, CENTER | Qt.TextFlag.TextWordWrap, self._empty)
            if self.hasFocus():
                self._paint_cross(painter)

    def _paint_axes(self, painter: QPainter, square: QRectF) -> None:
        now = theme.current()
        painter.setPen(now.color("text.secondary"))
        painter.setFont(now.font("micro", mono=True))
        high = QFontMetricsF(painter.font()).height()
        below = QRectF(square.left(), square.bottom() + 2, square.width(), high)
        left = QRectF(0, square.top(), square.left() - now.px(4), square.height())
        ends = (f"{MINUS}1", self._axes[0], "1"), (f"{MINUS}1", self._axes[1], "1")
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for text, side in zip(ends[0], sides, strict=True):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignTop, text)
        heights = (Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop)
        for text, height in zip(ends[1], heights, strict=True):
            painter.drawText(left, Qt.AlignmentFlag.AlignRight | height, text)

    def _paint_point(self, painter: QPainter, at: QPointF, number: int) -> None:
        """Paint a point as the canvas paints samples of its class; those of a curve are of no class."""
        now, curve = theme.current(), self._drawing.kind == CURVE
        painter.setPen(now.pen("bg.panel", 1.2 * now.scale))
        painter.setBrush(now.color("accent" if curve else class_marks.color_of(number)))
        painter.drawPath(class_marks.outline_of(number, at, MARK * now.scale))

    def _paint_cross(self, painter: QPainter) -> None:
        now, at = theme.current(), self.point_of(*self._cross)
        reach = now.px(9)
        painter.setPen(now.pen("focus", 1.6 * now.scale))
        painter.drawLine(at - QPointF(reach, 0), at + QPointF(reach, 0))
        painter.drawLine(at - QPointF(0, reach), at + QPointF(0, reach))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        side = theme.current().px(420)
        return QSize(side, side)

    # ---- mouse and keys -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._cross = self._place_of(event.position())
            self.begun.emit(*self._cross, event.button() == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.buttons():
            self.moved.emit(*self._place_of(event.position()))

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (*ARROWS, *SETS, Qt.Key.Key_Backspace), shift=True) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        key = Qt.Key(event.key())
        if key in MOVES:
            across, up = MOVES[key]
            x, y = self._cross[0] + KEY_STEP * across, self._cross[1] + KEY_STEP * up
            self._cross = min(1.0, max(-1.0, x)), min(1.0, max(-1.0, y))
            self.update()
        elif key in SETS:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.begun.emit(*self._cross, shift and self._drawing.kind != CURVE)
        elif key == Qt.Key.Key_Backspace:
            self.undo_pressed.emit()
        else:
            super().keyPressEvent(event)
