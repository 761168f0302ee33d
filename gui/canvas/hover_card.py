"""The dark card beside the mouse with the exact numbers of a unit or a weight."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.snapshot.place import Place
from gui.canvas.layout.canvas_state import CanvasState
from gui.canvas.place_words import Facts, describe
from gui.look import theme

DELAY_MS = 150


class HoverCard(QWidget):
    """Show facts near a point of its parent; clicks go through it.

    Signals:
        due(): it was announced a moment ago and is to be shown now.
    """

    due = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._delay.timeout.connect(self.due)
        self._text = QLabel(textFormat=Qt.TextFormat.RichText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._text)
        self.hide()

    def announce(self) -> None:
        """Hide what it says, and be due in a moment."""
        self.hide()
        self._delay.start()

    def dismiss(self) -> None:
        """Hide, and do not come back by itself."""
        self._delay.stop()
        self.hide()

    def show_place(self, state: CanvasState, place: Place | None, point: QPoint) -> None:
        """Show the facts of a place beside `point`; hide if there are none."""
        facts = describe(state, place) if place is not None else None
        if facts is None:
            self.hide()
        else:
            self.show_facts(facts, point)

    def show_facts(self, facts: Facts, point: QPoint) -> None:
        """Show `facts` beside `point`, on the side where there is room."""
        now = theme.current()
        text, mono = now.color("fg.tooltip").name(), now.font("body", mono=True).family()
        cell = f'style="font-family:\'{mono}\'; font-weight:bold" align="right"'
        rows = "".join(
            f"<tr><td>{escape(word)}&nbsp;&nbsp;&nbsp;</td><td {cell}>{escape(value)}</td></tr>"
            for word, value in facts.rows
        )
        footer = (
            f"<p style=\"font-family:'{mono}'; margin:4px 0 0 0\">{escape(facts.footer)}</p>" if facts.footer else ""
        )
        html = (
            f'<div style="color:{text}"><p style="font-family:\'{mono}\'; font-weight:bold; margin:0 0 4px 0">'
            f"{escape(facts.title)}</p><table cellspacing=2>{rows}</table>{footer}</div>"
        )
        self._text.setFont(now.font("small"))
        if html != self._text.text():
            self._text.setText(html)
        self.adjustSize()
        self._place(point)
        self.show()
        self.raise_()

    @property
    def text(self) -> str:
        """The text of the card, as rich text; empty while it is hidden."""
        return self._text.text() if self.isVisible() else ""

    # ---- inside ---------------------------------------------------------------------------------------------

    def _place(self, point: QPoint) -> None:
        area, gap = self.parentWidget().rect(), 16
        x = point.x() + gap if point.x() + gap + self.width() <= area.right() else point.x() - gap - self.width()
        y = point.y() + gap if point.y() + gap + self.height() <= area.bottom() else point.y() - gap - self.height()
        self.move(max(0, x), max(0, y))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().color("bg.tooltip"))
            painter.drawRoundedRect(self.rect(), 6, 6)
