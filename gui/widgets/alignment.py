"""Alignments of text."""

from __future__ import annotations

from PySide6.QtCore import Qt

ALIGN = Qt.AlignmentFlag
LEFT = ALIGN.AlignLeft | ALIGN.AlignVCenter
RIGHT = ALIGN.AlignRight | ALIGN.AlignVCenter
CENTER = ALIGN.AlignCenter
LEFT_TOP, RIGHT_TOP = ALIGN.AlignLeft | ALIGN.AlignTop, ALIGN.AlignRight | ALIGN.AlignTop
LEFT_BOTTOM = ALIGN.AlignLeft | ALIGN.AlignBottom
