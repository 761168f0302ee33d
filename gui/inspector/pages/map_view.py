"""The large map of one unit: what it returns over two inputs, with axes, samples, and the line where it switches on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.look import number_text, theme
from gui.maps.paint import map_kit, paint_cross, paint_no_map, paint_picture, paint_samples
from gui.widgets.alignment import CENTER, RIGHT
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from gui.maps.picture import MapPicture
    from gui.maps.samples import SamplePoints

LARGEST = 284
LEFT, BELOW, ABOVE = 36, 30, 6
"""The room for the upward axis, the axis below, and the top half of a number, in px."""

TICKS = 5
REACH = 6


@dataclass(frozen=True, eq=False)
class LargeMap:
    """What the large map shows, resolved once a refresh. Places are shares of the square, (0, 0) at its upper left.

    Attributes:
        picture: the unit's map.
        lines: where its z is 0.
        samples: those near the slice; a curve has none, unless it is the output's.
        sample_limit: where the colours of their targets end.
        place: where the chosen sample is.
        value: what the unit returns for it.
        low, high: the ends of the axes, (across, up).
        names: the inputs that vary.
    """

    picture: MapPicture
    lines: tuple[QPolygonF, ...]
    samples: SamplePoints | None
    sample_limit: float
    place: tuple[float, float]
    value: float
    low: tuple[float, float]
    high: tuple[float, float]
    names: tuple[str, ...]


class MapView(Panel):
    """Show a large map; it takes no focus, for its numbers stand below and in its name.

    Signals:
        sample_clicked(int): the point of a sample, by its row.
        pointed(object): the row and the column of the computed point under the pointer, or None.
    """

    sample_clicked = Signal(int)
    pointed = Signal(object)

    GROUND = "bg.panel"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="unit_map")
        self._shown: LargeMap | None = None
        self._still: QPixmap | None = None
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def shown(self) -> LargeMap | None:
        return self._shown

    def set_map(self, shown: LargeMap | None) -> None:
        """Show another map, or None while there is none."""
        self._shown, self._still = shown, None
        self.update()

    @property
    def square(self) -> QRectF:
        """Where the map is, in px."""
        now = theme.current()
        side = min(self.width() - now.px(LEFT + 6), now.px(LARGEST))
        return QRectF(now.px(LEFT), now.px(ABOVE), side, side)

    def restyle(self) -> None:
        self._still = None
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        now = theme.current()
        return min(width - now.px(LEFT + 6), now.px(LARGEST)) + now.px(ABOVE + BELOW)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        width = theme.current().px(LARGEST + LEFT + 6)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(160), theme.current().px(160))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.size() != self.size() * ratio:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(Qt.GlobalColor.transparent)
            with QPainter(self._still) as still:
                still.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint(still)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._still)

    def draw(self, painter: QPainter) -> None:
        """Paint the map for a file, in lines and letters; nothing is kept."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)

    def numbers(self) -> Iterator[tuple[object, ...]]:
        """Return the map as rows: what the unit returns, with the inputs that vary at the left and above."""
        if self._shown is None:
            return
        values, low, high = self._shown.picture.values, self._shown.low, self._shown.high
        rows, columns = values.shape
        across = [low[0] + (high[0] - low[0]) * at / max(columns - 1, 1) for at in range(columns)]
        yield (" / ".join(reversed(self._shown.names)), *across)
        for row in reversed(range(rows)):
            up = low[1] + (high[1] - low[1]) * row / max(rows - 1, 1) if rows > 1 else ""
            yield (up, *map(float, values[row]))

    def _paint(self, painter: QPainter) -> None:
        kit, shown, square = map_kit(), self._shown, self.square
        if shown is None:
            paint_no_map(painter, kit, square, self.tr("no map yet"))
            return
        painter.save()
        painter.setClipRect(square.adjusted(-4, -4, 4, 4))
        paint_picture(painter, kit, square, shown.picture)
        to_square = QTransform.fromTranslate(square.left(), square.top()).scale(square.width(), square.height())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (kit.around_switch, kit.switch):
            painter.setPen(pen)
            for line in shown.lines:
                painter.drawPolyline(to_square.map(line))
        if shown.samples is not None:
            paint_samples(painter, kit, square, shown.samples, shown.sample_limit)
        painter.restore()
        painter.setPen(kit.frame)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square)
        self._paint_axes(painter, square, shown)
        paint_cross(painter, kit, square, shown.place)
        self._paint_value(painter, square, shown)

    def _paint_axes(self, painter: QPainter, square: QRectF, shown: LargeMap) -> None:
        """Write five values along each axis, and the names of the inputs."""
        now, kit = theme.current(), map_kit()
        curve = shown.picture.is_curve
        bottom, top = (-shown.picture.limit, shown.picture.limit) if curve else (shown.low[1], shown.high[1])
        painter.setFont(kit.micro_mono)
        painter.setPen(kit.faint)
        for tick in range(TICKS):
            share = tick / (TICKS - 1)
            x, y = square.left() + share * square.width(), square.bottom() - share * square.height()
            painter.drawLine(QPointF(x, square.bottom()), QPointF(x, square.bottom() + 3))
            painter.drawLine(QPointF(square.left() - 3, y), QPointF(square.left(), y))
            across = shown.low[0] + share * (shown.high[0] - shown.low[0])
            spot = QRectF(x - now.px(25), square.bottom() + now.px(3), now.px(50), now.px(13))
            painter.drawText(spot, CENTER, _tick(across))
            up = bottom + share * (top - bottom)
            painter.drawText(QRectF(0, y - now.px(7), square.left() - now.px(5), now.px(14)), RIGHT, _tick(up))
        painter.setFont(kit.micro_bold)
        painter.setPen(kit.text)
        below = QRectF(square.left(), square.bottom() + now.px(15), square.width(), now.px(14))
        painter.drawText(below, CENTER, shown.names[0])
        if not curve:
            beside = QRectF(0, square.top() + square.height() / 8 - now.px(7), square.left() - now.px(5), now.px(14))
            name = painter.fontMetrics().elidedText(shown.names[1], Qt.TextElideMode.ElideRight, round(beside.width()))
            painter.drawText(beside, RIGHT, name)

    def _paint_value(self, painter: QPainter, square: QRectF, shown: LargeMap) -> None:
        """Write the number of the chosen sample beside its cross."""
        now = theme.current()
        text = f"a = {number_text.signed(shown.value, 4)}"
        painter.setFont(now.font("small", mono=True, bold=True))
        width = painter.fontMetrics().horizontalAdvance(text) + now.px(12)
        label = QRectF(0, 0, width, now.px(20))
        label.moveCenter(QPointF(square.left() + shown.place[0] * square.width(), 0))
        y = square.top() + shown.place[1] * square.height()
        label.moveTop(y + now.px(14) if y + now.px(36) < square.bottom() else y - now.px(34))
        label.moveLeft(min(max(label.left(), square.left() + 2), square.right() - width - 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.color("bg.tooltip"))
        painter.drawRoundedRect(label, now.px(3), now.px(3))
        painter.setPen(now.color("fg.tooltip"))
        painter.drawText(label, CENTER, text)

    # ---- the mouse --------------------------------------------------------------------------------------------

    def _share(self, event: QMouseEvent) -> tuple[float, float]:
        square = self.square
        x, y = event.position().x() - square.left(), event.position().y() - square.top()
        return x / square.width(), y / square.height()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        shown = self._shown
        x, y = self._share(event)
        if shown is None or not (0 <= x <= 1 and 0 <= y <= 1):
            self.pointed.emit(None)
            return
        rows, columns = shown.picture.values.shape
        self.pointed.emit((round((1 - y) * (rows - 1)), round(x * (columns - 1))))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        shown = self._shown
        if shown is None or shown.samples is None or event.button() != Qt.MouseButton.LeftButton:
            return
        sample = shown.samples.nearest(*self._share(event), theme.current().px(REACH) / self.square.width())
        if sample is not None:
            self.sample_clicked.emit(sample)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self.pointed.emit(None)


def _tick(value: float) -> str:
    """Write a number of an axis in at most three digits."""
    return f"{value:.{2 if abs(value) < 1 else 3}g}".replace("-", number_text.MINUS)
