"""The positions of everything on the canvas: a pure function of the network's design and the size of the canvas."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from core.snapshot.place import Place
from gui.canvas.layout.canvas_room import (
    BIAS_GAP,
    CAPTION_HEIGHT,
    CARD_GAP,
    LANE_FOOT,
    LARGEST_CELL_WIDTH,
    LEGEND_HEIGHT,
    MARGIN,
    USUAL_UNITS,
    CanvasRoom,
    canvas_room,
)
from gui.canvas.layout.lane import SCALING_SHARE, Lane, LaneBox
from gui.canvas.layout.layout import Layout
from gui.canvas.layout.map_box import TILE_LEFT, MapBox, place_map
from gui.canvas.layout.output_rows import has_rows, place_result, place_rows

GAP = 9
FLOW_HEIGHT, LOW_FLOW_HEIGHT = 28, 22
"""The height of slow motion's row of marks and arrows between cards and units, in px."""

CHIP_HEIGHT, CALL_HEIGHT = 19, 16
"""The heights of the rows between cards and units, for symbolic tensors and for calls, in px."""

LABEL_HEIGHT, LABEL_WIDTH = 60, 118
"""The size of a symbolic tensor that is written in full, in px."""

ROOMY_PITCH = 32
"""The distance between units that are large enough for their numbers, in px: only then tensors are written in full."""

PICTURE_GAP, SMALLEST_PICTURE = 7, 24
"""Around the picture of a sample, and its least side, in px."""

NAME_ASIDE = 5
"""How far named units stay away from the edge of their lane where the lines are, in px."""

NARROW_KERNEL, NARROWEST_KERNEL, BESIDE_KERNEL = 54, 30, 102
"""The width of a kernel beside which the result is written, and what it leaves of the lane's for it, in px."""

LARGEST_UNIT, SMALLEST_PITCH = 44, 26
LARGEST_MAP, SMALLEST_MAP, MAP_GAP = 56, 24, 5
"""The sides of a unit that is a map, and the gap between two of them, in px. Where they were smaller, it is none."""

SMALLEST_FLOW_PITCH = 19
"""Below rows of marks or words, all units stay visible if possible; their numbers are then beside them."""

SAMPLES_WIDTH, SAMPLES_HEIGHT, MOST_INPUTS = 88, 86, 4
"""The size of the picture of all samples in px, and up to how many input units there is one."""

FOOT_GAPS = CAPTION_HEIGHT + BIAS_GAP + LANE_FOOT


@dataclass(frozen=True)
class Measures:
    """Measures that all lanes share: what the height leaves room for, heights of rows under the cards in px, the zoom.

    `flow`, `maps` and `tiles` are those of `arrange`.
    """

    room: CanvasRoom
    chip_height: float
    call_height: float
    scale: float
    flow: bool
    maps: bool
    tiles: bool

    @property
    def growing(self) -> float:
        """The factor on the sizes of units, tiles and maps."""
        return self.scale * self.room.growth


def arrange(
    lanes: tuple[Lane, ...],
    size: QSizeF,
    scale: float = 1.0,
    focus: Place | None = None,
    flow: bool = False,
    full: bool = False,
    maps: bool = False,
    tiles: bool = True,
) -> Layout:
    """Lay the lanes out side by side.

    Args:
        lanes: the layers, the input layer first.
        size: the size of the canvas, in px.
        scale: factor on all fixed sizes.
        focus: a unit that must be among the drawn ones.
        flow: whether there is a row of marks and arrows between cards and units, in place of any words.
        full: whether symbolic tensors are written in full, where there is room.
        maps: whether units are maps.
        tiles: whether kernels and biases are drawn under the units.
    """
    margin, gap = MARGIN * scale, GAP * scale
    extra = SCALING_SHARE if lanes[0].scaled else 0.0
    pitch = (size.width() - 2 * margin) / (sum(lane.share for lane in lanes) + extra)
    height = size.height() - margin - LEGEND_HEIGHT * scale
    room = canvas_room(pitch / scale, size.height() / scale, max(lane.rows for lane in lanes), tiles)
    level = room.level
    card_height = level.card * scale
    calls = CALL_HEIGHT * scale if not flow and any(lane.call for lane in lanes) else 0.0
    chips = CHIP_HEIGHT * scale if not flow and any(lane.tensors for lane in lanes) else 0.0
    crowded = bool(flow or calls or chips)
    cell_heights, foot = _tile_measures(lanes, height, scale, room, crowded)
    if not tiles:
        cell_heights, foot = dict.fromkeys(cell_heights, 0.0), LANE_FOOT * scale
    flow_height = (LOW_FLOW_HEIGHT if level.low else FLOW_HEIGHT) * scale if flow else 0.0
    above = card_height + flow_height + calls + (CARD_GAP * scale if crowded or level.low else 0)
    if chips and full and _has_room_for_labels(lanes, pitch - gap, height - above - foot, scale):
        chips = LABEL_HEIGHT * scale
    above += chips
    zone = QRectF(0, margin + above, 0, height - above - foot)
    most = max(3, int(zone.height() / scale / (SMALLEST_FLOW_PITCH if crowded else SMALLEST_PITCH)))
    shown = {lane.name: _shown_units(lane, most, focus) for lane in lanes}
    measures = Measures(room, chips, calls, scale, flow, maps, tiles)
    boxes, left, scaling = [], margin, QRectF()
    for lane in lanes:
        rect = QRectF(left + gap / 2, margin, pitch * lane.share - gap, height)
        left += pitch * lane.share
        if lane.scaled:
            scaling = QRectF(left + gap / 2, margin, pitch * SCALING_SHARE - gap, height)
            left += pitch * SCALING_SHARE
        zone.moveLeft(rect.left())
        zone.setWidth(rect.width())
        boxes.append(_box(lane, rect, zone, shown[lane.name], cell_heights[lane.name], measures))
    legend = QRectF(margin, margin + height, size.width() - 2 * margin, LEGEND_HEIGHT * scale)
    return Layout(tuple(boxes), legend, level.low, flow_height, chips + calls, scaling)


