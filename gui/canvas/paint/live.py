"""Painting of what moves while the network learns, from the back to the front."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.paint.edges import paint_edges
from gui.canvas.paint.tiles import paint_tiles
from gui.canvas.paint.units import paint_result, paint_units

MUTED = 0.45
"""The opacity of a layer that the model does not contain."""


def paint_live(painter: QPainter, state: CanvasState) -> None:
    """Paint everything that depends on the numbers of a built network."""
    paint_edges(painter, state)
    for box in state.layout.boxes:
        look = state.look(box.lane.name)
        painter.setOpacity(MUTED if state.is_muted(box.lane) else 1.0 if look is None else look.opacity)
        paint_units(painter, state, box)
        if state.has_weights(box.lane):
            paint_tiles(painter, state, box)
    painter.setOpacity(1.0)
    paint_result(painter, state)
