"""The dark card beside the mouse with the exact numbers of a unit or a weight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.snapshot.place import Place
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.place_words import Facts, describe
from gui.look import theme

DELAY_MS = 150
GAP = 16
"""How far it lies from what it speaks of, in px."""


class HoverCard(QWidget):
    """Show facts beside a part of its parent, which it never covers; clicks go through it.

    Signals:
        due(): it was announced a moment ago and is to be shown now.
    """

    due = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._delay.timeout.connect(self.due)
        self._facts = Facts("", ())
        self.hide()

    def announce(self) -> None:
        """Hide what it says, and be due in a moment."""
        self.hide()
        self._delay.start()

    def dismiss(self) -> None:
        """Hide, and do not come back by itself."""
        self._delay.stop()
        self.hide()

    def show_place(self, state: CanvasState, place: Place | None, target: QRect) -> None:
        """Show the facts of a place beside `target`; hide if there are none."""
        facts = describe(state, place) if place is not None else None
        if facts is None:
            self.hide()
        else:
            self.show_facts(facts, target)

    def show_facts(self, facts: Facts, target: QRect) -> None:
        """Show `facts` beside `target`, on the side where there is room."""
        if facts != self._facts:
            self._facts = facts
            self.update()
        self.resize(self._size())
        self.move(beside(target, self.size(), self.parentWidget().rect()).topLeft())
        self.show()
        self.raise_()

    @property
    def text(self) -> str:
        """What the card says, line by line; empty while it is hidden."""
        if not self.isVisible():
            return ""
        rows = [f"{word} {value}" for word, value in self._facts.rows]
        return "\n".join([self._facts.title, *rows, self._facts.footer])

    # ---- inside ---------------------------------------------------------------------------------------------

    def _lines(self) -> list[tuple[tuple[str, QFont], tuple[str, QFont]]]:
        """Return each line as the text at the left and the one at the right, with their fonts."""
        now = theme.current()
        word, code, value = now.font("small"), now.font("small", mono=True), now.font("small", mono=True, bold=True)
        lines = [((self._facts.title, value), ("", value))]
        lines += [((name, word), (number, value)) for name, number in self._facts.rows]
        return lines + ([((self._facts.footer, code), ("", code))] if self._facts.footer else [])

    def _size(self) -> QSize:
        now, widths = theme.current(), []
        for (left, left_font), (right, right_font) in self._lines():
            wide = QFontMetrics(left_font).horizontalAdvance(left)
            wide += now.px(18) + QFontMetrics(right_font).horizontalAdvance(right) if right else 0
            widths.append(wide)
        return QSize(max(widths) + 2 * now.px(12), len(widths) * now.px(18) + 2 * now.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now, lines = theme.current(), self._lines()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.color("bg.tooltip"))
            painter.drawRoundedRect(self.rect(), now.px(6), now.px(6))
            painter.setPen(now.color("fg.tooltip"))
            baseline = now.px(8) + now.px(13)
            for (left, left_font), (right, right_font) in lines:  # word and number on one baseline, whatever the fonts
                painter.setFont(left_font)
                painter.drawText(QPointF(now.px(12), baseline), left)
                painter.setFont(right_font)
                wide = QFontMetrics(right_font).horizontalAdvance(right)
                painter.drawText(QPointF(self.width() - now.px(12) - wide, baseline), right)
                baseline += now.px(18)


def beside(target: QRect, size: QSize, area: QRect) -> QRect:
    """Return where a card lies: right or left of its target, else below or above, and inside the area if it can."""
    card = QRect(target.topLeft(), size)
    card.moveTop(target.center().y() + GAP // 2)
    card.moveLeft(target.right() + GAP)
    if card.right() > area.right():
        card.moveRight(target.left() - GAP)
    if card.left() < area.left():  # no room at either side
        card.moveLeft(min(max(target.left(), area.left()), max(area.right() - size.width(), area.left())))
        card.moveTop(target.bottom() + GAP)
        if card.bottom() > area.bottom():
            card.moveBottom(target.top() - GAP)
        return card
    card.moveTop(max(min(card.top(), area.bottom() - size.height()), area.top()))
    return card
