"""Parts of the inspector: its tabs, and the card of an empty page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QTabBar, QVBoxLayout, QWidget

from gui.look import icons, theme
from gui.widgets.panel import Panel

DENSITIES = (("body", 8, 6), ("body", 6, 2), ("small", 6, 3), ("small", 4, 1), ("micro", 3, 1))
"""Font, padding at each side and margin of the tabs in px, from roomy to dense."""


class Tabs(QTabBar):
    """Tabs with a ring around the one that has the focus, spaced as densely as the width requires."""

    def resize_to_width(self, width: int) -> None:
        """Choose the widest spacing at which all tabs have room in `width`."""
        now = theme.current()
        texts = [self.tabText(index) for index in range(self.count())]
        for role, padding, margin in DENSITIES:
            metrics = QFontMetrics(now.font(role, bold=True))
            gaps = 2 * now.px(padding) + now.px(margin)
            if sum(metrics.horizontalAdvance(text) + gaps for text in texts) <= width:
                break
        sheet = f"QTabBar::tab {{ padding: {now.px(6)}px {now.px(padding)}px {now.px(5)}px {now.px(padding)}px;"
        sheet += f" margin-right: {now.px(margin)}px; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        self.setFont(now.font(role))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(0, super().minimumSizeHint().height())  # they may never make the window wider

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        if self.hasFocus():
            now = theme.current()
            with QPainter(self) as painter:
                painter.setPen(QPen(now.color("focus"), now.px(2)))
                ring = self.tabRect(self.currentIndex()).adjusted(1, 1, -now.px(7), -now.px(4))
                painter.drawRoundedRect(ring, now.px(5), now.px(5))


class EmptyCard(Panel):
    """An icon and a sentence in the middle of an empty page."""

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
