"""Painting of one map: colours, line, samples and ring. Places are shares of the square it is painted into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPaintEngine, QPainter, QPen, QPolygonF, QTransform

from gui.look.class_marks import MARKS, color_of, outline_of
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import CENTER

if TYPE_CHECKING:
    from gui.maps.picture import MapPicture
    from gui.maps.samples import SamplePoints

POINT, CLASS_POINT, SMALL_POINT, RING = 2.8, 2.6, 2.0, 6.0
"""Radii in px: of a sample, of one of a class, of one of many, and of the ring around the chosen one."""


class MapKit:
    """The pens, brushes and fonts of maps in one theme."""

    def __init__(self, now: Theme) -> None:
        scale = self.scale = now.scale
        self.theme_name = now.name
        self.not_finite, self.ground, self.sunken = now.color("error.bg"), now.color("bg.panel"), now.color("bg.sunken")
        self.frame, self.axis = now.pen("line.strong"), now.pen("line.soft")
        self.empty = now.pen("line.strong", 1, (4, 3))
        self.line, self.around_line = now.pen("text.primary", 1.2 * scale), now.pen("bg.panel", 2.6 * scale)
        self.switch, self.around_switch = now.pen("text.primary", 1.6 * scale, (5, 4)), now.pen("bg.panel", 3.4 * scale)
        self.curve, self.around_curve = now.pen("accent", 2 * scale), now.pen("bg.panel", 4 * scale)
        self.class_curves = {token: now.pen(token, 2 * scale) for token in map(color_of, range(len(MARKS)))}
        self.class_fills = {token: now.color(token) for token in self.class_curves}
        self.class_rim = now.pen("bg.panel", 1 * scale)
        self.rim, self.around_rim = now.pen("text.primary", 1.2 * scale), now.pen("bg.panel", 3.2 * scale)
        self.ring, self.around_ring = now.pen("select", 2.2 * scale), now.pen("bg.panel", 4.2 * scale)
        self.thin_cross, self.around_cross = now.pen("select", 1.4 * scale), now.pen("bg.panel", 3.4 * scale)
        self.large = now.px(60)
        self.cursor = now.pen("focus", 2 * scale)
        for pen in (self.line, self.around_line, self.curve, self.around_curve):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.class_point = CLASS_POINT * scale
        self.point, self.small_point, self.ring_radius = POINT * scale, SMALL_POINT * scale, RING * scale
        self.corner, self.cross, self.gap, self.line_height = now.px(6), now.px(4), now.px(3), now.px(14)
        self.text, self.faint = now.color("text.primary"), now.color("text.secondary")
        self.micro, self.micro_mono = now.font("micro"), now.font("micro", mono=True)
        self.micro_bold = now.font("micro", mono=True, bold=True)


map_kit = per_theme(MapKit)

FILES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
"""They repeat the picture of a brush in its own size, whatever its transform says."""


def paint_picture(painter: QPainter, kit: MapKit, rect: QRectF, picture: MapPicture, corner: float = 0) -> None:
    """Paint a map's colours and its line, or a curve. The colours between two points are between theirs.

    Args:
        corner: the radius of the square's corners. It is filled by a brush, for a clip would take twenty times as long.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    if picture.image is not None:
        rows, columns = picture.values.shape
        if not picture.finite:
            painter.setBrush(kit.not_finite)
            painter.drawRoundedRect(rect, corner, corner)
        # the outermost points lie on the rim: half of their pixels is outside
        to_rect = QTransform.fromTranslate(rect.left(), rect.top())
        to_rect.scale(rect.width() / (columns - 1), rect.height() / (rows - 1)).translate(-0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if painter.paintEngine().type() in FILES:
            inside = QRectF(0.5, 0.5, columns - 1, rows - 1)
            painter.drawPixmap(rect, picture.pixmap, inside)
        else:
            brush = QBrush(picture.pixmap)
            brush.setTransform(to_rect)
            painter.setBrush(brush)
            painter.drawRoundedRect(rect, corner, corner)
        _paint_lines(painter, (kit.around_line, kit.line), rect, picture.lines)
        return
    painter.setBrush(kit.sunken)
    painter.drawRoundedRect(rect, corner, corner)
    painter.setPen(kit.axis)
    painter.drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()))
    if not picture.colors:
        _paint_lines(painter, (kit.around_curve, kit.curve), rect, picture.lines)
    for line, token in zip(picture.lines, picture.colors, strict=False):
        _paint_lines(painter, (kit.around_curve, kit.class_curves[token]), rect, (line,))


