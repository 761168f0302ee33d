"""Response maps: what every unit returns over a slice through the inputs, as frozen numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.snapshot.snapshot import Array

SIDE = 24
"""Points along a side of a map, unless asked otherwise."""


@dataclass(frozen=True)
class Slice:
    """The points of a map: two inputs vary over the square, the others are held.

    Attributes:
        across, up: the columns of X that vary; of a network with one input both are 0, and the points are a line.
        held: a value for each input; those of `across` and `up` are not used.
        low, high: where the square begins and ends, (across, up).
        size: the number of points along a side.
    """

    across: int
    up: int
    held: tuple[float, ...]
    low: tuple[float, float]
    high: tuple[float, float]
    size: int = SIDE

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and of columns; one row for a line."""
        return (1 if self.across == self.up else self.size), self.size

    def points(self) -> Array:
        """Return the points, (rows * columns, inputs) float32: row by row from the lowest `up`, left to right."""
        rows, columns = self.shape
        points = np.tile(np.asarray(self.held, np.float32), (rows * columns, 1))
        across = np.linspace(self.low[0], self.high[0], columns, dtype=np.float32)
        if rows > 1:
            points[:, self.up] = np.repeat(np.linspace(self.low[1], self.high[1], rows, dtype=np.float32), columns)
        points[:, self.across] = np.tile(across, rows)
        return points


@dataclass(frozen=True, eq=False)
class ResponseMaps:
    """What every layer returns over a slice. All arrays are read-only float32.

    Attributes:
        slice: the points.
        step: the step whose weights gave them.
        seconds: how long the pass took.
        layers: for each layer of the model, by its name, (rows, columns, units): row 0 is the lowest `up`.
        pre_activations: the same of z, for ReLU layers only: they switch a unit on where it passes 0.
    """

    slice: Slice
    step: int
    seconds: float
    layers: Mapping[str, Array]
    pre_activations: Mapping[str, Array] = field(default_factory=dict)

    @property
    def output(self) -> Array:
        """The model's output, (rows, columns, units)."""
        return list(self.layers.values())[-1]

    def of(self, layer: str, unit: int | None = None) -> Array:
        """Return one layer's maps, (rows, columns, units), or the map of one unit, (rows, columns).

        Raises:
            ValueError: there is no such layer or unit.
        """
        if layer not in self.layers:
            raise ValueError(f"Expected one of the layers {', '.join(self.layers)}, received {layer!r}.")
        found = self.layers[layer]
        if unit is None:
            return found
        if not 0 <= unit < found.shape[2]:
            raise ValueError(f"Expected a unit of {layer} from 0 to {found.shape[2] - 1}, received {unit}.")
        return found[:, :, unit]


def round_range(values: Array) -> tuple[float, float]:
    """Return the smallest and largest value, widened to round numbers: to 1, 2 or 5 times a power of ten.

    The unit is about a tenth of the span. Values that are all equal get a span of 1 on both sides.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if low == high:
        return low - 1.0, high + 1.0
    unit = _round_unit((high - low) / 10)
    # 0.8 as float32 is a little more than 0.8, which must not widen the range by a whole unit
    return float(np.floor(low / unit + 1e-6) * unit), float(np.ceil(high / unit - 1e-6) * unit)


def _round_unit(about: float) -> float:
    power = 10.0 ** np.floor(np.log10(about))
    return float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= about * (1 - 1e-9)))


def most_apart(X: Array, labels: Array) -> tuple[int, int]:
    """Return the two inputs in which the means of classes lie farthest apart, as shares of the inputs' spread.

    Args:
        X: (samples, inputs), at least two inputs.
        labels: the numbers of the classes, (samples,).
    """
    numbers = X.astype(float)
    means = np.array([numbers[labels == label].mean(axis=0) for label in np.unique(labels)])
    spread = numbers.std(axis=0)
    apart = np.divide(means.std(axis=0), spread, out=np.zeros_like(spread), where=spread > 0)
    one, other = sorted(np.argsort(-apart, kind="stable")[:2].tolist())
    return int(one), int(other)


def slice_through(
    X: Array, sample: int, across: int = 0, up: int = 1, held: Mapping[int, float] | None = None, size: int = SIDE
) -> Slice:
    """Return the slice through a sample.

    Args:
        X: the data, (samples, inputs), whose ranges the square spans.
        sample: the row of X whose values the other inputs are held at.
        across, up: the columns of X that vary; the same of a network with one input.
        held: other values to hold, by column.
        size: the number of points along a side.

    Raises:
        ValueError: there is no such input, or less than two points.
    """
    inputs = X.shape[1]
    if not (0 <= across < inputs and 0 <= up < inputs and all(0 <= column < inputs for column in held or {})):
        raise ValueError(f"Expected inputs from 0 to {inputs - 1}, received {across}, {up} and {dict(held or {})}.")
    if size < 2:
        raise ValueError(f"Expected at least 2 points along a side, received {size}.")
    values = [float(value) for value in X[min(sample, len(X) - 1)]]
    for column, value in (held or {}).items():
        values[column] = value
    (low_across, high_across), (low_up, high_up) = round_range(X[:, across]), round_range(X[:, up])
    return Slice(across, up, tuple(values), (low_across, low_up), (high_across, high_up), size)
