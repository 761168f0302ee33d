"""What is below a grid of numbers: its colour key, the bars of one unit's weights, and a few facts."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gui.look import number_text, theme
from gui.look.theme import Theme, per_theme
from gui.widgets.panel import Panel

READ_ALOUD = 32
"""A screen reader reads the numbers of at most this many weights."""


class ColorKey(Panel):
    """The colours from -limit to +limit, with the three numbers that label them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_limit(self, limit: float) -> None:
        """Set the ends of the colours, -limit to +limit; 0 if there is nothing to scale by."""
        if limit != self._limit:
            self._limit = limit
            self.retranslate()
            self.update()

    @property
    def texts(self) -> tuple[str, str, str]:
        """The texts at the left end, in the middle and at the right end."""
        return (number_text.limit(-self._limit), "0", number_text.limit(self._limit)) if self._limit else ("", "0", "")

    def retranslate(self) -> None:
        low, _, high = self.texts
        self.setAccessibleName(self.tr("Colour scale from {low} to {high}").format(low=low or 0, high=high or 0))

    def restyle(self) -> None:
        self.setFixedHeight(theme.current().px(30))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        with QPainter(self) as painter:
            bar = QRect(now.px(30), 1, self.width() - now.px(30) - 2, now.px(12))
            painter.drawImage(bar, _ramp(now.name))
            painter.setPen(now.color("line.strong"))
            painter.drawRect(bar)
            middle = bar.left() + bar.width() // 2
            painter.drawLine(middle, bar.top(), middle, bar.bottom() + now.px(4))
            painter.setFont(now.font("micro", mono=True))
            painter.setPen(now.color("text.secondary"))
            below = QRect(bar.left(), bar.bottom() + now.px(2), bar.width(), now.px(15))
            sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
            for text, side in zip(self.texts, sides, strict=True):
                painter.drawText(below, side | Qt.AlignmentFlag.AlignBottom, text)


class BarKit:
    """The colours, fonts and lengths of bars in one theme."""

    def __init__(self, now: Theme) -> None:
        self.positive, self.negative = now.color("data.pos"), now.color("data.neg")
        self.text, self.faint = now.color("text.primary"), now.color("text.secondary")
        self.line, self.error = now.color("line.strong"), now.color("error.fg")
        self.font, self.bold = now.font("small", mono=True), now.font("small", mono=True, bold=True)
        self.row, self.inset, self.bar = now.px(19), now.px(4), now.px(19) - now.px(8)
        self.gap, self.number_width, self.longest_name = now.px(8), now.px(66), now.px(108)


bar_kit = per_theme(BarKit)


class UnitBars(Panel):
    """One bar per number from a common zero line: right is positive, left is negative."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._values: tuple[float, ...] = ()
        self._limit = 1.0
        self._current: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, names: tuple[str, ...], values: tuple[float, ...], limit: float, current: int | None) -> None:
        """Show numbers.

        Args:
            names: what each bar is called.
            values: as many numbers.
            limit: a bar of this size takes all the space at its side.
            current: the bar that is selected, or None.
        """
        if len(names) != len(self._names):
            self.setFixedHeight(len(names) * bar_kit().row)
        self._names, self._values, self._limit, self._current = names, values, limit, current
        if len(names) <= READ_ALOUD:
            self.setAccessibleDescription(", ".join(f"{names[i]} {self.value_text(i)}" for i in range(len(names))))
        self.update()

    def value_text(self, bar: int) -> str:
        """Return the number at the right end of a bar's line."""
        return number_text.short(self._values[bar], 3)

    def bar_rect(self, bar: int) -> QRectF:
        """Return a bar's rectangle; one end is on the zero line. Empty for NaN."""
        kit = bar_kit()
        left, right = self._name_width() + kit.gap, self.width() - kit.number_width
        half = max(0.0, (right - left) / 2)
        value = self._values[bar]
        share = max(-1.0, min(1.0, value / self._limit)) if self._limit and value == value else 0.0
        middle, length = left + half, abs(share) * half
        return QRectF(middle - length if share < 0 else middle, bar * kit.row + kit.inset, length, kit.bar)

    def _name_width(self) -> int:
        return min(bar_kit().longest_name, self.width() // 3)

    def restyle(self) -> None:
        self.setFixedHeight(len(self._names) * bar_kit().row)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        kit = bar_kit()
        with QPainter(self) as painter:
            row, middle = kit.row, Qt.AlignmentFlag.AlignVCenter
            name_width = self._name_width()
            exposed = range(max(0, event.rect().top() // row), min(len(self._names), event.rect().bottom() // row + 1))
            for bar in exposed:
                value, rect = self._values[bar], self.bar_rect(bar)
                line = QRect(0, bar * row, self.width(), row)
                painter.setFont(kit.bold if bar == self._current else kit.font)
                painter.setPen(kit.text if bar == self._current else kit.faint)
                name = painter.fontMetrics().elidedText(self._names[bar], Qt.TextElideMode.ElideMiddle, name_width)
                painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, name)
                painter.fillRect(rect, kit.negative if value < 0 else kit.positive)
                painter.setPen(kit.text if abs(value) < float("inf") else kit.error)
                painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, self.value_text(bar))
            if exposed:
                rect = self.bar_rect(exposed[0])
                zero = round(rect.right() if self._values[exposed[0]] < 0 else rect.left())
                painter.setPen(kit.line)
                painter.drawLine(zero, exposed[0] * row, zero, (exposed[-1] + 1) * row)


class ValueLines(Panel):
    """Lines with a word at the left and its value, in a monospaced font, at the right."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = [(QLabel(), QLabel()) for _ in range(count)]
        self._grid = QGridLayout(self)
        for row, (name, value) in enumerate(self._lines):
            name.setProperty("look", "small")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.setColumnStretch(1, 1)
        self.restyle()

    def set_names(self, *names: str) -> None:
        for (label, _), name in zip(self._lines, names, strict=True):
            label.setText(name)

    def set_values(self, *values: str) -> None:
        for (_, label), value in zip(self._lines, values, strict=True):
            label.setText(value)

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(value.text() for _, value in self._lines)

    def restyle(self) -> None:
        now = theme.current()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(now.px(4))
        for _, value in self._lines:
            value.setFont(now.font("small", mono=True))


@cache
def _ramp(theme_name: str) -> QImage:
    """Return all colours of the map, side by side."""
    from gui.look import heat_colours

    colors = heat_colours.table(theme_name)
    image = QImage(len(colors), 1, QImage.Format.Format_RGB32)
    for x, color in enumerate(colors):
        image.setPixelColor(x, 0, color)
    return image