def _paint_lines(painter: QPainter, pens: tuple[QPen, ...], rect: QRectF, lines: tuple[QPolygonF, ...]) -> None:
    to_rect = QTransform.fromTranslate(rect.left(), rect.top()).scale(rect.width(), rect.height())
    mapped = [to_rect.map(line) for line in lines]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in pens:
        painter.setPen(pen)
        for line in mapped:
            painter.drawPolyline(line)


def paint_samples(
    painter: QPainter, kit: MapKit, rect: QRectF, points: SamplePoints, limit: float, small: bool = False
) -> None:
    """Paint samples as points in the colours of their targets; of many, small ones without a ring around the rim.

    Of classes they are the marks of these.
    """
    if points.classes:
        _paint_classes(painter, kit, rect, points, small)
        return
    from gui.look import heat_colours  # numpy, which loads later than the window

    colors = heat_colours.table(kit.theme_name)
    radius = kit.small_point if small else kit.point
    for (x, y), target in zip(points.places.tolist(), points.targets.tolist(), strict=True):
        center = _at(rect, x, y)
        if not small:
            painter.setPen(kit.around_rim)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, radius, radius)
        painter.setPen(kit.frame if small else kit.rim)
        painter.setBrush(colors[heat_colours.index(target, limit)])
        painter.drawEllipse(center, radius, radius)


def _paint_classes(painter: QPainter, kit: MapKit, rect: QRectF, points: SamplePoints, small: bool) -> None:
    radius = kit.small_point if small else kit.class_point
    painter.setPen(kit.class_rim)
    for (x, y), number in zip(points.places.tolist(), points.targets.astype(int).tolist(), strict=True):
        painter.setBrush(kit.class_fills[color_of(number)])
        painter.drawPath(outline_of(number, _at(rect, x, y), radius))


def paint_ring(painter: QPainter, kit: MapKit, rect: QRectF, place: tuple[float, float]) -> None:
    """Paint the ring around the chosen sample."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (kit.around_ring, kit.ring):
        painter.setPen(pen)
        painter.drawEllipse(_at(rect, *place), kit.ring_radius, kit.ring_radius)


def paint_cross(painter: QPainter, kit: MapKit, rect: QRectF, place: tuple[float, float]) -> None:
    """Paint a small cross at the chosen sample."""
    center = _at(rect, *place)
    half = QPointF(kit.cross if rect.width() < kit.large else 2 * kit.cross, 0)
    for pen in (kit.around_cross, kit.thin_cross):
        painter.setPen(pen)
        painter.drawLine(center - half, center + half)
        painter.drawLine(center - half.transposed(), center + half.transposed())


def paint_no_map(painter: QPainter, kit: MapKit, rect: QRectF, text: str) -> None:
    """Paint a dashed square that says why there is no map."""
    painter.setPen(kit.empty)
    painter.setBrush(kit.sunken)
    painter.drawRoundedRect(rect, kit.corner, kit.corner)
    painter.setPen(kit.faint)
    painter.setFont(kit.micro)
    inside = rect.adjusted(kit.cross, kit.cross, -kit.cross, -kit.cross)
    painter.drawText(inside, CENTER | Qt.TextFlag.TextWordWrap, text)


def _at(rect: QRectF, x: float, y: float) -> QPointF:
    return QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height())
