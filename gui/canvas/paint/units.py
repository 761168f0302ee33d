"""Painting of the units with their numbers."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.paint.marks import MarkKit, mark_kit, paint_empty_unit, paint_off_ring, tr
from gui.canvas.paint.stamps import Stamp, Stamps
from gui.look import heat_colours, number_text
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import CENTER

SMALLEST_NUMBERED_UNIT = 26


class UnitKit:
    """The pens, brushes, fonts and lengths of units in one theme."""

    def __init__(self, now: Theme) -> None:
        scale = now.scale
        self.theme_name, self.scale = now.name, scale
        self.text, self.faint, self.ground = (
            now.color("text.primary"),
            now.color("text.secondary"),
            now.color("bg.panel"),
        )
        self.error, self.error_ground = now.color("error.fg"), now.color("error.bg")
        self.lit_ground, self.frozen_ground = now.color("accent.soft"), now.color("frozen.bg")
        self.rim, self.error_rim = now.pen("line.strong", 1.4 * scale), now.pen("error.fg", 1.4 * scale)
        self.font, self.small_font = now.font("body", bold=True), now.font("micro", bold=True)
        self.gap_font = now.font("small")
        self.lit_ring = now.pen("accent", 2 * scale)
        self.selected_ring, self.around_ring = now.pen("select", 3 * scale), now.pen("bg.panel", 3 * scale)
        self.hovered_ring, self.cursor_ring = now.pen("select", 2.4 * scale), now.pen("focus", 2 * scale)
        self.smallest_numbered, self.smallest_roomy = SMALLEST_NUMBERED_UNIT * scale, 36 * scale
        self.corner = now.px(6)
        self.line, self.half_line = now.px(18), now.px(9)
        self.beside = QRectF(now.px(6), -now.px(7), now.px(4), now.px(14))


unit_kit = per_theme(UnitKit)


def paint_units(painter: QPainter, state: CanvasState, box: LaneBox, stamps: Stamps) -> None:
    layer = state.layer(box.lane.name)
    kit, marks, look = unit_kit(), mark_kit(), state.look(box.lane.name)
    values, lit = state.shown_values(box.lane), look is not None and look.state == "now"
    dead = layer.dead_units if layer is not None else ()
    with_numbers = [unit for unit in box.centers if unit < len(values)]
    numbers = UnitNumbers(kit, marks, state, box)
    shown = (numbers.stamp(box.centers[unit], values[unit], unit in dead) for unit in with_numbers)
    stamps.put(painter, box.diameter, shown)
    if numbers.beside:
        for unit in with_numbers:
            numbers.paint_beside(painter, box.unit_rect(unit), values[unit])
    for unit in box.centers:
        if unit >= len(values):
            if state.slow is not None:
                _paint_unknown(painter, kit, box.unit_rect(unit))
            else:
                paint_empty_unit(painter, marks, box.unit_rect(unit), built=layer is None or layer.built)
        if lit:
            _paint_ring(painter, kit.lit_ring, box.unit_rect(unit), 3 * kit.scale)
    paint_unit_rings(painter, state, box)
    if box.gap_center is not None:
        _paint_gap(painter, kit, box)


class UnitNumbers:
    """The numbers of one lane's units, on their colours.

    Attributes:
        beside: whether there are numbers beside the units: in slow motion, where the units are too small.
    """

    def __init__(self, kit: UnitKit, marks: MarkKit, state: CanvasState, box: LaneBox) -> None:
        look = state.look(box.lane.name)
        self._kit, self._marks, self._limit = kit, marks, state.shown_limit(box.lane)
        self._colors, self._inks = heat_colours.table(kit.theme_name), heat_colours.ink_table(kit.theme_name)
        self._gradient = state.has_gradients(box.lane)
        self._relu = box.lane.activation == "relu" and (look is not None or not self._gradient)
        self._inside, self._roomy = box.diameter >= kit.smallest_numbered, box.diameter >= kit.smallest_roomy
        self.beside = look is not None and not self._inside
        self._ground = kit.ground
        if look is not None:
            self._ground = kit.lit_ground if look.state == "now" else kit.ground
            if not state.trainable(box.lane.name):
                self._ground = kit.frozen_ground

    def stamp(self, center: QPointF, value: float, dead: bool) -> Stamp:
        """Return a unit with the number inside it, if that has room."""
        text = self._text(value) if self._inside else ""
        if value == 0 and self._relu:
            return center, ("off", dead, text), partial(self._paint_off, dead, text)
        if not math.isfinite(value):
            return center, ("not finite", text), partial(self._paint_not_finite, text)
        entry = heat_colours.index(value, self._limit)
        return center, (entry, text), partial(self._paint, entry, text)

    def paint_beside(self, painter: QPainter, rect: QRectF, value: float) -> None:
        """Write a number at the right of a unit that is too small to hold it."""
        _paint_number_beside(painter, self._kit, rect, self._text(value), self._ground)

    def _text(self, value: float) -> str:
        if value == 0 and self._relu:
            return "0"
        if not math.isfinite(value):
            return number_text.signed(value)
        text = _unit_number(value, self._gradient)
        return (
            text if self._roomy else text.replace(f"{number_text.MINUS}0.", f"{number_text.MINUS}.")
        )  # five are too wide

    def _paint(self, entry: int, text: str, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(self._kit.rim)
        painter.setBrush(self._colors[entry])
        painter.drawEllipse(rect)
        self._write(painter, rect, text, self._inks[entry])

    def _paint_off(self, dead: bool, text: str, painter: QPainter, rect: QRectF) -> None:
        paint_off_ring(painter, self._marks, rect, dead)
        self._write(painter, rect, text, self._kit.faint)

    def _paint_not_finite(self, text: str, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(self._kit.error_rim)
        painter.setBrush(self._kit.error_ground)
        painter.drawEllipse(rect)
        self._write(painter, rect, text, self._kit.error)

    def _write(self, painter: QPainter, rect: QRectF, text: str, ink: QColor) -> None:
        painter.setPen(ink)
        painter.setFont(self._kit.font if self._roomy and len(text) <= 4 else self._kit.small_font)
        painter.drawText(rect, CENTER, text)


def _paint_number_beside(painter: QPainter, kit: UnitKit, rect: QRectF, text: str, ground: QColor) -> None:
    """Paint a number at the right of a unit that is too small to hold it."""
    painter.setFont(kit.small_font)
    spot = kit.beside.translated(rect.right(), rect.center().y())
    spot.setWidth(spot.width() + QFontMetricsF(painter.font()).horizontalAdvance(text))
    painter.fillRect(spot, ground)
    painter.setPen(kit.text)
    painter.drawText(spot, CENTER, text)


def _paint_unknown(painter: QPainter, kit: UnitKit, rect: QRectF) -> None:
    """Paint a unit whose number is not computed yet: nothing but its rim."""
    painter.setPen(kit.rim)
    painter.setBrush(kit.ground)
    painter.drawEllipse(rect)


def _unit_number(value: float, gradient: bool = False) -> str:
    """Write a number in at most five characters; a gradient, which is small, with a sign and more decimals."""
    magnitude = abs(value)
    if gradient and magnitude < 0.9995:
        return number_text.short(value, 3).replace("0.", ".")
    digits = 2 if magnitude < 10 else 1 if magnitude < 100 else 0
    return number_text.plain(value, digits) if magnitude < 10_000 else number_text.power(value).removeprefix("+")


def paint_unit_rings(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    """Paint the rings of selection, hover and keyboard cursor around the units of one lane."""
    kit, name, selected = unit_kit(), box.lane.name, state.place
    corner = kit.corner if box.squares else None
    if selected.layer == name and selected.unit in box.centers:
        rect = box.unit_rect(selected.unit)
        _paint_ring(painter, kit.around_ring, rect, (1 if box.squares else 2) * kit.scale, corner)
        _paint_ring(painter, kit.selected_ring, rect, (2 if box.squares else 4) * kit.scale, corner)
    elif (
        (place := state.hovered) is not None and place.layer == name and place.unit in box.centers and place.row is None
    ):
        _paint_ring(painter, kit.hovered_ring, box.unit_rect(place.unit), 0, corner)
    if (place := state.cursor) is not None and place.layer == name and place.unit in box.centers and place.row is None:
        _paint_ring(painter, kit.cursor_ring, box.unit_rect(place.unit), (5 if box.squares else 7) * kit.scale, corner)


def _paint_ring(painter: QPainter, pen: QPen, rect: QRectF, gap: float, corner: float | None = None) -> None:
    """Paint a ring around a unit, `gap` px away from it; around a square with rounded corners."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = rect.adjusted(-gap, -gap, gap, gap)
    if corner is None:
        painter.drawEllipse(around)
    else:
        painter.drawRoundedRect(around, corner + gap, corner + gap)


def _paint_gap(painter: QPainter, kit: UnitKit, box: LaneBox) -> None:
    left_out = box.lane.units - len(box.centers)
    painter.setFont(kit.gap_font)
    painter.setPen(kit.faint)
    rect = QRectF(box.rect.left(), 0, box.rect.width(), kit.line)
    rect.moveTop((box.gap_center or QPointF()).y() - kit.half_line)
    painter.drawText(rect, CENTER, tr("⋮ {count} more").format(count=left_out))
