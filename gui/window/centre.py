"""The middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.look import theme
from gui.widgets.docks import WidgetT


class Centre(QWidget):
    """The canvas and its bar, with cards floating over them. They have a style sheet each, so it paints its own frame.

    Signals:
        resized(): its size changed.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__(objectName="centre")
        self._past = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def add_row(self, row: QWidget, stretch: int = 0) -> None:
        """Put a row below all others; one with a stretch takes the height that is left."""
        self._column.addWidget(row, stretch)
        theme.dress(row)

    def add_bar(self, bar: WidgetT, below: QWidget | None = None) -> WidgetT:
        """Put a bar above the canvas, at the top or below another one, and return it."""
        self._column.insertWidget(0 if below is None else self._column.indexOf(below) + 1, bar)
        theme.dress(bar)
        return bar

    def set_past(self, past: bool) -> None:
        """Frame it in the colour of the past, or as usual."""
        if past != self._past:  # it is said with every frame
            self._past = past
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        wide = now.px(2) if self._past else 1
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), now.color("past.fg" if self._past else "line.soft"))
            painter.fillRect(self.rect().adjusted(wide, wide, -wide, -wide), now.color("bg.canvas"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.resized.emit()
