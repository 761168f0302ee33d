"""What the mouse means on the canvas: pointing, clicking, and dragging the ground."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from core.snapshot.place import Place
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.viewport import Viewport

DRAG_PX = 6


class CanvasMouse(QObject):
    """Handle the mouse on the network. What it does to the viewport is done here; the rest is reported.

    Signals:
        pointed_at(object, bool): the Place under the mouse, or None; and whether it is over the names of tensors.
        place_clicked(Place): a layer, unit or weight.
        trainable_clicked(str): the switch of a layer.
        maths_asked(Place): a unit or weight was double-clicked.
        sample_chosen(int): the point of a sample in the picture of all samples.

    Attributes:
        position: where the mouse is, in the widget's px.
    """

    pointed_at = Signal(object, bool)
    place_clicked = Signal(object)
    trainable_clicked = Signal(str)
    maths_asked = Signal(object)
    sample_chosen = Signal(int)

    def __init__(self, state: CanvasState, viewport: Viewport, parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._viewport = state, viewport
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.position = QPoint()

    def move(self, event: QMouseEvent) -> None:
        """Drag the ground if it is held, else point at what is there."""
        self.position = event.position().toPoint()
        if self._pressed_at is not None:
            moved = self.position - self._pressed_at
            if self._dragging or moved.manhattanLength() > DRAG_PX:
                self._dragging = True
                self._pressed_at = self.position
                self._viewport.pan_by(QPointF(moved))
            return
        point = self._viewport.to_layout(event.position())
        if (name := self._state.switch_at(point)) is not None:
            self.pointed_at.emit(Place(name), False)
        elif (name := self._state.chip_at(point)) is not None:
            self.pointed_at.emit(Place(name), True)
        else:
            self.pointed_at.emit(self._state.place_at(point), False)

    def press(self, event: QMouseEvent) -> None:
        """Click on what is there, or hold the ground."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self._viewport.to_layout(event.position())
        if (name := self._state.switch_at(point)) is not None:
            self.trainable_clicked.emit(name)
            return
        if (sample := self._state.sample_at(point)) is not None:
            self.sample_chosen.emit(sample)
            return
        place = self._state.place_at(point)
        if self._is_ground(place):
            self._pressed_at = event.position().toPoint()  # a click, or the beginning of a drag
        elif place is not None:
            self.place_clicked.emit(place)

    def release(self, event: QMouseEvent) -> None:
        """Let go of the ground: without a drag it was a click on what is there."""
        if self._pressed_at is not None and not self._dragging:
            place = self._state.place_at(self._viewport.to_layout(event.position()))
            if place is not None:
                self.place_clicked.emit(place)
        self._pressed_at, self._dragging = None, False

    def double_click(self, event: QMouseEvent) -> None:
        """Ask for the maths of a unit or weight; on the ground, show the whole network; elsewhere it is a click."""
        place = self._state.place_at(self._viewport.to_layout(event.position()))
        if self._is_ground(place):
            self._viewport.reset()
        elif place is not None and place.unit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.maths_asked.emit(place)
        else:
            self.press(event)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._viewport.zoom_by(1.1 ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            event.ignore()

    def _is_ground(self, place: Place | None) -> bool:
        """Tell whether dragging here moves the picture: beside the lanes and, while zoomed in, on a lane."""
        return place is None or (place.unit is None and self._viewport.zoomed)
