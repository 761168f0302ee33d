"""A card over the window that is looked at before something is done: it takes keys, and lies in the middle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gui.look import theme
from gui.widgets.panel import Panel

SHADOW = 10
"""The width of the shadow around a sheet, in px."""


class Sheet(Panel):
    """A frame with a shadow.

    Args:
        largest: its size where there is room, in px.

    Attributes:
        column: the layout inside the frame.
    """

    def __init__(self, name: str, largest: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._largest = largest
        frame = QFrame(objectName="table_frame")
        frame.setProperty("look", "card")
        around = QVBoxLayout(self)
        around.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        around.addWidget(frame)
        self.column = QVBoxLayout(frame)
        self.column.setContentsMargins(18, 12, 18, 12)
        self.column.setSpacing(8)

    def place(self, area: QRect) -> None:
        """Lie in the middle of an area of the parent, as large as is needed."""
        now, edge = theme.current(), 2 * SHADOW
        wanted = QSize(now.px(self._largest.width()) + edge, now.px(self._largest.height()) + edge)
        size = wanted.boundedTo(area.size() - QSize(20, 20))
        self.resize(size)
        self.move(area.center().x() - size.width() // 2, area.center().y() - size.height() // 2)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            with_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not with_ctrl and event.key() != Qt.Key.Key_Escape:
                event.accept()  # a letter or the space bar is for the widget that has the focus
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        shade = QColor(0, 0, 0, 10)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            for inset in range(SHADOW):
                painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 12, 12)
