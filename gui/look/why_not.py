"""What cannot be used now says why in place of its tooltip, as a disabled action does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from gui.look import i18n


def allow(widget: QWidget, why_not: str = "") -> None:
    """Enable a widget, or disable it and say why in its tooltip, which is also what a screen reader describes it by.

    Args:
        why_not: an English sentence, translated when it is shown, or one in the language in use; "" to enable it.
    """
    reason = widget.findChild(Reason, options=Qt.FindChildOption.FindDirectChildrenOnly)
    widget.setEnabled(not why_not)
    if why_not:
        (reason or Reason(widget)).give(why_not)
    elif reason is not None:
        reason.take_back()


class Reason(QObject):
    """Why a widget is disabled: its tooltip until it is enabled, whatever other tooltip its panel sets meanwhile."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget, self._usual, self._why_not = widget, widget.toolTip(), ""

    def give(self, why_not: str) -> None:
        """Show a reason."""
        if not self._why_not:
            self._widget.installEventFilter(self)
        if why_not != self._why_not:
            self._why_not = why_not
            self._write()

    def take_back(self) -> None:
        """Show the usual tooltip again."""
        widget = self._widget
        widget.removeEventFilter(self)
        widget.setAccessibleDescription("")  # Qt gives the tooltip where there is none
        widget.setToolTip(self._usual)
        self.setParent(None)

    def _write(self) -> None:
        text = i18n.translate(self._why_not)
        self._widget.setAccessibleDescription(text)
        self._widget.setToolTip(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        elif event.type() == QEvent.Type.ToolTipChange and self._widget.toolTip() != i18n.translate(self._why_not):
            self._usual = self._widget.toolTip()
            self._write()
        return False
