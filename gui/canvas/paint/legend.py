"""Painting of the key under the lanes: what colours, lines and rings mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter

from gui.canvas.layout.canvas_state import GRADIENTS, MAPS, NUMBERS, CanvasState
from gui.canvas.paint.marks import mark_kit, paint_off_ring, tr
from gui.look import number_text, theme
from gui.maps.paint import map_kit, paint_cross
from gui.widgets.alignment import LEFT

GAP = 12
"""The gap between two entries, in px."""


def legend_key(state: CanvasState) -> tuple[object, ...]:
    """Return everything that the legend is painted from, besides its place."""
    names = state.maps.names if state.maps is not None else ()
    slow = (state.slow is not None, state.slow.key_limit if state.slow is not None else None)
    limits, marks = (state.limits.weights, *limit_words(state)), state.changed_most is not None
    return theme.current(), state.shown_units, limits, marks, slow, names


def paint_legend(painter: QPainter, state: CanvasState) -> None:
    """Paint the key of colours, lines and rings under the lanes."""
    now, rect, slow = theme.current(), state.layout.legend, state.slow
    painter.setFont(now.font("small"))
    painter.setPen(now.color("text.secondary"))
    limit = slow.key_limit if slow is not None else None
    x = _paint_colour_key(painter, limit or state.limits.weights, rect)
    for token, text, dashes in (("data.pos", tr("positive"), None), ("data.neg", tr("negative"), (8, 4.8))):
        if _has_room(rect, x + now.px(34), text):
            painter.setPen(now.pen(token, 3 * now.scale, dashes))
            painter.drawLine(QPointF(x, rect.center().y()), QPointF(x + now.px(28), rect.center().y()))
            x = _legend_text(painter, rect, x + now.px(34), text)
    if state.shown_units == MAPS:
        x = _explain_maps(painter, state, rect, x)
    if state.changed_most is not None and slow is None:
        x = _changed_most(painter, rect, x, tr("changed most just now"))
    if state.shown_units == MAPS:
        return
    if state.shown_units == NUMBERS:
        x = _ring(painter, rect, x, False, tr("off (ReLU gives 0)"))
    if limit is None:
        for words in limit_words(state):
            if _has_room(rect, x, words):
                x = _legend_text(painter, rect, x, words)
                break
    if state.shown_units == NUMBERS:
        _ring(painter, rect, x, True, tr("dead (0 for these samples)"))


def limit_words(state: CanvasState) -> tuple[str, ...]:
    """Return where the colours of the units of each lane end, the longest text first."""
    lanes, limits = state.lanes, state.limits
    if state.shown_units == GRADIENTS:
        ends = " · ".join(f"{limits.gradient(lane.name):g}" for lane in lanes if lane.rows)
        return (tr("limits of ∂L/∂a ± {limits}").format(limits=ends.replace("-", number_text.MINUS)),)
    ends = " · ".join(f"{limits.unit(lane.name):g}" for lane in lanes)
    if state.shown_units == MAPS:
        return (tr("map limits ± {limits}").format(limits=ends),)
    output = tr("output: ±{limit}").format(limit=f"{limits.output:g}")
    return tr("unit limits ± {limits}").format(limits=ends), output


def _explain_maps(painter: QPainter, state: CanvasState, rect: QRectF, x: float) -> float:
    """Explain what is on the maps in the place of the units, and where their colours end; return the next x."""
    kit = map_kit()
    words = tr("the sample")
    if _has_room(rect, x + 3 * kit.cross, words):
        paint_cross(painter, kit, QRectF(x + kit.cross, rect.center().y(), 0, 0), (0, 0))
        x = _legend_text(painter, rect, x + 3 * kit.cross, words)
    names = state.maps.names if state.maps is not None else ()
    over = tr("across {one}, up {other}").format(one=names[0], other=names[1]) if len(names) > 1 else ""
    for words in (over, *limit_words(state)):
        if words and _has_room(rect, x, words):
            x = _legend_text(painter, rect, x, words)
    return x


def _changed_most(painter: QPainter, rect: QRectF, x: float, text: str) -> float:
    """Explain the marks of cells that changed most, if there is room; return the x of the next word."""
    now = theme.current()
    if not _has_room(rect, x + now.px(28), text):
        return x
    painter.setPen(now.pen("accent", 2 * now.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(x, rect.center().y() - now.px(6), now.px(20), now.px(12)))
    return _legend_text(painter, rect, x + now.px(28), text)


def _ring(painter: QPainter, rect: QRectF, x: float, dead: bool, text: str) -> float:
    """Explain the look of a unit that is off, if there is room; return the x of the next word."""
    now = theme.current()
    if not _has_room(rect, x + now.px(20), text):
        return x
    paint_off_ring(painter, mark_kit(), QRectF(x, rect.center().y() - now.px(7), now.px(14), now.px(14)), dead)
    return _legend_text(painter, rect, x + now.px(20), text)


def _has_room(rect: QRectF, x: float, text: str) -> bool:
    """Tell whether a word at x ends inside the legend; one that does not is left out."""
    metrics = QFontMetricsF(theme.current().font("small"))
    return x + metrics.horizontalAdvance(text) <= rect.right()


def _legend_text(painter: QPainter, rect: QRectF, x: float, text: str) -> float:
    """Write a legend's word at x; return the x of the next one."""
    now = theme.current()
    painter.setFont(now.font("small"))
    painter.setPen(now.color("text.secondary"))
    painter.drawText(QRectF(x, rect.top(), rect.right() - x, rect.height()), LEFT, text)
    return x + QFontMetricsF(painter.font()).horizontalAdvance(text) + now.px(GAP)


def _paint_colour_key(painter: QPainter, limit: float, rect: QRectF) -> float:
    from gui.look import heat_colours

    now = theme.current()
    x = _legend_text(painter, rect, rect.left() + now.px(4), number_text.limit(-limit)) - now.px(GAP - 6)
    bar = QRectF(x, rect.center().y() - now.px(6), now.px(100), now.px(12))
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    colors = heat_colours.table(now.name)
    for stop in range(0, len(colors), 16):
        gradient.setColorAt(stop / (len(colors) - 1), colors[stop])
    painter.setPen(now.pen("line.strong"))
    painter.setBrush(gradient)
    painter.drawRect(bar)
    painter.drawLine(QPointF(bar.center().x(), bar.top() - 3), QPointF(bar.center().x(), bar.bottom() + 3))
    return _legend_text(painter, rect, bar.right() + now.px(6), number_text.limit(limit))
