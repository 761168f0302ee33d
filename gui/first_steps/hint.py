"""A hint that points at a widget: a bubble with an arrow, over the window, that takes no focus by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.first_steps.place import Spot, place_at
from gui.look import icons, theme
from gui.widgets.panel import Panel

WIDTH, ARROW, RADIUS, BORDER = 286, 12, 8, 2
INWARD = {"below": (0, 1), "above": (0, -1), "right": (1, 0), "left": (-1, 0)}
"""From the tip of the arrow into the hint, for each side of the target where it may stand."""


class Hint(Panel):
    """A title, a sentence and two buttons. Hidden until it points at something.

    Args:
        parent: the window it lies over.

    Signals:
        next_clicked(): show the next hint.
        close_clicked(): show no hint any more.
    """

    next_clicked = Signal()
    close_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="first_steps")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._number, self._last = 1, 1
        self._spot = Spot(QRect(), "below", QPoint())
        self._title, self._text = QLabel(), QLabel(wordWrap=True)
        self._count = QLabel()
        self._close = QToolButton(objectName="first_steps_close")
        self._close.setProperty("look", "flat")
        self._next = QPushButton(objectName="first_steps_next", autoDefault=True)  # so that Enter presses it, too
        self._close.clicked.connect(self.close_clicked)
        self._next.clicked.connect(self.next_clicked)
        self._lay_out()
        self.hide()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._next)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addLayout(head)
        self._column.addWidget(self._text)
        self._column.addLayout(foot)

    def set_texts(self, title: str, text: str, number: int, last: int) -> None:
        """Set what it says, and which one of how many hints it is, counted from 1."""
        self._title.setText(title)
        self._text.setText(text)
        self._number, self._last = number, last
        self.retranslate()

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._text.text()}"

    def point_at(self, target: QRect, sides: Sequence[str], avoid: QRect | None = None) -> None:
        """Show it beside a part of the window, on the first of these sides that has room for it, not over `avoid`."""
        now, window = theme.current(), self.parentWidget()
        width, arrow = now.px(WIDTH), now.px(ARROW)
        beside = self._spot.side in ("right", "left")  # then its arrow makes it wider now, else higher
        height = self._column.totalHeightForWidth(width + (arrow if beside else 0)) - (0 if beside else arrow)
        spot = place_at(target, QSize(width, height), arrow, window.rect(), sides, avoid)
        if spot != self._spot or self.isHidden():
            self._spot = spot
            self._set_margins()
            self.setGeometry(spot.rect)
            self.show()
            self.raise_()
            self.update()

    def follow(self, widget: QWidget) -> None:
        """Let Tab reach its buttons after a widget."""
        QWidget.setTabOrder(widget, self._next)
        QWidget.setTabOrder(self._next, self._close)

    def _set_margins(self) -> None:
        """Leave room for the arrow, which is opposite to the side of the target where the hint stands."""
        now, side = theme.current(), self._spot.side
        arrow = now.px(ARROW)
        self._column.setContentsMargins(
            now.px(14) + (arrow if side == "right" else 0),
            now.px(8) + (arrow if side == "below" else 0),
            now.px(10) + (arrow if side == "left" else 0),
            now.px(10) + (arrow if side == "above" else 0),
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(now.color("accent"), now.px(BORDER)))
            painter.setBrush(now.color("bg.panel"))
            painter.drawPath(self._outline())

    def _outline(self) -> QPainterPath:
        """Return the bubble and its arrow as one shape, inside the widget by half the border."""
        now, side, tip = theme.current(), self._spot.side, QPointF(self._spot.tip)
        arrow, half = now.px(ARROW), now.px(BORDER) / 2
        body = QRectF(self.rect()).adjusted(half, half, -half, -half)
        inward = QPointF(*INWARD[side])
        if side in ("below", "right"):
            body.setTopLeft(body.topLeft() + inward * arrow)
        else:
            body.setBottomRight(body.bottomRight() + inward * arrow)
        shape, triangle = QPainterPath(), QPainterPath()
        shape.addRoundedRect(body, now.px(RADIUS), now.px(RADIUS))
        along = QPointF(arrow, 0) if side in ("below", "above") else QPointF(0, arrow)
        base = tip + inward * (arrow + half)
        triangle.addPolygon(QPolygonF([tip + inward * half, base + along, base - along]))
        triangle.closeSubpath()
        return shape.united(triangle)

    # ---- language and look ------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        count = self.tr("{number} of {total}").format(number=self._number, total=self._last)
        self._count.setText(count)
        self._next.setText(self.tr("Next") if self._number < self._last else self.tr("Done"))
        self._close.setToolTip(self.tr("No more hints; Help > First steps brings them back  (Esc)"))
        self._close.setAccessibleName(self.tr("Close the hints"))
        self.setAccessibleName(f"{self.tr('First steps')}, {count}: {self.text}")

    def restyle(self) -> None:
        now = theme.current()
        self._title.setFont(now.font("strong", bold=True))
        self._text.setFont(now.font("body"))
        self._count.setFont(now.font("small"))
        self._next.setFont(now.font("body", bold=True))
        self._close.setIcon(icons.icon("x-bold", now.color("text.secondary"), size=now.px(12)))
        self._close.setIconSize(QSize(now.px(12), now.px(12)))
        self._set_margins()
