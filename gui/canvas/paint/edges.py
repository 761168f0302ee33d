"""Paints the weights as lines: the sign is the colour and the dash, the size is the width."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from core.snapshot.place import Place
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.geometry import Edge
from gui.look import theme
from gui.widgets.pens import pen

THINNEST, WIDEST = 0.8, 5.2
FAINTEST = 0.32
DASH, DASH_GAP = 8.0, 4.8
FADED_EDGE = 0.3
"""In slow motion, the opacity of a line that carries nothing now, as a share of its usual one."""


def paint_edges(painter: QPainter, state: CanvasState) -> None:
    """Thin ones first, so that what matters is on top."""
    weights: list[tuple[float, float, Edge]] = []
    kernels = {layer.name: layer.kernel.tolist() for layer in state.snapshot.columns} if state.snapshot else {}
    slow = state.slow
    if slow is not None:  # what the update has changed by then
        kernels |= {name: look.kernel.tolist() for name, look in slow.lanes.items() if look.tile == "new"}
    for edge in state.layout.edges:
        value = kernels[edge.place.layer or ""][edge.place.row or 0][edge.place.unit or 0]
        weights.append((abs(value), value, edge))
    weights.sort(key=_magnitude)
    scale = theme.current().scale
    for magnitude, value, edge in weights:
        share = min(1.0, magnitude / state.weight_limit) if math.isfinite(magnitude) else 1.0
        width = (THINNEST + (WIDEST - THINNEST) * share) * scale
        opacity = FAINTEST + (1 - FAINTEST) * share
        if slow is None:
            opacity = _emphasis(state, edge.place, opacity)
        elif edge.place.layer != slow.lit:
            opacity *= FADED_EDGE
        _paint_edge(painter, edge, value, width, opacity, scale)
    for place in (state.place, state.hovered, state.cursor):
        if place is not None and place.is_weight and (marked := state.layout.edge(place)) is not None:
            token = "focus" if place is state.cursor else "select"
            _outline_edge(painter, state, marked, token)


def _magnitude(entry: tuple[float, float, Edge]) -> float:
    return entry[0] if entry[0] == entry[0] else math.inf


def _emphasis(state: CanvasState, place: Place, opacity: float) -> float:
    """Edges into the selected unit come forward, all others step back, most of all those of no model."""
    box = state.layout.box(place.layer)
    if box is not None and state.is_muted(box.lane):
        opacity *= 0.4
    selected = state.place
    if selected.unit is None or selected.layer == state.lanes[0].name:
        return opacity
    into = place.layer == selected.layer and place.unit == selected.unit
    return min(1.0, opacity + 0.25) if into else opacity * 0.78


def _paint_edge(painter: QPainter, edge: Edge, value: float, width: float, opacity: float, scale: float) -> None:
    now = theme.current()
    if not math.isfinite(value):
        painter.setPen(pen("error.fg", 1.2 * scale, (2, 3)))
        painter.drawLine(edge.start, edge.end)
        return
    color = now.blended("data.pos" if value >= 0 else "data.neg", "bg.panel", opacity)
    line = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if value < 0:
        line.setDashPattern([DASH * scale / width, DASH_GAP * scale / width])  # in widths of the pen
    painter.setPen(line)
    painter.drawLine(edge.start, edge.end)


def _outline_edge(painter: QPainter, state: CanvasState, edge: Edge, token: str) -> None:
    scale = theme.current().scale
    painter.setPen(QPen(theme.current().color(token), 7 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(edge.start, edge.end)
    found = state.weight(edge.place)
    value = found[0] if found is not None else 0.0
    painter.setPen(QPen(theme.current().color("bg.panel"), 5 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(edge.start, edge.end)
    _paint_edge(painter, edge, value, 3 * scale, 1.0, scale)
