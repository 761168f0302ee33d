"""Painting of what stands still while the network learns: lanes, cards and captions."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.layout.lane import LaneBox
from gui.canvas.paint.flow import paint_flow, tile_words
from gui.canvas.paint.marks import lane_ground, paint_empty_units, paint_off_lines, tr
from gui.canvas.paint.tensors import paint_said
from gui.look import icons, theme
from gui.look.fitting_text import elided
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import CENTER, LEFT, RIGHT

NARROWEST_CARD = 112
"""A narrower card leaves out the number of parameters; in px."""


def paint_lanes(painter: QPainter, state: CanvasState) -> None:
    """Paint all lanes with their cards."""
    kit = card_kit()
    for box in state.layout.boxes:
        _paint_lane(painter, state, box)
        _paint_card(painter, kit, state, box)
        _paint_captions(painter, kit, state, box)
        if not state.built:
            paint_empty_units(painter, box)
        paint_said(painter, box)
    _paint_scaling(painter, kit, state)
    if not any(state.has_weights(lane) for lane in state.lanes):
        _paint_dashed_key(painter, state.layout.legend)
    for left, right in zip(state.layout.boxes, state.layout.boxes[1:], strict=False):
        if state.has_weights(right.lane) and right.lane.linked and not state.trainable(right.lane.name):
            _paint_frozen_zone(painter, left, right, state.layout.flow + state.layout.said)
    if state.slow is not None:
        paint_flow(painter, state.layout, state.slow)


def _paint_lane(painter: QPainter, state: CanvasState, box: LaneBox) -> None:
    now, name = theme.current(), box.lane.name
    frozen = not state.trainable(name)
    selected, hovered = state.place.layer == name, _hovers_layer(state, name)
    built = state.has_weights(box.lane) or not box.lane.rows
    line = now.pen("line.soft")
    if frozen:
        line = now.pen("frozen.fg", 1.5 * now.scale, (6, 4))
    elif not built:
        line = now.pen("line.strong", 1.2 * now.scale, (6, 4))
    if selected:
        line = now.pen("select", 2.2 * now.scale, (8, 4) if frozen else None)
    elif hovered:
        line = now.pen("line.strong", 1.5 * now.scale, (6, 4) if frozen or not built else None)
    look = state.look(name)
    lit = look is not None and look.state == "now"
    if lit:
        line = now.pen("accent", 2.6 * now.scale, (8, 4) if frozen else None)
    collected = state.collected is not None and name in state.collected
    if collected:
        line = now.pen("accent", 2.2 * now.scale, None if built else (6, 4))
    painter.setPen(line)
    painter.setBrush(now.color(lane_ground(state, box)))
    painter.drawRoundedRect(box.rect, now.px(8), now.px(8))
    if frozen:
        hatch = QRectF(
            box.rect.left() + 1, box.card.bottom(), box.rect.width() - 2, box.rect.bottom() - box.card.bottom()
        )
        painter.fillRect(
            hatch.adjusted(0, 0, 0, -now.px(6)), QBrush(now.color("frozen.hatch"), Qt.BrushStyle.BDiagPattern)
        )
    painter.setPen(now.pen("line.soft"))
    painter.drawLine(QPointF(box.rect.left() + 1, box.card.bottom()), QPointF(box.rect.right() - 1, box.card.bottom()))


def _hovers_layer(state: CanvasState, name: str) -> bool:
    hovered = state.hovered
    return hovered is not None and hovered.layer == name and hovered.unit is None


def _paint_frozen_zone(painter: QPainter, left: LaneBox, right: LaneBox, above: float) -> None:
    """Paint the zone of a frozen layer's incoming edges."""
    now = theme.current()
    start = left.rect.center().x() + left.diameter / 2 + now.px(14)
    zone = QRectF(start, right.card.bottom() + now.px(5) + above, right.rect.left() - start, 0)
    zone.setBottom(right.caption.top())
    painter.setPen(now.pen("frozen.fg", 1.5 * now.scale, (6, 4)))
    painter.setBrush(QBrush(now.color("frozen.hatch"), Qt.BrushStyle.BDiagPattern))
    painter.drawRect(zone)


