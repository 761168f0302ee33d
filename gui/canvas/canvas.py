"""The canvas: the network as a picture to point at, click on and walk through by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.design.network_spec import NetworkSpec
from core.snapshot.place import Place
from gui.canvas import place_words
from gui.canvas.hover_card import HoverCard
from gui.canvas.keyboard import OWN_KEYS, CanvasKeyboard
from gui.canvas.lane_menu import LaneMenu
from gui.canvas.layout.canvas_state import CanvasState, lanes_of_spec
from gui.canvas.layout.geometry import arrange
from gui.canvas.mouse import CanvasMouse
from gui.canvas.picture import NetworkPicture
from gui.canvas.viewport import Viewport
from gui.look import theme
from gui.widgets.own_keys import keeps_key
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot
    from gui.canvas.layout.slow_look import SlowLook

BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class NetworkCanvas(Panel):
    """The network to click on.

    It takes the focus by Tab only, so that after a click the arrow keys still step the training. With the focus it has
    a cursor of its own, which the arrow keys move over layers, units and weights.

    Signals:
        place_clicked(Place): a layer, unit or weight was clicked, or `NOWHERE` to deselect.
        place_hovered(object): the Place under the mouse, or None.
        trainable_clicked(str): a layer's switch was clicked.
        commands_chosen(tuple): the commands of a line that was chosen in a lane's menu.
        build_asked(str): build the layer of this name, after asking for a number of inputs.
        input_asked(): make a new Input, after asking for its number.
        maths_asked(Place): a unit or weight was double-clicked: show where its numbers come from.
        painted(): the latest state is on the screen.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)
    trainable_clicked = Signal(str)
    commands_chosen = Signal(object)
    build_asked = Signal(str)
    input_asked = Signal()
    maths_asked = Signal(object)
    painted = Signal()

    def __init__(self, spec: NetworkSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        lanes = lanes_of_spec(spec)
        self.state = CanvasState(lanes, arrange(lanes, QSizeF(600, 400)))
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self.update)
        self._picture = NetworkPicture(self.state, self.viewport)
        self._card = HoverCard(self)
        self._card.due.connect(self._show_card)
        self._mouse = CanvasMouse(self.state, self.viewport, self)
        self._mouse.pointed_at.connect(self._point_at)
        self._keyboard = CanvasKeyboard(self.state, self)
        self._keyboard.moved.connect(self._follow_cursor)
        for input_ in (self._mouse, self._keyboard):
            input_.place_clicked.connect(self.place_clicked)
            input_.trainable_clicked.connect(self.trainable_clicked)
            input_.maths_asked.connect(self.maths_asked)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The network"))
        self._describe()
        self._lay_out()

    def restyle(self) -> None:
        self.setMinimumSize(theme.current().px(360), theme.current().px(230))
        self._lay_out()

    # ---- setters --------------------------------------------------------------------------------------------

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the network as it is now."""
        if self.state.show(snapshot):
            self._lay_out()
        self.update()
        if self._card.isVisible():
            self._show_card()

    def set_place(self, place: Place) -> None:
        """Show the selected place."""
        self.state.place = place
        self._lay_out()
        self._describe()

    def set_clash(self, clash: tuple[str, int] | None) -> None:
        """Highlight a layer's kernel axis that a batch with so many columns did not match; None for none."""
        if clash != self.state.clash:
            self.state.clash = clash
            self.update()

    def set_collected(self, layers: frozenset[str] | None) -> None:
        """Highlight the layers that a model would collect; None for none."""
        if layers != self.state.collected:
            self.state.collected = layers
            self.update()

    def set_hovered(self, place: Place | None) -> None:
        """Show a place that is hovered elsewhere, e.g. in the inspector."""
        self.state.hovered = place
        self.update()

    def set_sample(self, sample: int) -> None:
        """Show the activations of a sample, 0-based."""
        self.state.show_sample(sample)
        self.update()

    def set_slow(self, look: SlowLook | None) -> None:
        """Show a moment of slow motion, or with None the network as usual."""
        if self.state.show_slow(look):
            self._lay_out()
        self.update()

    def show_whole(self) -> None:
        """Show the whole network again."""
        self.viewport.reset()

    def zoom_by(self, factor: float, point: QPointF) -> None:
        """Zoom in or out, 50 % to 300 %, keeping what is at `point` in place."""
        self.viewport.zoom_by(factor, point)

    def pan_by(self, offset: QPointF) -> None:
        """Move the picture."""
        self.viewport.pan_by(offset)

    @property
    def zoomed(self) -> bool:
        return self.viewport.zoomed

    # ---- places in px ---------------------------------------------------------------------------------------

    def center_of(self, place: Place) -> QPoint:
        """Return the point to click for a place, in the widget's px; a KeyError if it is not drawn."""
        return self.viewport.to_widget(self.state.layout.point_of(place))

    def lane_rect(self, layer: str) -> QRect | None:
        """Return a layer's lane, in the widget's px; None if it is not drawn."""
        box = self.state.layout.box(layer)
        return self.viewport.transform.mapRect(box.rect).toRect() if box is not None else None

    def check_box_center(self, layer: str) -> QPoint:
        """Return the point of a layer's trainable switch, in the widget's px; a KeyError if there is no such layer."""
        return self.viewport.to_widget(self.state.layout.switch_point(layer))

    def edge_point(self, place: Place, share: float = 0.5) -> QPoint:
        """Return a point of a weight's line, 0 at its start and 1 at its end; a KeyError if it is not drawn."""
        return self.viewport.to_widget(self.state.layout.edge_point(place, share))

    def in_layout(self, point: QPointF) -> QPointF:
        """Convert a point of the widget to the layout's px."""
        return self.viewport.to_layout(point)

    @property
    def card_text(self) -> str:
        """The text of the hover card, as rich text; empty while it is hidden."""
        return self._card.text

    # ---- inside ---------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.state.lay_out(QSizeF(self.size()))
        self._picture.forget()
        self.update()

    def _point_at(self, place: Place | None, on_chip: bool) -> None:
        if self.state.point_at(place, on_chip):
            self._card.announce()
            self.place_hovered.emit(place)
            self.update()
        elif self._card.isVisible():
            self._show_card()
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)

    def _show_card(self) -> None:
        """Show the card of the hovered place, else of the place under the keyboard cursor."""
        state = self.state
        place, point = state.hovered, self._mouse.position
        if place is None and state.cursor is not None and state.layout.is_drawn(state.cursor):
            place, point = state.cursor, self.center_of(state.cursor)
        self._card.show_place(state, place, point)

    def _describe(self) -> None:
        """Tell a screen reader about the place, but only when it changes, not at each step."""
        self.setAccessibleDescription(place_words.read_aloud(self.state, self.state.cursor or self.state.place))

    def _follow_cursor(self) -> None:
        self._lay_out()
        self._describe()
        self._show_card()

    def _below_cards(self, point: QPoint) -> QPoint:
        """Return where a menu opens: below the cards, which show what the menu's entries would collect."""
        cards = self.viewport.to_widget(self.state.layout.boxes[0].card.bottomRight())
        return QPoint(point.x(), max(point.y(), self.mapToGlobal(cards).y() + 2))

    # ---- Qt -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        self._picture.paint(painter, self.size(), self.devicePixelRatioF())
        painter.end()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._mouse.move(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._mouse.press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        self._mouse.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self._card.dismiss()
        self.state.point_at(None)
        self.place_hovered.emit(None)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.state.cursor if by_keyboard else self.state.place_at(self.in_layout(QPointF(event.pos())))
        menu = LaneMenu(self.state, place, self)
        menu.meant.connect(self.set_collected)
        menu.commands_chosen.connect(self.commands_chosen)
        menu.build_asked.connect(self.build_asked)
        menu.input_asked.connect(self.input_asked)
        menu.place_chosen.connect(self.place_clicked)
        menu.trainable_chosen.connect(self.trainable_clicked)
        menu.whole_asked.connect(self.show_whole)
        menu.ask(self._below_cards(event.globalPos()))

    def event(self, event: QEvent) -> bool:
        # the arrows and Space are also shortcuts of the window; while the canvas has the focus they are its own
        return keeps_key(event, OWN_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if not self._keyboard.press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        if event.reason() in BY_KEYBOARD:
            self._keyboard.enter()
            self._describe()
            self._lay_out()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self.state.cursor = None
        self._card.hide()
        self.update()
