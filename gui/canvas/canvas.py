"""The canvas: clicks, hovering, the keyboard's cursor and the context menu on the picture of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from core.design.network_spec import NetworkSpec
from core.snapshot.place import NOWHERE, Place
from gui.canvas import cursor, place_words
from gui.canvas.hover_card import HoverCard
from gui.canvas.lane_menu import LaneMenu
from gui.canvas.picture import CanvasView
from gui.widgets.own_keys import keeps_key

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

HOVER_DELAY_MS = 150
DRAG_PX = 6
ARROWS = {
    Qt.Key.Key_Left: cursor.LEFT,
    Qt.Key.Key_Right: cursor.RIGHT,
    Qt.Key.Key_Up: cursor.UP,
    Qt.Key.Key_Down: cursor.DOWN,
}
OWN_KEYS = (*ARROWS, Qt.Key.Key_Space, Qt.Key.Key_Return)
BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class NetworkCanvas(CanvasView):
    """The network to click on.

    It takes the focus by Tab only, so that after a click the arrow keys still step the training. With the focus
    it has a cursor of its own, that the arrow keys walk over layers, units and weights.

    Signals:
        place_clicked(Place): a layer, unit or weight was clicked, or `NOWHERE` to let go.
        place_hovered(object): the Place under the mouse, or None.
        trainable_clicked(str): a layer's switch was clicked.
        commands_chosen(tuple): the commands of a line that was chosen in a lane's menu.
        build_asked(str): the layer of this name is to be built, for a number of inputs yet to be asked.
        input_asked(): a new Input is wanted, for a number yet to be asked.
        maths_asked(Place): a unit or weight was double-clicked: where do its numbers come from?
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)
    trainable_clicked = Signal(str)
    commands_chosen = Signal(object)
    build_asked = Signal(str)
    input_asked = Signal()
    maths_asked = Signal(object)

    def __init__(self, spec: NetworkSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self._mouse = QPoint()
        self._card = HoverCard(self)
        self._card_delay = QTimer(self, singleShot=True, interval=HOVER_DELAY_MS)
        self._card_delay.timeout.connect(self._show_card)
        self.retranslate()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        super().set_snapshot(snapshot)
        if self._card.isVisible():
            self._show_card()

    def set_place(self, place: Place) -> None:
        super().set_place(place)
        self._describe()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The network"))
        self._describe()
        self._arrange()

    @property
    def card_text(self) -> str:
        """What the hover card says, as rich text; empty while it is hidden."""
        return self._card.text if self._card.isVisible() else ""

    # ---- inside ---------------------------------------------------------------------------------------------

    def _switch_at(self, point: QPointF) -> str | None:
        """The layer whose trainable switch is at a point of the layout."""
        if not self.state.built:
            return None
        boxes = (b for b in self.state.layout.boxes if b.check_box.contains(point))
        return next((box.lane.name for box in boxes if self.state.can_switch(box.lane.name)), None)

    def _hover(self, place: Place | None, on_chip: bool = False) -> None:
        if place == self.state.hovered and on_chip == self.state.on_chip:
            if self._card.isVisible():
                self._show_card()
            return
        self.state.hovered, self.state.on_chip = place, on_chip
        self._card.hide()
        self._card_delay.start()
        self.place_hovered.emit(place)
        self.update()

    def _show_card(self) -> None:
        """The card of what is hovered, else of what the keyboard's cursor is on."""
        state = self.state
        place, point = state.hovered, self._mouse
        if place is None and state.cursor is not None:
            place = state.cursor
            box = state.layout.box(place.layer)
            if box is None or (not place.is_weight and place.unit is not None and place.unit not in box.centers):
                place = None
            else:
                point = self.center_of(place)
        facts = place_words.describe(state, place) if place is not None else None
        if facts is None:
            self._card.hide()
        else:
            self._card.show_facts(facts, point)

    def _below_cards(self, point: QPoint) -> QPoint:
        """Where a menu opens: not over the cards, which show what the menu's entries would collect."""
        cards = self._transform().map(self.state.layout.boxes[0].card.bottomRight())
        return QPoint(point.x(), max(point.y(), self.mapToGlobal(cards.toPoint()).y() + 2))

    def _is_ground(self, place: Place | None) -> bool:
        """Whether a place can be dragged: what is beside the lanes and, while zoomed in, a lane itself."""
        return place is None or (place.unit is None and self.zoomed)

    def _describe(self) -> None:
        """Tell a screen reader; not at each step, only when another place is meant."""
        self.setAccessibleDescription(place_words.read_aloud(self.state, self.state.cursor or self.state.place))

    def _move_cursor(self, direction: str) -> None:
        state = self.state
        state.cursor = cursor.move(state.lanes, state.cursor, direction, state.built)
        state.hovered = None
        self._arrange()
        self._describe()
        self._show_card()

    # ---- Qt -------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._mouse = event.position().toPoint()
        if self._pressed_at is not None:
            moved = self._mouse - self._pressed_at
            if self._dragging or moved.manhattanLength() > DRAG_PX:
                self._dragging = True
                self._pressed_at = self._mouse
                self.pan_by(QPointF(moved))
            return
        point = self.in_layout(event.position())
        if (name := self._switch_at(point)) is not None:
            self._hover(Place(name))
        else:
            box = next((box for box in self.state.layout.boxes if box.chip.contains(point)), None)
            place = self.state.layout.place_at(point, self.state.built) if box is None else Place(box.lane.name)
            self._hover(place, on_chip=box is not None)
        pointing = self.state.hovered is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self.in_layout(event.position())
        if (name := self._switch_at(point)) is not None:
            self.trainable_clicked.emit(name)
            return
        place = self.state.layout.place_at(point, self.state.built)
        if self._is_ground(place):
            self._pressed_at = event.position().toPoint()  # a click, or the beginning of a drag
        elif place is not None:
            self.place_clicked.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if self._pressed_at is not None and not self._dragging:
            place = self.state.layout.place_at(self.in_layout(event.position()), self.state.built)
            if place is not None:
                self.place_clicked.emit(place)
        self._pressed_at, self._dragging = None, False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        place = self.state.layout.place_at(self.in_layout(event.position()), self.state.built)
        if self._is_ground(place):
            self.fit()
        elif place is not None and place.unit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.maths_asked.emit(place)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.1 ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self._card_delay.stop()
        self._card.hide()
        self.state.hovered, self.state.on_chip = None, False
        self.place_hovered.emit(None)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        state = self.state
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = state.cursor if keyboard else state.layout.place_at(self.in_layout(QPointF(event.pos())), state.built)
        name = place.layer if place is not None and place.layer else ""
        menu = LaneMenu(state, name, self)
        menu.meant.connect(self.set_collected)
        chosen = menu.exec(self._below_cards(event.globalPos()))
        self.set_collected(None)
        if chosen is None:
            return
        if commands := menu.commands(chosen):
            self.commands_chosen.emit(commands)
        elif chosen is menu.build:
            self.build_asked.emit(name)
        elif chosen is menu.size:
            self.input_asked.emit()
        elif chosen is menu.select and place is not None:
            self.place_clicked.emit(place)
        elif chosen is menu.freeze:
            self.trainable_clicked.emit(name)
        elif chosen is menu.fit:
            self.fit()

    def event(self, event: QEvent) -> bool:
        # the arrows and Space are also shortcuts of the window; while the canvas has the focus they are its own
        return keeps_key(event, OWN_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        state, key = self.state, event.key()
        if key in ARROWS:
            self._move_cursor(ARROWS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and state.cursor is not None:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.maths_asked if shift else self.place_clicked).emit(state.cursor)
        elif key == Qt.Key.Key_Space and state.cursor is not None and state.can_switch(state.cursor.layer or ""):
            self.trainable_clicked.emit(state.cursor.layer)
        elif key == Qt.Key.Key_Escape:
            self.place_clicked.emit(NOWHERE)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        if event.reason() not in BY_KEYBOARD:
            return
        self.state.cursor = self.state.place if self.state.place.layer else Place(self.state.lanes[:2][-1].name)
        self._describe()
        self._arrange()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self.state.cursor = None
        self._card.hide()
        self.update()
