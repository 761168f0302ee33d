"""What the inspector is put together from: its tabs, and what stands there when there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QTabBar, QVBoxLayout, QWidget

from gui import icons, theme
from gui.panels.base import Panel


class Tabs(QTabBar):
    """Tabs with a ring around the one that has the focus."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        if self.hasFocus():
            now, painter = theme.current(), QPainter(self)
            painter.setPen(QPen(now.color("focus"), now.px(2)))
            ring = self.tabRect(self.currentIndex()).adjusted(1, 1, -now.px(7), -now.px(4))
            painter.drawRoundedRect(ring, now.px(5), now.px(5))


class EmptyCard(Panel):
    """An icon and a sentence in the middle of nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = "hourglass-bold"
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(self._icon)
        self._column.addWidget(self._text)
        self._column.addStretch(2)
        self.restyle()

    def set_text(self, icon: str, text: str) -> None:
        self._name = icon
        self._text.setText(text)
        self.restyle()

    @property
    def text(self) -> str:
        return self._text.text()

    def restyle(self) -> None:
        now = theme.current()
        self._column.setContentsMargins(now.px(24), now.px(24), now.px(24), now.px(24))
        self._column.setSpacing(now.px(12))
        color = now.color("text.secondary")
        self._icon.setPixmap(icons.pixmap(self._name, color, now.px(36), self.devicePixelRatioF()))
