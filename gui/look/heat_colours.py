"""The colours of numbers: one diverging map, symmetric about 0, taken from matplotlib's own tables."""

from __future__ import annotations

from functools import cache
from math import ceil, floor, log10

import numpy as np
from PySide6.QtGui import QColor, QImage

import resources

ENTRIES = 257  # odd, so that zero has an entry of its own
LIMIT_STEP = 0.25


@cache
def table(theme_name: str) -> tuple[QColor, ...]:
    """Return the map's colours from the most negative to the most positive. Imports matplotlib at the first call."""
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap

    tokens = resources.toml("themes/tokens.toml")["colormap"]
    if theme_name == "light":
        colormap = colormaps[tokens["light"]].resampled(ENTRIES)
    else:
        colormap = LinearSegmentedColormap.from_list("layerscope_dark", tokens["dark_stops"], N=ENTRIES)
    return tuple(QColor.fromRgbF(*map(float, rgba)) for rgba in colormap(np.linspace(0, 1, ENTRIES)))


@cache
def ink_table(theme_name: str) -> tuple[QColor, ...]:
    """Return black or white for each colour of the map, whichever is easier to read on it."""
    black, white = QColor("#000000"), QColor("#FFFFFF")
    return tuple(black if contrast(black, color) >= contrast(white, color) else white for color in table(theme_name))


@cache
def has_black_ink(theme_name: str) -> tuple[bool, ...]:
    """Return for each colour of the map whether black is easier to read on it."""
    return tuple(ink.lightness() == 0 for ink in ink_table(theme_name))


def index(value: float, limit: float) -> int:
    """Return the entry for a value on a map from -limit to +limit; values outside get the last colour."""
    if limit <= 0 or value != value:  # nothing to scale by, or NaN
        return ENTRIES // 2
    share = min(1.0, max(-1.0, value / limit))
    return round((share + 1) / 2 * (ENTRIES - 1))


def indices(values: np.ndarray, limit: float) -> np.ndarray:
    """Return the entries for finite or infinite values, as `index` does for one."""
    share = np.clip(values / (limit or 1.0), -1, 1)
    return np.rint((share + 1) / 2 * (ENTRIES - 1)).astype(np.intp)


def widened(limit: float, *arrays: np.ndarray) -> float:
    """Return a limit that never jumps: the old one, or the next quarter that holds every finite value."""
    for values in arrays:
        finite = np.abs(values[np.isfinite(values)])
        largest = float(finite.max()) if finite.size else 0.0
        limit = max(limit, ceil(largest / LIMIT_STEP) * LIMIT_STEP)
    return limit


def widened_round(limit: float, values: np.ndarray) -> float:
    """Return the old limit or, to hold every finite value, the next 1, 2 or 5 times a power of ten."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 0.0
    if largest <= limit:
        return limit
    power = 10.0 ** floor(log10(largest))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= largest * (1 - 1e-6))


def luminance(color: QColor) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@cache
def _rgb_table(theme_name: str) -> np.ndarray:
    return np.array([color.rgb() for color in table(theme_name)], dtype=np.uint32)


def image(values: np.ndarray, limit: float, theme_name: str) -> QImage:
    """Return a matrix as an image of one pixel per number. NaN and infinities are transparent."""
    finite = np.isfinite(values)
    entries = indices(np.where(finite, values, 0), limit)
    pixels = np.where(finite, _rgb_table(theme_name)[entries], np.uint32(0))
    rows, columns = pixels.shape
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_ARGB32).copy()
