"""How the window's room is shared out: a pure function of its size. What cannot be shown gives way in a fixed order.

Of the height: the bottom panel first collapses to its tabs. Of the width: the inspector is put away before the lesson,
unless the learner asked for it last. The canvas keeps its least size as long as any panel can give way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LESSON, INSPECTOR = "lesson", "inspector"
SIDES = (LESSON, INSPECTOR)
"""The panels at the sides, the one that stays longest first."""

SIDE_WIDTHS = ((1800, 300, 400), (1400, 272, 352), (1200, 236, 312), (0, 236, 300))
"""The least width of the window, and the widths of the lesson and the inspector from there on, in px at zoom 1."""

BOTTOM_HEIGHTS = ((1000, 236, 236), (820, 204, 204), (690, 150, 214), (0, 132, 190))
"""The least height of the window, and the heights of the bottom panel from there on, in px at zoom 1.

The first is of a page with a chart, the second of one with a table: that has room for four rows.
"""

OPEN_FROM = 690
"""In a lower window the bottom panel shows only its tabs until one is clicked; in px at zoom 1."""

CANVAS_WIDTH, LARGE_SHARE = 560, 0.55
"""The width that panels leave for the canvas in px at zoom 1, and the enlarged bottom panel's share of the height."""

TABS, USUAL, LARGE = "tabs", "usual", "large"
"""What can be seen of the bottom panel: its tabs, its usual height, or most of the window."""


@dataclass(frozen=True)
class Room:
    """What each panel gets, in px at zoom 1.

    Attributes:
        widths: of the panels at the sides, by their names; one that gives way is missing.
        bottom: the height of the bottom panel, 0 for its tabs alone.
    """

    widths: dict[str, int]
    bottom: int


def share_out(
    width: float,
    height: float,
    sides: Sequence[str] = SIDES,
    asked: str = "",
    bottom: str | None = None,
    rows: bool = False,
) -> Room:
    """Share out the room of a window of some size, in px at zoom 1.

    Args:
        sides: the panels at the sides that are wanted, the one that stays longest first.
        asked: the one that the learner opened last; it stays, however narrow the window is.
        bottom: what of the bottom panel the learner asked for, or None for what the window has room for.
        rows: whether its page is a table.
    """
    usual = next(dict(zip(SIDES, sizes)) for least, *sizes in SIDE_WIDTHS if width >= least)
    spare, widths = width - CANVAS_WIDTH, {}
    for side in sorted(sides, key=lambda side: side != asked):
        if usual[side] <= spare or side == asked:
            widths[side] = usual[side]
            spare -= usual[side]
    shown = bottom or (USUAL if height >= OPEN_FROM else TABS)
    return Room(widths, _bottom_height(height, shown, rows))


def _bottom_height(height: float, shown: str, rows: bool) -> int:
    if shown == LARGE:
        return round(height * LARGE_SHARE)
    chart, table = next(sizes for least, *sizes in BOTTOM_HEIGHTS if height >= least)
    return 0 if shown == TABS else table if rows else chart
