"""The lists `trainable_variables` and `non_trainable_variables`, and the log of `fit`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QBrush, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from gui.fit.fit_progress import FitLog
from gui.fit.stale_note import StaleNote
from gui.look import number_text, theme
from gui.tables import cells
from gui.tables.cells import Role
from gui.widgets.alignment import LEFT, RIGHT
from gui.widgets.panel import Panel
from gui.widgets.source_line import SourceLine
from gui.widgets.throttle import Throttle

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, Snapshot

REFRESH_MS = 125
ARRIVAL_MS = 1500
"""How long a variable is tinted after it came from the other list."""

MOST_NUMBERS = 6
PADDING, SCROLL_BAR = 12, 10
LEAST_VALUES = 90
"""The least width of the column of values, in px."""

SPACE = 2
"""How many letters of that column stay free, so that Qt elides nothing."""

NAME, SHAPE, COUNT, VALUES = range(4)


@dataclass(frozen=True, eq=False)
class VariableRow:
    """One variable of the model.

    Attributes:
        path: its name in Keras.
        index: its index in `model.get_weights()`.
        values: its numbers.
        trainable: whether it is in `trainable_variables`.
    """

    path: str
    index: int
    values: Array
    trainable: bool


def rows_of(snapshot: Snapshot) -> tuple[VariableRow, ...]:
    """Return every variable of the model in the order of `get_weights()`, also while no step can be taken."""
    pairs = [
        (path, values, snapshot.learns(layer))
        for layer in snapshot.columns
        if layer.in_model
        for path, values in zip(layer.variables, (layer.kernel, layer.bias))
    ]
    # layer by layer, whatever is frozen (before Keras 3, the trainable ones came first)
    return tuple(VariableRow(path, index, values, on) for index, (path, values, on) in enumerate(pairs))


class VariablesPage(Panel):
    """Two lists side by side, and beside them what `fit` reports.

    Attributes:
        log: progress, epochs and Stop.
        note: the warning that compile is out of date.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="variables")
        self._snapshot: Snapshot | None = None
        self._throttle = Throttle(self, REFRESH_MS)
        self._throttle.due.connect(self._refresh)
        self._trainable = VariableList("model.trainable_variables", "trainable_variables")
        self._frozen = VariableList("model.non_trainable_variables", "non_trainable_variables")
        self.log, self.note = FitLog(), StaleNote(wide=True)
        page = QWidget(objectName="page")
        lists = QHBoxLayout()
        lists.setSpacing(10)
        lists.addWidget(self._trainable, 4)
        lists.addWidget(self._frozen, 4)
        lists.addWidget(self.log, 3)
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addWidget(self.note)
        column.addLayout(lists, 1)
        scroll = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the variables of a snapshot: at once if one changes lists, else a few times a second."""
        before, self._snapshot = self._snapshot, snapshot
        self.note.set_snapshot(snapshot)
        self.log.setVisible(self.log.has_run or snapshot.compiled is not None)
        if before is None or before.trainable_variables != snapshot.trainable_variables:
            self._throttle.ask_now()
        else:
            self._throttle.ask()

    def _refresh(self) -> None:
        if self._snapshot is None:
            return
        rows = rows_of(self._snapshot)
        self._trainable.show_rows([row for row in rows if row.trainable])
        self._frozen.show_rows([row for row in rows if not row.trainable])


class VariableList(Panel):
    """One of the two lists: name, shape, number of weights, and the first values."""

    def __init__(self, expression: str, name: str) -> None:
        super().__init__()
        self._rows: list[VariableRow] = []
        self._shown = False
        self._widths = [0, 0, 0]  # of all columns but the last, which takes the rest
        self._source = SourceLine(expression)
        self.table = QTableWidget(0, 4, objectName=name)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setSectionsClickable(False)
        self._arrival = QTimer(self, singleShot=True, interval=ARRIVAL_MS)
        self._arrival.timeout.connect(self._untint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._source)
        column.addWidget(self.table, 1)
        self.retranslate()
        self.restyle()

    def show_rows(self, rows: list[VariableRow]) -> None:
        """Show these variables; tint the ones that are new here for a moment."""
        before = [row.path for row in self._rows]
        self._rows = rows
        if [row.path for row in rows] != before:
            arrived = {row.path for row in rows} - set(before) if self._shown else set()
            self._build(arrived)
        self._shown = True
        self._write_values()

    def _write_values(self) -> None:
        """Write as many numbers of each variable as fit whole."""
        digit = QFontMetrics(self.table.font()).horizontalAdvance("0")
        letters = (self.width() - theme.current().px(SCROLL_BAR) - sum(self._widths)) // max(digit, 1) - SPACE
        count = min(max((letters - 2) // len("+0.000 "), 1), MOST_NUMBERS)
        for number, row in enumerate(self._rows):
            text = "  " + " ".join(number_text.short(float(value), 3) for value in row.values.ravel()[:count])
            cells.write(self.table, number, VALUES, text + (" …" if row.values.size > count else ""))

    def _build(self, arrived: set[str]) -> None:
        """Make the rows again."""
        now, table = theme.current(), self.table
        table.setRowCount(len(self._rows))
        for number, row in enumerate(self._rows):
            shape = str(tuple(row.values.shape))
            for column, text in enumerate((row.path, shape, f"{row.values.size:,}", "")):
                cells.write(table, number, column, text)
                cells.write(table, number, column, f"model.get_weights()[{row.index}]", Role.ToolTipRole)
                cells.write(table, number, column, RIGHT if column == COUNT else LEFT, Role.TextAlignmentRole)
                tint = QBrush(now.color("accent.soft")) if row.path in arrived else None
                cells.write(table, number, column, tint, Role.BackgroundRole)
        if arrived:
            first = next(number for number, row in enumerate(self._rows) if row.path in arrived)
            table.scrollTo(table.model().index(first, NAME))
            self._arrival.start()
        self._write_headers()

    def _untint(self) -> None:
        for number in range(self.table.rowCount()):
            for column in range(4):
                cells.write(self.table, number, column, None, Role.BackgroundRole)

    def _write_headers(self) -> None:
        """Set the column headers, with the number of variables and of weights."""
        count = sum(row.values.size for row in self._rows)
        variables = self.tr("{count} variables").format(count=len(self._rows))
        weights = self.tr("{count} params").format(count=f"{count:,}")
        cells.write_titles(self.table, (variables, "shape", weights, "get_weights()"), right=(COUNT,))
        self.table.setAccessibleDescription(f"{variables}, {weights}")
        self._resize_columns()

    def _resize_columns(self) -> None:
        """Make the columns as wide as their texts, so that both lists fit side by side."""
        now, header = theme.current(), self.table.horizontalHeader()
        metrics = QFontMetrics(now.font("small", mono=True))
        self.table.setColumnHidden(COUNT, False)  # the header says nothing of the width of a hidden one
        for column in (NAME, SHAPE, COUNT):
            texts = [cells.text(self.table, row, column) for row in range(self.table.rowCount())]
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + now.px(PADDING)
            self._widths[column] = max(widest, header.sectionSizeHint(column))
            self.table.setColumnWidth(column, self._widths[column])
        self._hide_columns()

    def _hide_columns(self) -> None:
        """Hide the columns that do not fit: first the values, which the inspector shows, too, then the counts."""
        width = self.width() - theme.current().px(SCROLL_BAR) - self._widths[NAME] - self._widths[SHAPE]
        self.table.setColumnHidden(COUNT, width < self._widths[COUNT])
        self.table.setColumnHidden(VALUES, width < self._widths[COUNT] + theme.current().px(LEAST_VALUES))
        self._write_values()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._hide_columns()

    def retranslate(self) -> None:
        self.table.setAccessibleName(self._source.expression)
        self._write_headers()

    def restyle(self) -> None:
        now = theme.current()
        self.table.setFont(now.font("small", mono=True))
        self.table.verticalHeader().setMinimumSectionSize(now.px(20))  # else that of whatever font it has now
        self.table.verticalHeader().setDefaultSectionSize(now.px(20))
        self.table.horizontalHeader().setFont(now.font("small", mono=True))  # the style sheet would put it back
        self.table.horizontalHeader().setFixedHeight(now.px(24))
        self.table.setMinimumHeight(now.px(66))
        self._resize_columns()