class CardKit:
    """The colours, fonts and lengths of cards and captions in one theme."""

    def __init__(self, now: Theme) -> None:
        self.text, self.faint, self.disabled = (
            now.color(f"text.{ink}") for ink in ("primary", "secondary", "disabled")
        )
        self.frozen, self.tick = now.color("frozen.fg"), now.color("accent.fg")
        self.on, self.off = now.color("accent"), now.color("bg.panel")
        self.box_line = now.pen("line.strong", 1.4 * now.scale)
        self.name_font, self.small_name_font = (now.font(role, mono=True, bold=True) for role in ("strong", "small"))
        self.body, self.small, self.micro = now.font("body"), now.font("small"), now.font("micro")
        self.mono, self.micro_mono = now.font("body", mono=True), now.font("micro", mono=True)
        self.frozen_font, self.letter_font = now.font("small", bold=True), now.font("micro", mono=True, bold=True)
        self.pad, self.top, self.row, self.pitch, self.last_pitch = map(now.px, (9, 6, 20, 19, 20))
        self.gap, self.icon_gap, self.icon, self.box, self.box_gap = map(now.px, (3, 4, 14, 15, 10))
        self.roomy_name, self.roomy, self.roomy_shape = map(now.px, (72, NARROWEST_CARD, 140))
        self.letter_spot = QRectF(-now.px(16), -now.px(8), now.px(12), now.px(16))


card_kit = per_theme(CardKit)


def _paint_card(painter: QPainter, kit: CardKit, state: CanvasState, box: LaneBox) -> None:
    lane = box.lane
    inside = box.card.adjusted(kit.pad, kit.top, -kit.pad, 0)
    row = QRectF(inside.left(), inside.top(), inside.width(), kit.row)
    _paint_title(painter, kit, row, lane.name, frozen=not state.trainable(lane.name))
    row.translate(0, kit.pitch)
    kind = f"{lane.kind} · {lane.activation}" if lane.activation else lane.kind
    if lane.activation and inside.width() < kit.roomy:
        kind = lane.activation
    painter.setFont(kit.body)
    painter.setPen(kit.faint)
    painter.drawText(row, LEFT, elided(painter, kind, row.width()))
    if not state.layout.low:
        row.translate(0, kit.pitch)
        _paint_shape_row(painter, kit, state, box, row)
    if state.is_muted(lane):
        painter.setFont(kit.small)
        painter.setPen(kit.faint)
        spot = box.check_box.adjusted(kit.gap, 0, 0, 0)
        painter.drawText(spot, LEFT, elided(painter, tr("not in this model"), spot.width()))
    elif lane.rows:
        _paint_check_box(painter, kit, state, box)
    else:
        row.translate(0, kit.last_pitch)
        painter.setFont(kit.body)
        painter.setPen(kit.faint)
        painter.drawText(row, LEFT, tr("no weights"))


def _paint_scaling(painter: QPainter, kit: CardKit, state: CanvasState) -> None:
    """Paint the slim lane of the layer that scales the inputs, which no step trains, with its card."""
    scaling = state.snapshot.scaling if state.snapshot is not None else None
    rect, card, now = state.layout.scaling, state.layout.boxes[0].card, theme.current()
    if scaling is None or not rect.width():
        return
    painter.setPen(now.pen("line.soft"))
    painter.setBrush(now.color("bg.panel"))
    painter.drawRoundedRect(rect, now.px(8), now.px(8))
    painter.setPen(now.pen("line.soft"))
    painter.drawLine(QPointF(rect.left() + 1, card.bottom()), QPointF(rect.right() - 1, card.bottom()))
    row = QRectF(rect.left() + kit.top, rect.top() + kit.top, rect.width() - 1.5 * kit.top, kit.row)
    rows = [
        (kit.small_name_font, kit.text, scaling.name),
        *((kit.micro, kit.faint, part) for part in _broken(scaling.kind, row.width(), QFontMetricsF(kit.micro))),
        (kit.micro, kit.faint, tr("{count} params").format(count=scaling.parameters)),
        (kit.micro, kit.faint, "adapt(X)"),
    ]
    for font, ink, text in rows:
        if row.bottom() > card.bottom():
            break
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(row, LEFT, elided(painter, text, row.width()))
        row.translate(0, kit.pitch)


