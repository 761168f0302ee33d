"""Where a hint stands beside what it points at, as plain geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

GAP = 4
"""The space in px between the tip of the arrow and its target."""


@dataclass(frozen=True)
class Spot:
    """A place for a hint.

    Attributes:
        rect: the hint, with its arrow.
        side: the side of the target on which it stands: "below", "above", "right" or "left".
        tip: the tip of its arrow, from the upper left corner of `rect`.
    """

    rect: QRect
    side: str
    tip: QPoint


def place_at(
    target: QRect, size: QSize, arrow: int, area: QRect, sides: Sequence[str], avoid: QRect | None = None
) -> Spot:
    """Return the first side of a target where a hint fits into an area; where none does, the first one, moved inside.

    Args:
        target: what it points at.
        size: of the hint, without its arrow.
        arrow: the length of the arrow.
        area: what it may cover, as large as the hint at least.
        sides: the wanted ones, the best first.
        avoid: what it shall not cover, if it need not: then its arrow is near one of its corners.
    """
    middles = [_spot(target, size, arrow, area, side) for side in sides]
    spots = [spot for spot in middles if area.contains(spot.rect) and not spot.rect.intersects(target)]
    if avoid is not None:
        corners = [_spot(target, size, arrow, area, side, shift) for side in sides for shift in (1, -1)]
        free = [spot for spot in (*spots, *corners) if not spot.rect.intersects(avoid)]
        spots = [spot for spot in free if not spot.rect.intersects(target)] or spots
    return (spots or middles)[0]


def _spot(target: QRect, size: QSize, arrow: int, area: QRect, side: str, shift: int = 0) -> Spot:
    """Return the place on a side: with the target at its middle, or shifted along so that it is at one end."""
    middle, corner = target.center(), 2 * arrow
    if side in ("below", "above"):
        rect = QRect(0, 0, size.width(), size.height() + arrow)
        top = target.bottom() + GAP if side == "below" else target.top() - GAP - rect.height()
        rect.moveTo(middle.x() - rect.width() // 2 + shift * (rect.width() // 2 - corner), top)
    else:
        rect = QRect(0, 0, size.width() + arrow, size.height())
        left = target.right() + GAP if side == "right" else target.left() - GAP - rect.width()
        rect.moveTo(left, middle.y() - rect.height() // 2 + shift * (rect.height() // 2 - corner))
    rect.moveLeft(max(min(rect.left(), area.right() - rect.width() + 1), area.left()))
    rect.moveTop(max(min(rect.top(), area.bottom() - rect.height() + 1), area.top()))
    return Spot(rect, side, _tip(rect, side, middle - rect.topLeft(), corner))


def _tip(rect: QRect, side: str, wanted: QPoint, corner: int) -> QPoint:
    """Return the tip of the arrow, as near to the target as the rounded corners let it be."""
    x = min(max(wanted.x(), corner), rect.width() - corner)
    y = min(max(wanted.y(), corner), rect.height() - corner)
    return {
        "below": QPoint(x, 0),
        "above": QPoint(x, rect.height()),
        "right": QPoint(0, y),
        "left": QPoint(rect.width(), y),
    }[side]
