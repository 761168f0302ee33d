"""The numbers behind the health charts: limits that move seldom and far, label positions, shades of distributions."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]

NICE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
ROOM = 1.2
"""The margin of a value axis beyond its numbers, so that the ends stay when a number grows a little."""


def last_step(last: float) -> float:
    """Return the end of the step axis: 1, 2 or 5 times a power of ten, so that it moves three times a decade."""
    if last <= 10:
        return 10
    power = 10 ** floor(log10(last))
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= last)


def decades(values: Numbers, least: float = 2) -> tuple[float, float]:
    """Return powers of ten around all finite positive values, at least `least` decades apart."""
    positive = values[np.isfinite(values) & (values > 0)]
    if not len(positive):
        return 1e-3, 1.0
    low, high = floor(log10(positive.min())), ceil(log10(positive.max()))
    return 10.0 ** min(low, high - least), 10.0**high


def decade_ticks(low: float, high: float, most: int) -> list[float]:
    """Return powers of ten from `low` to `high`, about `most` of them, evenly spaced."""
    first, last = round(log10(low)), round(log10(high))
    every = max(1, ceil((last - first + 1) / max(2, most)))
    return [10.0**power for power in range(first, last + 1, every)]


def value_limits(values: Numbers) -> tuple[float, float]:
    """Return round ends of an axis that holds 0 and all finite values."""
    finite = values[np.isfinite(values)].astype(np.float64)
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    ends = -_nice(-low) if low < 0 else 0.0, _nice(high) if high > 0 else 0.0
    return ends if ends[0] < ends[1] else (0.0, 1.0)


def _nice(value: float) -> float:
    power = 10.0 ** floor(log10(value * ROOM))
    return next((power * digit for digit in NICE if power * digit >= value * ROOM), power * NICE[-1])


def spread_apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions as little as needed, so that neighbours are `gap` apart and all lie from `low` to `high`."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved: list[float] = []
    for index in order:
        least = moved[-1] + gap if moved else low
        moved.append(max(places[index], least))
    ceiling = high
    for position in reversed(range(len(moved))):
        moved[position] = min(moved[position], ceiling)
        ceiling = moved[position] - gap
    result = [0.0] * len(places)
    for index, place in zip(order, moved, strict=True):
        result[index] = place
    return result


def shades(points: Numbers, steps: Numbers, limits: tuple[float, float], end: float, size: tuple[int, int]) -> Numbers:
    """Return a distribution over the steps as an image, (rows, columns): the share of the numbers in each cell.

    Args:
        points: (n, POINTS), each standing for an equal share; those that are not finite are left out.
        steps: (n,), ascending.
        limits: the values at the lower edge (the image's last row) and at the upper one.
        end: the step at the right edge; the left one is step 0. A step lasts until the next one that is known.
        size: rows and columns.
    """
    rows, columns = size
    starts = np.arange(columns) * (end / columns)
    known = starts[(starts < steps[-1] + 1)] if len(steps) else starts[:0]
    which = np.searchsorted(steps, known, side="right") - 1
    shown = points[np.maximum(which, 0)].astype(np.float64)
    shown[which < 0] = np.nan
    column, place = np.nonzero(np.isfinite(shown))
    low, high = limits
    cells = ((high - shown[column, place]) / (high - low) * rows).astype(np.intp)
    counts = np.bincount(np.clip(cells, 0, rows - 1) * columns + column, minlength=rows * columns)
    return counts.reshape(rows, columns) / points.shape[1]


def colored(image: Numbers, palette: Numbers) -> Numbers:
    """Return shares as colours, (rows, columns, 4) of uint8: none is transparent, the largest the palette's last.

    Args:
        palette: (entries, 3), uint8, from 0 to the largest.
    """
    largest = float(image.max()) or 1.0
    index = np.rint(np.sqrt(image / largest) * (len(palette) - 1)).astype(np.intp)  # sqrt, so that small shares show
    alpha = np.where(image > 0, 255, 0).astype(np.uint8)
    return np.dstack([palette[index], alpha])


def value_text(value: float) -> str:
    """Write an end of a value axis in about 5 characters, e.g. "−0.5", "15", "2e−4"."""
    if value == 0 or 1e-2 <= abs(value) < 1e4:
        text = f"{value:g}"
    else:
        exponent = floor(log10(abs(value)) + 1e-9)
        text = f"{value / 10.0**exponent:.2g}e{exponent}"
    return text.replace("-", "−")
