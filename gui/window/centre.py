"""The middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.look import theme


class Centre(QWidget):
    """The canvas and its bar, with cards floating over them. They have a style sheet each, so it paints its own frame.

    Signals:
        resized(): its size changed.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__(objectName="centre")
        self._past = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def set_past(self, past: bool) -> None:
        """Frame it in the colour of the past, or as usual."""
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
