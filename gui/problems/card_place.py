"""Place a card beside what it must not cover."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect

GAP = 8


def place_beside(
    aside: QRect, usual: QRect, wide: QRect, widths: tuple[int, int], height_of: Callable[[int], int]
) -> QRect | None:
    """Return a place to the right or left of what must stay visible; make the card narrower first, then higher.

    Args:
        aside: what must stay visible.
        usual: the area that the card usually lies in.
        wide: the area that it may extend to if it is too high for the usual one.
        widths: the smallest and the largest width.
        height_of: returns the height of the card at a width.

    Returns:
        The place, or None if there is too little space on both sides.
    """
    right, left = usual.right() - aside.right() - GAP, aside.left() - usual.left() - GAP
    least, most = widths
    width = min(most, max(right, left))
    if width < least:
        return None
    height = height_of(width)
    area = usual if height <= usual.height() else wide
    place = QRect(0, 0, width, min(height, area.height()))
    place.moveCenter(area.center())
    if right >= width:
        place.moveLeft(aside.right() + GAP)
    else:
        place.moveRight(aside.left() - GAP)
    return place
