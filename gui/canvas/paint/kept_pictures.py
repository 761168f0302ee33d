"""Parts of the picture that change less often than it is painted, kept as pixmaps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from gui.canvas.paint.stamps import Stamps


class KeptPictures:
    """Paint parts of a picture from pixmaps, each painted anew only when its key is another.

    While frames follow each other, parts whose news can wait take turns: in each frame one of them is painted anew, the
    one that waits longest.

    Attributes:
        stamps: the pictures of single units.
    """

    def __init__(self) -> None:
        self.stamps = Stamps()
        self._kept: dict[str, tuple[tuple[object, ...], object, QPixmap]] = {}
        self._late: deque[str] = deque()  # the parts that wait for their turn
        self._in_turns = self._turn_taken = False

    @property
    def unfinished(self) -> bool:
        """Whether a part waits to be painted anew."""
        return bool(self._late)

    def begin_frame(self, in_turns: bool) -> None:
        """Begin to paint; all of it, or `in_turns`."""
        if not in_turns:
            self._late.clear()
        elif self._late and not self._turn_taken:
            self._late.popleft()  # it is not there any more
        self._in_turns, self._turn_taken = in_turns, False

    def forget(self) -> None:
        """Paint every part anew the next time."""
        self._kept.clear()
        self._late.clear()
        self.stamps.forget()

    def paint(
        self,
        painter: QPainter,
        name: str,
        area: QRectF,
        key: tuple[object, ...],
        paint: Callable[[QPainter], None],
        news: object = None,
    ) -> None:
        """Paint one part.

        Args:
            painter: where to.
            name: which part.
            area: around it, in the painter's px.
            key: everything that it is painted from.
            paint: paints it, in the painter's px.
            news: what it is painted from, too; another object can wait for the part's turn.
        """
        transform, ratio = painter.transform(), painter.device().devicePixelRatioF()
        onto = transform.mapRect(area).toAlignedRect()
        whole = (*key, onto.getRect(), transform, ratio)
        known = self._kept.get(name)
        if known is None or known[0] != whole or (known[1] is not news and self._has_turn(name)):
            known = self._kept[name] = (whole, news, _pixmap(onto, ratio, transform, paint))
        painter.setTransform(QTransform())
        painter.drawPixmap(onto.topLeft(), known[2])
        painter.setTransform(transform)

    def _has_turn(self, name: str) -> bool:
        if not self._in_turns:
            return True
        if self._turn_taken or (self._late and self._late[0] != name):
            if name not in self._late:
                self._late.append(name)
            return False
        if self._late:
            self._late.popleft()
        self._turn_taken = True
        return True


class NothingKept(KeptPictures):
    """Paint every part in lines and letters, for a file."""

    def paint(
        self,
        painter: QPainter,
        name: str,
        area: QRectF,
        key: tuple[object, ...],
        paint: Callable[[QPainter], None],
        news: object = None,
    ) -> None:
        painter.save()
        paint(painter)
        painter.restore()


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
