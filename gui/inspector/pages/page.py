"""The base of the inspector's pages: what they are given to show, where their colours end, and how they scroll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.snapshot.place import Place
from gui.heat_grid.grid import HeatGrid
from gui.inspector.pages.unbuilt_card import UnbuiltCard
from gui.look import theme
from gui.look.colour_limits import Limits
from gui.widgets.panel import Panel
from gui.widgets.steady_scroll_area import SteadyScrollArea

if TYPE_CHECKING:
    from core.snapshot.snapshot import LayerSnapshot, Snapshot


@dataclass(frozen=True, eq=False)
class View:
    """What a page shows.

    Attributes:
        snapshot: the snapshot to show.
        layer: the selected layer, or None for the input layer.
        source: the name of the layer before it; for the input layer, of the layer after it.
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

    @property
    def inputs(self) -> int:
        """The number of outputs of the lane before the layer."""
        before = self.snapshot.layer(self.source)
        return before.units if before is not None else self.snapshot.input_shape[-1] or self.snapshot.batch.inputs

    def owner(self) -> str:
        """Return the expression for the layer in the written code."""
        assert self.layer is not None
        return f'model.get_layer("{self.layer.name}")' if self.layer.in_model else self.layer.written


class InspectorPage(Panel):
    """A page that scrolls, and that shows a sentence of its own for the input layer.

    Signals:
        place_clicked(object), place_hovered(object): a Place, see Inspector.
        build_clicked(str, int): build the layer of this name for this number of inputs.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)
    build_clicked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self.message = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.message.hide()
        self.unbuilt = UnbuiltCard()
        self.unbuilt.build_clicked.connect(self.build_clicked)
        self.unbuilt.hide()
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        page = QWidget(objectName="page")
        self._inside = QVBoxLayout(page)
        self._inside.addWidget(self.message)
        self._inside.addWidget(self.unbuilt)
        self._inside.addWidget(self.body, 1)
        self.area = SteadyScrollArea()
        self.area.setWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.area)

    def set_view(self, view: View) -> None:
        """Show another layer, snapshot or place."""
        self.view = view
        layer = view.layer
        unbuilt = layer is not None and not layer.built and self.needs_weights
        self.unbuilt.setVisible(unbuilt)
        if unbuilt and layer is not None:
            self.unbuilt.set_layer(layer, view.inputs)
        text = self.input_text(view) if layer is None else "" if unbuilt else self.absence(view, layer)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.body.setVisible(not (text or unbuilt))
        if text or unbuilt:
            return
        if layer is not None:
            self.show_layer(view, layer)
        else:
            self.show_input(view)

    def set_hovered(self, place: Place | None) -> None:
        """Outline the place that is pointed at elsewhere."""

    def input_text(self, view: View) -> str:
        """Return the sentence for the input layer, or "" if `show_input` shows something."""
        return ""

    needs_weights = True
    """Whether the page can only show a layer that is built."""

    def absence(self, view: View, layer: LayerSnapshot) -> str:
        """Return the sentence for a layer that the page cannot show, or "" if `show_layer` can."""
        if view.snapshot.why_no_step or not layer.in_model:
            return self.tr("{name} is not in a model that learns, so there is nothing to show here.").format(
                name=layer.name
            )
        return ""

    def show_input(self, view: View) -> None:
        """Show the input layer."""

    def show_layer(self, view: View, layer: LayerSnapshot) -> None:
        """Show a layer."""

    def subjects(self) -> list[tuple[str, QWidget]]:
        """Return the names and widgets of the parts that pictures can be taken of one by one."""
        return []

    def add_grid(self) -> HeatGrid:
        """Add a grid that scrolls with the page, and return it."""
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
        """Scroll to the cursor of the grid that has the focus."""
        grid, page = self.focusWidget(), self.area.widget()
        if isinstance(grid, HeatGrid) and page is not None:
            middle = grid.mapTo(page, rect.center())
            self.area.ensureVisible(middle.x(), middle.y(), rect.width(), rect.height())

    def retranslate(self) -> None:
        if self.view is not None:
            self.set_view(self.view)

    def restyle(self) -> None:
        now = theme.current()
        self._inside.setContentsMargins(now.px(12), now.px(10), now.px(4), now.px(12))
        self.column.setSpacing(now.px(6))
