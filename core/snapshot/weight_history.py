"""The weights of one place over the steps, as frozen numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.snapshot.place import BIAS, Place
from core.snapshot.snapshot import Array, read_only

MOST_LINES = 32
"""More weights than these are summed up by quantiles."""

QUANTILES = (1.0, 0.9, 0.5, 0.1, 0.0)


@dataclass(frozen=True, eq=False)
class WeightHistory:
    """The weights of a layer's kernel, of a unit (those that come in), or a single one, on one branch.

    Attributes:
        place: whose weights they are.
        run: the run of the snapshots.
        branch: the branch's number.
        steps: (points,), ascending; each is a step whose weights were held by Keras.
        values: (points, lines) float32.
        cells: for each line the weight's row and column in the kernel, the row `BIAS` for a bias; empty if the lines
            are quantiles.
        quantiles: what the lines are, if there are more weights than lines; else empty.
        weights: how many weights there are.
        frozen: the first and the last step of each stretch in which no step changed the layer.
        last_step: where the branch ends.
    """

    place: Place
    run: int
    branch: int
    steps: np.ndarray
    values: Array
    cells: tuple[tuple[int, int], ...]
    quantiles: tuple[float, ...]
    weights: int
    frozen: tuple[tuple[int, int], ...]
    last_step: int


def cells_of(place: Place, shape: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Return the weights of a place in a kernel of this shape: of a layer all, of a unit those that come in."""
    rows, units = shape
    if place.row is not None:
        return ((place.row, place.unit or 0),)
    columns = range(units) if place.unit is None else (place.unit,)
    return tuple((row, column) for row in range(rows) for column in columns)


def lines_of(cells: tuple[tuple[int, int], ...], weights: list[tuple[Array, ...]]) -> Array:
    """Return the lines of some weights, (points, lines): one for each weight or, of many, one for each quantile.

    Args:
        cells: the weights, in their kernel or their bias.
        weights: for each point the kernel, (inputs, units), and with a bias the bias, (units,).
    """
    rows, columns = np.array(cells).T
    if rows[0] == BIAS:
        values = np.stack([one[1] for one in weights])[:, columns]
    else:
        values = np.stack([one[0] for one in weights])[:, rows, columns]
    if len(cells) > MOST_LINES:
        values = np.quantile(values, QUANTILES, axis=1).T
    return read_only(values)
