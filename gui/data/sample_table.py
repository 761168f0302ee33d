"""The view of the table of samples: how the keyboard moves in it and how a cell is painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.look import theme
from gui.look.fitting_text import fitting
from gui.widgets.own_keys import MOVES, keeps_key


class SampleView(QTableView):
    """A table view with one row per sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setHighlightSections(False)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setTextElideMode(Qt.TextElideMode.ElideRight)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, MOVES) or super().event(event)


class CellDelegate(QStyledItemDelegate):
    """A delegate that paints a number, and the ring around the current cell while the table has the focus.

    Args:
        air: the room at the right of the number, in px.
    """

    def __init__(self, parent: QTableView, air: int = 10) -> None:
        super().__init__(parent)
        self._air = air

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now, role, view = theme.current(), Qt.ItemDataRole, self.parent()
        painter.fillRect(option.rect, index.data(role.BackgroundRole))
        painter.setFont(index.data(role.FontRole))
        painter.setPen(index.data(role.ForegroundRole))
        inside = option.rect.adjusted(0, 0, -now.px(self._air), 0)  # as the header's, so that their edges line up
        text = fitting(painter.fontMetrics().horizontalAdvance, inside.width(), index.data())
        painter.drawText(inside, index.data(role.TextAlignmentRole), text)
        if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(now.color("focus"), now.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
