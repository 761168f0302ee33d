"""Cells of a table whose numbers are written shorter where the column is narrow, instead of being cut."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.look.fitting_text import fitting


class NumberCells(QStyledItemDelegate):
    """A delegate for cells that hold numbers as text."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        if option.text and option.widget is not None:
            margin = option.widget.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, option.widget) + 1
            option.text = fitting(option.fontMetrics.horizontalAdvance, option.rect.width() - 2 * margin, option.text)
