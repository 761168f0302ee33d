"""The confusion matrix: how often each class was taken for each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from gui.look import number_text, theme

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex


class ConfusionModel(QAbstractTableModel):
    """Rows are true classes, columns predicted ones."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._counts: Any = None

    def show(self, classes: tuple[str, ...], counts: Any) -> None:
        """Show counts, (true, predicted)."""
        others = classes != self._classes
        if others:
            self.beginResetModel()
        self._classes, self._counts = classes, counts
        if others:
            self.endResetModel()
        elif classes:
            self.dataChanged.emit(self.index(0, 0), self.index(len(classes) - 1, len(classes) - 1))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        return 0 if parent is not None and parent.isValid() else len(self._classes)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        return self.rowCount(parent)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        true, predicted, now = index.row(), index.column(), theme.current()
        count, every = int(self._counts[true, predicted]), int(self._counts[true].sum())
        if role == Role.DisplayRole:
            return number_text.count(count)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            names = {"true": self._classes[true], "predicted": self._classes[predicted]}
            return self.tr("true {true}, predicted {predicted}: {count} of {every}").format(
                count=number_text.count(count), every=number_text.count(every), **names
            )
        if role == Role.FontRole:
            return now.font("strong", mono=True, bold=True)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Role.BackgroundRole:
            right = "accent.soft" if true == predicted else "past.bg"
            return now.color(right if count else "bg.panel")
        if role == Role.ForegroundRole:
            return now.color("text.primary" if count else "text.secondary")
        return None

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if section >= len(self._classes):
            return None
        if role == Role.DisplayRole:
            return self._classes[section]
        if role == Role.ToolTipRole:
            across = orientation == Qt.Orientation.Horizontal
            text = self.tr("predicted {name}") if across else self.tr("true {name}")
            return text.format(name=self._classes[section])
        return None


class ConfusionView(QTableView):
    """The matrix as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="confusion")
        self.counts = ConfusionModel(self)
        self.setModel(self.counts)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
