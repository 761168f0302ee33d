"""A table of a sum's terms, one per line: the name, the factors and their product."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.snapshot.place import Place
from gui.look import theme
from gui.widgets.panel import Panel

ROW = 20
READ_ALOUD = 32
"""How many rows a screen reader is given at most."""


@dataclass(frozen=True)
class TermRow:
    """One line.

    Attributes:
        name: what it is, in Keras's words.
        factors: the factors as displayed, or "".
        value: the product as displayed.
        sign: the sign of the displayed value: 1, 0 or -1.
        exact: the term with every digit, for a tooltip.
        place: the weight it belongs to, which a click selects, or None.
    """

    name: str
    factors: str
    value: str
    sign: int = 0
    exact: str = ""
    place: Place | None = None


class TermTable(Panel):
    """A table that paints its own rows, because it changes with every step.

    Signals:
        place_clicked(object), place_hovered(object): the weight of a row, or None when the pointer left.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TermRow, ...] = ()
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[TermRow, ...]:
        """The rows that are shown, from the top."""
        return self._rows

    def set_rows(self, rows: tuple[TermRow, ...]) -> None:
        """Show other rows."""
        if rows == self._rows:
            return
        if len(rows) != len(self._rows):
            self.setFixedHeight(len(rows) * theme.current().px(ROW))
            self._hovered = None
        self._rows = rows
        spoken = (f"{row.name} {row.factors} {row.value}" for row in rows[:READ_ALOUD])
        self.setAccessibleDescription(", ".join(" ".join(text.split()) for text in spoken))
        self.update()

    def row_rect(self, index: int) -> QRect:
        """Return the rectangle of a row."""
        height = theme.current().px(ROW)
        return QRect(0, index * height, self.width(), height)

    def _row_at(self, point: QPoint) -> int | None:
        index = point.y() // theme.current().px(ROW)
        return index if 0 <= index < len(self._rows) else None

    def restyle(self) -> None:
        self.setFixedHeight(len(self._rows) * theme.current().px(ROW))
        self.update()

    # ---- Qt -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        with QPainter(self) as painter:
            wide = self.width() >= now.px(310)
            role, gap = ("small", now.px(14)) if wide else ("micro", now.px(9))
            if self._hovered is not None and self._rows[self._hovered].place is not None:
                painter.fillRect(self.row_rect(self._hovered), now.color("bg.hover"))
            right = self._paint_values(painter, now.font("small", mono=True, bold=True)) - gap
            self._paint_words(painter, now.font(role, mono=True), right)

    def _paint_values(self, painter: QPainter, font: QFont) -> int:
        """Paint the column of values, and return its left edge."""
        now, metrics = theme.current(), QFontMetrics(font)
        right, left = self.width() - now.px(2), self.width() - now.px(2)
        painter.setFont(font)
        for index, row in enumerate(self._rows):
            painter.setPen(now.color({1: "data.pos", -1: "data.neg"}.get(row.sign, "text.secondary")))
            start = right - metrics.horizontalAdvance(row.value)
            painter.drawText(start, self._base_line(index, metrics), row.value)
            left = min(left, start)
        return left

    def _paint_words(self, painter: QPainter, font: QFont, right: int) -> None:
        """Paint names and factors up to `right`; shorten the name where there is too little space."""
        now, metrics = theme.current(), QFontMetrics(font)
        ink, muted, left = now.color("text.primary"), now.color("text.secondary"), now.px(2)
        painter.setFont(font)
        for index, row in enumerate(self._rows):
            y, space = self._base_line(index, metrics), right - left
            if row.factors:
                width = metrics.horizontalAdvance(row.factors)
                painter.setPen(ink)
                painter.drawText(right - width, y, row.factors)
                space -= width + now.px(6)
            name = row.name
            if metrics.horizontalAdvance(name) > space:
                name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, max(space, 0))
            painter.setPen(muted)
            painter.drawText(left, y, name)

    def _base_line(self, index: int, metrics: QFontMetrics) -> int:
        """Return the y of a row's text baseline."""
        height = theme.current().px(ROW)
        return index * height + (height + metrics.ascent() - metrics.descent()) // 2

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._row_at(event.pos())
            if index is not None and self._rows[index].exact:
                QToolTip.showText(event.globalPos(), self._rows[index].exact, self, self.row_rect(index))
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._hover(self._row_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        index = self._row_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            place = self._rows[index].place
            if place is not None:
                self.place_clicked.emit(place)

    def _hover(self, index: int | None) -> None:
        if index == self._hovered:
            return
        self._hovered = index
        place = self._rows[index].place if index is not None else None
        self.setCursor(Qt.CursorShape.PointingHandCursor if place is not None else Qt.CursorShape.ArrowCursor)
        self.place_hovered.emit(place)
        self.update()
