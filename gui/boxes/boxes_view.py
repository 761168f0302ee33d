"""The layers of a model as boxes in lanes, row below row. A click or the arrow keys choose one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from core.design.model_boxes import FOREIGN, KNOWN, LAMBDA, OF_KERAS, Box, Shape
from core.problems.session_texts import WHY_BOX
from gui.look import i18n, theme
from gui.look.fitting_text import elided
from gui.look.theme import Theme
from gui.widgets.alignment import LEFT
from gui.widgets.own_keys import keeps_key
from gui.widgets.panel import Panel

WIDTH, HEIGHT, ACROSS, DOWN, AROUND = 168, 84, 40, 16, 28
ARC = 14
"""How much higher than a row the connections run that do not end in the next lane."""

STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


def shape_text(shape: Shape | None) -> str:
    """Return a shape as Python writes it; "?" if nobody says it."""
    return "?" if shape is None else str(shape)


class BoxesPicture(Panel):
    """The boxes, each in the lane after those of the layers that it is called on.

    Signals:
        chosen(str): the name of the box that was chosen.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="model_boxes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._boxes: tuple[Box, ...] = ()
        self._shapes: dict[str, Shape | None] = {}
        self._places: dict[str, QRect] = {}
        self._tops: dict[str, int] = {}  # of the rows that the boxes are in
        self._width = 0
        self._current = ""
        self.retranslate()

    # ---- what is shown --------------------------------------------------------------------------------------------

    def set_boxes(self, boxes: tuple[Box, ...]) -> None:
        """Show the layers of a model; the shapes are those that its file says."""
        self._boxes, self._current = boxes, ""
        self.set_shapes({box.name: box.shape for box in boxes})
        self._lay_out()

    def set_shapes(self, shapes: dict[str, Shape | None]) -> None:
        """Show what each layer returns."""
        self._shapes = shapes
        self.update()

    def set_current(self, name: str) -> None:
        """Mark a box."""
        self._current = name
        box = next((box for box in self._boxes if box.name == name), None)
        if box is not None:
            words = (box.name, box.kind, shape_text(self._shapes.get(name)), i18n.translate(WHY_BOX[box.origin]))
            self.setAccessibleDescription(". ".join(words))
        self.update()

    def rect_of(self, name: str) -> QRect:
        """Return where a box lies; null if there is no such box."""
        return self._places.get(name, QRect())

    # ---- layout ---------------------------------------------------------------------------------------------------

    def set_width(self, width: int) -> None:
        """Lay the lanes out in rows of so many px, as words of a text."""
        self._width = width
        self._lay_out()

    def _lay_out(self) -> None:
        px = theme.current().px
        pitch = px(WIDTH + ACROSS)
        in_row = max(1, (self._width - 2 * px(AROUND) + px(ACROSS)) // pitch)
        lanes: dict[int, list[str]] = {}
        for box in self._boxes:
            lanes.setdefault(box.depth, []).append(box.name)
        self._places, top = {}, px(AROUND + ARC)
        for first in range(0, max(lanes, default=0) + 1, in_row):
            row = [lanes.get(lane, []) for lane in range(first, first + in_row)]
            for column, names in enumerate(row):
                for number, name in enumerate(names):
                    x, y = px(AROUND) + column * pitch, top + number * px(HEIGHT + DOWN)
                    self._places[name] = QRect(x, y, px(WIDTH), px(HEIGHT))
            self._tops.update({name: top for names in row for name in names})
            top += max(map(len, row)) * px(HEIGHT + DOWN) + px(2 * ARC)
        self.setMinimumSize(QSize(2 * px(AROUND) + px(WIDTH), top))
        self.update()

    def restyle(self) -> None:
        self._lay_out()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Layers of the opened model"))
        self.update()

    # ---- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), theme.current().color("bg.canvas"))
            self.draw(painter, event.rect())

    def draw(self, painter: QPainter, part: QRect | None = None) -> None:
        """Paint the boxes that lie in a part of it, or all."""
        now, depths = theme.current(), {box.name: box.depth for box in self._boxes}
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(now.pen("line.strong", 1.6 * now.scale))
        for box in self._boxes:
            for source in box.sources:
                path = self._connection(source, box.name, box.depth - depths.get(source, box.depth))
                if part is None or path.boundingRect().toAlignedRect().adjusted(-2, -2, 2, 2).intersects(part):
                    painter.drawPath(path)
        for box in self._boxes:
            if part is None or self._places[box.name].intersects(part):
                self._paint_box(painter, now, box)

    def _connection(self, source: str, target: str, lanes: int) -> QPainterPath:
        """Return the line from one box to another; one that goes further than to the next lane runs above the row."""
        start, end, aside = self._places[source], self._places[target], theme.current().px(ACROSS) / 2
        first, last = QPointF(start.right() + 1, start.center().y()), QPointF(end.left(), end.center().y())
        path = QPainterPath(first)
        if lanes <= 1 and self._tops[source] == self._tops[target]:
            middle = (first.x() + last.x()) / 2
            path.cubicTo(QPointF(middle, first.y()), QPointF(middle, last.y()), last)
            return path
        above = self._tops[target] - theme.current().px(ARC)
        for x, y in ((first.x() + aside, first.y()), (first.x() + aside, above), (last.x() - aside, above)):
            path.lineTo(x, y)
        path.lineTo(last.x() - aside, last.y())
        path.lineTo(last)
        return path

    def _paint_box(self, painter: QPainter, now: Theme, box: Box) -> None:
        place, current = QRectF(self._places[box.name]), box.name == self._current
        ink, width = ("accent", 2.4) if current else ("line.strong", 1.4)
        dashes = None if box.origin == KNOWN else (5 * now.scale, 4 * now.scale)
        painter.setPen(now.pen(ink, width * now.scale, dashes))
        painter.setBrush(now.color("bg.panel"))
        painter.drawRoundedRect(place, now.px(8), now.px(8))
        row = QRectF(place).adjusted(now.px(10), now.px(7), -now.px(10), 0)
        row.setHeight(now.px(18))
        lines = (
            (box.name, now.font("body", mono=True, bold=True), "text.primary"),
            (box.kind, now.font("body"), "text.secondary"),
            (shape_text(self._shapes.get(box.name)), now.font("small", mono=True), "text.secondary"),
            (self._mark(box), now.font("small"), "past.fg"),
        )
        for text, font, token in lines:
            painter.setFont(font)
            painter.setPen(now.color(token))
            painter.drawText(row, LEFT, elided(painter, text, row.width()))
            row.translate(0, now.px(18))

    def _mark(self, box: Box) -> str:
        marks = {
            OF_KERAS: self.tr("not trained here"),
            LAMBDA: self.tr("code, not run"),
            FOREIGN: self.tr("unknown class, not run"),
        }
        return marks.get(box.origin, "")

    # ---- mouse and keys -------------------------------------------------------------------------------------------

    def _at(self, point: QPointF) -> Box | None:
        return next((box for box in self._boxes if self._places[box.name].contains(point.toPoint())), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        box = self._at(event.position())
        if box is not None:
            self.chosen.emit(box.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        step, names = STEPS.get(Qt.Key(event.key())), [box.name for box in self._boxes]
        if step is None or not names:
            super().keyPressEvent(event)
            return
        at = names.index(self._current) + step if self._current in names else 0
        self.chosen.emit(names[min(max(at, 0), len(names) - 1)])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            box = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), i18n.translate(WHY_BOX[box.origin]) if box is not None else "", self)
            return True
        return keeps_key(event, tuple(STEPS)) or super().event(event)


class BoxesView(QScrollArea):
    """The boxes, with scroll bars where there are many.

    Attributes:
        picture: the boxes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that it takes no room at once
        self.picture = BoxesPicture()
        self.setWidget(self.picture)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.picture.set_width(self.viewport().width())

    def set_current(self, name: str) -> None:
        """Mark a box, and bring it into view."""
        self.picture.set_current(name)
        place, margin = self.picture.rect_of(name), theme.current().px(AROUND)
        self.ensureVisible(place.center().x(), place.center().y(), place.width() // 2 + margin, place.height())
