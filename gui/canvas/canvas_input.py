"""What is done on the canvas with mouse and keys, on the network as on its map, and the card that answers."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from core.snapshot.place import Place
from gui.canvas.hover_card import DELAY_MS, HoverCard
from gui.canvas.keyboard import CanvasKeyboard
from gui.canvas.layout.canvas_state import MAPS, CanvasState
from gui.canvas.mouse import CanvasMouse
from gui.canvas.prediction_map import PredictionMap
from gui.canvas.viewport import Viewport


class CanvasInput(QObject):
    """Handle mouse, keys, context menu and map of a canvas, and show the card of what is pointed at.

    Its signals are those of the canvas, where each is described, except for these two.

    Signals:
        changed(): the picture is to be painted again.
        cursor_moved(): the keyboard's cursor is somewhere else, which may need another layout.

    Attributes:
        mouse, keyboard: are given the events of the canvas.
        map: lies over the map of the prediction.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)
    trainable_clicked = Signal(str)
    commands_chosen = Signal(object)
    build_asked = Signal(str)
    input_asked = Signal()
    maths_asked = Signal(object)
    sample_chosen = Signal(int)
    map_asked = Signal(object)
    map_pointed = Signal(object)
    changed = Signal()
    cursor_moved = Signal()

    def __init__(self, state: CanvasState, viewport: Viewport, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._state, self._viewport, self._canvas = state, viewport, canvas
        self._card = HoverCard(canvas)
        self._card.due.connect(self._show_card)
        self.mouse = CanvasMouse(state, viewport, self)
        self.mouse.pointed_at.connect(self._point_at)
        self.keyboard = CanvasKeyboard(state, self)
        self.keyboard.moved.connect(self._follow_cursor)
        for hand in (self.mouse, self.keyboard):
            hand.place_clicked.connect(self.place_clicked)
            hand.trainable_clicked.connect(self.trainable_clicked)
            hand.maths_asked.connect(self.maths_asked)
        self.mouse.sample_chosen.connect(self.sample_chosen)
        self.map = PredictionMap(state, viewport, self._card, canvas)
        self.map.entered.connect(lambda: self._point_at(None, False))
        self.map.sample_chosen.connect(self.sample_chosen)
        self.map.place_clicked.connect(self.place_clicked)
        self.map.opened.connect(self.map_asked)
        self.map.changed.connect(self.changed)
        self._peeking = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._peeking.timeout.connect(lambda: self._peek(state.hovered))
        self._peeks = False

    @property
    def card_text(self) -> str:
        """The text of the hover card, as rich text; empty while it is hidden."""
        return self._card.text

    def renew_card(self) -> None:
        """Show the numbers as they are now in the card, if there is one."""
        if self._card.isVisible():
            self._show_card()

    def leave(self) -> None:
        """Point at nothing any more."""
        self._card.dismiss()
        self.stop_peeking()
        self._state.point_at(None)
        self.place_hovered.emit(None)
        self.changed.emit()

    def lose_focus(self) -> None:
        """Take the keyboard's cursor away."""
        self._state.cursor = None
        self.stop_peeking()
        self._card.hide()
        self.changed.emit()

    def stop_peeking(self) -> None:
        """Show the map of no unit elsewhere any more."""
        self._peeking.stop()
        if self._peeks:
            self._peeks = False
            self.map_pointed.emit(None)

    def open_menu(self, event: QContextMenuEvent) -> None:
        """Ask what is to be done with the layer there, below the cards, which show what an entry would collect."""
        from gui.canvas.menu.lane_menu import LaneMenu  # it knows every command, and the first paint needs none

        by_keyboard, state = event.reason() == QContextMenuEvent.Reason.Keyboard, self._state
        point = self._viewport.to_layout(QPointF(event.pos()))
        menu = LaneMenu(state, state.cursor if by_keyboard else state.place_at(point), self._canvas)
        menu.meant.connect(self._show_collected)
        menu.commands_chosen.connect(self.commands_chosen)
        menu.build_asked.connect(self.build_asked)
        menu.input_asked.connect(self.input_asked)
        menu.place_chosen.connect(self.place_clicked)
        menu.trainable_chosen.connect(self.trainable_clicked)
        menu.whole_asked.connect(self._viewport.reset)
        cards = self._canvas.mapToGlobal(self._viewport.to_widget(state.layout.boxes[0].card.bottomRight()))
        menu.ask(QPoint(event.globalPos().x(), max(event.globalPos().y(), cards.y() + 2)))

    # ---- inside ---------------------------------------------------------------------------------------------

    def _show_collected(self, layers: frozenset[str] | None) -> None:
        """Highlight the layers that a model would collect; None for none."""
        if layers != self._state.collected:
            self._state.collected = layers
            self.changed.emit()

    def _point_at(self, place: Place | None, on_chip: bool) -> None:
        if self._state.point_at(place, on_chip):
            self._card.announce()
            self._peek_later(place)
            self.place_hovered.emit(place)
            self.changed.emit()
        else:
            self.renew_card()
        self._canvas.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)

    def _show_card(self) -> None:
        """Show the card of the map or the hovered place, else of the place under the keyboard's cursor."""
        if self.map.show_card():
            return
        state = self._state
        place, point = state.hovered, self.mouse.position
        if place is None and state.cursor is not None and state.layout.is_drawn(state.cursor):
            place, point = state.cursor, self._viewport.to_widget(state.layout.point_of(state.cursor))
        self._card.show_place(state, place, self._target(place, point))

    def _target(self, place: Place | None, point: QPoint) -> QRect:
        """Return what the card must not cover: the unit or cell at the point, else the point alone."""
        box = self._state.layout.box(place.layer) if place is not None else None
        if place is not None and box is not None and place.unit is not None:
            at = box.cell_rect(place.row, place.unit) if place.row is not None and box.lane.rows else None
            if place.row is None and place.unit in box.centers:
                at = box.unit_rect(place.unit)
            target = self._viewport.transform.mapRect(at).toAlignedRect() if at is not None else QRect()
            if target.contains(point):
                return target
        return QRect(point, QSize(1, 1))

    def _follow_cursor(self) -> None:
        self.cursor_moved.emit()
        self._show_card()
        if self._state.shown_units == MAPS:
            self._peek(self._state.cursor)

    def _peek_later(self, place: Place | None) -> None:
        """Show the map of a unit that is pointed at elsewhere in a moment, where units are maps."""
        if self._state.shown_units == MAPS and _is_unit(place):
            self._peeking.start()
        else:
            self.stop_peeking()

    def _peek(self, place: Place | None) -> None:
        if place is not None and _is_unit(place):
            self._peeks = True
            self.map_pointed.emit(place)
        else:
            self.stop_peeking()


def _is_unit(place: Place | None) -> bool:
    return place is not None and place.unit is not None and place.row is None
