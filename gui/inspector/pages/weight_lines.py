"""The picture of weights over the steps: axes, spans with a frozen layer, lines and their names."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPixmap, QPolygonF

from core.snapshot.place import BIAS
from gui.look import number_text
from gui.look.theme import Theme, per_theme
from gui.widgets.alignment import LEFT, RIGHT

if TYPE_CHECKING:
    import numpy as np

    from core.snapshot.weight_history import WeightHistory

LEAST_HEIGHT = 90
LABEL_PITCH = 12
"""The least distance between the labels at the lines' ends, in px."""

FEW_LINES = 8
"""Beyond so many, lines are thin and of fewer points: Qt paints those some twenty times as fast."""

POINT_PITCH = 2.0
"""The distance between the points of few lines, in px."""


class ChartKit:
    """The colours, fonts and lengths of the chart in one theme."""

    def __init__(self, now: Theme) -> None:
        self.faint = now.color("text.secondary")
        self.thick = now.pen("data.pos", 1.6 * now.scale), now.pen("data.neg", 1.6 * now.scale, (5, 3))
        self.thin = now.pen("data.pos"), now.pen("data.neg", 1, (5, 3))
        self.grid, self.zone = now.pen("line.soft"), now.pen("frozen.fg", 1.2 * now.scale, (5, 3))
        self.hatch = QBrush(now.color("frozen.hatch"), Qt.BrushStyle.BDiagPattern)
        self.present, self.pointer = now.pen("past.fg", 1.4 * now.scale), now.pen("text.secondary")
        self.dot, self.ring = now.color("bg.panel"), now.pen("accent", 2 * now.scale)
        self.focus = now.pen("focus", 2 * now.scale)
        self.tip, self.tip_text = now.color("bg.tooltip"), now.color("fg.tooltip")
        self.font, self.tip_font = now.font("micro", mono=True), now.font("small", mono=True)
        self.left, self.right, self.top, self.below, self.pitch = map(now.px, (40, 40, 6, 18, LABEL_PITCH))
        self.four, self.least = now.px(4), now.px(LEAST_HEIGHT)


