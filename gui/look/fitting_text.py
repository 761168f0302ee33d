"""Texts where there is little room: words are cut at their end; a number loses digits, and is never cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.look import number_text

NUMBER = re.compile(rf"(?<![\w.\[])([+{number_text.MINUS}-]?)([\d,]+\.\d+)(e[+{number_text.MINUS}-]?\d+)?(?![\w.])")
"""A number with a decimal point; a whole number is a count, and has nothing to leave out."""

Measure = Callable[[str], float]
"""The width of a text, in any unit."""


def elided(painter: QPainter, text: str, width: float) -> str:
    """Return a text as the painter's font fits it into a width, with an ellipsis where something is left out."""
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)


def fitting(measure: Measure, width: float, *texts: str) -> str:
    """Return the first of several texts that is not wider than `width`, the longest first.

    Where even the last one is, its numbers lose digits, all alike, as long as that helps.
    """
    for text in texts:
        if measure(text) <= width:
            return text
    narrowest = texts[-1]
    for text in _shortened(texts[-1]):
        if measure(text) <= width:
            return text
        narrowest = min(narrowest, text, key=measure)
    return narrowest


def _shortened(text: str) -> Iterator[str]:
    """Yield a text again and again, each time with one digit less in its most precise numbers."""
    longest = max((len(_mantissa_decimals(found)) for found in NUMBER.finditer(text)), default=0)
    for decimals in range(longest - 1, -1, -1):
        yield NUMBER.sub(partial(_rewritten, decimals), text)


def _mantissa_decimals(found: re.Match[str]) -> str:
    return found[2].partition(".")[2]


def _rewritten(decimals: int, found: re.Match[str]) -> str:
    """Return a number with at most so many decimals; one that is not 0 never looks like 0."""
    if len(_mantissa_decimals(found)) <= decimals:
        return found[0]
    sign, size = found[1], found[2].replace(",", "")
    power = (found[3] or "").replace(number_text.MINUS, "-")
    value = float(size + power)
    if power:
        written = f"{value:.{decimals}e}"
    elif value and not float(f"{value:.{decimals}f}"):
        written = f"{value:.0e}"
    else:
        return f"{sign}{value:,.{decimals}f}" if "," in found[2] else f"{sign}{value:.{decimals}f}"
    mantissa, exponent = written.split("e")
    return f"{sign}{mantissa}e{int(exponent)}".replace("-", number_text.MINUS)