def _has_room_for_labels(lanes: tuple[Lane, ...], width: float, height: float, scale: float) -> bool:
    """Tell whether every tensor can be written in full while the units still hold their numbers.

    Args:
        width: the width of a lane, in px.
        height: the height of the zone for labels and units, in px.
    """
    single = all(len(lane.tensors) < 2 for lane in lanes)
    most = max(USUAL_UNITS, *(lane.units for lane in lanes))
    high_enough = height - LABEL_HEIGHT * scale >= most * ROOMY_PITCH * scale
    return single and width >= LABEL_WIDTH * scale and high_enough


def _tile_measures(
    lanes: tuple[Lane, ...], height: float, scale: float, room: CanvasRoom, crowded: bool
) -> tuple[dict[str, float], float]:
    """Return the height of each kernel's cells, and of the lanes' feet; a tall kernel gets flatter cells."""
    level, growing = room.level, scale * room.growth
    largest = (level.flow_cell if crowded else level.cell) * growing
    most = max(0.38 * height - level.foot_height(0, 0.0) * scale, 20 * scale)
    cells = {lane.name: min(largest, most / max(lane.rows, 1)) for lane in lanes}
    tallest = max(cells[lane.name] * lane.rows for lane in lanes)
    return cells, max(level.foot * growing, tallest + level.bias * growing + FOOT_GAPS * scale)


def _shown_units(lane: Lane, room: int, focus: Place | None) -> tuple[int | None, ...]:
    """Return the units drawn where `room` have room: all, or the first ones, the focused one and the last."""
    if lane.units <= room:
        return tuple(range(lane.units))
    wanted = focus.unit if focus is not None and focus.layer == lane.name else None
    last = lane.units - 1
    if wanted is None or wanted < room - 2 or wanted == last:
        return (*range(room - 2), None, last)
    return (*range(room - 3), None, wanted, last)


