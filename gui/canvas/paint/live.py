"""Painting of what moves while the network learns, from the back to the front."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QPainter

from gui.canvas.layout.canvas_state import MAPS, CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.outputs.counts import has_counts, paint_counts
from gui.canvas.outputs.result import paint_result
from gui.canvas.outputs.rows import paint_rows
from gui.canvas.paint.edges import paint_edges
from gui.canvas.paint.kept_pictures import KeptPictures
from gui.canvas.paint.marks import lane_ground, mark_kit, paint_unit_indices
from gui.canvas.paint.prediction import (
    foot_area,
    map_area,
    paint_all_samples,
    paint_map_words,
    paint_prediction,
    paint_sample_picture,
    words_key,
)
from gui.canvas.paint.tiles import paint_scaling, paint_tiles
from gui.canvas.paint.unit_maps import paint_unit_maps, units_area
from gui.canvas.paint.unit_names import paint_unit_names
from gui.canvas.paint.units import paint_unit_rings, paint_units
from gui.look import theme

MUTED = 0.45
"""The opacity of a layer that the model does not contain."""


def paint_live(painter: QPainter, state: CanvasState, kept: KeptPictures) -> None:
    """Paint everything that depends on the numbers of a built network."""
    paint_edges(painter, state)
    for box in state.layout.boxes:
        look = state.look(box.lane.name)
        painter.setOpacity(MUTED if state.is_muted(box.lane) else 1.0 if look is None else look.opacity)
        if box.map is None or not box.map.alone:
            _paint_lane_units(painter, state, box, kept)
            ground = lane_ground(state, box)
            indices = partial(paint_unit_indices, kit=mark_kit(), box=box, ground=ground)
            key = (ground, theme.current(), tuple(box.centers))
            if not box.beside:
                kept.paint(painter, f"indices {box.lane.name}", units_area(box), key, indices)
        if state.has_weights(box.lane) and box.kernel.height():
            paint_tiles(painter, state, box)
    painter.setOpacity(1.0)
    paint_scaling(painter, state)
    paint_result(painter, state)
    _paint_maps(painter, state, kept)


def _paint_lane_units(painter: QPainter, state: CanvasState, box: LaneBox, kept: KeptPictures) -> None:
    if box.beside:
        paint_rows(painter, state, box)
    if not box.squares or state.shown_units != MAPS:
        paint_units(painter, state, box, kept.stamps)
        paint_unit_names(painter, state, box)
        return
    layer = state.layer(box.lane.name)
    dead = layer.dead_units if layer is not None else ()
    key = (state.shown_sample, theme.current(), dead, tuple(box.centers))
    paint = partial(paint_unit_maps, state=state, box=box)
    kept.paint(painter, f"units {box.lane.name}", units_area(box), key, paint, news=state.maps)
    paint_unit_rings(painter, state, box)


def _paint_maps(painter: QPainter, state: CanvasState, kept: KeptPictures) -> None:
    """Paint the map of the prediction and the picture of all samples; they change only with the maps."""
    key = (state.shown_sample, theme.current())
    for box in state.layout.boxes:
        if box.map is not None:
            ground, area = lane_ground(state, box), map_area(box)
            paint = partial(paint_prediction, state=state, box=box.map)
            kept.paint(painter, "map", area, (*key, state.map_cursor, box.map), paint, news=state.maps)
            words = partial(paint_map_words, state=state, box=box.map, ground=ground)
            kept.paint(painter, "words of the map", area, (*words_key(state, ground), theme.current(), box.map), words)
            if box.map.alone:
                paint_unit_rings(painter, state, box)
        if box.picture.width():
            paint_sample_picture(painter, state, box)
        elif has_counts(state) and box is state.layout.boxes[0] and box.rect.bottom() - box.caption.bottom() > 0:
            paint = partial(paint_counts, state=state, box=box)
            kept.paint(painter, "counts", foot_area(box), (state.maps, theme.current(), box.rect.getRect()), paint)
        elif box.samples.width():
            paint = partial(paint_all_samples, state=state, box=box)
            every = state.maps.every if state.maps is not None else None  # the same at every refresh of one slice
            kept.paint(painter, "samples", foot_area(box), (every, *key, box.samples.getRect()), paint)
