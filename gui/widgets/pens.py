"""What painters share: pens of colour tokens, and where a text stands in its rectangle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.look import theme

ALIGN = Qt.AlignmentFlag
LEFT = ALIGN.AlignLeft | ALIGN.AlignVCenter
RIGHT = ALIGN.AlignRight | ALIGN.AlignVCenter
CENTER = ALIGN.AlignCenter


def pen(token: str, width: float = 1.0, dashes: tuple[float, float] | None = None) -> QPen:
    """A pen of a colour token; `width` and `dashes` in px."""
    result = QPen(theme.current().color(token), width)
    if dashes is not None:
        result.setDashPattern([length / width for length in dashes])
    return result
