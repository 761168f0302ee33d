"""Room for a text beside a curve."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]
Box = tuple[float, float, float, float]
"""Left, lower, right and upper edge in px."""


def free_place(boxes: Iterable[Box], x: Numbers, y: Numbers, taken: Iterable[Box] = ()) -> Box | None:
    """Return the first box that neither a curve nor another box touches, or None.

    Args:
        x, y: the points of the curve in px, x in rising order.
    """
    others = list(taken)
    for box in boxes:
        if not _crosses(box, x, y) and not any(_overlap(box, other) for other in others):
            return box
    return None


def _crosses(box: Box, x: Numbers, y: Numbers) -> bool:
    """Return whether the curve passes through a box."""
    left, low, right, high = box
    if not len(x) or right < x[0] or left > x[-1]:
        return False
    inside = y[np.searchsorted(x, left) : np.searchsorted(x, right, side="right")]
    heights = np.append(inside, np.interp([left, right], x, y))
    return bool(heights.min() <= high and heights.max() >= low)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
