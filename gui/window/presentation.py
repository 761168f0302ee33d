"""The window in presentation mode: large, and without panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtWidgets import QMainWindow, QWidget

from gui.look.settings import LAYOUT_VERSION
from gui.widgets.docks import Dock


class Presentable(Protocol):
    """A view that shows less, or more, to a class."""

    def set_presenting(self, on: bool) -> None:
        """Show what a class needs to see, or everything."""


class Presentation:
    """Hide what a presentation does not need, and restore it.

    Args:
        window: the window.
        docks: its panels.
        rows: what else is hidden.
        strips: what is shown only in a presentation.
        views: what is told of it.
        restyle: takes sizes from the theme, which is larger in a presentation.

    Attributes:
        on: whether it is on.
    """

    def __init__(
        self,
        window: QMainWindow,
        docks: Sequence[Dock],
        rows: Sequence[QWidget],
        strips: Sequence[QWidget],
        views: Sequence[Presentable],
        restyle: Callable[[], None],
    ) -> None:
        self.on = False
        self._window, self._docks, self._panels = window, docks, (*rows, *docks)
        self._strips, self._views, self._restyle = strips, views, restyle
        self._layout = QByteArray()
        self._state = window.windowState()
        self._floating: dict[Dock, QRect] = {}

    def switch(self, on: bool) -> None:
        """Begin or end the presentation."""
        self.on = on
        if on:
            self._layout, self._state = self._window.saveState(LAYOUT_VERSION), self._window.windowState()
            self._floating = {dock: dock.geometry() for dock in self._docks if dock.isFloating()}
        for panel in self._panels if on else ():
            panel.hide()
        for strip in self._strips:
            strip.setVisible(on)
        for view in self._views:
            view.set_presenting(on)
        self._restyle()  # while the panels are hidden: they are not shown large, so nothing changes for them
        if on:
            self._window.showFullScreen()
        else:
            self._put_back()

    def _put_back(self) -> None:
        """Restore the layout, once fonts and sizes are the usual ones again."""
        for panel in self._panels:
            panel.show()
        self._window.setWindowState(self._state)
        self._window.restoreState(self._layout, LAYOUT_VERSION)
        for dock, geometry in self._floating.items():
            dock.setGeometry(geometry)