def _broken(word: str, width: float, metrics: QFontMetricsF) -> tuple[str, ...]:
    """Return a word in as many lines as are needed for it."""
    if metrics.horizontalAdvance(word) <= width:
        return (word,)
    at = next((n for n in range(len(word) - 1, 1, -1) if metrics.horizontalAdvance(f"{word[:n]}-") <= width), 1)
    return (f"{word[:at]}-", *_broken(word[at:], width, metrics))


def _paint_title(painter: QPainter, kit: CardKit, row: QRectF, name: str, frozen: bool) -> None:
    """Paint a layer's name and, of a frozen one, the badge at the right; without room only its snowflake."""
    font = kit.name_font if row.width() >= kit.roomy_name else kit.small_name_font
    metrics, room = QFontMetricsF(font), row.width()
    if frozen:
        room -= _paint_badge(painter, kit, row, room - metrics.horizontalAdvance(name))
    painter.setFont(font)
    painter.setPen(kit.text)
    painter.drawText(row, LEFT, elided(painter, name, room))


def _paint_badge(painter: QPainter, kit: CardKit, row: QRectF, room: float) -> float:
    """Paint snowflake and, if it fits into `room`, the word at the right end of a row; return the width they take."""
    word, size = tr("frozen"), kit.icon
    width = QFontMetricsF(kit.frozen_font).horizontalAdvance(word) + kit.gap
    if size + width + kit.icon_gap > room:
        width = 0.0
    else:
        painter.setFont(kit.frozen_font)
        painter.setPen(kit.frozen)
        painter.drawText(row, RIGHT, word)
    spot = QRectF(row.right() - width - size, row.center().y() - size / 2, size, size)
    icons.paint_icon(painter, "snowflake-bold", kit.frozen, spot)
    return width + size + kit.icon_gap


def _paint_shape_row(painter: QPainter, kit: CardKit, state: CanvasState, box: LaneBox, row: QRectF) -> None:
    lane = box.lane
    layer = state.layer(lane.name)
    narrow = row.width() < kit.roomy_shape
    painter.setFont(kit.micro_mono if narrow else kit.mono)
    painter.setPen(kit.text)
    if lane.rows and (layer is None or not layer.built):
        painter.setFont(kit.body)
        painter.drawText(row, LEFT, tr("not built"))
    else:
        snapshot = state.snapshot
        built = layer.output_shape if layer is not None else snapshot.input_shape if snapshot is not None else None
        shape = built or (None, lane.units)  # of a network that is only designed, its design
        painter.drawText(row, LEFT, str(tuple(shape)))
    if lane.rows and row.width() >= kit.roomy:
        painter.setFont(kit.micro if narrow else kit.small)
        painter.setPen(kit.faint)
        count = str(layer.parameters) if layer is not None and layer.built else "?"
        painter.drawText(row, RIGHT, tr("{count} params").format(count=count))


def _paint_check_box(painter: QPainter, kit: CardKit, state: CanvasState, box: LaneBox) -> None:
    on, can_switch = state.trainable(box.lane.name), state.can_switch(box.lane.name)
    size = kit.box
    square = QRectF(box.check_box.left() + kit.gap, box.check_box.center().y() - size / 2, size, size)
    color = kit.on if can_switch else kit.disabled
    painter.setPen(QPen(color, kit.box_line.widthF()) if on else kit.box_line)
    painter.setBrush(color if on else kit.off)
    painter.drawRoundedRect(square, 3, 3)
    if on:
        mark = square.adjusted(2, 2, -2, -2)
        icons.paint_icon(painter, "check-bold", kit.tick, mark)
    spot = box.check_box.adjusted(size + kit.box_gap, 0, 0, 0)
    for font in (kit.mono, kit.micro_mono):
        painter.setFont(font)
        if QFontMetricsF(painter.font()).horizontalAdvance("trainable") <= spot.width():
            painter.setPen(kit.text if can_switch else kit.disabled)
            painter.drawText(spot, LEFT, "trainable")
            break


