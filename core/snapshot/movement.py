"""How far weights moved from one moment to another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

MOST_CELLS = 4
"""How many cells of a kernel or a bias are said to have changed most."""

KERNEL_SHARE, BIAS_SHARE = 0.6, 0.8
"""Those that changed at least by this share of the largest change."""

Cell = tuple[int, int]
"""The row and the column of a weight."""


@dataclass(frozen=True)
class SinceFreezing:
    """A frozen layer, compared with the moment at which it was frozen.

    Attributes:
        steps: how many steps were taken since then.
        change: max |W(now) - W(then)| over its kernel and its bias; NaN if one of them is.
        unchanged: whether all its weights are the same, bit for bit.
    """

    steps: int
    change: float
    unchanged: bool


def since_freezing(now: tuple[np.ndarray, ...], then: tuple[np.ndarray, ...], steps: int) -> SinceFreezing:
    """Compare the weights of a frozen layer with those it had when it was frozen, `steps` steps ago."""
    pairs = list(zip(now, then, strict=True))
    changes = [np.abs(one.astype(np.float64) - other).max(initial=0.0) for one, other in pairs]
    unchanged = all(one.tobytes() == other.tobytes() for one, other in pairs)
    return SinceFreezing(steps, float(np.max(changes, initial=0.0)), unchanged)


def relative_change(now: np.ndarray, then: np.ndarray) -> float:
    """Return ||now - then|| / ||then||, the Frobenius norms in float64; from zeros to anything else it is infinite."""
    before = then.astype(np.float64)
    moved, length = float(np.linalg.norm(now - before)), float(np.linalg.norm(before))
    if length == 0.0:
        return math.inf if moved else 0.0
    return moved / length


def changed_most(now: np.ndarray, then: np.ndarray, share: float = KERNEL_SHARE) -> tuple[Cell, ...]:
    """Return the cells that changed most, the largest change first.

    Args:
        now, then: (rows, columns), of one shape.
        share: they changed at least by this share of the largest change.

    Returns:
        At most `MOST_CELLS` cells; none where nothing changed or something is not finite.
    """
    change = np.abs(now.astype(np.float64) - then)
    largest = change.max(initial=0.0)
    if not 0 < largest < math.inf:
        return ()
    order = np.argsort(-change, axis=None, kind="stable")[:MOST_CELLS]
    cells = zip(*(axis.tolist() for axis in np.unravel_index(order, change.shape)), strict=True)
    return tuple((row, column) for row, column in cells if change[row, column] >= share * largest)
