"""The samples of the data over two inputs, as points in a square."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.snapshot.response import round_range

if TYPE_CHECKING:
    from core.data.built_in import Batch
    from core.snapshot.response import Slice

NEAR = 0.125
"""How far a held input may be from the slice, as a share of that input's range, widened to round numbers."""

MOST = 200


@dataclass(frozen=True, eq=False)
class SamplePoints:
    """Samples as points. Places are shares of the square, (0, 0) at its upper left.

    Attributes:
        rows: which samples, by their rows in the data.
        places: (points, 2), clamped to the square.
        targets: (points,), the numbers of classes if they are such.
        classes: how many there are, 0 if the targets are numbers.
    """

    rows: np.ndarray
    places: np.ndarray
    targets: np.ndarray
    classes: int = 0

    def nearest(self, x: float, y: float, within: float) -> int | None:
        """Return the row of the sample nearest to a place, or None if none is so near; all as shares of the side."""
        if not len(self.rows):
            return None
        distances = np.hypot(*(self.places - (x, y)).T)
        at = int(distances.argmin())
        return int(self.rows[at]) if distances[at] <= within else None

    def at_targets(self, limit: float) -> SamplePoints:
        """Return the points at the heights of their targets, from -limit at the bottom to +limit, as on a curve."""
        heights = [height_of(target, limit, self.classes) for target in self.targets.tolist()]
        return replace(self, places=np.column_stack((self.places[:, 0], heights)))


def near_slice(points: Slice, batch: Batch, target: int = 0) -> SamplePoints:
    """Return the samples whose held inputs lie near the slice; of more than `MOST`, every k-th.

    Args:
        target: the column of the target that is shown.
    """
    held = [column for column in range(batch.inputs) if column not in (points.across, points.up)]
    near = np.ones(batch.samples, bool)
    for column in held:
        low, high = round_range(batch.X[:, column])
        near &= np.abs(batch.X[:, column] - points.held[column]) < NEAR * (high - low)
    return _points(points, batch, np.flatnonzero(near), target)


def all_samples(points: Slice, batch: Batch, target: int = 0) -> SamplePoints:
    """Return all samples; of more than `MOST`, every k-th."""
    return _points(points, batch, np.arange(batch.samples), target)


def place_of(points: Slice, values: np.ndarray) -> tuple[float, float]:
    """Return where one sample stands, its inputs given; clamped to the square."""
    x, y = _places(points, values[np.newaxis])[0].tolist()
    return x, y


def height_of(target: float, limit: float, classes: int = 0) -> float:
    """Return the height of a target beside a curve, from -limit at the bottom (1) to +limit (0).

    Three or more classes have a row each, the first at the bottom.
    """
    if classes > 2:
        return 1 - (target + 0.5) / classes
    return 0.5 - min(1.0, max(-1.0, target / limit)) / 2


def level_between(batch: Batch, target: int = 0) -> float | None:
    """Return the middle between the two values of a target, or None if there are more or fewer."""
    targets = np.unique(batch.Y_true[:, target])
    return float(targets.mean()) if len(targets) == 2 else None


def target_of(batch: Batch, sample: int, target: int = 0) -> float:
    """Return one target of a sample, or the number of its class."""
    return float(batch.labels[sample, 0] if batch.classes else batch.Y_true[sample, target])


def _points(points: Slice, batch: Batch, rows: np.ndarray, target: int) -> SamplePoints:
    rows = rows[:: -(-len(rows) // MOST)] if len(rows) > MOST else rows
    targets = batch.labels[rows, 0] if batch.classes else batch.Y_true[rows, target]
    return SamplePoints(rows, _places(points, batch.X[rows]), targets, len(batch.classes))


def _places(points: Slice, X: np.ndarray) -> np.ndarray:
    columns, low, high = [points.across, points.up], np.array(points.low), np.array(points.high)
    places = np.clip((X[:, columns] - low) / (high - low), 0, 1)
    places[:, 1] = 1 - places[:, 1]
    return places