def _paint_captions(painter: QPainter, kit: CardKit, state: CanvasState, box: LaneBox) -> None:
    """Paint the kernel's name and shape, the letters W and b; before build, the place of the kernel."""
    lane = box.lane
    if not box.kernel.height():
        return
    if not state.has_weights(lane):
        _paint_no_weights(painter, box)
        return
    look = state.look(lane.name)
    text = tile_words(look.tile) if look is not None else ""
    painter.setFont(kit.micro_mono if not text or look is None or look.gradient_tile else kit.micro)
    painter.setPen(kit.faint)
    shape = f"({lane.rows}, {lane.units})"
    words = text or f"kernel {shape}"
    fits = QFontMetricsF(painter.font()).horizontalAdvance(words) <= box.caption.width()
    ground = lane_ground(state, box)
    paint_off_lines(painter, box.caption, CENTER, words if fits else text or shape, kit.faint, ground)
    painter.setFont(kit.letter_font)
    for letter, tile in (("W", box.kernel), ("b", box.bias)):
        if tile.height():
            spot = kit.letter_spot.translated(tile.left(), tile.center().y())
            paint_off_lines(painter, spot, CENTER, letter, kit.faint, ground)
    if state.clash is not None and state.clash[0] == lane.name:
        _paint_clash(painter, box, state.clash[1])


def _paint_clash(painter: QPainter, box: LaneBox, received: int) -> None:
    """Paint a frame around the kernel whose rows a batch did not match, with both numbers."""
    now, rect = theme.current(), box.kernel
    painter.setPen(now.pen("error.fg", 3 * now.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(-now.px(3), -now.px(3), now.px(3), now.px(3)))
    painter.setFont(now.font("small", mono=True, bold=True))
    words = f"{received} ≠ {box.lane.rows}"
    width = QFontMetricsF(painter.font()).horizontalAdvance(words) + now.px(10)
    label = QRectF(box.rect.left() + now.px(4), box.caption.top() - now.px(20), width, now.px(20))
    painter.setPen(now.pen("error.fg", 1.4 * now.scale))
    painter.setBrush(now.color("error.bg"))
    painter.drawRoundedRect(label, now.px(4), now.px(4))
    painter.setPen(now.color("error.fg"))
    painter.drawText(label, CENTER, words)


def _paint_no_weights(painter: QPainter, box: LaneBox) -> None:
    now = theme.current()
    zone = QRectF(box.rect.left() + now.px(7), box.caption.top() + now.px(8), box.rect.width() - now.px(14), 0)
    zone.setBottom(box.rect.bottom() - now.px(9))
    painter.setPen(now.pen("line.strong", 1.0, (4, 3)))
    painter.setBrush(now.color("bg.sunken"))
    painter.drawRoundedRect(zone, now.px(5), now.px(5))
    middle = zone.center().y()
    painter.setPen(now.color("text.primary"))
    painter.setFont(now.font("small", mono=True, bold=True))
    painter.drawText(QRectF(zone.left(), middle - now.px(18), zone.width(), now.px(18)), CENTER, "weights: []")
    painter.setPen(now.color("text.secondary"))
    painter.setFont(now.font("micro", mono=True))
    painter.drawText(QRectF(zone.left(), middle, zone.width(), now.px(18)), CENTER, "built = False")


def _paint_dashed_key(painter: QPainter, rect: QRectF) -> None:
    """Paint the legend while nothing is built: what the dashed rings mean."""
    now = theme.current()
    painter.setFont(now.font("small"))
    painter.setPen(now.color("text.secondary"))
    words = tr("dashed ring: a unit that has no weights yet, so no lines can be drawn")
    painter.drawText(rect.adjusted(now.px(32), 0, 0, 0), LEFT, words)
    painter.setPen(now.pen("line.strong", 1.2, (4, 3)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(rect.left() + now.px(10), rect.center().y() - now.px(7), now.px(14), now.px(14)))
