"""Where a layer of several outputs shows them: a row for each, the map below, and the result beside the kernel."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gui.canvas.layout.lane import Lane
from gui.canvas.layout.map_box import MapBox, place_map

MOST_ROOMY, MOST_ROWS = 4, 10
"""Up to how many outputs a row has a second line, if there is room, and up to how many there are rows at all."""

PITCHES, LOW_PITCH = (37, 31), 24
"""The heights of rows with a second line, and of those without, in px."""

SECOND_LINE_FROM = 28
UNIT_LEFT, UNIT_GAP, TEXT_GAP = 10, 5, 7
"""The room left of the units, between two of them, and right of them, in px."""

TOP, MAP_ABOVE = 3, 3
RESULT_GAP, SMALLEST_RESULT = 5, (50, 40)
"""The gap between the kernel and the result, and the least width and height of the latter, in px."""


@dataclass(frozen=True)
class OutputRows:
    """Positions in px.

    Attributes:
        centers: of the units.
        diameter: of the units.
        beside: what is at the right of each unit, for its name and its value.
        roomy: whether a row has two lines.
        map: where the map stands; None without room.
    """

    centers: dict[int, QPointF]
    diameter: float
    beside: dict[int, QRectF]
    roomy: bool
    map: MapBox | None


def has_rows(lane: Lane) -> bool:
    """Return whether a layer shows its outputs in rows."""
    return lane.output and lane.named and 1 < lane.units <= MOST_ROWS


def place_rows(lane: Lane, zone: QRectF, scale: float, growth: float) -> OutputRows | None:
    """Return where the outputs stand; None if there is too little room for rows.

    The map comes before the second lines: where both do not fit, rows get lower.

    Args:
        lane: one that has rows.
        zone: the room for the units.
        scale: factor on all fixed sizes.
        growth: factor on units and maps of a large canvas.
    """
    pitches = [*(PITCHES if lane.units <= MOST_ROOMY else ()), LOW_PITCH]
    heights = [pitch * scale * growth for pitch in pitches]
    fitting = [height for height in heights if TOP * scale + height * lane.units <= zone.height()]
    if not fitting:
        return None
    with_map = ((height, _map(zone, lane.units * height, scale, growth)) for height in fitting)
    pitch, map_box = next(((height, box) for height, box in with_map if box is not None), (fitting[0], None))
    diameter = min(pitch - UNIT_GAP * scale, 32 * scale * growth)
    left, top = zone.left() + UNIT_LEFT * scale, zone.top() + TOP * scale
    centers = {unit: QPointF(left + diameter / 2, top + (unit + 0.5) * pitch) for unit in range(lane.units)}
    beside = {}
    for unit, center in centers.items():
        text_left = center.x() + diameter / 2 + TEXT_GAP * scale
        height = pitch - 3 * scale
        beside[unit] = QRectF(text_left, center.y() - height / 2, zone.right() - 8 * scale - text_left, height)
    return OutputRows(centers, diameter, beside, pitch >= SECOND_LINE_FROM * scale * growth, map_box)


def place_result(lane: QRectF, kernel: QRectF, scale: float) -> QRectF:
    """Return where the result of a sample is written: at the right of the kernel; empty without room."""
    left = kernel.right() + RESULT_GAP * scale
    rect = QRectF(left, kernel.top(), lane.right() - 4 * scale - left, lane.bottom() - 4 * scale - kernel.top())
    return (
        rect if rect.width() >= SMALLEST_RESULT[0] * scale and rect.height() >= SMALLEST_RESULT[1] * scale else QRectF()
    )


def _map(zone: QRectF, rows: float, scale: float, growth: float) -> MapBox | None:
    below = zone.adjusted(0, rows + TOP * scale, 0, 0)
    return place_map(below, 0, scale, alone=False, card_first=False, growth=growth, above=MAP_ABOVE * scale)
