"""How the numbers of a grid are written: a few characters that never mislead."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetrics

from gui.heat_grid.geometry import NUMBER_CELL
from gui.look import number_text, theme


def tr(text: str) -> str:
    """Translate a text of the grid."""
    return QCoreApplication.translate("HeatGrid", text)


@dataclass(frozen=True)
class Writing:
    """How the numbers of a grid are written: all in one font with as many decimals."""

    font: QFont
    digits: int
    width: float

    def text(self, value: float) -> str:
        """Write a number for a cell; a small number that is not 0 never looks like 0."""
        last = 10.0**-self.digits
        rounds_up = last / 2 <= abs(value) < 0.95 * last  # 0.005 as 0.01 would be twice as much
        short = number_text.power(value) if rounds_up else number_text.short(value, self.digits)
        if "e" in short and QFontMetrics(self.font).horizontalAdvance(short) > self.width:
            return number_text.short(value, self.digits, powers=False)
        return short


def largest_writing(width: float, largest: float) -> Writing | None:
    """Return the largest font and the most decimals, up to 4, for a cell; None if it is too small for numbers."""
    now = theme.current()
    if width < now.px(NUMBER_CELL - 10):
        return None
    whole = "0" * len(str(int(min(largest, 9999))))  # larger ones are written as powers of ten
    for role, choices in (("body", (4, 3, 2)), ("small", (2,)), ("micro", (2, 1, 0))):
        font = now.font(role, bold=True)
        metrics = QFontMetrics(font)
        for digits in choices:
            decimals = "." + "0" * digits if digits else ""
            if metrics.horizontalAdvance(f"+{whole}{decimals}") <= width:
                return Writing(font, digits, width)
    return Writing(now.font("micro", bold=True), 0, width)


def spoken_number(value: float) -> str:
    """Write a number for a screen reader; one that is not 0 is never read as 0."""
    if value != value:
        return tr("not a number")
    if value == 0:
        return "0"
    words, size = tr("minus {value}") if value < 0 else tr("plus {value}"), abs(value)
    text = number_text.signed(size, 4) if 5e-5 <= size < 1e6 else number_text.power(size, 2)
    return words.format(value=tr("infinity") if size == float("inf") else text.removeprefix("+"))
