"""The chart of weights over the steps, to point at and to scrub by."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.snapshot.place import BIAS
from gui.look import number_text
from gui.look.theme import Theme, per_theme
from gui.widgets.own_keys import keeps_key
from gui.widgets.panel import Panel

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

ENTER, ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Home, Qt.Key.Key_End)
ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
"""What the arrows change: the step, and the line."""

OWN_KEYS = (*ENTER, *ENDS, *ARROWS)

RIGHT_ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT_ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


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


class WeightChart(Panel):
    """The lines alone. They are drawn into a picture when they change; the pointer's read-out lies over it.

    With the focus, the arrows move a cursor from step to step and from line to line, and Enter goes to its step.

    Signals:
        step_clicked(int): the known step nearest to the pointer was clicked.
    """

    step_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: WeightHistory | None = None
        self._step = 0
        self._drawn: Drawn | None = None
        self._pointer: QPointF | None = None
        self._cursor: tuple[int, int] | None = None  # the index of a known step, and a line
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.restyle()

    def set_history(self, history: WeightHistory | None) -> None:
        """Show other lines."""
        self._history = history
        if self._cursor is not None:
            self._move_to(*self._cursor)
        self._draw()

    def set_step(self, step: int) -> None:
        """Mark a step, if the lines go on after it."""
        if step != self._step:
            self._step = step
            self.update()

    @property
    def text(self) -> str:
        """The read-out at the pointer; empty while it is elsewhere."""
        found = self._read()
        return self._text(*found) if found is not None else ""

    def point(self, index: int, line: int) -> QPointF:
        """Return where a value is drawn, in px."""
        history, drawn = self._history, self._drawn
        assert history is not None
        assert drawn is not None
        return _place(drawn, history.last_step, int(history.steps[index]), float(history.values[index, line]))

    # ---- inside -------------------------------------------------------------------------------------------------

    def restyle(self) -> None:
        self.setMinimumHeight(chart_kit().least)
        self._draw()

    def _draw(self) -> None:
        """Draw the lines into a picture."""
        history, kit = self._history, chart_kit()
        beside = _label_width(kit, history) if history is not None else kit.right
        area = QRectF(kit.left, kit.top, self.width() - kit.left - beside, self.height() - kit.top - kit.below)
        self._drawn = None
        if history is not None and area.width() > 0 and area.height() > 0:
            self._drawn = _drawn(history, area, self.size().toTuple(), self.devicePixelRatioF())
        self.update()

    def _read(self) -> tuple[int, int] | None:
        """Return what is read out: what the pointer is at or, while that is elsewhere, what the keys chose."""
        return self._nearest() or (self._cursor if self.hasFocus() else None)

    def _move_to(self, index: int, line: int) -> None:
        """Move the keyboard's cursor to the nearest step and line that there are, and say what is there."""
        history = self._history
        if history is None or not len(history.steps):
            self._cursor = None
            return
        self._cursor = min(max(index, 0), len(history.steps) - 1), line % history.values.shape[1]
        self.setAccessibleDescription(self._text(*self._cursor))
        self.update()

    def _nearest(self) -> tuple[int, int] | None:
        """Return the index of the known step nearest to the pointer, and the line nearest to it there."""
        import numpy as np

        history, drawn, pointer = self._history, self._drawn, self._pointer
        if history is None or drawn is None or pointer is None or not len(history.steps):
            return None
        share = (pointer.x() - drawn.area.left()) / drawn.area.width()
        if not -0.02 <= share <= 1.02:
            return None
        index = int(np.abs(history.steps - share * history.last_step).argmin())
        value = (drawn.area.center().y() - pointer.y()) / (drawn.area.height() / 2) * drawn.limit
        distances = np.abs(history.values[index].astype(np.float64) - value)
        return (index, int(np.nanargmin(distances))) if np.isfinite(distances).any() else None

    def _text(self, index: int, line: int) -> str:
        history = self._history
        assert history is not None
        value = number_text.short(float(history.values[index, line]), 3)
        name = _label(history, line)
        return self.tr("{weight} {value} at step {step}").format(
            weight=name, value=value, step=f"{int(history.steps[index]):,}"
        )

    # ---- Qt -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._draw()

    def event(self, event: QEvent) -> bool:
        # the arrows are also shortcuts of the window; while the chart has the focus they are its own
        return keeps_key(event, OWN_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        history, key = self._history, event.key()
        if history is None or self._cursor is None or key not in OWN_KEYS:
            super().keyPressEvent(event)
            return
        index, line = self._cursor
        if key in ENTER:
            self.step_clicked.emit(int(history.steps[index]))
        elif key in ENDS:
            self._move_to(0 if key == Qt.Key.Key_Home else len(history.steps) - 1, line)
        else:
            along, across = ARROWS[key]
            self._move_to(index + along, line + across)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        index, line = self._cursor or (len(self._history.steps) if self._history is not None else 0, 0)
        self._move_to(index, line)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        self._pointer = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._pointer = event.position()
        found, history = self._nearest(), self._history
        if found is not None and history is not None and event.button() == Qt.MouseButton.LeftButton:
            self.step_clicked.emit(int(history.steps[found[0]]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        drawn, history = self._drawn, self._history
        if drawn is None or history is None:
            return
        kit = chart_kit()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, drawn.picture)
            if self._step < history.last_step:
                x = _place(drawn, history.last_step, self._step, 0.0).x()
                painter.setPen(kit.present)
                painter.drawLine(QPointF(x, drawn.area.top()), QPointF(x, drawn.area.bottom()))
            if self.hasFocus():
                painter.setPen(kit.focus)
                painter.drawRect(drawn.area.adjusted(-2, -2, 2, 2))
            found = self._read()
            if found is not None:
                self._paint_read_out(painter, kit, drawn, *found)

    def _paint_read_out(self, painter: QPainter, kit: ChartKit, drawn: Drawn, index: int, line: int) -> None:
        at, text = self.point(index, line), self._text(index, line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(kit.pointer)
        painter.drawLine(QPointF(at.x(), drawn.area.top()), QPointF(at.x(), drawn.area.bottom()))
        painter.setPen(kit.ring)
        painter.setBrush(kit.dot)
        painter.drawEllipse(at, kit.four, kit.four)
        painter.setFont(kit.tip_font)
        width, height = QFontMetricsF(kit.tip_font).horizontalAdvance(text) + 4 * kit.four, 6 * kit.four
        left = min(max(at.x() - width / 2, 0.0), self.width() - width)
        top = at.y() - height - 2 * kit.four if at.y() > height + 2 * kit.four else at.y() + 2 * kit.four
        box = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.tip)
        painter.drawRoundedRect(box, kit.four, kit.four)
        painter.setPen(kit.tip_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


# ---- drawing --------------------------------------------------------------------------------------------------------


def _drawn(history: WeightHistory, area: QRectF, size: tuple[int, int], ratio: float) -> Drawn:
    """Draw the lines of a history into a picture of some size in px."""
    import numpy as np

    finite = np.abs(history.values[np.isfinite(history.values)])
    limit = max(0.25, ceil(float(finite.max(initial=0.0)) * 4) / 4)
    picture = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    drawn = Drawn(area, limit, picture)
    kit = chart_kit()
    with QPainter(picture) as painter:
        _draw_axes(painter, kit, drawn, history)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_frozen(painter, kit, drawn, history)
        xs = area.left() + history.steps / max(history.last_step, 1) * area.width()
        ys = area.center().y() - np.clip(history.values / limit, -1.0, 1.0) * (area.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        many = history.values.shape[1] > FEW_LINES
        pens, pitch = (kit.thin, 2 * POINT_PITCH) if many else (kit.thick, POINT_PITCH)
        for line in range(history.values.shape[1]):
            known = np.isfinite(history.values[:, line])
            painter.setPen(pens[int(history.values[-1, line] < 0)])
            painter.drawPolyline(_polyline(xs[known], ys[known, line], pitch))
        _draw_labels(painter, kit, drawn, history, ys[-1].tolist())
    return drawn


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
        painter.drawText(QRectF(0, y - 7, area.left() - kit.four, 14), RIGHT_ALIGNED, text)
    below = QRectF(area.left(), area.bottom() + 2, area.width(), kit.below - 2)
    painter.drawText(below, LEFT_ALIGNED, "0")
    painter.drawText(
        below.adjusted(0, 0, kit.right, 0), RIGHT_ALIGNED, tr("step {step}").format(step=f"{history.last_step:,}")
    )


def _draw_frozen(painter: QPainter, kit: ChartKit, drawn: Drawn, history: WeightHistory) -> None:
    """Hatch the stretches in which the layer was frozen."""
    for first, last in history.frozen:
        left, right = (_place(drawn, history.last_step, step, 0.0).x() for step in (first, last))
        painter.setPen(kit.zone)
        painter.setBrush(kit.hatch)
        painter.drawRect(QRectF(left, drawn.area.top(), right - left, drawn.area.height()))


def _draw_labels(painter: QPainter, kit: ChartKit, drawn: Drawn, history: WeightHistory, ends: list[float]) -> None:
    """Write at the lines' ends which weights they are, pushed apart; none where there are too many."""
    if len(ends) * kit.pitch > drawn.area.height() + kit.pitch:
        return
    painter.setPen(kit.faint)
    painter.setFont(kit.font)
    left, width = drawn.area.right() + kit.four, _label_width(kit, history)
    for line, y in _pushed_apart(ends, kit.pitch, drawn.area.top(), drawn.area.bottom()).items():
        painter.drawText(QRectF(left, y - kit.pitch / 2, width, kit.pitch), LEFT_ALIGNED, _label(history, line))


def _label_width(kit: ChartKit, history: WeightHistory) -> float:
    """Return the room beside the lines: what the longest label takes, e.g. "[12, 3]"."""
    labels = (_label(history, line) for line in range(history.values.shape[1]))
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


def _place(drawn: Drawn, last_step: int, step: int, value: float) -> QPointF:
    area, height = drawn.area, max(-1.0, min(1.0, value / drawn.limit))
    return QPointF(
        area.left() + step / max(last_step, 1) * area.width(), area.center().y() - height * area.height() / 2
    )


def _label(history: WeightHistory, line: int) -> str:
    if history.quantiles:
        return f"{round(100 * history.quantiles[line])} %"
    row, column = history.cells[line]
    if row == BIAS:
        return f"b[{column}]"
    return f"[{row}]" if history.place.unit is not None else f"[{row}, {column}]"


def tr(text: str) -> str:
    """Return a text of the chart in the language in use."""
    return QCoreApplication.translate("WeightChart", text)
