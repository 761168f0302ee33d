"""The share of the window that each side panel gets, and which of them closes if there is too little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from gui.widgets.docks import Dock

SIDE_WIDTHS = ((1400, 272, 358), (1200, 236, 316), (0, 220, 300))
"""The least width of the window, and the widths of the lesson and the inspector from there on, in px."""

BOTTOM_HEIGHTS = ((820, 216), (690, 150), (0, 132))
"""The least height of the window, and the height of the bottom panel from there on, in px."""

CANVAS_WIDTH, CANVAS_HEIGHT = 560, 440
"""The space that panels leave for the canvas and the rows above it, in px."""


class DockSizes:
    """Set the sizes of one window's docks, but only if its own size asks for others: a moved separator stays.

    Args:
        window: the window.
        lesson, inspector, bottom: its docks.
    """

    def __init__(self, window: QMainWindow, lesson: Dock, inspector: Dock, bottom: Dock) -> None:
        self._window = window
        self._lesson, self._inspector, self._bottom = lesson, inspector, bottom
        self._tucked: set[Dock] = set()
        self._given: tuple[float, ...] = ()

    def resize_docks(self, zoom: float) -> None:
        """Give every dock its size for the window's, at a zoom; without room the lesson closes before the inspector."""
        wide, high = self._window.width(), self._window.height()
        lesson, side = next(sizes for least, *sizes in SIDE_WIDTHS if wide >= least * zoom)
        below = next(size for least, size in BOTTOM_HEIGHTS if high >= least * zoom)
        if self._given == (lesson, side, below, zoom):
            return
        self._given = (lesson, side, below, zoom)
        self._tuck(self._inspector, wide - (side + CANVAS_WIDTH) * zoom)
        self._tuck(self._lesson, wide - (lesson + side + CANVAS_WIDTH) * zoom)
        self._tuck(self._bottom, high - (below + CANVAS_HEIGHT) * zoom)
        widths = [round(lesson * zoom), round(side * zoom)]
        self._window.resizeDocks([self._lesson, self._inspector], widths, Qt.Orientation.Horizontal)
        self._window.resizeDocks([self._bottom], [round(below * zoom)], Qt.Orientation.Vertical)

    def _tuck(self, dock: Dock, spare: float) -> None:
        """Close a panel that leaves the canvas too little room, and show it again when there is enough."""
        if spare < 0 and not dock.isHidden() and not dock.isFloating():
            self._tucked.add(dock)
            dock.hide()
        elif spare >= 0 and dock in self._tucked:
            self._tucked.discard(dock)
            dock.show()
