"""Writing to the cells of a QTableWidget without Python objects.

A `QTableWidgetItem` made in Python, or asked for with `table.item()`, has a Python object beside it that must be freed
when Qt deletes it. These tables are emptied and filled again and again; what is written through their model is Qt's
alone.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget

from gui.widgets.alignment import LEFT, RIGHT

Role = Qt.ItemDataRole


def write(table: QTableWidget, row: int, column: int, what: Any, role: Role = Role.DisplayRole) -> None:
    """Set the text of a cell, or its value in another role, unless it has it already."""
    model = table.model()
    index = model.index(row, column)
    if index.data(role) != what:
        model.setData(index, what, role)


def text(table: QTableWidget, row: int, column: int) -> str:
    """Return the text of a cell."""
    return table.model().index(row, column).data() or ""


def title(table: QTableWidget, column: int) -> str:
    """Return the text above a column."""
    words = table.model().headerData(column, Qt.Orientation.Horizontal)
    return words if isinstance(words, str) else ""  # without a text, Qt gives the column's number


def write_titles(table: QTableWidget, titles: tuple[str, ...], right: tuple[int, ...] = ()) -> None:
    """Set the texts above all columns, right-aligned above numbers."""
    table.setHorizontalHeaderLabels(titles)
    model = table.model()
    for column in range(len(titles)):
        align = RIGHT if column in right else LEFT
        model.setHeaderData(column, Qt.Orientation.Horizontal, align, Role.TextAlignmentRole)


def write_title_tip(table: QTableWidget, column: int, tip: str) -> None:
    """Set the tooltip of the text above a column."""
    table.model().setHeaderData(column, Qt.Orientation.Horizontal, tip, Role.ToolTipRole)
