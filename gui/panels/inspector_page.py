"""What the inspector's pages have in common: what they are given to show, where colours end, and how they scroll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.limits import Limits
from gui.panels.base import Panel
from gui.panels.heat_grid import HeatGrid
from gui.selection import Place

if TYPE_CHECKING:
    from core.snapshot import LayerSnapshot, Snapshot


@dataclass(frozen=True, eq=False)
class View:
    """What a page shows.

    Attributes:
        snapshot: the moment.
        layer: the selected layer, or None for the input layer.
        source: the name of the layer before it, or of the one after the input layer.
        place: what is selected in it.
        sample: the sample that is shown, 0-based.
        limits: where the colours end.
    """

    snapshot: Snapshot
    layer: LayerSnapshot | None
    source: str
    place: Place
    sample: int
    limits: Limits


class Page(Panel):
    """A page that scrolls, and that has a sentence of its own for the input layer.

    Signals:
        place_clicked(object), place_hovered(object): a Place, see Inspector.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self.message = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.message.hide()
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        page = QWidget(objectName="page")
        self._inside = QVBoxLayout(page)
        self._inside.addWidget(self.message)
        self._inside.addWidget(self.body, 1)
        self.area = QScrollArea(widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        self.area.setWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.area)

    def set_view(self, view: View) -> None:
        """Show another layer, moment or place."""
        self.view = view
        text = "" if view.layer is not None else self.input_text(view)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.body.setVisible(not text)
        if view.layer is not None:
            self.show_layer(view, view.layer)
        elif not text:
            self.show_input(view)

    def set_hovered(self, place: Place | None) -> None:
        """Outline what is pointed at elsewhere."""

    def input_text(self, view: View) -> str:
        """The sentence for the input layer, or empty if `show_input` shows something."""
        return ""

    def show_input(self, view: View) -> None:
        """Show the input layer."""

    def show_layer(self, view: View, layer: LayerSnapshot) -> None:
        """Show a layer."""

    def add_grid(self) -> HeatGrid:
        """A grid that the page scrolls with."""
        grid = HeatGrid()
        grid.cursor_moved.connect(self._follow)
        self.column.addWidget(grid)
        return grid

    def add_label(self, look: str) -> QLabel:
        label = QLabel(wordWrap=True)
        label.setProperty("look", look)
        self.column.addWidget(label)
        return label

    def _follow(self, rect: QRect) -> None:
        """Keep the cursor in sight; it moves in the grid that has the focus."""
        grid, page = self.focusWidget(), self.area.widget()
        if isinstance(grid, HeatGrid) and page is not None:
            middle = grid.mapTo(page, rect.center())
            self.area.ensureVisible(middle.x(), middle.y(), rect.width(), rect.height())

    def retranslate(self) -> None:
        if self.view is not None:
            self.set_view(self.view)

    def restyle(self) -> None:
        now = theme.current()
        self._inside.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(12))
        self.column.setSpacing(now.px(6))
