"""One map as it is painted: its colours, the line at a level, and nothing that depends on where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPixmap, QPolygonF

from gui.look import heat_colours


@dataclass(frozen=True, eq=False)
class MapPicture:
    """One map, resolved once, so that painters only paint. Places are shares of the square, (0, 0) at its upper left.

    Attributes:
        values: (rows, columns), row 0 is the lowest `up`; of a network with one input a single row.
        limit: the colours go from minus to plus this.
        image: one pixel for each point, the highest `up` in the first row; None of a curve. What is not finite is
            transparent.
        lines: where the values pass the level, or of a curve the curve itself.
        level: the level, or None without one.
        colors: the colour token of each line, if they have some of their own.
    """

    values: np.ndarray
    limit: float
    image: QImage | None
    lines: tuple[QPolygonF, ...] = ()
    level: float | None = None
    colors: tuple[str, ...] = ()

    @cached_property
    def finite(self) -> bool:
        """Whether all values are."""
        return bool(np.isfinite(self.values).all())

    @cached_property
    def pixmap(self) -> QPixmap:
        """The image as brushes paint it."""
        assert self.image is not None
        return QPixmap.fromImage(self.image)

    @property
    def is_curve(self) -> bool:
        return self.image is None


class UnitPictures(Mapping[int, MapPicture]):
    """The pictures of the maps of one layer's units; each is made when it is first painted.

    Args:
        values: (rows, columns, units).
        units: those that are painted.
        limit, theme_name: see `picture_of`.
    """

    def __init__(self, values: np.ndarray, units: Sequence[int], limit: float, theme_name: str) -> None:
        self._values, self._limit, self._theme_name = values, limit, theme_name
        self._made: dict[int, MapPicture | None] = dict.fromkeys(units)

    def __getitem__(self, unit: int) -> MapPicture:
        made = self._made[unit]
        if made is None:
            made = self._made[unit] = picture_of(self._values[:, :, unit], self._limit, self._theme_name)
        return made

    def __iter__(self) -> Iterator[int]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, unit: object) -> bool:
        return unit in self._made


def picture_of(values: np.ndarray, limit: float, theme_name: str, level: float | None = None) -> MapPicture:
    """Return the picture of one unit's map.

    Args:
        values: (rows, columns); one row is a curve.
        limit: the colours, or the height of a curve, go from minus to plus this.
        theme_name: "light" or "dark".
        level: where a line is to be drawn.
    """
    if len(values) == 1:
        return MapPicture(values, limit, None, curve_of(values[0], limit), level)
    image = heat_colours.image(values[::-1], limit, theme_name)
    return MapPicture(values, limit, image, () if level is None else lines_at(values, level), level)


def lines_at(values: np.ndarray, level: float) -> tuple[QPolygonF, ...]:
    """Return the lines where the values pass a level, interpolated between the points."""
    import contourpy  # matplotlib's own; it is loaded with the first map that has a level

    rows, columns = values.shape
    found = contourpy.contour_generator(z=np.ma.masked_invalid(values)).lines(level)
    scale = np.array([columns - 1, rows - 1])
    return tuple(_polygon(line / scale) for line in found)  # type: ignore[operator]


def curve_of(values: np.ndarray, limit: float) -> tuple[QPolygonF, ...]:
    """Return a curve, from -limit at the bottom to +limit, broken where it is not finite."""
    finite = np.isfinite(values)
    heights = np.clip(np.where(finite, values, 0) / limit, -1, 1) / 2 + 0.5
    points = np.column_stack((np.linspace(0, 1, len(values)), heights))
    pieces = np.split(np.arange(len(values)), np.flatnonzero(np.diff(finite)) + 1)
    return tuple(_polygon(points[piece]) for piece in pieces if finite[piece[0]])


def _polygon(points: np.ndarray) -> QPolygonF:
    """Return points, x to the right and y upwards, as shares of a square, whose y is downwards."""
    return QPolygonF([QPointF(x, 1 - y) for x, y in points.tolist()])
