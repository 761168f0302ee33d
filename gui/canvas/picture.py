"""The picture of the network, of which what stands still is kept between two steps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.paint.kept_pictures import KeptPictures, NothingKept
from gui.canvas.paint.lanes import paint_lanes
from gui.canvas.paint.marks import paint_cursor
from gui.canvas.paint.movement import paint_movement
from gui.canvas.viewport import Viewport
from gui.look import theme


class NetworkPicture:
    """Paint the network. Lanes, cards and captions are kept in a pixmap, the legend and other parts in their own.

    Attributes:
        in_turns: whether the maps change so often that their pictures may be painted one after another.
    """

    def __init__(self, state: CanvasState, viewport: Viewport) -> None:
        self._state, self._viewport = state, viewport
        self.in_turns = False
        self._still: QPixmap | None = None
        self._still_key: tuple[object, ...] = ()
        self._kept = KeptPictures()

    @property
    def unfinished(self) -> bool:
        """Whether a part of it waits to be painted anew."""
        return self._kept.unfinished

    def forget(self) -> None:
        """Paint everything the next time: the layout is another one."""
        self._still = None
        self._kept.forget()

    def paint(self, painter: QPainter, size: QSize, ratio: float) -> None:
        """Paint the network as it is now.

        Args:
            size: of the widget, in px.
            ratio: the screen's px per px of the widget.
        """
        self._kept.begin_frame(self.in_turns)
        painter.drawPixmap(0, 0, self._still_picture(size, ratio))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._viewport.transform, True)
        self._paint_what_moves(painter)

    def draw(self, painter: QPainter) -> None:
        """Paint the network as it is now, in lines and letters, for a file; nothing is kept."""
        kept, self._kept = self._kept, NothingKept()
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(self._viewport.transform, True)
            paint_lanes(painter, self._state)
            self._paint_what_moves(painter)
        finally:
            self._kept = kept

    def _paint_what_moves(self, painter: QPainter) -> None:
        if self._state.built:
            from gui.canvas.paint.live import paint_live  # needs numpy and matplotlib, which load later

            paint_live(painter, self._state, self._kept)
            self._paint_movement(painter)
        self._paint_legend(painter)
        paint_cursor(painter, self._state)

    def _paint_movement(self, painter: QPainter) -> None:
        """Paint how much each layer moves; that changes only a few times a second."""
        for box in self._state.layout.boxes:
            row, rect = self._state.rows.get(box.lane.name), box.movement
            if row is not None and rect.height() and not self._state.is_muted(box.lane):
                key, paint = (row, rect.getRect(), theme.current()), partial(paint_movement, row=row, rect=rect)
                self._kept.paint(painter, f"movement of {box.lane.name}", rect, key, paint)

    def _paint_legend(self, painter: QPainter) -> None:
        """Paint the legend, which says where the colours end: that changes more often than the lanes do."""
        state, rect = self._state, self._state.layout.legend
        if not rect.isEmpty() and any(map(state.has_weights, state.lanes)):
            from gui.canvas.paint.legend import legend_key, paint_legend  # needs numpy and matplotlib, which load later

            paint = partial(paint_legend, state=state)
            self._kept.paint(painter, "legend", rect, (*legend_key(state), rect.getRect()), paint)

    def _still_picture(self, size: QSize, ratio: float) -> QPixmap:
        """Return the picture of what stands still, painted again only if something in it changed."""
        state, viewport = self._state, self._viewport
        hovered = state.hovered if state.hovered is not None and state.hovered.unit is None else None
        key = (
            size,
            ratio,
            viewport.zoom,
            viewport.offset.toTuple(),
            theme.current(),
            state.place.layer,
            hovered,
            tuple(state.trainable(lane.name) for lane in state.lanes),
            (state.built, state.shown_units),
            state.clash,
            state.slow.still_key if state.slow is not None else (),
            state.collected,
        )
        if self._still is None or key != self._still_key:
            self._still_key = key
            self._still = self._paint_still(size, ratio)
        return self._still

    def _paint_still(self, size: QSize, ratio: float) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.current().color("bg.canvas"))
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(self._viewport.transform, True)
            paint_lanes(painter, self._state)
        return picture
