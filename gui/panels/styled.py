"""Panels whose own fonts and sizes outlive a new style sheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent

from gui.panels.base import Panel

RESTYLE = QEvent.Type(QEvent.registerEventType())


class StyledPanel(Panel):
    """A panel that takes its looks again after every change of the style sheet.

    A change of zoom alone changes no palette; and Qt, when it applies a new sheet, brings back older fonts of
    children, one widget after another. So fonts and sizes are set once more when all of that is over.
    """

    _restyle_posted = False

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self._restyle_posted:
            self._restyle_posted = True
            QCoreApplication.postEvent(self, QEvent(RESTYLE))

    def customEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        if event.type() == RESTYLE:
            self._restyle_posted = False
            self.restyle()
        else:
            super().customEvent(event)
