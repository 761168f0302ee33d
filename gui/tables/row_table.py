"""A table of layers, painted row by row, whose rows are chosen with mouse or keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QWidget

from gui.look import theme
from gui.widgets.own_keys import keeps_key

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowTable(QTableWidget):
    """The shared part of such tables: the focus is a ring around a row, and the table keeps its own keys.

    Args:
        columns: how many it has.

    Attributes:
        chosen: the name of the layer that is selected everywhere, or None.

    Signals:
        row_chosen(int): a row was clicked, or Enter pressed on it.
    """

    row_chosen = Signal(int)
    KEYS: tuple[Qt.Key, ...] = (Qt.Key.Key_Up, Qt.Key.Key_Down, *ENTER)

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(0, columns, parent)
        self.chosen: str | None = None
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.cellClicked.connect(self._clicked)
        self.currentCellChanged.connect(self._repaint)

    def set_chosen(self, name: str | None) -> None:
        """Mark the row of the selected layer."""
        if name != self.chosen:
            self.chosen = name
            self._repaint()

    def paint_ring(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        """Paint a cell's part of the ring if the focus is on its row."""
        if not self.hasFocus() or self.currentRow() != row:
            return
        now = theme.current()
        color, width = now.color("focus"), max(2, now.px(2))
        painter.fillRect(rect.x(), rect.y(), rect.width(), width, color)
        painter.fillRect(rect.x(), rect.bottom() + 1 - width, rect.width(), width, color)
        if column == 0:
            painter.fillRect(rect.x(), rect.y(), width, rect.height(), color)
        if column == self.columnCount() - 1:
            painter.fillRect(rect.right() + 1 - width, rect.y(), width, rect.height(), color)

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()  # all of it: the ring spans a row, and Qt repaints single cells

    @Slot(int, int)
    def _clicked(self, row: int, column: int) -> None:
        self.row_chosen.emit(row)

    # ---- Qt -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in ENTER and self.currentRow() >= 0:
            self.row_chosen.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self._repaint()

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, self.KEYS) or super().event(event)
