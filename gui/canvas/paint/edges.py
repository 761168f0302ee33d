"""Painting of the weights as lines: colour and dash show the sign, the width shows the size."""

from __future__ import annotations

import math
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.canvas.layout.canvas_state import MAPS, CanvasState
from gui.canvas.layout.layout import Edge
from gui.look.theme import RAMP_STEPS, Theme, per_theme

THINNEST, WIDEST = 0.8, 5.2
FAINTEST = 0.32
DASH, DASH_GAP = 8.0, 4.8
LIFT = 0.25
"""The opacity that the selected unit's incoming lines gain."""

MUTED_EDGE, OTHER_EDGE = 0.4, 0.78
"""The opacity of a line outside the model, and of one that ends in another unit than the selected one, as a share."""

BEHIND_MAPS = 0.8
"""The opacity of a line between units that are maps, as a share."""

FADED_EDGE = 0.3
"""In slow motion, the opacity of a line that carries nothing now, as a share of the usual."""


class EdgeKit:
    """The pens and colours of lines in one theme."""

    def __init__(self, now: Theme) -> None:
        self.scale = now.scale
        self.positive, self.negative = now.ramp("data.pos", "bg.panel"), now.ramp("data.neg", "bg.panel")
        self.not_finite = now.pen("error.fg", 1.2 * now.scale, (2, 3))
        self.ground = now.color("bg.panel")
        self.selected, self.cursor = now.color("select"), now.color("focus")
        self._pens: dict[tuple[bool, int, int], QPen] = {}

    def pen(self, value: float, width: float, opacity: float) -> QPen:
        """Return the pen of a weight's line; `width` in px as they are painted, to a sixteenth."""
        if not math.isfinite(value):
            return self.not_finite
        key = (value < 0, round(width * 16), round(opacity * RAMP_STEPS))
        if key not in self._pens:
            self._pens[key] = self._made(*key)
        return self._pens[key]

    def _made(self, negative: bool, sixteenths: int, entry: int) -> QPen:
        color, width = (self.negative if negative else self.positive)[entry], sixteenths / 16
        pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        if negative:
            pen.setDashPattern([DASH * self.scale / width, DASH_GAP * self.scale / width])  # in widths of the pen
        return pen


edge_kit = per_theme(EdgeKit)


def paint_edges(painter: QPainter, state: CanvasState) -> None:
    """Paint the lines, thin ones first, so that large weights are on top."""
    kit, limit, emphasis = edge_kit(), state.limits.weights, _emphasis(state)
    for magnitude, value, edge in _from_thin_to_thick(state):
        share = min(1.0, magnitude / limit)
        width = (THINNEST + (WIDEST - THINNEST) * share) * kit.scale
        factor, lift = emphasis[edge.place.layer, edge.place.unit]
        opacity = min(1.0, (FAINTEST + (1 - FAINTEST) * share) * factor + lift)
        painter.setPen(kit.pen(value, width, opacity))
        painter.drawLine(edge.start, edge.end)
    for place in (state.place, state.hovered, state.cursor):
        if place is not None and place.is_weight and (marked := state.layout.edge(place)) is not None:
            _outline_edge(painter, kit, state, marked, kit.cursor if place is state.cursor else kit.selected)


def _from_thin_to_thick(state: CanvasState) -> list[tuple[float, float, Edge]]:
    """Return size, value and line of every weight that is a line, sorted by size. NaN counts as the largest."""
    kernels = {layer.name: layer.kernel.tolist() for layer in state.snapshot.columns} if state.snapshot else {}
    if state.slow is not None:  # what the update has changed by then
        kernels |= {name: look.kernel.tolist() for name, look in state.slow.lanes.items() if look.tile == "new"}
    weights: list[tuple[float, float, Edge]] = []
    for edge in state.layout.edges:
        value = kernels[edge.place.layer or ""][edge.place.row or 0][edge.place.unit or 0]
        weights.append((abs(value) if value == value else math.inf, value, edge))
    weights.sort(key=itemgetter(0))
    return weights


def _emphasis(state: CanvasState) -> dict[tuple[str | None, int | None], tuple[float, float]]:
    """Return the factor for the opacity of the lines into each unit, and what is added to it then.

    Lines into the selected unit come forward, all others step back, most of all those of no model. In slow motion only
    the lines that carry something now keep their opacity.
    """
    slow, selected = state.slow, state.place
    chosen = slow is None and selected.unit is not None and selected.layer != state.lanes[0].name
    emphasis: dict[tuple[str | None, int | None], tuple[float, float]] = {}
    for box in state.layout.boxes:
        name = box.lane.name
        factor = (MUTED_EDGE if state.is_muted(box.lane) else 1.0) * (BEHIND_MAPS if state.shown_units == MAPS else 1.0)
        if slow is not None:
            factor = 1.0 if name == slow.lit else FADED_EDGE
        for unit in box.centers:
            emphasis[name, unit] = (factor * OTHER_EDGE if chosen else factor, 0.0)
        if chosen and name == selected.layer:
            emphasis[name, selected.unit] = (factor, LIFT)
    return emphasis


def _outline_edge(painter: QPainter, kit: EdgeKit, state: CanvasState, edge: Edge, color: QColor) -> None:
    found = state.weight(edge.place)
    value = found[0] if found is not None else 0.0
    around = QPen(color, 7 * kit.scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    between = QPen(kit.ground, 5 * kit.scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    for pen in (around, between, kit.pen(value, 3 * kit.scale, 1.0)):
        painter.setPen(pen)
        painter.drawLine(edge.start, edge.end)