chart_kit = per_theme(ChartKit)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The chart, resolved for one size, so that painting paints a picture.

    Attributes:
        area: inside the axes, in px.
        limit: the axis goes from minus to plus this.
        picture: everything but what follows the pointer.
    """

    area: QRectF
    limit: float
    picture: QPixmap


def drawn_lines(history: WeightHistory, area: QRectF, size: tuple[int, int], ratio: float) -> Drawn:
    """Draw the lines of a history into a picture of some size in px."""
    import numpy as np

    finite = np.abs(history.values[np.isfinite(history.values)])
    limit = max(0.25, ceil(float(finite.max(initial=0.0)) * 4) / 4)
    picture = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    drawn = Drawn(area, limit, picture)
    with QPainter(picture) as painter:
        paint_lines(painter, drawn, history)
    return drawn


def paint_lines(painter: QPainter, drawn: Drawn, history: WeightHistory) -> None:
    """Paint axes, the spans with a frozen layer, the lines and their names."""
    import numpy as np

    kit, area = chart_kit(), drawn.area
    _draw_axes(painter, kit, drawn, history)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_frozen(painter, kit, drawn, history)
    xs = area.left() + history.steps / max(history.last_step, 1) * area.width()
    ys = area.center().y() - np.clip(history.values / drawn.limit, -1.0, 1.0) * (area.height() / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    many = history.values.shape[1] > FEW_LINES
    pens, pitch = (kit.thin, 2 * POINT_PITCH) if many else (kit.thick, POINT_PITCH)
    for line in range(history.values.shape[1]):
        known = np.isfinite(history.values[:, line])
        painter.setPen(pens[int(history.values[-1, line] < 0)])
        painter.drawPolyline(_polyline(xs[known], ys[known, line], pitch))
    _draw_labels(painter, kit, drawn, history, ys[-1].tolist())


def _polyline(xs: np.ndarray, ys: np.ndarray, pitch: float) -> QPolygonF:
    """Return a line through one point every `pitch` px, and through every turn: what lies between is not seen."""
    import numpy as np

    if len(xs) > 2:
        columns, slopes = xs // pitch, np.diff(ys)
        kept = np.diff(columns, prepend=-1.0) != 0
        kept[1:-1] |= slopes[1:] * slopes[:-1] < 0
        kept[-1] = True
        xs, ys = xs[kept], ys[kept]
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])


def _draw_axes(painter: QPainter, kit: ChartKit, drawn: Drawn, history: WeightHistory) -> None:
    area = drawn.area
    painter.setFont(kit.font)
    for value, y in ((drawn.limit, area.top()), (0.0, area.center().y()), (-drawn.limit, area.bottom())):
        painter.setPen(kit.grid)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(kit.faint)
        text = number_text.signed(value) if value else "0"
        painter.drawText(QRectF(0, y - 7, area.left() - kit.four, 14), RIGHT, text)
    below = QRectF(area.left(), area.bottom() + 2, area.width(), kit.below - 2)
    painter.drawText(below, LEFT, "0")
    painter.drawText(below.adjusted(0, 0, kit.right, 0), RIGHT, tr("step {step}").format(step=f"{history.last_step:,}"))


def _draw_frozen(painter: QPainter, kit: ChartKit, drawn: Drawn, history: WeightHistory) -> None:
    """Hatch the stretches in which the layer was frozen."""
    for first, last in history.frozen:
        left, right = (place_of(drawn, history.last_step, step, 0.0).x() for step in (first, last))
        painter.setPen(kit.zone)
        painter.setBrush(kit.hatch)
        painter.drawRect(QRectF(left, drawn.area.top(), right - left, drawn.area.height()))


def _draw_labels(painter: QPainter, kit: ChartKit, drawn: Drawn, history: WeightHistory, ends: list[float]) -> None:
    """Write at the lines' ends which weights they are, pushed apart; none where there are too many, or no line yet."""
    if len(history.steps) < 2 or len(ends) * kit.pitch > drawn.area.height() + kit.pitch:
        return
    painter.setPen(kit.faint)
    painter.setFont(kit.font)
    left, width = drawn.area.right() + kit.four, label_width(kit, history)
    for line, y in _pushed_apart(ends, kit.pitch, drawn.area.top(), drawn.area.bottom()).items():
        painter.drawText(QRectF(left, y - kit.pitch / 2, width, kit.pitch), LEFT, label_of(history, line))


def label_width(kit: ChartKit, history: WeightHistory) -> float:
    """Return the room beside the lines: what the longest label takes, e.g. "[12, 3]"."""
    labels = (label_of(history, line) for line in range(history.values.shape[1]))
    longest = max(labels, key=len, default="")
    return float(max(kit.right, QFontMetricsF(kit.font).horizontalAdvance(longest) + 2 * kit.four))


def _pushed_apart(ends: list[float], pitch: float, top: float, bottom: float) -> dict[int, float]:
    """Return heights at least `pitch` apart, in the order of the ends and near to them."""
    order = sorted((line for line, y in enumerate(ends) if y == y), key=lambda line: ends[line])
    placed: dict[int, float] = {}
    lowest = top - pitch
    for line in order:
        lowest = placed[line] = max(ends[line], lowest + pitch)
    highest = bottom + pitch
    for line in reversed(order):
        highest = placed[line] = min(placed[line], highest - pitch)
    return placed


def place_of(drawn: Drawn, last_step: int, step: int, value: float) -> QPointF:
    area, height = drawn.area, max(-1.0, min(1.0, value / drawn.limit))
    return QPointF(
        area.left() + step / max(last_step, 1) * area.width(), area.center().y() - height * area.height() / 2
    )


def label_of(history: WeightHistory, line: int) -> str:
    if history.quantiles:
        return f"{round(100 * history.quantiles[line])} %"
    row, column = history.cells[line]
    if row == BIAS:
        return f"b[{column}]"
    return f"[{row}]" if history.place.unit is not None else f"[{row}, {column}]"


def tr(text: str) -> str:
    """Return a text of the chart in the language in use."""
    return QCoreApplication.translate("WeightChart", text)
