"""What all panels have in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gui.look import icons, theme

UNLIMITED = 16_777_215
"""Qt's QWIDGETSIZE_MAX, a size without a limit, which PySide does not have."""


class Panel(QWidget):
    """A passive view: setters in, intent signals out.

    A subclass builds its widgets in `__init__`, then calls `retranslate` and `restyle` once, and sets every text
    in `retranslate` and every icon, colour and font in `restyle`; so language and theme may change at any time.
    Qt announces another language by an event. `theme.use` calls `restyle` after the whole style sheet is applied,
    because until then Qt resets the fonts of children.
    """

    def retranslate(self) -> None:
        """Set every text, in the language in use."""

    def restyle(self) -> None:
        """Take colours, fonts and icons from the theme in use."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class Note(Panel):
    """An icon and a sentence on a tinted ground with a bar at the left.

    Args:
        look: "note" (amber: warnings and the past), "done", "frozen" or "error".
    """

    ICONS = {
        "note": ("warning-circle-fill", "past.fg"),
        "done": ("check-circle-fill", "accent"),
        "frozen": ("snowflake-bold", "frozen.fg"),
        "error": ("warning-circle-fill", "error.fg"),
    }

    def __init__(self, look: str = "note", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        frame = QFrame()
        frame.setProperty("look", look)
        self._icon = QLabel()
        self._text = QLabel(wordWrap=True)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._icon)
        inside.addWidget(self._text, 1)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.restyle()

    def set_text(self, text: str) -> None:
        """Show a sentence (rich text is understood)."""
        self._text.setText(text)

    @property
    def text(self) -> str:
        return self._text.text()

    def restyle(self) -> None:
        now = theme.current()
        name, token = self.ICONS[self._look]
        self._icon.setPixmap(icons.pixmap(name, now.color(token), now.px(18), self.devicePixelRatioF()))
