"""The inspector: everything about the one layer, unit or weight that is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.snapshot.place import NOWHERE, Place
from gui.inspector.header import Header
from gui.inspector.maths.maths_page import MathsPage
from gui.inspector.pages.activations_page import MAP, ActivationsPage
from gui.inspector.pages.config_page import ConfigPage
from gui.inspector.pages.matrix_pages import GradientsPage, WeightsPage
from gui.inspector.pages.page import InspectorPage, Limits, View
from gui.inspector.peeking import Peeking
from gui.look import theme
from gui.widgets.panel import Panel
from gui.widgets.tabs import EmptyCard, Tabs

if TYPE_CHECKING:
    from core.design.network_spec import NetworkSpec
    from core.intents.questions import Question
    from core.snapshot.snapshot import Snapshot


class Inspector(Panel):
    """The tabs Weights, Gradients, Activations, Config and Maths of the selected layer.

    Only the visible tab is kept up to date; the others are filled when they come to the front.

    Attributes:
        parts: what is shown and hidden by itself.

    Signals:
        place_clicked(object): the Place of a clicked cell (in Activations without a row), or of the previous
            or next layer, chosen in the header.
        place_hovered(object): the Place under the pointer, or None when the pointer left.
        build_clicked(str, int): build the layer of this name for this number of inputs.
        question_asked(object): a Question to the Keras objects; `set_answer` waits for the answer.
        history_watched(object): the Place whose weights are shown over the steps, or `NOWHERE` when none are any more.
        map_watched(bool): whether a unit's map is shown.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)
    build_clicked = Signal(str, int)
    question_asked = Signal(object)
    history_watched = Signal(object)
    map_watched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="inspector")
        self._snapshot: Snapshot | None = None
        self._place, self._sample = NOWHERE, 0
        self._limits = Limits()
        self._stale = True
        self.empty = EmptyCard()
        self.content = QWidget()
        self.header = Header()
        self.header.moved.connect(self._go)
        self.tabs = Tabs(expanding=False, drawBase=False, usesScrollButtons=False)
        self.stack = QStackedWidget()
        self.maths = MathsPage()
        self.maths.question_asked.connect(self.question_asked)
        self.weights = WeightsPage()
        self.activations = ActivationsPage()
        self.activations.mode_changed.connect(self._refresh)
        self.pages: tuple[InspectorPage, ...] = (
            self.weights,
            GradientsPage(),
            self.activations,
            ConfigPage(),
            self.maths,
        )
        for page in self.pages:
            self.tabs.addTab("")
            self.stack.addWidget(page)
            page.place_clicked.connect(self.place_clicked)
            page.place_hovered.connect(self.place_hovered)
            page.build_clicked.connect(self.build_clicked)
        self._peeking = Peeking(self.tabs, self.activations, self.pages.index(self.activations))
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.addWidget(self.tabs)
        line = QFrame()
        line.setProperty("look", "line")
        line.setFixedHeight(1)
        head = QWidget()
        above = QVBoxLayout(head)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.header)
        above.addLayout(self._row)
        above.addWidget(line)
        self.parts = (self.empty, head, *self.pages)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.stack, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.empty)
        around.addWidget(self.content)

    # ---- what is shown --------------------------------------------------------------------------------------

    def set_design(self, spec: NetworkSpec) -> None:
        """Say that a design has no numbers yet, because Keras has built nothing.

        Args:
            spec: the design, which every view is given; this one shows nothing of it.
        """
        self._snapshot = None
        self._refresh()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of another snapshot."""
        self._snapshot = snapshot
        self._limits.reset_if_new(snapshot)
        self._limits.weights(snapshot)  # even while hidden, so that the colours match the canvas
        self._refresh()

    def set_place(self, place: Place) -> None:
        """Show another layer, unit or weight; one that is pointed at is kept."""
        if place == self._peeking.place:
            self._peeking.keep()
        self._place = place
        self._refresh()

    def peek(self, place: Place | None) -> None:
        """Show the map of a unit while it is pointed at elsewhere; with None, what was shown before."""
        if place is not None:
            self._peeking.show(place)
        else:
            self._peeking.stop()
        self._refresh()

    def subjects(self) -> list[tuple[str, QWidget]]:
        """Return the names and widgets of the parts of the page in front that pictures can be taken of."""
        return [(name, part) for name, part in self._page.subjects() if part.isVisible()]

    def set_sample(self, index: int) -> None:
        """Mark another sample, 0-based."""
        self._sample = index
        self._refresh()

    def set_hovered(self, place: Place | None) -> None:
        """Outline the cell of a weight that is pointed at elsewhere."""
        if self.isVisible():
            self._page.set_hovered(place)

    def set_answer(self, question: Question, answer: object) -> None:
        """Show the answer to a question, asked here or elsewhere, about the snapshot that was set last."""
        self.maths.set_answer(question, answer)

    def show_map(self) -> None:
        """Bring the map of the selected unit to the front."""
        self.activations.set_mode(MAP)
        self.show_page(self.activations)

    def show_maths(self) -> None:
        """Bring the tab Maths to the front."""
        self.show_page(self.maths)

    def show_page(self, page: InspectorPage) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(self.pages.index(page))

    def next_tab(self) -> None:
        """Bring the next tab to the front; after the last one comes the first."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def previous_tab(self) -> None:
        """Bring the previous tab to the front; before the first one comes the last."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() - 1) % self.tabs.count())

    @property
    def _page(self) -> InspectorPage:
        return self.pages[self.tabs.currentIndex()]

    def _names(self) -> list[str]:
        """Return the names of the layers, from the input to the output."""
        snapshot = self._snapshot
        return [] if snapshot is None else [snapshot.input_name, *(layer.name for layer in snapshot.columns)]

    def _refresh(self) -> None:
        """Show what was set, or put that off while the inspector is hidden."""
        self._stale = not self.isVisible()
        self.history_watched.emit(self._place if not self._stale and self._page is self.weights else NOWHERE)
        shows_map = not self._stale and self._page is self.activations and self.activations.mode == MAP
        self.map_watched.emit(shows_map)
        if self._stale:
            return
        names, place = self._names(), self._peeking.place or self._place
        found = self._snapshot is not None and place.layer in names
        self.empty.setVisible(not found)
        self.content.setVisible(found)
        if self._snapshot is None:
            text = self.tr("Nothing to inspect yet. The layers appear here as soon as Keras is ready.")
            self.empty.set_text("hourglass-bold", text)
        elif not found or place.layer is None:
            self.empty.set_text("magnifying-glass-bold", self.tr("Click a layer, a unit or a weight."))
        else:
            position = names.index(place.layer)
            layer = self._snapshot.columns[position - 1] if position else None
            source = names[position - 1] if position else names[:2][-1]
            self.header.show_place(self._snapshot, layer, place, position, len(names))
            self._page.set_view(View(self._snapshot, layer, source, place, self._sample, self._limits))

    # ---- what is done ---------------------------------------------------------------------------------------

    def _go(self, by: int) -> None:
        """Ask for the layer `by` places further on; keep the selected unit if that layer has it."""
        snapshot, names = self._snapshot, self._names()
        if snapshot is None or self._place.layer not in names:
            return
        position = names.index(self._place.layer) + by
        if 0 <= position < len(names):
            units = snapshot.columns[position - 1].units if position else snapshot.batch.inputs
            unit = self._place.unit
            self.place_clicked.emit(Place(names[position], unit if unit is not None and unit < units else None))

    def _on_tab_changed(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._refresh()

    def retranslate(self) -> None:
        titles = (self.tr("Weights"), self.tr("Gradients"), self.tr("Activations"), self.tr("Config"))
        for index, title in enumerate((*titles, self.tr("Maths"))):
            self.tabs.setTabText(index, title)
        self._resize_tabs()
        self.setAccessibleName(self.tr("Inspector"))
        self.tabs.setAccessibleName(self.tr("Pages of the inspector"))
        self._refresh()

    def restyle(self) -> None:
        now = theme.current()
        self._row.setContentsMargins(now.px(4), 0, 0, 0)
        self._resize_tabs()

    def _resize_tabs(self) -> None:
        """Make the tabs narrower where the dock is narrow, so that all five stay visible."""
        self.tabs.resize_to_width(self.width() - 2 * theme.current().px(4))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._resize_tabs()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        if self._stale:
            self._refresh()
