"""Where the map of the prediction stands in the lane of the output: under its one unit, or in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

LARGEST_SIDE, LARGEST_SIDE_ALONE = 120, 126
SMALLEST_SIDE, SMALLEST_SIDE_WITH_CARD, SMALLEST_SIDE_BESIDE_A_STEP = 52, 84, 40
UNIT_LEFT = 33
"""Where the centre of a unit of the usual size above the map is, from the left of the lane, in px."""

LINE = 13
CARD_HEIGHT, LOWEST_CARD = 48, 40
TILE_LEFT, NARROWEST_CARD = 19, 66
"""Where a tile with the card at its right begins in the lane, and the least width of that card, in px."""

LEFT, RIGHT = 17, 8
"""The room beside the map, for the name of an axis and for its line, in px."""


@dataclass(frozen=True)
class MapBox:
    """The positions of the map and of what belongs to it, in px.

    Attributes:
        square: the map.
        title: where it is said what is shown: at the right of the unit, or above the map that replaces it.
        across, up: the ends and the name of the axis below, and of the one at the left.
        caption: where the other inputs are held; empty without room.
        card: prediction, target and error, below the map or beside the kernel; empty without room.
        alone: whether the map stands for the unit.
    """

    square: QRectF
    title: QRectF
    across: QRectF
    up: QRectF
    caption: QRectF
    card: QRectF
    alone: bool = False

    def with_card_beside(self, lane: QRectF, kernel: QRectF, scale: float) -> MapBox:
        """Return it with its card at the right of the kernel, if there is room.

        Args:
            lane: the whole lane.
            kernel: the tile, whose left end is at `TILE_LEFT`.
            scale: factor on all fixed sizes.
        """
        card = QRectF(kernel.right() + 5 * scale, kernel.top(), 0, 0)
        card.setRight(lane.right() - 4 * scale)
        card.setHeight(min(CARD_HEIGHT * scale, lane.bottom() - 2 * scale - card.top()))
        fits = card.width() >= NARROWEST_CARD * scale and card.height() >= LOWEST_CARD * scale
        return replace(self, card=card) if fits else self

    def unit_center(self, zone: QRectF, diameter: float, scale: float) -> QPointF:
        """Return the centre of the unit above the map; of a unit that the map stands for, the map's."""
        if self.alone:
            return self.square.center()
        return QPointF(zone.left() + _unit_left(diameter, scale), zone.top() + diameter / 2 + 5 * scale)


def _unit_left(diameter: float, scale: float) -> float:
    """Return where the centre of the unit above the map is, from the left of the lane."""
    return max(UNIT_LEFT * scale, diameter / 2 + 11 * scale)


def place_map(
    zone: QRectF,
    diameter: float,
    scale: float,
    alone: bool,
    card_first: bool,
    growth: float = 1.0,
    above: float | None = None,
) -> MapBox | None:
    """Return where the map of the prediction stands; None if there is too little room.

    Args:
        zone: the room for the units of the output's lane.
        diameter: of its unit, in px.
        scale: factor on all fixed sizes.
        alone: whether the map stands for the unit.
        card_first: whether the card matters more than the size of the map.
        growth: factor on the largest size of the map.
        above: the room for what else stands above the map, in px; then it has no card below.
    """
    line, card_height = LINE * scale, (CARD_HEIGHT + 3) * scale
    below_rows = above is not None
    if above is None:
        above = 1.5 * line if alone else diameter + 7 * scale
    wanted = (LARGEST_SIDE_ALONE if alone else LARGEST_SIDE) * scale * growth
    largest = min(wanted, zone.width() - (LEFT + RIGHT) * scale)
    room = zone.height() - above - line - 2 * scale
    ways = [(True, True, SMALLEST_SIDE_WITH_CARD), (True, False, SMALLEST_SIDE), (False, False, SMALLEST_SIDE)]
    if card_first:
        ways.insert(1, (False, True, SMALLEST_SIDE_BESIDE_A_STEP))
    for has_caption, has_card, smallest in ways[1:] if below_rows else ways:
        side = min(largest, room - has_caption * line - has_card * card_height)
        if side >= min(smallest * scale, largest) and side >= SMALLEST_SIDE_BESIDE_A_STEP * scale:
            break
    else:
        return None
    left = zone.left() + LEFT * scale + (zone.width() - (LEFT + RIGHT) * scale - side) / 2
    square = QRectF(left, zone.top() + above, side, side)
    across = QRectF(square.left(), square.bottom(), side, line)
    up = QRectF(left - LEFT * scale, square.top(), LEFT * scale, side)
    inside = zone.adjusted(6 * scale, 0, -6 * scale, 0)
    caption = QRectF(inside.left(), across.bottom(), inside.width(), line if has_caption else 0)
    card = QRectF(inside.left(), caption.bottom() + 2 * scale, inside.width(), CARD_HEIGHT * scale if has_card else 0)
    return MapBox(square, _title(zone, square, diameter, scale, alone), across, up, caption, card, alone)


def _title(zone: QRectF, square: QRectF, diameter: float, scale: float, alone: bool) -> QRectF:
    beside = _unit_left(diameter, scale) + max(diameter / 2 + 6 * scale, 28 * scale)
    left = zone.left() + (6 * scale if alone else beside)
    return QRectF(left, zone.top(), zone.right() - 3 * scale - left, square.top() - zone.top())
