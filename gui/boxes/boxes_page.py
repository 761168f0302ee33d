"""The page of a model that is only read, which covers the canvas."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gui.boxes.boxes_banner import BoxesBanner
from gui.boxes.boxes_view import BoxesView


class BoxesPage(QFrame):
    """The banner and the boxes, which cover the widget that they lie in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "canvas")  # else what it covers would show beside the boxes
        self.banner, self.view = BoxesBanner(), BoxesView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        self.hide()

    def place(self) -> None:
        """Cover the parent, but for its frame."""
        self.setGeometry(self.parentWidget().rect().adjusted(1, 1, -1, -1))
