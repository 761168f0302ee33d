"""The middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame


class Centre(QFrame):
    """The canvas and its bar, with cards floating over them.

    Signals:
        resized(): its size changed.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__(objectName="centre")
        self.setProperty("look", "canvas")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def set_past(self, past: bool) -> None:
        """Frame it in the colour of the past, or as usual."""
        if past != (self.property("past") is True):
            self.setProperty("past", past)
            self.style().unpolish(self)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.resized.emit()
