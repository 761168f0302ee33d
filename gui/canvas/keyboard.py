"""What the keys mean on the canvas: they walk a cursor over layers, units and weights, and act on what it is on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from core.snapshot.place import NOWHERE, Place
from gui.canvas import cursor
from gui.canvas.layout.canvas_state import CanvasState

ARROWS = {
    Qt.Key.Key_Left: cursor.LEFT,
    Qt.Key.Key_Right: cursor.RIGHT,
    Qt.Key.Key_Up: cursor.UP,
    Qt.Key.Key_Down: cursor.DOWN,
}
OWN_KEYS = (*ARROWS, Qt.Key.Key_Space, Qt.Key.Key_Return)


class CanvasKeyboard(QObject):
    """Handle the keys of the canvas: move its cursor, and report what is to be done at it.

    Signals:
        moved(): the cursor is somewhere else.
        place_clicked(Place): the place under the cursor, or `NOWHERE` to deselect.
        trainable_clicked(str): the layer under the cursor is to be frozen or unfrozen.
        maths_asked(Place): show where the numbers under the cursor come from.
    """

    moved = Signal()
    place_clicked = Signal(object)
    trainable_clicked = Signal(str)
    maths_asked = Signal(object)

    def __init__(self, state: CanvasState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state

    def enter(self) -> None:
        """Put the cursor on what is selected, else on the first layer."""
        state = self._state
        state.cursor = state.place if state.place.layer else Place(state.lanes[:2][-1].name)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; return whether it means something."""
        state, key = self._state, event.key()
        if key in ARROWS:
            state.cursor = cursor.move(state.lanes, state.cursor, ARROWS[Qt.Key(key)], state.built)
            state.hovered = None
            self.moved.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and state.cursor is not None:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.maths_asked if shift else self.place_clicked).emit(state.cursor)
        elif key == Qt.Key.Key_Space and state.cursor is not None and state.can_switch(state.cursor.layer or ""):
            self.trainable_clicked.emit(state.cursor.layer)
        elif key == Qt.Key.Key_Escape:
            self.place_clicked.emit(NOWHERE)
        else:
            return False
        return True
