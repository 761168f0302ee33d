"""The context menu of the canvas: the operations on a lane, each with its line of Keras."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.snapshot.place import NOWHERE, Place
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.menu import menu_lines
from gui.canvas.menu.menu_lines import MenuEntry
from gui.canvas.paint.marks import tr


class LaneMenu(QMenu):
    """The operations on one lane, or on the ground.

    Signals:
        meant(object): the layers that the model of the entry under the mouse would collect, a frozenset; or None.
        commands_chosen(tuple): the commands of an entry.
        build_asked(str): build the layer of this name, after asking for a number of inputs.
        input_asked(): make a new Input, after asking for its number.
        place_chosen(Place): select it.
        trainable_chosen(str): freeze or unfreeze the layer of this name.
        whole_asked(): show the whole network.

    Args:
        state: what the canvas shows.
        place: what the menu is for; its lane counts. None for the ground.
    """

    meant = Signal(object)
    commands_chosen = Signal(object)
    build_asked = Signal(str)
    input_asked = Signal()
    place_chosen = Signal(object)
    trainable_chosen = Signal(str)
    whole_asked = Signal()

    def __init__(self, state: CanvasState, place: Place | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._place = state, place or NOWHERE
        name = self._place.layer or ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries: dict[QAction, MenuEntry] = {}
        self._select = self._freeze = self._build = self._size = None
        self.hovered.connect(self._hovered)
        if name:
            self._select = self.addAction(tr("Select {name}").format(name=name))
        if state.can_switch(name):
            text = tr("Freeze {name}") if state.trainable(name) else tr("Unfreeze {name}")
            self._freeze = self.addAction(text.format(name=name))
        if state.layer(name) is not None:
            self._add_layer(state, name)
        elif name and state.snapshot is not None:
            self._add_input(state, name)
        self._whole = self.addAction(tr("Show the whole network"))

    def ask(self, point: QPoint) -> None:
        """Open the menu at a point of the screen, wait for a choice, and tell it."""
        chosen = self.exec(point)
        self.meant.emit(None)
        name = self._place.layer or ""
        if chosen is None or not self._is_there():
            return
        if chosen in self._entries:
            self.commands_chosen.emit(self._entries[chosen].commands)
        elif chosen is self._build:
            self.build_asked.emit(name)
        elif chosen is self._size:
            self.input_asked.emit()
        elif chosen is self._select:
            self.place_chosen.emit(self._place)
        elif chosen is self._freeze:
            self.trainable_chosen.emit(name)
        elif chosen is self._whole:
            self.whole_asked.emit()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _is_there(self) -> bool:
        """Tell whether the place still is there: it may have been undone while the menu was open."""
        place = self._place
        if place.layer is None:
            return True
        lane = next((lane for lane in self._state.lanes if lane.name == place.layer), None)
        return lane is not None and (place.unit or 0) < lane.units and (place.row or 0) < max(lane.rows, 1)

    def _add_layer(self, state: CanvasState, name: str) -> None:
        snapshot = state.snapshot
        assert snapshot is not None
        variable = snapshot.variable_of(name)
        self.addSeparator()
        self._build = self.addAction(f"{tr('Build…')}\t{menu_lines.BUILD_LINE.format(layer=variable)}")
        self._add_many(tr("Call on"), menu_lines.calls(snapshot, name))
        words = tr("Show the config"), tr("Show the weights")
        for word, entry in zip(words, menu_lines.shows(variable), strict=True):
            self._add_entry(self, word, entry)
        self.addSeparator()
        for entry in menu_lines.models_to(snapshot, name):
            self._add_entry(self, tr("Model up to here"), entry)
        self._add_many(tr("Another model from here"), menu_lines.models_from(snapshot, name))
        self.addSeparator()

    def _add_input(self, state: CanvasState, name: str) -> None:
        snapshot = state.snapshot
        assert snapshot is not None
        self.addSeparator()
        sizes = self.addMenu(tr("New Input"))
        for entry in menu_lines.inputs(snapshot):
            word = tr("for 1 number") if entry.word == "1" else tr("for {count} numbers").format(count=entry.word)
            self._add_entry(sizes, word, entry)
        variable = menu_lines.new_input(snapshot, 1).variable
        self._size = sizes.addAction(f"{tr('for another number…')}\t{menu_lines.INPUT_LINE.format(variable=variable)}")
        self._add_many(tr("Another model from here"), menu_lines.models_from(snapshot, name))
        self.addSeparator()

    def _add_many(self, title: str, entries: tuple[MenuEntry, ...]) -> None:
        """Add a submenu for entries of one kind; those that Keras will refuse are apart at its end."""
        if not entries:
            return
        menu = self.addMenu(title)
        before = True
        for entry in entries:
            if before and not entry.fits:
                menu.addSeparator()
            before = entry.fits
            text = tr("to {tensor}") if entry.layers is not None else "{tensor}"
            text = text if entry.fits else tr("{tensor}, does not fit")
            self._add_entry(menu, text.format(tensor=entry.word), entry)

    def _add_entry(self, menu: QMenu, word: str, entry: MenuEntry) -> None:
        self._entries[menu.addAction(f"{word}\t{entry.line}")] = entry

    def _hovered(self, action: QAction) -> None:
        """Report the layers of an entry, of this menu or a submenu, that the mouse or the keyboard is on."""
        self.meant.emit(self._entries[action].layers if action in self._entries else None)
