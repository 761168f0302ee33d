"""Parts of the picture that change less often than it is painted, kept as pixmaps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform


class KeptPictures:
    """Paint parts of a picture from pixmaps, each painted anew only when its key is another."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[object, ...], QPixmap]] = {}

    def forget(self) -> None:
        """Paint every part anew the next time."""
        self._kept.clear()

    def paint(
        self,
        painter: QPainter,
        name: str,
        area: QRectF,
        key: tuple[object, ...],
        paint: Callable[[QPainter], None],
    ) -> None:
        """Paint one part.

        Args:
            painter: where to.
            name: which part.
            area: around it, in the painter's px.
            key: everything that it is painted from.
            paint: paints it, in the painter's px.
        """
        transform, ratio = painter.transform(), painter.device().devicePixelRatioF()
        onto = transform.mapRect(area).toAlignedRect()
        whole = (*key, onto.getRect(), transform, ratio)
        known = self._kept.get(name)
        if known is None or known[0] != whole:
            known = self._kept[name] = (whole, _pixmap(onto, ratio, transform, paint))
        painter.setTransform(QTransform())
        painter.drawPixmap(onto.topLeft(), known[1])
        painter.setTransform(transform)


def _pixmap(onto: QRect, ratio: float, transform: QTransform, paint: Callable[[QPainter], None]) -> QPixmap:
    pixmap = QPixmap(onto.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as inside:
        inside.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside.translate(-onto.topLeft())
        inside.setTransform(transform, True)
        paint(inside)
    return pixmap
