"""A scroll area whose page keeps its width, whether or not there is anything to scroll."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class SteadyScrollArea(QScrollArea):
    """Keep room for the vertical scroll bar, which shows nothing while the page fits.

    A page that gets lower when it gets narrower, e.g. with a grid of cells, otherwise fits only beside a scroll bar,
    and needs one only without it: Qt then shows and hides the bar in an endless recursion.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
