"""The map of the prediction as a thing to point at, click on and walk through; the canvas paints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from core.snapshot.place import Place
from gui.canvas import map_words
from gui.canvas.hover_card import HoverCard
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.viewport import Viewport
from gui.look import theme
from gui.widgets.own_keys import keeps_key

if TYPE_CHECKING:
    from gui.canvas.layout.canvas_maps import CanvasMaps

REACH = 6
"""How near to a sample's point a click or the pointer must be, in px."""

MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PredictionMap(QWidget):
    """Lie over the map of the prediction, invisible, and say what is meant by mouse and keys.

    With the focus it has a cursor, which the arrow keys move from one computed point to the next.

    Signals:
        entered(): the pointer came from the rest of the canvas.
        sample_chosen(int): a sample, by its row.
        place_clicked(Place): the output unit.
        opened(Place): show the output unit's map large.
        changed(): the picture is to be painted again.
    """

    entered = Signal()
    sample_chosen = Signal(int)
    place_clicked = Signal(object)
    opened = Signal(object)
    changed = Signal()

    def __init__(self, state: CanvasState, viewport: Viewport, card: HoverCard, canvas: QWidget) -> None:
        super().__init__(canvas, objectName="prediction_map")
        self._state, self._viewport, self._card = state, viewport, card
        self._cursor: tuple[int, int] | None = None  # row and column of a computed point
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        viewport.changed.connect(self.follow_layout)

    def follow_layout(self) -> None:
        """Lie where the map is now; hide where there is none."""
        box = self._box()
        self.setVisible(box is not None)
        if box is not None and box.map is not None:
            self.setGeometry(self._viewport.transform.mapRect(box.map.square).toAlignedRect())

    def describe(self) -> None:
        """Tell a screen reader what is shown."""
        self.setAccessibleName(map_words.read_aloud(self._state))

    def show_card(self) -> bool:
        """Show the card of what is pointed at, or under the keyboard's cursor; return False if that is nothing."""
        maps = self._maps
        spot = self._pointer or (self._place(self._cursor) if self._cursor is not None else None)
        if maps is None or spot is None:
            return False
        self._card.dismiss()
        sample = self._sample_near(spot) if self._pointer is not None else None
        if sample is not None:
            facts = map_words.sample_facts(self._state, sample)
        else:
            facts = map_words.point_facts(maps, *maps.input_at(spot.x(), spot.y()))
        self._card.show_facts(facts, QRect(self.mapToParent(self._in_widget(spot)), QSize(1, 1)))
        return True

    # ---- inside ---------------------------------------------------------------------------------------------

    @property
    def _maps(self) -> CanvasMaps | None:
        """The maps, if there is one of the prediction."""
        maps = self._state.maps
        return maps if maps is not None and maps.output is not None else None

    def _box(self) -> LaneBox | None:
        return next((box for box in self._state.layout.boxes if box.map is not None), None)

    def _place(self, point: tuple[int, int]) -> QPointF:
        """Return where a computed point is, as shares of the square; on a curve, at its height."""
        maps = self._maps
        assert maps is not None
        return QPointF(*maps.place_of_point(*point))

    def _in_widget(self, place: QPointF) -> QPoint:
        return QPointF(place.x() * self.width(), place.y() * self.height()).toPoint()

    def _share(self, point: QPointF) -> QPointF:
        return QPointF(point.x() / max(1, self.width()), point.y() / max(1, self.height()))

    def _sample_near(self, spot: QPointF, within: float | None = None) -> int | None:
        """Return the sample whose point is at a place; `within` as a share of the side."""
        maps = self._maps
        reach = theme.current().px(REACH) / max(1, self.width()) if within is None else within
        return maps.shown_samples.nearest(spot.x(), spot.y(), reach) if maps is not None else None

    def _output(self, box: LaneBox) -> Place:
        """Return what the map shows: a unit, or the whole layer if it shows all classes."""
        classes = self._state.snapshot is not None and self._state.snapshot.batch.classes
        return Place(box.lane.name, None if classes and box.beside else self._state.shown_output)

    def _move(self, step: tuple[int, int]) -> None:
        maps = self._maps
        if maps is None or self._cursor is None:
            return
        self._pointer = None
        rows, columns = maps.points.shape
        row, column = self._cursor[0] + step[0], self._cursor[1] + step[1]
        self._show_cursor((min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)))

    def _show_cursor(self, cursor: tuple[int, int] | None) -> None:
        """Put the keyboard's cursor on a computed point, and read it aloud; None takes it away."""
        self._cursor, maps = cursor, self._maps
        self._state.map_cursor = None if cursor is None or maps is None else maps.place_of_point(*cursor)
        if cursor is None or maps is None:
            self._card.dismiss()
        else:
            self.show_card()
            self.setAccessibleDescription(map_words.point_facts(maps, *cursor).read_aloud())
        self.changed.emit()

    # ---- Qt -------------------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 (Qt's name)
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = None
        if not self.show_card():
            self._card.dismiss()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.buttons():
            event.ignore()
            return
        self._pointer = self._share(event.position())
        self.show_card()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        box = self._box()
        if event.button() != Qt.MouseButton.LeftButton or box is None:
            event.ignore()
        elif (sample := self._sample_near(self._share(event.position()))) is not None:
            self.sample_chosen.emit(sample)
        else:
            self.place_clicked.emit(self._output(box))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if (box := self._box()) is not None:
            self.opened.emit(Place(box.lane.name, self._state.shown_output))

    def event(self, event: QEvent) -> bool:
        # the arrows are also shortcuts of the window; with the focus they are the map's own
        return keeps_key(event, (*MOVES, *ENTER)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        key, box = event.key(), self._box()
        if key in MOVES:
            self._move(MOVES[Qt.Key(key)])
        elif key in ENTER and box is not None and self._cursor is not None and self._maps is not None:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.opened.emit(Place(box.lane.name, self._state.shown_output))
            elif (sample := self._sample_near(self._place(self._cursor), within=2.0)) is not None:
                self.sample_chosen.emit(sample)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        place, maps = self._state.sample_place(), self._maps
        if maps is not None:
            self._show_cursor(maps.input_at(*(place or (0.5, 0.5))))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self._show_cursor(None)
