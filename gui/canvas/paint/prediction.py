"""Painting of the map of the prediction with its axes and words, and of samples in the input layer's foot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.layout.map_box import MapBox
from gui.canvas.paint.marks import paint_off_lines, tr
from gui.canvas.paint.tiles import paint_tile, tile_kit
from gui.look import number_text
from gui.look.fitting_text import elided, fitting
from gui.maps.paint import MapKit, map_kit, paint_cross, paint_no_map, paint_picture, paint_ring, paint_samples
from gui.widgets.alignment import CENTER, LEFT, LEFT_BOTTOM, LEFT_TOP, RIGHT


def map_area(box: LaneBox) -> QRectF:
    """Return what the map and its words are painted into: the lane between its card and its foot."""
    return QRectF(box.rect.left(), box.card.bottom(), box.rect.width(), box.caption.top() - box.card.bottom())


def foot_area(box: LaneBox) -> QRectF:
    """Return what `paint_all_samples` paints into: the lane's foot."""
    return QRectF(box.rect.left(), box.caption.top(), box.rect.width(), box.rect.bottom() - box.caption.top())


def paint_prediction(painter: QPainter, state: CanvasState, box: MapBox) -> None:
    """Paint the map of the prediction with its samples."""
    kit, maps = map_kit(), state.maps
    if maps is None or maps.output is None:
        paint_no_map(painter, kit, box.square, tr("no prediction yet"))
        return
    square = box.square
    painter.save()
    painter.setClipRect(square.adjusted(-8, -8, 8, 8))
    paint_picture(painter, kit, square, maps.output)
    paint_samples(painter, kit, square, maps.shown_samples, state.limits.output)
    if (place := state.sample_place()) is not None:
        (paint_cross if box.alone else paint_ring)(painter, kit, square, place)
    painter.restore()
    painter.setPen(kit.frame)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(square)
    if state.map_cursor is not None:
        _paint_cursor(painter, kit, square, state.map_cursor)


def words_key(state: CanvasState, ground: str) -> tuple[object, ...]:
    """Return everything that `paint_map_words` depends on; another refresh of the same slice changes none of it."""
    maps = state.maps
    if maps is None or maps.output is None:
        return ()
    return maps.points, maps.batch, maps.unit, maps.output.level, state.limits.output, ground


def paint_map_words(painter: QPainter, state: CanvasState, box: MapBox, ground: str) -> None:
    """Write around the map of the prediction what is shown and over which inputs.

    Args:
        ground: the colour token of the lane.
    """
    if state.maps is not None and state.maps.output is not None:
        _paint_axes(painter, map_kit(), state, box, ground)
        _paint_words(painter, map_kit(), state, box, ground)


def _paint_cursor(painter: QPainter, kit: MapKit, square: QRectF, cursor: tuple[float, float]) -> None:
    """Paint the frame of the focus, and the cross hairs that the arrow keys move."""
    x, y = square.left() + cursor[0] * square.width(), square.top() + cursor[1] * square.height()
    painter.setPen(kit.cursor)
    painter.drawRect(square.adjusted(-2, -2, 2, 2))
    painter.drawEllipse(QRectF(x - kit.cross, y - kit.cross, 2 * kit.cross, 2 * kit.cross))


