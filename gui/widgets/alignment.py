"""Alignments of text for what is painted by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt

ALIGN = Qt.AlignmentFlag
LEFT = ALIGN.AlignLeft | ALIGN.AlignVCenter
RIGHT = ALIGN.AlignRight | ALIGN.AlignVCenter
CENTER = ALIGN.AlignCenter
