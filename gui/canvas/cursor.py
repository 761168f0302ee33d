"""The keyboard cursor's way through the canvas: down a lane from card to units to weights, and sideways."""

from __future__ import annotations

from core.snapshot.place import BIAS, Place
from gui.canvas.layout.lane import Lane

LEFT, RIGHT, UP, DOWN = "left", "right", "up", "down"


def move(lanes: tuple[Lane, ...], cursor: Place | None, direction: str, built: bool) -> Place:
    """Return the cursor's next place (`cursor` is None if it had none). Weights are reached only when built."""
    names = [lane.name for lane in lanes]
    if cursor is None or cursor.layer not in names:
        return Place(names[min(1, len(names) - 1)])
    index = names.index(cursor.layer)
    lane = lanes[index]
    if direction in (UP, DOWN):
        stops = _stops(lane, cursor.unit or 0, built)
        at = _position(stops, cursor)
        return stops[min(max(at + (1 if direction == DOWN else -1), 0), len(stops) - 1)]
    step = 1 if direction == RIGHT else -1
    if cursor.is_weight and 0 <= (cursor.unit or 0) + step < lane.units:
        return Place(lane.name, (cursor.unit or 0) + step, cursor.row)
    neighbour = lanes[min(max(index + step, 0), len(lanes) - 1)]
    return cursor if neighbour is lane else _nearest(neighbour, cursor, step)


def _stops(lane: Lane, column: int, built: bool) -> list[Place]:
    """Return the places of one lane from the top; of the weights, those in one column."""
    stops = [Place(lane.name), *(Place(lane.name, unit) for unit in range(lane.units))]
    if built and lane.built and lane.rows:
        stops += [Place(lane.name, column, row) for row in range(lane.rows)]
        stops += [Place(lane.name, column, BIAS)] if lane.bias else []
    return stops


def _position(stops: list[Place], cursor: Place) -> int:
    return stops.index(cursor) if cursor in stops else 0


def _nearest(lane: Lane, cursor: Place, step: int) -> Place:
    """Return the place in a neighbouring lane at the same height."""
    if cursor.unit is None:
        return Place(lane.name)
    if cursor.row is None or not (lane.rows and lane.built) or (cursor.row == BIAS and not lane.bias):
        return Place(lane.name, min(cursor.unit, lane.units - 1))
    return Place(lane.name, 0 if step > 0 else lane.units - 1, min(cursor.row, lane.rows - 1))
