"""A row above the canvas that says when the canvas shows something other than usual."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.look import icons, theme
from gui.widgets.panel import Panel


class Banner(Panel):
    """An icon, a sentence, and buttons; hidden at first. A subclass sets the texts in `retranslate`.

    Args:
        name: its object name.
        *buttons: at its right, the first one with an icon.
    """

    LOOK, ICON, INK, BUTTON_ICON = "", "", "", ""
    """The frame's look in the style sheet, the icon and its colour, and the first button's icon."""

    def __init__(self, name: str, *buttons: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._icon, self._text, self._buttons = QLabel(), QLabel(wordWrap=True), buttons
        frame = QFrame()
        frame.setProperty("look", self.LOOK)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 4, 10, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for button in buttons:
            row.addWidget(button)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.hide()
        self.retranslate()
        self.restyle()

    @property
    def text(self) -> str:
        return self._text.text()

    def restyle(self) -> None:
        now, first = theme.current(), self._buttons[0]
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap(self.ICON, now.color(self.INK), now.px(18), ratio))
        first.setIcon(icons.icon(self.BUTTON_ICON, now.color("text.primary"), size=now.px(14)))
        first.setIconSize(QSize(now.px(14), now.px(14)))
        for button in self._buttons:
            button.setFont(now.font("body", bold=True))
