"""How the numbers of a grid are written: a few characters that never say less than they must."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

from gui import theme
from gui.panels.heat_geometry import NUMBER_CELL


@dataclass(frozen=True)
class Writing:
    """How the numbers of a grid are written: all in one font with as many decimals."""

    font: QFont
    digits: int
    width: float

    def text(self, value: float) -> str:
        """A number as it stands in a cell; a small number that is not 0 never looks like 0."""
        short = number_text(value, self.digits)
        if "e" in short and QFontMetrics(self.font).horizontalAdvance(short) > self.width:
            return number_text(value, self.digits, powers=False)
        return short


def fitting_writing(width: float, largest: float) -> Writing | None:
    """The largest font and the most decimals, up to 4, that fit a cell; None if it is too small for numbers."""
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


def number_text(value: float, digits: int, *, powers: bool = True) -> str:
    """A number with a sign and so many decimals; one that is not 0 never looks like 0, if `powers` may be used."""
    from gui import numbers

    if value == 0:
        return "0"
    if powers and not 0.5 * 10**-digits <= abs(value) < 1e4:
        return power_text(value)
    return numbers.signed(value, digits)


def power_text(value: float, digits: int = 0) -> str:
    """A finite number with a power of ten, e.g. "−4e−6"; others by name."""
    from gui import numbers

    if not abs(value) < float("inf"):
        return numbers.signed(value)
    mantissa, power = f"{abs(value):.{digits}e}".split("e")
    exponent = str(int(power)).replace("-", numbers.MINUS)
    return f"{numbers.MINUS if value < 0 else '+'}{mantissa}e{exponent}"