def _box(
    lane: Lane, rect: QRectF, zone: QRectF, shown: tuple[int | None, ...], cell_height: float, measures: Measures
) -> LaneBox:
    """Return the positions of one lane's parts, its units in `zone`."""
    scale, growing = measures.scale, measures.growing
    row_pitch = zone.height() / max(USUAL_UNITS, len(shown))  # equal in all lanes but those with many units
    diameter = max(12 * scale, min(row_pitch - 6 * scale, LARGEST_UNIT * growing))
    middle = rect.center().x()
    if lane.named:  # the names stand at the side where no lines are
        aside = NAME_ASIDE * scale + diameter / 2
        middle = min(middle, rect.left() + aside) if lane.output else max(middle, rect.right() - aside)
    top = zone.center().y() - row_pitch * (len(shown) - 1) / 2
    places = {unit: QPointF(middle, top + i * row_pitch) for i, unit in enumerate(shown)}
    side = min(row_pitch - MAP_GAP * scale, LARGEST_MAP * growing)
    squares = measures.maps and side >= SMALLEST_MAP * scale
    if squares:
        diameter = side
    rows = place_rows(lane, zone, scale, measures.room.growth) if has_rows(lane) else None
    if rows is not None:
        diameter, places = rows.diameter, dict(rows.centers)
        squares = measures.maps and diameter >= SMALLEST_MAP * scale
    map_box = _map_box(lane, zone, diameter, measures) if rows is None else rows.map
    if map_box is not None and rows is None:
        squares = map_box.alone
        diameter = map_box.square.width() if squares else diameter
        places = {0: map_box.unit_center(zone, diameter, scale)}
    gap_center = places.pop(None, None)
    level = measures.room.level
    kernel, bias = _tiles(lane, rect, zone, cell_height, measures)
    result = QRectF()
    if rows is not None and kernel.height():
        kernel.moveLeft(rect.left() + TILE_LEFT * scale)
        bias.moveLeft(kernel.left())
        result = place_result(rect, kernel, scale)
    elif map_box is not None and not map_box.card.height() and kernel.height():
        at_left = kernel.translated(rect.left() + TILE_LEFT * scale - kernel.left(), 0)
        map_box = map_box.with_card_beside(rect, at_left, scale)
        if map_box.card.height():
            bias.moveLeft(at_left.left())
            kernel = at_left
    card = QRectF(rect.left(), rect.top(), rect.width(), level.card * scale)
    movement = QRectF(rect.left() + 9 * scale, 0, rect.width() - 18 * scale, level.movement * scale)
    movement.moveBottom(card.bottom())
    switch = QRectF(rect.left() + 6 * scale, 0, rect.width() - 12 * scale, 26 * scale)
    switch.moveBottom(movement.top() - scale)
    call_height = measures.call_height if lane.call else 0.0
    call = QRectF(rect.left() + 3 * scale, card.bottom() + 2 * scale, rect.width() - 6 * scale, call_height)
    chip_top = card.bottom() + measures.call_height + 3 * scale
    chip_height = measures.chip_height - 3 * scale if lane.tensors and measures.chip_height else 0.0
    chip = QRectF(rect.left() + 3 * scale, chip_top, rect.width() - 6 * scale, chip_height)
    return LaneBox(
        lane=lane,
        rect=rect,
        card=card,
        check_box=switch if lane.rows else QRectF(),
        shown=shown,
        centers={unit: center for unit, center in places.items() if unit is not None},
        gap_center=gap_center,
        diameter=diameter,
        caption=QRectF(rect.left(), zone.bottom(), rect.width(), CAPTION_HEIGHT * scale),
        kernel=kernel,
        bias=bias,
        chip=chip,
        call=call,
        movement=movement if lane.rows else QRectF(),
        beside=rows.beside if rows is not None else {},
        roomy=rows is not None and rows.roomy,
        result=result,
        map=map_box,
        samples=_samples(lane, rect, zone, measures),
        picture=_picture(lane, rect, zone, measures),
        squares=squares,
    )


def _map_box(lane: Lane, zone: QRectF, diameter: float, measures: Measures) -> MapBox | None:
    """Return where the map of the prediction stands; only the map of one unit is a prediction."""
    if not lane.output or lane.units != 1:
        return None
    return place_map(zone, diameter, measures.scale, measures.maps, measures.flow, measures.room.growth)


def _tiles(lane: Lane, rect: QRectF, zone: QRectF, cell_height: float, measures: Measures) -> tuple[QRectF, QRectF]:
    """Return where the kernel and the bias are shown, below the units."""
    scale, growing = measures.scale, measures.growing
    cell_width = min(LARGEST_CELL_WIDTH * growing, (rect.width() - 34 * scale) / lane.units)
    if has_rows(lane):
        beside_result = min(NARROW_KERNEL * growing, rect.width() - BESIDE_KERNEL * scale)
        cell_width = min(cell_width, max(beside_result, NARROWEST_KERNEL * scale) / lane.units)
    width = max(cell_width * lane.units, 4 * scale)
    left = min(rect.center().x() - width / 2 + 6 * scale, rect.right() - 8 * scale - width)
    kernel = QRectF(left, zone.bottom() + CAPTION_HEIGHT * scale, width, lane.rows * cell_height)
    bias = measures.room.level.bias * growing
    height = min(bias, max(cell_height, 6 * scale)) if lane.bias and lane.rows and measures.tiles else 0
    return kernel, QRectF(left, kernel.bottom() + BIAS_GAP * scale, width, height)


def _samples(lane: Lane, rect: QRectF, zone: QRectF, measures: Measures) -> QRectF:
    """Return where all samples are shown as points: in the foot of the input layer, if there is room."""
    scale, growing = measures.scale, measures.growing
    top, width, height = zone.bottom() + CAPTION_HEIGHT * scale, SAMPLES_WIDTH * growing, SAMPLES_HEIGHT * growing
    fits = top + height <= rect.bottom() - scale and width + 34 * scale <= rect.width()
    if lane.rows or lane.units > MOST_INPUTS or not fits:
        return QRectF()
    return QRectF(rect.center().x() - width / 2 + 4 * scale, top, width, height)


def _picture(lane: Lane, rect: QRectF, zone: QRectF, measures: Measures) -> QRectF:
    """Return where the chosen sample is shown as a picture: in the foot of the input layer."""
    scale = measures.scale
    top = zone.bottom() + CAPTION_HEIGHT * scale
    most = min(rect.bottom() - PICTURE_GAP * scale - top, rect.width() - 2 * PICTURE_GAP * scale)
    if lane.image is None or most < SMALLEST_PICTURE * scale:
        return QRectF()
    rows, columns = lane.image
    pixel = most / max(rows, columns)
    return QRectF(rect.center().x() - columns * pixel / 2, top, columns * pixel, rows * pixel)
