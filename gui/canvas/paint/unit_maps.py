"""Painting of units as maps: what each returns over two inputs, as a rounded square in the place of its circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.paint.marks import MarkKit, mark_kit
from gui.maps.paint import MapKit, map_kit, paint_cross, paint_picture
from gui.widgets.alignment import CENTER

if TYPE_CHECKING:
    from gui.maps.picture import MapPicture


def units_area(box: LaneBox) -> QRectF:
    """Return what `paint_unit_maps` paints into: the lane between its card and its foot."""
    return QRectF(box.rect.left() - 2, box.card.bottom(), box.rect.width() + 4, box.caption.top() - box.card.bottom())


def paint_unit_maps(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    """Paint the maps of one lane's drawn units, with a cross at the chosen sample."""
    kit, marks = map_kit(), mark_kit()
    layer = state.layer(box.lane.name)
    pictures = state.maps.units.get(box.lane.name, {}) if state.maps is not None else {}
    dead = layer.dead_units if layer is not None else ()
    sample = state.sample_place()
    relu, built = box.lane.activation == "relu", layer is None or layer.built
    for unit in box.centers:
        rect = box.unit_rect(unit)
        if unit in pictures:
            _paint_unit(painter, kit, marks, rect, pictures[unit], sample)
            if relu and not pictures[unit].values.any():
                paint_off_frame(painter, kit, marks, rect, unit in dead)
        else:
            _paint_unknown(painter, kit, marks, rect, built)


def _paint_unit(
    painter: QPainter,
    kit: MapKit,
    marks: MarkKit,
    rect: QRectF,
    picture: MapPicture,
    sample: tuple[float, float] | None,
) -> None:
    paint_picture(painter, kit, rect, picture, kit.corner)
    if sample is not None and not picture.is_curve:
        paint_cross(painter, kit, rect, sample)
    painter.setPen(marks.rim)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, kit.corner, kit.corner)


def paint_off_frame(painter: QPainter, kit: MapKit, marks: MarkKit, rect: QRectF, dead: bool) -> None:
    """Mark a unit that is 0 in the whole slice: a dotted inner frame; 0 for every sample: struck through as well."""
    gap = rect.width() * 0.09
    painter.setPen(marks.dotted_rim)
    painter.drawRoundedRect(rect.adjusted(gap, gap, -gap, -gap), kit.corner / 2, kit.corner / 2)
    if dead:
        inset = QPointF(kit.cross, -kit.cross)
        painter.setPen(marks.cross)
        painter.drawLine(rect.bottomLeft() + inset, rect.topRight() - inset)


def _paint_unknown(painter: QPainter, kit: MapKit, marks: MarkKit, rect: QRectF, built: bool) -> None:
    """Paint a unit without a map: dashed with a question mark if it has no weights, plain if no map is known."""
    painter.setPen(marks.rim if built else marks.dashed_rim)
    painter.setBrush(marks.ground)
    painter.drawRoundedRect(rect, kit.corner, kit.corner)
    painter.setPen(marks.text)
    painter.setFont(marks.font)
    painter.drawText(rect, CENTER, "–" if built else "?")
