"""A card over the window that is looked at before something is done: it takes keys, and lies in the middle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.look import icons, theme
from gui.widgets.panel import Panel

SHADOW = 10
"""The width of the shadow around a sheet, in px."""


class Sheet(Panel):
    """A frame with a shadow, a title, and buttons that do it or close the sheet; a subclass lays them out.

    Args:
        largest: its size where there is room, in px.
        buttons: what the object names of its buttons begin with.
        does: how that of the button that does it goes on.

    Attributes:
        column: the layout inside the frame.

    Signals:
        cancelled(): close the sheet.
    """

    cancelled = Signal()

    def __init__(self, name: str, largest: QSize, buttons: str, does: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._largest = largest
        frame = QFrame()
        frame.setProperty("look", "card")
        around = QVBoxLayout(self)
        around.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        around.addWidget(frame)
        self.column = QVBoxLayout(frame)
        self.column.setContentsMargins(18, 12, 18, 12)
        self.column.setSpacing(8)
        self._title, self._close = QLabel(), QToolButton(objectName=f"{buttons}_close")
        self._cancel = QPushButton(objectName=f"{buttons}_cancel")
        self._accept = QPushButton(objectName=f"{buttons}_{does}")
        for widget, look in ((self._title, "title"), (self._close, "flat"), (self._accept, "primary")):
            widget.setProperty("look", look)
        for button in (self._close, self._cancel):
            button.clicked.connect(self.cancelled)
        if parent is not None:
            parent.installEventFilter(self)
        self.hide()

    def place(self) -> None:
        """Lie in the middle of the parent, as large as is needed."""
        area, now, edge = self.parentWidget().rect(), theme.current(), 2 * SHADOW
        wanted = QSize(now.px(self._largest.width()) + edge, now.px(self._largest.height()) + edge)
        size = wanted.boundedTo(area.size() - QSize(20, 20))
        self.resize(size)
        self.move(area.center().x() - size.width() // 2, area.center().y() - size.height() // 2)

    def retranslate(self) -> None:
        self._cancel.setText(self.tr("Cancel"))
        self._close.setToolTip(self.tr("Cancel"))
        self._close.setAccessibleName(self.tr("Cancel"))

    def restyle(self) -> None:
        now = theme.current()
        self._close.setIcon(icons.icon("x-bold", now.color("text.primary"), size=now.px(16)))
        self._accept.setIcon(icons.icon("check-bold", now.color("accent.fg"), now.color("text.disabled"), now.px(16)))
        for button in (self._cancel, self._accept):
            button.setMinimumHeight(now.px(32))
        if self.parentWidget() is not None:
            self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

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
