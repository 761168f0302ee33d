"""The dark card beside the mouse with the exact numbers of a unit or a weight."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.canvas.place_words import Facts
from gui.look import theme


class HoverCard(QWidget):
    """Shows facts near a point of its parent, and never takes part in clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = QLabel(textFormat=Qt.TextFormat.RichText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._text)
        self.hide()

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
        """What the card says, as rich text."""
        return self._text.text()

    def _place(self, point: QPoint) -> None:
        area, gap = self.parentWidget().rect(), 16
        x = point.x() + gap if point.x() + gap + self.width() <= area.right() else point.x() - gap - self.width()
        y = point.y() + gap if point.y() + gap + self.height() <= area.bottom() else point.y() - gap - self.height()
        self.move(max(0, x), max(0, y))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("bg.tooltip"))
        painter.drawRoundedRect(self.rect(), 6, 6)
