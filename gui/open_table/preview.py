"""The first rows of a table, with each column's name, kind and role above them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.tables.cells import is_missing
from core.tables.columns import COUNT, DATE, NUMBER, Column
from core.tables.outcome import SHOWN_ROWS
from gui.controls.choice_box import ChoiceBox
from gui.look import theme
from gui.open_table import words
from gui.widgets.panel import Panel

NAME, KIND, ROLE = 0, 1, 2
FIRST_CELL = 3
"""The rows above the cells: name, kind and role of the column."""

NARROWEST, WIDEST = 116, 220
Qr = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Names, kinds and the first rows. Roles are widgets in the third row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.roles: tuple[str, ...] = ()
        self._cells: list[tuple[str, ...]] = []

    def show(self, columns: tuple[Column, ...], roles: tuple[str, ...], cells: list[tuple[str, ...]]) -> bool:
        """Take other contents, and return whether the columns are others."""
        others = columns != self.columns
        if others:
            self.beginResetModel()
        self.columns, self.roles, self._cells = columns, roles, cells
        if others:
            self.endResetModel()
        elif columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(columns) - 1))
        return others

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        return 0 if parent is not None and parent.isValid() else FIRST_CELL + SHOWN_ROWS

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qr.DisplayRole) -> Any:
        row, at, now = index.row(), index.column(), theme.current()
        column, use = self.columns[at], self.roles[at]
        cell = self._cell(row, at)
        if role in (Qr.DisplayRole, Qr.AccessibleTextRole):
            if row < FIRST_CELL:
                return (column.name, words.kind_of(column), "")[row]
            return words.tr("missing") if self._is_gap(row, at) else cell
        if role == Qr.ToolTipRole:
            return f"{column.name}\n{words.kind_of(column)}" if row < FIRST_CELL else cell
        if role == Qr.FontRole:
            return now.font(mono=row != KIND, bold=row == NAME)
        if role == Qr.TextAlignmentRole:
            right = row >= FIRST_CELL and column.kind in (NUMBER, COUNT, DATE)
            return (
                Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            ) | Qt.AlignmentFlag.AlignVCenter
        if role == Qr.BackgroundRole:
            token = {"out": "bg.sunken", "target": "accent.soft"}.get(use, "bg.panel")
            return now.color("past.bg" if self._is_gap(row, at) and use != "out" else token)
        if role == Qr.ForegroundRole:
            remarkable = row == KIND and words.is_remarkable(column) and use != "out"
            return now.color("past.fg" if remarkable else "text.secondary" if use == "out" else "text.primary")
        return None

    def _cell(self, row: int, at: int) -> str:
        number = row - FIRST_CELL
        return self._cells[number][at] if 0 <= number < len(self._cells) and at < len(self._cells[number]) else ""

    def _is_gap(self, row: int, at: int) -> bool:
        return FIRST_CELL <= row < FIRST_CELL + len(self._cells) and is_missing(self._cell(row, at))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled


class PaddedCells(QStyledItemDelegate):
    """Leave some air at both sides of a cell's text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.fillRect(option.rect, index.data(Qr.BackgroundRole))
        air = theme.current().px(7)
        painter.setFont(index.data(Qr.FontRole))
        painter.setPen(index.data(Qr.ForegroundRole))
        text, room = index.data(Qr.DisplayRole), option.rect.adjusted(air, 0, -air, 0)
        fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, index.data(Qr.TextAlignmentRole), fitted)


class Preview(Panel):
    """The table of the sheet.

    Signals:
        role_chosen(str, str): the name of a column, and its new role: "input", "target" or "out".
    """

    role_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PreviewModel(self)
        self._view = QTableView(objectName="columns", wordWrap=False)
        self._view.setModel(self._model)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.horizontalHeader().hide()
        self._view.verticalHeader().hide()
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setTabKeyNavigation(False)
        self._view.setItemDelegate(PaddedCells(self._view))
        self._choosers: list[ChoiceBox] = []
        frame = QFrame()
        frame.setProperty("look", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._view)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def show_table(self, columns: tuple[Column, ...], roles: tuple[str, ...], cells: list[tuple[str, ...]]) -> None:
        """Show columns with their roles and some rows."""
        if self._model.show(columns, roles, cells):
            self._make_choosers()
        for chooser, role in zip(self._choosers, roles, strict=True):
            chooser.choose(role)
        self._name_choosers()

    def _make_choosers(self) -> None:
        self._choosers = []
        for at, column in enumerate(self._model.columns):
            chooser = ChoiceBox(f"role_{at}")
            chooser.chosen.connect(lambda role, name=column.name: self.role_chosen.emit(name, role))
            around = QWidget(objectName="page")
            row = QVBoxLayout(around)
            row.setContentsMargins(6, 3, 6, 3)
            row.addWidget(chooser)
            self._view.setIndexWidget(self._model.index(ROLE, at), around)
            self._choosers.append(chooser)
        self.retranslate()
        self.restyle()

    def _name_choosers(self) -> None:
        for chooser, column in zip(self._choosers, self._model.columns, strict=True):
            chooser.setAccessibleName(f"{column.name}, {words.kind_of(column)}, {chooser.currentText()}")

    def retranslate(self) -> None:
        for chooser in self._choosers:
            chooser.set_choices([(role, words.role_of(role), "") for role in ("input", "target", "out")])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._share_width()

    def restyle(self) -> None:
        now = theme.current()
        heights = {NAME: 30, KIND: 24, ROLE: 38}
        for row in range(self._model.rowCount()):
            self._view.setRowHeight(row, now.px(heights.get(row, 25)))
        total = sum(self._view.rowHeight(row) for row in range(self._model.rowCount()))
        self._view.setFixedHeight(total + now.px(10))
        self._share_width()

    def _share_width(self) -> None:
        """Give each column the width that it needs, and its share of what is left."""
        now = theme.current()
        self._view.resizeColumnsToContents()
        count = max(1, len(self._model.columns))
        share = max(0, self._view.viewport().width() // count)
        for at in range(len(self._model.columns)):
            wide = min(max(self._view.columnWidth(at) + now.px(12), now.px(NARROWEST), share), now.px(WIDEST))
            self._view.setColumnWidth(at, max(wide, share))