def _paint_axes(painter: QPainter, kit: MapKit, state: CanvasState, box: MapBox, ground: str) -> None:
    """Write the ends and the name of each axis; of a curve the upward axis is the output."""
    maps = state.maps
    assert maps is not None
    across, up = box.across, box.up
    painter.setPen(kit.faint)
    painter.setFont(kit.micro)
    low, high = maps.points.low, maps.points.high
    painter.drawText(across, LEFT, _end(low[0]))
    painter.drawText(across, RIGHT, _end(high[0]))
    if maps.is_curve and maps.output is not None and maps.output.colors:
        inside = box.square.adjusted(kit.gap, 0, 0, 0)
        painter.drawText(inside, LEFT_TOP, "p = 1")
        painter.drawText(inside, LEFT_BOTTOM, "0")
    elif maps.is_curve:  # the output's limits need more room than there is beside the map
        inside = box.square.adjusted(kit.gap, 0, 0, 0)
        painter.drawText(inside, LEFT_TOP, number_text.limit(state.limits.output))
        painter.drawText(inside, LEFT_BOTTOM, number_text.limit(-state.limits.output))
    else:
        for text, at in ((_end(high[1]), Qt.AlignmentFlag.AlignTop), (_end(low[1]), Qt.AlignmentFlag.AlignBottom)):
            beside = up.adjusted(0, 0, -kit.gap, 0)
            align = Qt.AlignmentFlag.AlignRight | at
            if QFontMetricsF(kit.micro).horizontalAdvance(text) > beside.width() + kit.gap:  # it stands on the map
                beside, align = box.square.adjusted(kit.gap, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | at
            paint_off_lines(painter, beside, align, text, kit.faint, ground)
    painter.setFont(kit.micro_mono)
    ends = QFontMetricsF(kit.micro).horizontalAdvance(_end(low[0]) + _end(high[0]))
    painter.drawText(across, CENTER, elided(painter, maps.names[0], across.width() - ends - 2 * kit.gap))
    if not maps.is_curve:
        _paint_up_name(painter, up.adjusted(0, 0, -kit.gap, 0), maps.names[1], ground)


def _paint_up_name(painter: QPainter, rect: QRectF, name: str, ground: str) -> None:
    """Write the name of the upward axis: from bottom to top if it is wider than its room."""
    if QFontMetricsF(painter.font(), painter.device()).horizontalAdvance(name) <= rect.width() + 1:
        paint_off_lines(painter, rect, RIGHT, name, map_kit().faint, ground)
        return
    painter.save()
    painter.translate(rect.center())
    painter.rotate(-90)
    room = rect.height() - 2 * map_kit().line_height  # above and below stand the ends of the axis
    along = QRectF(-room / 2, -rect.width() / 2, room, rect.width())
    painter.drawText(along, CENTER, elided(painter, name, along.width()))
    painter.restore()


def _paint_words(painter: QPainter, kit: MapKit, state: CanvasState, box: MapBox, ground: str) -> None:
    """Write what is shown, and where the other inputs are held."""
    maps = state.maps
    assert maps is not None
    painter.setPen(kit.faint)
    painter.setFont(kit.micro)
    names = tr("{one} and {other}").format(one=maps.names[0], other=maps.names[-1])
    shown = maps.names[0] if maps.is_curve else names
    title, line = box.title, QRectF(box.title)
    if box.alone:
        words = tr("output over {inputs}").format(inputs=", ".join(maps.names))
        paint_off_lines(painter, title, CENTER, elided(painter, words, title.width()), kit.faint, ground)
    elif title.height() >= 2 * kit.line_height:
        line.setHeight(kit.line_height)
        line.moveBottom(title.center().y())
        paint_off_lines(painter, line, LEFT, elided(painter, tr("output over"), line.width()), kit.faint, ground)
        line.moveTop(title.center().y())
        painter.setFont(kit.micro_bold)
        paint_off_lines(painter, line, LEFT, elided(painter, shown, line.width()), kit.text, ground)
        painter.setFont(kit.micro)
    if box.caption.height():
        words = fitting(QFontMetricsF(painter.font()).horizontalAdvance, box.caption.width(), *_held_texts(state))
        paint_off_lines(painter, box.caption, CENTER, words, kit.faint, ground)


def _held_texts(state: CanvasState) -> tuple[str, ...]:
    """Return where the other inputs are held and where the line is; second, for little room, only the former."""
    parts = _held_parts(state)
    return ", ".join(parts), *parts[:1]


def _held_parts(state: CanvasState) -> list[str]:
    maps = state.maps
    assert maps is not None
    held, parts = maps.held, []
    if len(held) == 1:
        parts.append(tr("at {input} = {value}").format(input=held[0][0], value=number_text.plain(held[0][1])))
    elif held:
        parts.append(tr("{count} others held").format(count=len(held)))
    if maps.output is not None and maps.output.level is not None and not maps.is_curve:
        parts.append(tr("line: {level}").format(level=f"{maps.output.level:g}"))
    return parts


def paint_all_samples(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    """Paint all samples as points over the two inputs of the maps, with the chosen one in a ring."""
    kit, maps, square = map_kit(), state.maps, box.samples
    if maps is None:
        return
    painter.setPen(kit.axis)
    painter.setBrush(kit.sunken)
    painter.drawRoundedRect(square, kit.corner, kit.corner)
    inside = square.adjusted(kit.cross, kit.cross, -kit.cross, -kit.cross)
    paint_samples(painter, kit, inside, maps.every, state.limits.output, small=True)
    if (place := state.sample_place()) is not None:
        paint_ring(painter, kit, inside, place)
    painter.setPen(kit.faint)
    painter.setFont(kit.micro)
    words = tr("{count} samples").format(count=number_text.count(maps.batch.samples))
    painter.drawText(box.caption, CENTER, words)
    painter.setFont(kit.micro_mono)
    beside = QRectF(box.rect.left(), square.top(), square.left() - kit.gap - box.rect.left(), square.height())
    if not maps.is_curve:
        painter.drawText(beside, RIGHT, elided(painter, maps.names[1], beside.width()))
    right = QRectF(square.right() + kit.gap, square.top(), box.rect.right() - square.right() - kit.gap, square.height())
    painter.drawText(right, LEFT_BOTTOM, elided(painter, maps.names[0], right.width()))


def paint_sample_picture(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    """Paint what the input units hold as a picture in their colours, with frames around chosen pixels."""
    import numpy as np

    rows, columns = box.lane.image or (1, 1)
    values, kit = state.shown_values(box.lane), tile_kit()
    if len(values) != rows * columns:
        return
    paint_tile(painter, kit, box.picture, np.reshape(values, (rows, columns)), state.limits.unit(box.lane.name))
    painter.setPen(map_kit().faint)
    painter.setFont(map_kit().micro)
    painter.drawText(
        box.caption, CENTER, tr("sample {number}").format(number=number_text.count(state.shown_sample + 1))
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place in (state.place, state.hovered, state.cursor):
        if place is not None and place.layer == box.lane.name and place.unit is not None:
            painter.setPen(kit.cursor if place is state.cursor else kit.selected)
            painter.drawRect(box.pixel_rect(place.unit))


def _end(value: float) -> str:
    """Write the end of an axis as short as it is exact, e.g. "−1", "0.05"."""
    return f"{value:.4g}".replace("-", number_text.MINUS)
