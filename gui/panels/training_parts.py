"""Parts of the training bar: a button that shows an action, and the field of the seed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSpinBox, QToolButton

from gui import icons, theme
from gui.panels.keys import keeps_key
from gui.panels.rate_field import ARROWS

BUTTON_HEIGHT = 44
LARGEST_SEED = 2**31 - 1
ARROWS_WIDTH = 18


class TransportButton(QToolButton):
    """A button of the bar that shows an action: its text, icon, tooltip and whether it is enabled."""

    def __init__(self, name: str) -> None:
        super().__init__(objectName=f"{name}_button", focusPolicy=Qt.FocusPolicy.TabFocus)
        self._primary = name == "play"
        self.setProperty("look", "primary" if self._primary else "tool")
        self.set_bare(False)

    def set_bare(self, bare: bool) -> None:
        """With its icon only, or with icon and text."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if bare else style.ToolButtonTextBesideIcon)

    def restyle(self) -> None:
        """Take sizes from the theme in use."""
        now = theme.current()
        self.setIconSize(QSize(now.px(18), now.px(18)))
        # a sheet, because that of the window would win over a font and a height; "Pause" is longer than "Play" and
        # must not push what stands beside it
        size, width = (16, f"min-width: {now.px(78)}px;") if self._primary else (14, "")
        inside = now.px(BUTTON_HEIGHT) - 2 * now.px(4) - 2
        self.setStyleSheet(f"QToolButton {{ font-size: {now.px(size)}px; min-height: {inside}px; {width} }}")


class SeedBox(QSpinBox):
    """A whole number that is applied with Enter, the arrows or by leaving the field; the wheel only with the focus."""

    def __init__(self) -> None:
        super().__init__(objectName="seed", focusPolicy=Qt.FocusPolicy.StrongFocus, keyboardTracking=False)
        self.setRange(0, LARGEST_SEED)

    def restyle(self) -> None:
        """Take sizes from the theme in use."""
        now = theme.current()
        wide = now.px(ARROWS_WIDTH)
        self.setStyleSheet(
            f"QSpinBox {{ min-height: {now.px(18)}px; padding-right: {wide}px; }}"
            f"QSpinBox::up-button, QSpinBox::down-button {{ width: {wide}px; border: none; background: none;"
            " subcontrol-origin: border; }"
            "QSpinBox::up-arrow, QSpinBox::down-arrow { image: none; width: 0; height: 0; }"
        )
        self.setFont(now.font(mono=True))
        self.lineEdit().setTextMargins(now.px(6), 0, 0, 0)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (*ARROWS, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)  # a style sheet leaves the arrows out
        now, side = theme.current(), theme.current().px(10)
        color = now.color("text.secondary" if self.isEnabled() else "text.disabled")
        painter = QPainter(self)
        painter.translate(self.width() - now.px(ARROWS_WIDTH) / 2 - 2, self.height() / 2)
        for turn in (180, 0):
            painter.save()
            painter.rotate(turn)
            icons.paint_icon(painter, "caret-down-bold", color, QRectF(-side / 2, 1, side, side))
            painter.restore()
        painter.end()
