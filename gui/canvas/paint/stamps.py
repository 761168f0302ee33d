"""Small pictures that are painted again and again, such as a unit with its number, kept by what they show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

MOST = 600
"""So many are kept; of circles of 48 px that is 6 MB."""

MARGIN = 2
"""Around what is painted, in px: a rim reaches beyond its circle."""

Stamp = tuple[QPointF, Hashable, Callable[[QPainter, QRectF], None]]
"""Where the centre is put, what it shows, and how that is painted into a square around the origin."""


class Stamps:
    """Put pictures of one size on their places, on whole px; each is painted only once."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, QPixmap] = {}

    def forget(self) -> None:
        """Paint all of them anew the next time."""
        self._kept.clear()

    def put(self, painter: QPainter, side: float, stamps: Iterable[Stamp]) -> None:
        """Put stamps.

        Args:
            painter: where to.
            side: of the square that each is painted into, in the painter's px.
            stamps: what, and where.
        """
        transform, ratio = painter.transform(), painter.device().devicePixelRatioF()
        zoom = transform.m11()
        reach = ceil(side * zoom / 2) + MARGIN
        painter.setTransform(QTransform())
        for center, shown, paint in stamps:
            key = (shown, side, zoom, ratio)
            pixmap = self._kept.get(key)
            if pixmap is None:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                pixmap = self._kept[key] = _painted(side, zoom, ratio, reach, paint)
            at = transform.map(center)
            painter.drawPixmap(round(at.x()) - reach, round(at.y()) - reach, pixmap)
        painter.setTransform(transform)


def _painted(side: float, zoom: float, ratio: float, reach: int, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
    pixmap = QPixmap(round(2 * reach * ratio), round(2 * reach * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as inside:
        inside.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside.translate(reach, reach)
        inside.scale(zoom, zoom)
        paint(inside, QRectF(-side / 2, -side / 2, side, side))
    return pixmap
