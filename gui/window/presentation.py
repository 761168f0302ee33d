"""The window in presentation mode: large, and without panels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtWidgets import QMainWindow, QWidget

from gui.look.settings import LAYOUT_VERSION
from gui.widgets.docks import Dock


class Presentation:
    """Hide what a presentation does not need, and restore it.

    Args:
        window: the window.
        docks: its panels.
        rows: what else is hidden.

    Attributes:
        on: whether it is on.
    """

    def __init__(self, window: QMainWindow, docks: Sequence[Dock], rows: Sequence[QWidget]) -> None:
        self.on = False
        self._window, self._docks, self._rows = window, docks, rows
        self._layout = QByteArray()
        self._state = window.windowState()
        self._floating: dict[Dock, QRect] = {}

    def begin(self) -> None:
        """Save the layout, and hide panels and rows."""
        self.on = True
        self._layout, self._state = self._window.saveState(LAYOUT_VERSION), self._window.windowState()
        self._floating = {dock: dock.geometry() for dock in self._docks if dock.isFloating()}
        for part in (*self._rows, *self._docks):
            part.setVisible(False)

    def end(self) -> None:
        """Show everything again."""
        self.on = False
        for part in (*self._rows, *self._docks):
            part.setVisible(True)

    def put_back(self) -> None:
        """Restore the layout, once fonts and sizes are the usual ones again."""
        self._window.setWindowState(self._state)
        self._window.restoreState(self._layout, LAYOUT_VERSION)
        for dock, geometry in self._floating.items():
            dock.setGeometry(geometry)
