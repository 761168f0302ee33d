"""The chart of weights over the steps, to point at and to scrub by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.inspector.pages.weight_lines import (
    ChartKit,
    Drawn,
    chart_kit,
    drawn_lines,
    label_of,
    label_width,
    paint_lines,
    place_of,
)
from gui.look import number_text
from gui.widgets.own_keys import keeps_key
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.weight_history import WeightHistory

ENTER, ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Home, Qt.Key.Key_End)
ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
"""What the arrows change: the step, and the line."""

OWN_KEYS = (*ENTER, *ENDS, *ARROWS)


class WeightChart(Panel):
    """The lines alone. They are drawn into a picture when they change; the pointer's read-out lies over it.

    With the focus, the arrows move a cursor from step to step and from line to line, and Enter goes to its step.

    Signals:
        step_clicked(int): the known step nearest to the pointer was clicked.
    """

    step_clicked = Signal(int)

    GROUND = "bg.panel"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: WeightHistory | None = None
        self._step = 0
        self._drawn: Drawn | None = None
        self._pointer: QPointF | None = None
        self._cursor: tuple[int, int] | None = None  # the index of a known step, and a line
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.restyle()

    def set_history(self, history: WeightHistory | None) -> None:
        """Show other lines."""
        self._history = history
        if self._cursor is not None:
            self._move_to(*self._cursor)
        self._draw()

    def set_step(self, step: int) -> None:
        """Mark a step, if the lines go on after it."""
        if step != self._step:
            self._step = step
            self.update()

    def numbers(self) -> Iterator[tuple[object, ...]]:
        """Return the known steps as rows: the step, and each weight at it."""
        history = self._history
        if history is not None:
            yield ("step", *(label_of(history, line) for line in range(history.values.shape[1])))
            for step, values in zip(history.steps.tolist(), history.values.tolist(), strict=True):
                yield (step, *values)

    @property
    def text(self) -> str:
        """The read-out at the pointer; empty while it is elsewhere."""
        found = self._read()
        return self._text(*found) if found is not None else ""

    def point(self, index: int, line: int) -> QPointF:
        """Return where a value is drawn, in px."""
        history, drawn = self._history, self._drawn
        assert history is not None
        assert drawn is not None
        return place_of(drawn, history.last_step, int(history.steps[index]), float(history.values[index, line]))

    # ---- inside -------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._draw()  # the picture has a word in it

    def restyle(self) -> None:
        self.setMinimumHeight(chart_kit().least)
        self._draw()

    def _draw(self) -> None:
        """Draw the lines into a picture."""
        history, kit = self._history, chart_kit()
        beside = label_width(kit, history) if history is not None else kit.right
        area = QRectF(kit.left, kit.top, self.width() - kit.left - beside, self.height() - kit.top - kit.below)
        self._drawn = None
        if history is not None and area.width() > 0 and area.height() > 0:
            self._drawn = drawn_lines(history, area, self.size().toTuple(), self.devicePixelRatioF())
        self.update()

    def _read(self) -> tuple[int, int] | None:
        """Return what is read out: what the pointer is at or, while that is elsewhere, what the keys chose."""
        return self._nearest() or (self._cursor if self.hasFocus() else None)

    def _move_to(self, index: int, line: int) -> None:
        """Move the keyboard's cursor to the nearest step and line that there are, and say what is there."""
        history = self._history
        if history is None or not len(history.steps):
            self._cursor = None
            return
        self._cursor = min(max(index, 0), len(history.steps) - 1), line % history.values.shape[1]
        self.setAccessibleDescription(self._text(*self._cursor))
        self.update()

    def _nearest(self) -> tuple[int, int] | None:
        """Return the index of the known step nearest to the pointer, and the line nearest to it there."""
        import numpy as np

        history, drawn, pointer = self._history, self._drawn, self._pointer
        if history is None or drawn is None or pointer is None or not len(history.steps):
            return None
        share = (pointer.x() - drawn.area.left()) / drawn.area.width()
        if not -0.02 <= share <= 1.02:
            return None
        index = int(np.abs(history.steps - share * history.last_step).argmin())
        value = (drawn.area.center().y() - pointer.y()) / (drawn.area.height() / 2) * drawn.limit
        distances = np.abs(history.values[index].astype(np.float64) - value)
        return (index, int(np.nanargmin(distances))) if np.isfinite(distances).any() else None

    def _text(self, index: int, line: int) -> str:
        history = self._history
        assert history is not None
        value = number_text.short(float(history.values[index, line]), 3)
        name = label_of(history, line)
        return self.tr("{weight} {value} at step {step}").format(
            weight=name, value=value, step=f"{int(history.steps[index]):,}"
        )

    # ---- Qt -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._draw()

    def event(self, event: QEvent) -> bool:
        # the arrows are also shortcuts of the window; while the chart has the focus they are its own
        return keeps_key(event, OWN_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        history, key = self._history, event.key()
        if history is None or self._cursor is None or key not in OWN_KEYS:
            super().keyPressEvent(event)
            return
        index, line = self._cursor
        if key in ENTER:
            self.step_clicked.emit(int(history.steps[index]))
        elif key in ENDS:
            self._move_to(0 if key == Qt.Key.Key_Home else len(history.steps) - 1, line)
        else:
            along, across = ARROWS[key]
            self._move_to(index + along, line + across)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        index, line = self._cursor or (len(self._history.steps) if self._history is not None else 0, 0)
        self._move_to(index, line)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        self._pointer = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = event.position()
        found, history = self._nearest(), self._history
        if found is not None and history is not None and event.button() == Qt.MouseButton.LeftButton:
            self.step_clicked.emit(int(history.steps[found[0]]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        drawn, history = self._drawn, self._history
        if drawn is None or history is None:
            return
        kit = chart_kit()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, drawn.picture)
            self._paint_present(painter, kit, drawn, history)
            if self.hasFocus():
                painter.setPen(kit.focus)
                painter.drawRect(drawn.area.adjusted(-2, -2, 2, 2))
            found = self._read()
            if found is not None:
                self._paint_read_out(painter, kit, drawn, *found)

    def draw(self, painter: QPainter) -> None:
        """Paint the lines for a file, as lines and letters."""
        if self._drawn is not None and self._history is not None:
            paint_lines(painter, self._drawn, self._history)
            self._paint_present(painter, chart_kit(), self._drawn, self._history)

    def _paint_present(self, painter: QPainter, kit: ChartKit, drawn: Drawn, history: WeightHistory) -> None:
        """Mark the step that is shown, if the lines go on after it."""
        if self._step < history.last_step:
            x = place_of(drawn, history.last_step, self._step, 0.0).x()
            painter.setPen(kit.present)
            painter.drawLine(QPointF(x, drawn.area.top()), QPointF(x, drawn.area.bottom()))

    def _paint_read_out(self, painter: QPainter, kit: ChartKit, drawn: Drawn, index: int, line: int) -> None:
        at, text = self.point(index, line), self._text(index, line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(kit.pointer)
        painter.drawLine(QPointF(at.x(), drawn.area.top()), QPointF(at.x(), drawn.area.bottom()))
        painter.setPen(kit.ring)
        painter.setBrush(kit.dot)
        painter.drawEllipse(at, kit.four, kit.four)
        painter.setFont(kit.tip_font)
        width, height = QFontMetricsF(kit.tip_font).horizontalAdvance(text) + 4 * kit.four, 6 * kit.four
        left = min(max(at.x() - width / 2, 0.0), self.width() - width)
        top = at.y() - height - 2 * kit.four if at.y() > height + 2 * kit.four else at.y() + 2 * kit.four
        box = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.tip)
        painter.drawRoundedRect(box, kit.four, kit.four)
        painter.setPen(kit.tip_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
