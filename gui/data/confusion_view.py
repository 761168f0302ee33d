"""The confusion matrix: how often each class was taken for each, and a way through the samples of a cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.data.sample_table import CellDelegate
from gui.look import number_text, theme
from gui.look.class_marks import color_of, marked
from gui.widgets.own_keys import MOVES, keeps_key
from gui.widgets.panel import Panel

Key, Role = Qt.Key, Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex

WALKS = {
    Key.Key_Return: 1,
    Key.Key_Enter: 1,
    Key.Key_Space: 1,
    Key.Key_BracketRight: 1,
    Key.Key_Backspace: -1,
    Key.Key_BracketLeft: -1,
}
"""Keys that show the next or the previous sample of the cell with the focus."""

CELL_WIDTH, CELL_HEIGHT, LOWEST_CELL, WIDEST_NAME = 76, 32, 20, 120


class ConfusionModel(QAbstractTableModel):
    """Rows are true classes, columns predicted ones."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.classes: tuple[str, ...] = ()
        self._counts: Any = None
        self._walks = False

    def show(self, classes: tuple[str, ...], counts: Any, walks: bool) -> None:
        """Show counts, (true, predicted); `walks` says whether a click shows a sample."""
        others = classes != self.classes
        if others:
            self.beginResetModel()
        self.classes, self._counts, self._walks = classes, counts, walks
        if others:
            self.endResetModel()
        elif classes:
            self.dataChanged.emit(self.index(0, 0), self.index(len(classes) - 1, len(classes) - 1))

    def words(self, true: int, predicted: int) -> str:
        """Say what a cell counts, e.g. "1 of 12 virginica taken for versicolor"."""
        text = self.tr("{count} of {every} {true} recognized")
        if true != predicted:
            text = self.tr("{count} of {every} {true} taken for {predicted}")
        count, every = int(self._counts[true, predicted]), int(self._counts[true].sum())
        names = {"true": self.classes[true], "predicted": self.classes[predicted]}
        return text.format(count=number_text.count(count), every=number_text.count(every), **names)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        return 0 if parent is not None and parent.isValid() else len(self.classes)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        return self.rowCount(parent)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        true, predicted, now = index.row(), index.column(), theme.current()
        count, every = int(self._counts[true, predicted]), int(self._counts[true].sum())
        if role == Role.DisplayRole:
            return number_text.count(count)
        if role == Role.AccessibleTextRole:
            names = {"true": self.classes[true], "predicted": self.classes[predicted]}
            return self.tr("true {true}, predicted {predicted}: {count} of {every}").format(
                count=number_text.count(count), every=number_text.count(every), **names
            )
        if role == Role.ToolTipRole:
            hint = self.tr("click: the next of these samples on the canvas") if self._walks and count else ""
            return "\n".join(filter(None, (self.words(true, predicted), hint)))
        if role == Role.FontRole:
            return now.font("strong", mono=True, bold=True)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Role.BackgroundRole, Role.ForegroundRole):
            return _shade(count / every if every else 0.0, ink=role == Role.ForegroundRole)
        return None

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if section >= len(self.classes):
            return None
        if role == Role.DisplayRole:
            return marked(self.classes, section)
        if role == Role.ForegroundRole:
            return theme.current().color(color_of(section))
        if role == Role.FontRole:
            return theme.current().font("small", bold=True)
        if role == Role.ToolTipRole:
            across = orientation == Qt.Orientation.Horizontal
            text = self.tr("predicted {name}") if across else self.tr("true {name}")
            return text.format(name=self.classes[section])
        return None


def _shade(share: float, ink: bool) -> Any:
    """Return the colour for a share of a true class, or that of a number on it."""
    from gui.look import heat_colours  # numpy, which is loaded by now

    colors = heat_colours.ink_table if ink else heat_colours.table
    return colors(theme.current().name)[heat_colours.index(share, 1.0)]


class MatrixView(QTableView):
    """The matrix as a table.

    Signals:
        walked(int, int, int): the next (1) or the previous (-1) sample is asked for, of a true and a predicted class.
    """

    walked = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="confusion")
        self.counts = ConfusionModel(self)
        self.setModel(self.counts)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(CellDelegate(self, air=0))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clicked.connect(lambda index: self.walked.emit(index.row(), index.column(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.share_height()

    def share_height(self) -> None:
        """Give the rows the height that there is, up to the usual one."""
        now, rows = theme.current(), max(1, self.counts.rowCount())
        high = min(self.viewport().height() // rows, now.px(CELL_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(max(high, now.px(LOWEST_CELL)))

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (*MOVES, *WALKS)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        step, index = WALKS.get(Key(event.key())), self.currentIndex()
        if step is None:
            super().keyPressEvent(event)
        elif index.isValid():
            self.walked.emit(index.row(), index.column(), step)


class ConfusionView(Panel):
    """The matrix with what its axes are, and a line below: how many are right, or which sample is shown.

    Attributes:
        matrix: the table.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = MatrixView()
        self._axes, self._facts = QLabel(), QLabel(objectName="confusion_facts")
        for label in (self._axes, self._facts):
            label.setProperty("look", "small")
            label.setWordWrap(True)
        self._right = (0, 0)
        self._walked = ""
        row, beside = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(10, 2, 10, 4)
        row.setSpacing(12)
        row.addWidget(self.matrix, 3)
        row.addLayout(beside, 1)
        beside.addWidget(self._axes)
        beside.addWidget(self._facts)
        beside.addStretch(1)
        self.retranslate()
        self.restyle()

    def show_counts(self, classes: tuple[str, ...], counts: Any, walks: bool) -> None:
        """Show counts, (true, predicted); `walks` says whether a click shows a sample."""
        others = classes != self.matrix.counts.classes
        self.matrix.counts.show(classes, counts, walks)
        right = int(counts.trace()), int(counts.sum())
        if others or right != self._right or not walks:
            self._right, self._walked = right, ""
            self._write_facts()
        if others:
            self.restyle()

    def show_walk(self, true: int, predicted: int, place: int, sample: int) -> None:
        """Say which sample of a cell is shown now: its place among them, from 0, and its number, 0-based."""
        words = self.matrix.counts.words(true, predicted)
        self._walked = self.tr("{words}: number {place} is sample {sample}").format(
            words=words, place=number_text.count(place + 1), sample=number_text.count(sample + 1)
        )
        self._write_facts()

    def _write_facts(self) -> None:
        right, every = map(number_text.count, self._right)
        text = self.tr("{right} of {every} right; shade: share of the true class").format(right=right, every=every)
        self._facts.setText(self._walked or text)

    def retranslate(self) -> None:
        self._axes.setText(self.tr("rows: true class · columns: predicted class"))
        self.matrix.setAccessibleName(self.tr("Confusion matrix: rows are true classes, columns predicted ones"))
        self._walked = ""
        self._write_facts()

    def restyle(self) -> None:
        now, classes = theme.current(), self.matrix.counts.classes
        across, down = self.matrix.horizontalHeader(), self.matrix.verticalHeader()
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(marked(classes, k)) for k in range(len(classes))), default=0)
        name = min(widest + now.px(20), now.px(WIDEST_NAME))
        across.setDefaultSectionSize(max(name, now.px(CELL_WIDTH)))
        down.setFixedWidth(name)
        self.matrix.share_height()
        self.matrix.viewport().update()
