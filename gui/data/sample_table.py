"""The view of the table of samples: how the keyboard moves in it, how a cell is painted, and how it is edited."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.look import theme
from gui.look.fitting_text import fitting
from gui.widgets.own_keys import MOVES, keeps_key


class SampleView(QTableView):
    """A table view with one row per sample. A double click or F2 edits a cell; keys add and remove rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
        self._row_actions: dict[QKeySequence, QAction] = {}
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

    def set_row_actions(self, actions: Iterable[tuple[QKeySequence, QAction]]) -> None:
        """Set what can be done to rows, each with its key while the table has the focus; its menu shows them, too."""
        self._row_actions = dict(actions)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.addActions(list(self._row_actions.values()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        pressed = QKeySequence(event.keyCombination())
        action = next((action for keys, action in self._row_actions.items() if keys == pressed), None)
        if action is not None and action.isEnabled():
            action.trigger()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, MOVES) or super().event(event)


class CellEditor(QLineEdit):
    """The field in which a cell is edited; keys that move in a text are its own."""

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, MOVES, shift=True) or super().event(event)


class CellDelegate(QStyledItemDelegate):
    """A delegate that paints a number, and the ring around the current cell while the table has the focus.

    Args:
        air: the room at the right of the number, in px.
    """

    def __init__(self, parent: QTableView, air: int = 10) -> None:
        super().__init__(parent)
        self._air = air

    def createEditor(  # noqa: N802 (Qt's name)
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = CellEditor(parent, objectName="cell_editor", frame=False)
        editor.setFont(theme.current().font(mono=True))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

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
