"""The canvas: the network as a picture to point at, click on and walk through by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSizeF, Qt, QTimer, Signal
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
from gui.canvas.canvas_input import CanvasInput
from gui.canvas.cross_fade import CrossFade
from gui.canvas.keyboard import OWN_KEYS
from gui.canvas.layout.canvas_state import CanvasState, lanes_of_spec
from gui.canvas.layout.geometry import arrange
from gui.canvas.picture import NetworkPicture
from gui.canvas.viewport import Viewport
from gui.look import theme
from gui.widgets.own_keys import keeps_key
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.response import ResponseMaps, Slice
    from core.snapshot.snapshot import Snapshot
    from gui.canvas.layout.movement_row import MovementRow
    from gui.canvas.layout.slow_look import SlowLook

SOON_MS = 50
"""What need not be seen at once is painted with the next frame or, where none comes, after this time."""

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
        sample_chosen(int): the point of a sample was clicked.
        map_asked(Place): show a unit's map large.
        map_pointed(object): show the map of a Place while it is pointed at, or with None no more.
        painted(): the latest state is on the screen.
    """

    painted = Signal()

    def __init__(self, spec: NetworkSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="canvas")
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the picture fills it
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        lanes = lanes_of_spec(spec)
        self._presenting = False
        self.state = CanvasState(lanes, arrange(lanes, QSizeF(600, 400)))
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self.update)
        self._picture = NetworkPicture(self.state, self.viewport)
        self._fade = CrossFade(self, self._picture.paint)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.update)
        self._input = given = CanvasInput(self.state, self.viewport, self)
        given.changed.connect(self.update)
        given.cursor_moved.connect(self._follow_cursor)
        self.place_clicked, self.place_hovered, self.maths_asked = (
            given.place_clicked,
            given.place_hovered,
            given.maths_asked,
        )
        self.trainable_clicked, self.commands_chosen = given.trainable_clicked, given.commands_chosen
        self.build_asked, self.input_asked = given.build_asked, given.input_asked
        self.sample_chosen, self.map_asked, self.map_pointed = given.sample_chosen, given.map_asked, given.map_pointed
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The network"))
        self._describe()
        self._input.map.describe()
        self._lay_out()

    def restyle(self) -> None:
        self.setMinimumSize(theme.current().px(360), theme.current().px(230))
        self.state.renew_maps()
        self._lay_out()

    # ---- setters --------------------------------------------------------------------------------------------

    def set_snapshot(self, snapshot: Snapshot, fade: bool = False) -> None:
        """Draw the network as it is now, at once or by a cross-fade."""
        if fade:
            self._fade.begin()
        if self.state.show(snapshot):
            self._input.stop_peeking()  # what was pointed at may not be there any more
            self._lay_out()
        self.update()
        self._input.renew_card()

    def set_place(self, place: Place) -> None:
        """Show the selected place."""
        self.state.place = place
        if self.state.maps is not None and self.state.maps.unit != self.state.shown_output:
            self.state.renew_maps()
        self._lay_out()
        self._describe()

    def set_clash(self, clash: tuple[str, int] | None) -> None:
        """Highlight a layer's kernel axis that a batch with so many columns did not match; None for none."""
        if clash != self.state.clash:
            self.state.clash = clash
            self.update()

    def set_hovered(self, place: Place | None) -> None:
        """Show a place that is hovered elsewhere, e.g. in the inspector."""
        self.state.hovered = place
        self.update()

    def set_sample(self, sample: int) -> None:
        """Show the activations of a sample, 0-based."""
        self.state.show_sample(sample)
        self.update()

    def set_maps(self, points: Slice | None, maps: ResponseMaps | None, announce: bool = True) -> None:
        """Show what the network returns over a slice through its inputs.

        Args:
            points: the slice, or None for no maps.
            maps: the latest answer, or None without a model.
            announce: whether a screen reader is told; not while it changes by itself: then they are also painted lane
                by lane over some frames.
        """
        self._picture.in_turns = not announce
        self.state.show_maps(points, maps)
        if announce:
            self._input.map.describe()
        self.update()
        self._input.renew_card()

    def set_movement(self, rows: Mapping[str, MovementRow]) -> None:
        """Say on the cards how much the layers move, or that they stand still."""
        self.state.rows = rows
        self.update()

    def set_changed_most(self, cells: Mapping[str, tuple[tuple[int, int], ...]] | None) -> None:
        """Mark cells of the layers' tiles; with None there are no such marks to explain."""
        self.state.changed_most = cells
        self._soon.start()

    def set_units(self, mode: str) -> None:
        """Show numbers, maps or gradients in the units, see `canvas_state.UNIT_MODES`."""
        self._input.stop_peeking()
        self.state.units = mode
        self._lay_out()

    def set_presenting(self, on: bool) -> None:
        """Leave out the tiles under units that are maps, or show them."""
        self._presenting = on
        self._lay_out()

    def set_slow(self, look: SlowLook | None) -> None:
        """Show a moment of slow motion, or with None the network as usual."""
        if self.state.show_slow(look):
            self._lay_out()
        self.update()

    def show_whole(self) -> None:
        """Show the whole network again."""
        self.viewport.reset()

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

    def check_box_rect(self, layer: str) -> QRect | None:
        """Return the place of a layer's trainable switch, in the widget's px; None if it is not to be seen."""
        lane = self.state.layout.box(layer)
        box = self.viewport.transform.mapRect(lane.check_box).toRect() if lane is not None else None
        return box if box is not None and self.rect().contains(box) else None

    def edge_point(self, place: Place, share: float = 0.5) -> QPoint:
        """Return a point of a weight's line, 0 at its start and 1 at its end; a KeyError if it is not drawn."""
        return self.viewport.to_widget(self.state.layout.edge_point(place, share))

    @property
    def card_text(self) -> str:
        """The text of the hover card, as rich text; empty while it is hidden."""
        return self._input.card_text

    # ---- inside ---------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.state.lay_out(QSizeF(self.size()), self._presenting)
        self._input.map.follow_layout()
        self._picture.forget()
        self._fade.end()
        self.update()

    def _describe(self) -> None:
        """Tell a screen reader about the place, but only when it changes, not at each step."""
        self.setAccessibleDescription(place_words.read_aloud(self.state, self.state.cursor or self.state.place))

    def _follow_cursor(self) -> None:
        self._lay_out()
        self._describe()

    # ---- Qt -------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter) -> None:
        """Paint the network in lines and letters, for a file."""
        self._picture.draw(painter)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        with QPainter(self) as painter:
            self._picture.paint(painter, self.size(), self.devicePixelRatioF())
        if self._picture.unfinished:
            self._soon.start()
        else:
            self._soon.stop()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._input.mouse.move(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._input.mouse.press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._input.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._input.mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        self._input.mouse.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self._input.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        self._input.open_menu(event)

    def event(self, event: QEvent) -> bool:
        # the arrows and Space are also shortcuts of the window; while the canvas has the focus they are its own
        return keeps_key(event, OWN_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if not self._input.keyboard.press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        if event.reason() in BY_KEYBOARD:
            self._input.keyboard.enter()
            self._describe()
            self._lay_out()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self._input.lose_focus()
