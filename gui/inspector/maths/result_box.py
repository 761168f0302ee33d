"""A computed number on a tinted background, with a tick if Keras holds the same."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.look import icons, theme
from gui.widgets.alignment import LEFT, RIGHT
from gui.widgets.panel import Panel

HEIGHT, LINE = 30, 18


class ResultBox(Panel):
    """The label on the left, the number and the tick on the right; below, the difference if Keras disagrees."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = self._value = self._difference = ""
        self._agrees: bool | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    @property
    def label(self) -> str:
        """What the number is, e.g. "z[3]"."""
        return self._label

    @property
    def value(self) -> str:
        """The number as it is displayed."""
        return self._value

    @property
    def agrees(self) -> bool | None:
        """Whether a tick (True) or a cross (False) is shown; None for neither."""
        return self._agrees

    @property
    def difference(self) -> str:
        """The line below a number with a cross, or "" if there is none."""
        return self._difference

    def set_result(
        self, label: str, value: str, agrees: bool | None = None, comparison: str = "", difference: str = ""
    ) -> None:
        """Show a result.

        Args:
            label: what it is.
            value: the number as displayed.
            agrees: whether Keras holds the same; None if there is nothing to compare with.
            comparison: what was compared with what, in one or two sentences.
            difference: by how much they differ, in words; shown only if they do not agree.
        """
        difference = difference if agrees is False else ""
        new = (label, value, agrees, difference)
        if new != (self._label, self._value, self._agrees, self._difference):
            self._label, self._value, self._agrees, self._difference = new
            self.setAccessibleName(f"{label} {value}")
            self._resize_to_lines()
            self.update()
        if comparison != self.toolTip():
            self.setToolTip(comparison)
            self.setAccessibleDescription(comparison)

    def _resize_to_lines(self) -> None:
        self.setFixedHeight(theme.current().px(HEIGHT + (LINE if self._difference else 0)))

    def restyle(self) -> None:
        self._resize_to_lines()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wrong = self._agrees is False
            painter.setPen(now.color("error.fg") if wrong else Qt.PenStyle.NoPen)
            painter.setBrush(now.color("error.bg" if wrong else "accent.soft"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), now.px(5), now.px(5))
            line = QRect(now.px(8), 0, self.width() - now.px(16), now.px(HEIGHT))
            size = now.px(16)
            if self._agrees is not None:
                name, token = ("warning-circle-fill", "error.fg") if wrong else ("check-circle-fill", "accent")
                spot = QRectF(line.right() - size + 1, (line.height() - size) / 2, size, size)
                icons.paint_icon(painter, name, now.color(token), spot)
            area = line.adjusted(0, 0, -size - now.px(6), 0)  # even without a tick, so that the numbers line up
            painter.setPen(now.color("text.primary"))
            bold = now.font("body", mono=True, bold=True)
            painter.setFont(bold)
            painter.drawText(area, RIGHT, self._value)
            left = area.width() - QFontMetrics(bold).horizontalAdvance(self._value) - now.px(8)
            plain = now.font("small", mono=True)
            painter.setFont(plain)
            label = QFontMetrics(plain).elidedText(self._label, Qt.TextElideMode.ElideRight, max(left, 0))
            painter.drawText(area, LEFT, label)
            if wrong:
                below = QRect(line.left(), line.bottom() - now.px(4), line.width(), now.px(LINE))
                painter.setFont(now.font("small"))
                painter.setPen(now.color("error.fg"))
                painter.drawText(below, LEFT, self._difference)
