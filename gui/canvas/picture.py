"""The picture of the network: state, layout, zoom and painting, without any interaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QSizeF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from core.design.network_spec import NetworkSpec
from core.snapshot.place import Place
from gui.canvas.layout.canvas_state import CanvasState, lanes_of_snapshot, lanes_of_spec
from gui.canvas.layout.geometry import arrange
from gui.canvas.paint.lanes import paint_lanes
from gui.canvas.paint.marks import paint_cursor
from gui.look import theme
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot
    from gui.canvas.layout.slow_look import SlowLook

SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 3.0


class CanvasView(Panel):
    """Draws the network. Lanes, cards and captions are kept in a pixmap; the rest is painted anew each time.

    Signals:
        painted(): the latest state is on the screen.
    """

    painted = Signal()

    def __init__(self, spec: NetworkSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="canvas")
        self.setMinimumSize(theme.current().px(360), theme.current().px(230))
        lanes = lanes_of_spec(spec)
        self.state = CanvasState(lanes, arrange(lanes, QSizeF(600, 400)))
        self._zoom, self._offset = 1.0, QPointF()
        self._still: QPixmap | None = None
        self._still_key: tuple[object, ...] = ()

    # ---- setters --------------------------------------------------------------------------------------------

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the network as it is now."""
        state, first = self.state, not self.state.built
        state.snapshot, before = snapshot, state.in_model
        state.sample = min(state.sample, snapshot.samples - 1)
        lanes = lanes_of_snapshot(snapshot)
        if lanes != state.lanes or first or state.in_model != before:
            state.lanes = lanes
            state.hovered = state.cursor = None  # it may not be there any more
            self._arrange()
        state.widen(snapshot)
        self.update()

    def set_place(self, place: Place) -> None:
        """Show what is selected."""
        self.state.place = place
        self._arrange()

    def set_clash(self, clash: tuple[str, int] | None) -> None:
        """Light up the axis of a layer's kernel that a batch with so many columns did not fit; None for none."""
        if clash != self.state.clash:
            self.state.clash = clash
            self.update()

    def set_collected(self, layers: frozenset[str] | None) -> None:
        """Bring out the layers that a model would collect; None for none."""
        if layers != self.state.collected:
            self.state.collected = layers
            self.update()

    def set_hovered(self, place: Place | None) -> None:
        """Show what is hovered elsewhere, e.g. in the inspector."""
        self.state.hovered = place
        self.update()

    def set_sample(self, sample: int) -> None:
        """Show the activations of a sample, 0-based."""
        snapshot = self.state.snapshot
        self.state.sample = sample if snapshot is None else min(sample, snapshot.samples - 1)
        if snapshot is not None:
            self.state.widen(snapshot)
        self.update()

    def set_slow(self, look: SlowLook | None) -> None:
        """Show a moment of slow motion, or with None the network as usual."""
        other = (look is None) != (self.state.slow is None)
        self.state.slow = look
        if other:
            self._arrange()
        self.update()

    def fit(self) -> None:
        """Show the whole network again."""
        self._zoom, self._offset = 1.0, QPointF()
        self.update()

    def zoom_by(self, factor: float, point: QPointF) -> None:
        """Zoom in or out, 50 % to 300 %, with what is at `point` staying there."""
        wanted = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, self._zoom * factor))
        fixed = self.in_layout(point)
        self._zoom = wanted
        self._offset = point - fixed * wanted
        self.update()

    def pan_by(self, offset: QPointF) -> None:
        """Move the picture."""
        self._offset += offset
        self.update()

    @property
    def zoomed(self) -> bool:
        return self._zoom != 1.0

    def restyle(self) -> None:
        self.setMinimumSize(theme.current().px(360), theme.current().px(230))
        self._arrange()

    # ---- places in px ---------------------------------------------------------------------------------------

    def center_of(self, place: Place) -> QPoint:
        """Where a click on a place goes, in the widget's px; a weight's place is its cell.

        Raises:
            KeyError: it is not drawn.
        """
        box = self.state.layout.box(place.layer)
        if box is None:
            raise KeyError(place)
        if place.row is not None and place.unit is not None:
            point = box.cell_rect(place.row, place.unit).center()
        elif place.unit is not None:
            point = box.centers[place.unit]
        else:
            point = QPointF(box.card.center().x(), box.card.top() + 12)
        return self._transform().map(point).toPoint()

    def lane_rect(self, layer: str) -> QRect | None:
        """Where a layer's lane is, in the widget's px; None if it is not drawn."""
        box = self.state.layout.box(layer)
        return self._transform().mapRect(box.rect).toRect() if box is not None else None

    def check_box_center(self, layer: str) -> QPoint:
        """Where a layer's trainable switch is, in the widget's px; a KeyError if there is no such layer."""
        box = self.state.layout.box(layer)
        if box is None:
            raise KeyError(layer)
        return self._transform().map(QPointF(box.check_box.left() + 10, box.check_box.center().y())).toPoint()

    def edge_point(self, place: Place, share: float = 0.5) -> QPoint:
        """A point of a weight's line, 0 at its start and 1 at its end; a KeyError if it is not drawn."""
        edge = self.state.layout.edge(place)
        if edge is None:
            raise KeyError(place)
        return self._transform().map(edge.start + (edge.end - edge.start) * share).toPoint()

    def in_layout(self, point: QPointF) -> QPointF:
        """A point of the widget in the layout's px."""
        inverse, _ = self._transform().inverted()
        return inverse.map(point)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        state = self.state
        focus, flow = state.cursor or state.place, state.slow is not None
        full = not state.in_model  # with a model the tensors are not the subject any more
        state.layout = arrange(state.lanes, QSizeF(self.size()), theme.current().scale, focus, flow, full)
        self._still = None
        self.update()

    def _transform(self) -> QTransform:
        return QTransform().translate(self._offset.x(), self._offset.y()).scale(self._zoom, self._zoom)

    def _still_picture(self) -> QPixmap:
        """What stands still, painted anew only when something in it changed."""
        state = self.state
        hovered = state.hovered if state.hovered is not None and state.hovered.unit is None else None
        trainable = tuple(state.trainable(lane.name) for lane in state.lanes)
        limits = (state.weight_limit, state.unit_limit, state.input_limit)
        where = (self.size(), self.devicePixelRatioF(), self._zoom, self._offset.toTuple())
        slow = state.slow.still_key if state.slow is not None else ()
        key = (
            *where,
            state.place.layer,
            hovered,
            trainable,
            limits,
            theme.current(),
            state.built,
            state.clash,
            slow,
            state.collected,
        )
        if self._still is None or key != self._still_key:
            self._still_key = key
            self._still = self._paint_still()
        return self._still

    def _paint_still(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.current().color("bg.canvas"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform(), True)
        paint_lanes(painter, self.state)
        if any(map(self.state.has_weights, self.state.lanes)):
            from gui.canvas.paint.legend import paint_legend  # needs numpy and matplotlib, which load later

            paint_legend(painter, self.state)
        painter.end()
        return picture

    # ---- Qt -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still_picture())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform(), True)
        if self.state.built:
            from gui.canvas.paint.live import paint_live  # needs numpy and matplotlib, which load later

            paint_live(painter, self.state)
        paint_cursor(painter, self.state)
        painter.end()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._arrange()
