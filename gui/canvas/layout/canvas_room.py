"""How the height of the canvas is shared out: a pure function of its size. Parts give way so that units keep numbers.

First the row of the shape goes and the rows of kernels get flatter, then flatter still, then the row of the movement
goes, and the tiles get as flat as they can. On a large canvas units, tiles and maps grow instead.
"""

from __future__ import annotations

from dataclasses import dataclass

MARGIN, LEGEND_HEIGHT = 6, 26
"""The room above the lanes, and the height of the strip under them, in px."""

USUAL_UNITS, NUMBERED_PITCH = 5, 32
"""Of so many units side by side the numbers are kept: their least distance for that, in px."""

CAPTION_HEIGHT, BIAS_GAP, LANE_FOOT = 18, 6, 4
"""The row over a kernel, the gap between it and its bias, and the room below, in px."""

CARD_GAP = 4
"""The gap between a low card and the units, or between a card and a row under it, in px."""

FOOT_HEIGHT = 112
"""The least height of the lanes' feet on a canvas that is not low, in px."""

USUAL_LANE, USUAL_ZONE = 160, 250
"""The width of a lane and the height for the units from which on everything grows, in px."""

LARGEST_GROWTH = 1.5
LARGEST_CELL_WIDTH = 24


@dataclass(frozen=True)
class Level:
    """What is shown on a canvas of some height, in px at zoom 1.

    Attributes:
        least: the least height of the canvas; its width does not matter.
        card: the height of the cards.
        movement: of their last row, which says how much the kernel moves; 0 without it.
        cell: of a kernel's rows, at most.
        flow_cell: the same below a row of marks or words.
        foot: of the lanes' feet, at least.
    """

    least: float
    card: float
    movement: float
    cell: float
    flow_cell: float
    foot: float

    @property
    def low(self) -> bool:
        """Whether the row of the shape is left out."""
        return self.least < LEVELS[0].least

    def foot_height(self, rows: int, cell: float) -> float:
        """Return the height of the feet for a kernel of so many rows that are `cell` high, in px."""
        return max(self.foot, rows * cell + self.bias + CAPTION_HEIGHT + BIAS_GAP + LANE_FOOT)

    @property
    def bias(self) -> float:
        """The height of a bias."""
        return self.cell


LEVELS = (
    Level(470, 118, 28, 14, 14, FOOT_HEIGHT),
    Level(0, 80, 14, 11, 8, 0),
    Level(0, 80, 14, 8, 8, 0),
    Level(0, 66, 0, 8, 8, 0),
    Level(0, 64, 0, 6, 6, 0),
)
"""From roomy to tight."""


@dataclass(frozen=True)
class CanvasRoom:
    """A level, and by how much everything on it grows on a large canvas."""

    level: Level
    growth: float


def canvas_room(lane_width: float, height: float, rows: int, tiles: bool = True) -> CanvasRoom:
    """Return the roomiest level on which units keep their numbers, or else the tightest.

    Args:
        lane_width: the width of a lane with its gap, in px at zoom 1.
        height: of the canvas, in px at zoom 1.
        rows: of the tallest kernel.
        tiles: whether kernels are shown.
    """
    for level in LEVELS:
        zone = unit_zone(level, height, rows, tiles)
        if height >= level.least and zone >= USUAL_UNITS * NUMBERED_PITCH:
            break
    return CanvasRoom(level, min(max(min(lane_width / USUAL_LANE, zone / USUAL_ZONE), 1.0), LARGEST_GROWTH))


def unit_zone(level: Level, height: float, rows: int, tiles: bool = True) -> float:
    """Return the height that a level leaves for the units, in px at zoom 1."""
    lane = height - MARGIN - LEGEND_HEIGHT
    foot = level.foot_height(min(rows, USUAL_UNITS), level.cell) if tiles else LANE_FOOT
    return lane - level.card - foot - (CARD_GAP if level.low else 0)
