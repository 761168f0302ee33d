"""How much of the window each side panel gets, and which of them closes where there is too little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from gui.widgets.docks import Dock

SIDE_WIDTHS = ((1400, 272, 358), (1200, 236, 316), (0, 220, 300))
"""From which width of the window on the lesson and the inspector get how much, in px."""

BOTTOM_HEIGHTS = ((820, 216), (690, 150), (0, 132))
"""From which height of the window on the bottom panel gets how much, in px."""

CANVAS_WIDTH, CANVAS_HEIGHT = 560, 440
"""The room that panels leave for the canvas and the rows above it, in px."""


class DockSizes:
    """Sizes the docks of one window, anew only where its size asks for other sizes: who moved a separator keeps it.

    Args:
        window: the window.
        lesson, inspector, bottom: its docks.
    """

    def __init__(self, window: QMainWindow, lesson: Dock, inspector: Dock, bottom: Dock) -> None:
        self._window = window
        self._lesson, self._inspector, self._bottom = lesson, inspector, bottom
        self._tucked: set[Dock] = set()
        self._given: tuple[float, ...] = ()

    def fit(self, zoom: float) -> None:
        """Give every dock its size for the window's, at a zoom; without room the lesson goes before the inspector."""
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
        """Close a panel that leaves the canvas too little room, and bring it back when there is some again."""
        if spare < 0 and not dock.isHidden() and not dock.isFloating():
            self._tucked.add(dock)
            dock.hide()
        elif spare >= 0 and dock in self._tucked:
            self._tucked.discard(dock)
            dock.show()
