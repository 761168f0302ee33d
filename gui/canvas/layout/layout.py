"""Where everything on the canvas is, and what is under a point."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from core.snapshot.place import Place
from gui.canvas.layout.lane import LaneBox

EDGE_REACH = 5
"""Half the width of the zone around an edge in which a click hits it, in px."""


@dataclass(frozen=True)
class Edge:
    """The line of one weight, from rim to rim."""

    place: Place
    start: QPointF
    end: QPointF

    def distance(self, point: QPointF) -> float:
        """Return the distance of a point from the line, in px."""
        along = self.end - self.start
        length2 = QPointF.dotProduct(along, along) or 1.0
        share = min(1.0, max(0.0, QPointF.dotProduct(point - self.start, along) / length2))
        offset = point - self.start - along * share
        return float(QPointF.dotProduct(offset, offset) ** 0.5)


@dataclass(frozen=True)
class Layout:
    """The positions of everything.

    Attributes:
        boxes: one per layer, from the left.
        legend: the strip under the lanes.
        scaling: the slim lane of the layer that scales the inputs, between them and the first layer; empty without one.
        low: whether the canvas is so low that the cards lose a row.
        flow: the height of the row of marks and arrows between cards and units, in px; 0 without one.
        said: the height of the rows for tensors and calls, in the same gap.
    """

    boxes: tuple[LaneBox, ...]
    legend: QRectF
    low: bool
    flow: float = 0.0
    said: float = 0.0
    scaling: QRectF = field(default_factory=QRectF)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The lines between drawn units."""
        lines = []
        for left, right in zip(self.boxes, self.boxes[1:], strict=False):
            if not (right.lane.linked and right.lane.built):
                continue
            for row, start in left.centers.items():
                for unit, end in right.centers.items():
                    along = end - start
                    length = max(1.0, QPointF.dotProduct(along, along) ** 0.5)
                    along /= length
                    first, last = start + along * (left.rim(along) + 2), end - along * (right.rim(along) + 2)
                    lines.append(Edge(Place(right.lane.name, unit, row), first, last))
        return tuple(lines)

    @cached_property
    def _edges_by_place(self) -> dict[Place, Edge]:
        return {edge.place: edge for edge in self.edges}

    def edge(self, place: Place) -> Edge | None:
        """Return the line of a weight, if it is drawn."""
        return self._edges_by_place.get(place)

    def box(self, name: str | None) -> LaneBox | None:
        """Return the lane of a layer."""
        return next((box for box in self.boxes if box.lane.name == name), None)

    def place_at(self, point: QPointF, built: bool) -> Place | None:
        """Return what is under a point: a unit, a cell, the nearest edge within reach, a layer; or None.

        Args:
            point: in px.
            built: whether weights are drawn.
        """
        for box in self.boxes:
            for unit in box.centers:
                if box.holds(unit, point):
                    return Place(box.lane.name, unit)
            if box.map is not None and box.map.square.contains(point):
                return Place(box.lane.name, None if box.beside else 0)
            if (unit := next((one for one, rect in box.beside.items() if rect.contains(point)), None)) is not None:
                return Place(box.lane.name, unit)
            if (pixel := box.pixel_at(point)) is not None:
                return pixel
            if built and box.lane.built and box.lane.rows and (cell := box.cell_at(point)) is not None:
                return cell
        inside = next((box for box in self.boxes if box.rect.contains(point)), None)
        if inside is not None and inside.card.contains(point):
            return Place(inside.lane.name)
        if built and self.edges:
            nearest = min(self.edges, key=lambda edge: edge.distance(point))
            if nearest.distance(point) <= EDGE_REACH:
                return nearest.place
        return Place(inside.lane.name) if inside is not None else None

    def point_of(self, place: Place) -> QPointF:
        """Return the point to click for a place; a weight's point is in its cell.

        Raises:
            KeyError: it is not drawn.
        """
        box = self._drawn_box(place.layer)
        if place.row is not None and place.unit is not None:
            return box.cell_rect(place.row, place.unit).center()
        if place.unit is not None:
            return box.centers[place.unit]
        return QPointF(box.card.center().x(), box.card.top() + 12)

    def is_drawn(self, place: Place) -> bool:
        """Tell whether a place can be pointed at; a weight can if its lane is drawn."""
        box = self.box(place.layer)
        return box is not None and (place.is_weight or place.unit is None or place.unit in box.centers)

    def edge_point(self, place: Place, share: float) -> QPointF:
        """Return a point of a weight's line, 0 at its start and 1 at its end; a KeyError if it is not drawn."""
        edge = self._edges_by_place[place]
        return edge.start + (edge.end - edge.start) * share

    def switch_point(self, layer: str) -> QPointF:
        """Return the point of a layer's trainable switch; a KeyError if there is no such layer."""
        switch = self._drawn_box(layer).check_box
        return QPointF(switch.left() + 10, switch.center().y())

    def _drawn_box(self, name: str | None) -> LaneBox:
        box = self.box(name)
        if box is None:
            raise KeyError(name)
        return box
