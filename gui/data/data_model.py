"""A table model of the batch that copies nothing: 100,000 samples cost no more than the visible ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.look import number_text, theme
from gui.widgets.alignment import LEFT, RIGHT

if TYPE_CHECKING:
    from core.data.built_in import Batch
    from core.snapshot.snapshot import Snapshot

GROUPS = INPUT, TRUE, PREDICTED, ERROR, SQUARED = range(-1, 4)
"""What a column holds: an input, or Y_true, Y_pred, error, error², each with a column for every target."""

COMPUTED = 3
"""The number of groups to the right of Y_true."""

DIGITS = 4
"""The decimals of computed numbers, and the most decimals of given ones."""

PROBE = 1000
"""How many samples of a column are read to find how many decimals it needs."""

MAGNITUDES = ((1e3, 4), (1e5, 2), (1e8, 0))
"""The limits below which a number of decimals fits into nine characters; above the last, 1.23e+08 fits."""

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex


class DataModel(QAbstractTableModel):
    """X, Y_true, Y_pred, error and error² of every sample, read from the snapshot on demand.

    Attributes:
        sample: the sample that the canvas shows; its row is tinted.

    Signals:
        edited(int, int, str): a text was typed into the cell of a row and column, which changes when its batch comes.
    """

    edited = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sample = 0
        self._batch: Batch | None = None
        self._computed: tuple[Any, ...] = ()  # Y_pred, error, error², each (samples, targets)
        self._digits: dict[int, int] = {}
        self._without_model = False

    def show(self, snapshot: Snapshot) -> bool:
        """Take the numbers from a snapshot, and return whether its batch is another one."""
        import numpy as np

        with np.errstate(over="ignore", divide="ignore"):  # a diverging prediction overflows float32
            computed = (snapshot.prediction, snapshot.error, snapshot.squared_error)
            if self._has_classes(snapshot.batch):
                computed = snapshot.predicted_class, snapshot.true_probability, -np.log(snapshot.true_probability)
        self._without_model = bool(snapshot.why_no_step)
        other = snapshot.batch is not self._batch
        if other:
            self._digits.clear()
        if self._batch is None or not _has_cells_of(self._batch, snapshot.batch):
            self.beginResetModel()
            self._batch, self._computed = snapshot.batch, computed
            self.endResetModel()
            return True
        self._batch, self._computed = snapshot.batch, computed  # a cell that is being edited stays open
        rows, columns = self.rowCount(), self.columnCount()
        if rows:
            first = 0 if other else columns - COMPUTED * self._targets
            self.dataChanged.emit(self.index(0, first), self.index(rows - 1, columns - 1))
        return other

    def show_sample(self, sample: int) -> None:
        """Tint the row of another sample."""
        before, self.sample = self.sample, sample
        for row in {before, sample}:
            if row < self.rowCount():
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def refresh_headers(self) -> None:
        """Update the headers after a change of language, colours or fonts."""
        if self.columnCount():
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(0, self.rowCount() - 1))

    @staticmethod
    def _has_classes(batch: Batch | None) -> bool:
        return batch is not None and len(batch.classes) > 2

    # ---- what a cell holds ----------------------------------------------------------------------------------

    @property
    def _targets(self) -> int:
        """The number of columns in each group: one for each target, and one for classes."""
        return 0 if self._batch is None else 1 if self._has_classes(self._batch) else len(self._batch.targets)

    def _group(self, column: int) -> tuple[int, int]:
        """Return what a column holds, one of `GROUPS`, and of which input or target."""
        assert self._batch is not None
        after = column - self._batch.inputs
        return (INPUT, column) if after < 0 else divmod(after, self._targets)

    def value(self, row: int, column: int) -> float:
        """Return the number in a cell."""
        assert self._batch is not None
        group, at = self._group(column)
        if group == INPUT:
            return float(self._batch.X[row, column])
        given = self._batch.labels if self._has_classes(self._batch) else self._batch.Y_true
        return float((given, *self._computed)[group][row, at])

    def _is_given(self, column: int) -> bool:
        return self._group(column)[0] in (INPUT, TRUE)

    def text(self, row: int, column: int) -> str:
        """Return the number in a cell as it is written."""
        value = self.value(row, column)
        if self._without_model and not self._is_given(column):
            return "–"
        group, batch = self._group(column)[0], self._batch
        if batch is not None and self._has_classes(batch) and group in (TRUE, PREDICTED) and math.isfinite(value):
            return batch.classes[int(value)]
        fitting = _decimals_for(value)
        if fitting is None and math.isfinite(value):
            return number_text.scientific(value)
        write = number_text.signed if group == ERROR else number_text.plain
        return write(value, min(self._decimals(column), fitting or 0))

    def _decimals(self, column: int) -> int:
        """Return the decimals of a column: as many as show the given numbers as written, if these are short."""
        if not self._is_given(column):
            return DIGITS
        if column not in self._digits:
            import numpy as np

            batch, (group, at) = self._batch, self._group(column)
            assert batch is not None
            values = (batch.X if group == INPUT else batch.Y_true)[:PROBE, at].astype(float)
            fits = (d for d in range(2, DIGITS) if np.allclose(values, values.round(d), rtol=1e-6, atol=1e-9))
            self._digits[column] = min(next(fits, DIGITS), _decimals_for(np.abs(values).max(initial=0)) or 0)
        return self._digits[column]

    def column_name(self, column: int) -> str:
        """Return the header of a column."""
        assert self._batch is not None
        names = ("Y_true", "Y_pred", self.tr("error"), self.tr("error²"))
        if self._has_classes(self._batch):
            names = ("Y_true", "Y_pred", "p", "−ln p")
        group, at = self._group(column)
        if group != INPUT:
            return f"{names[group]} {self._batch.targets[at]}" if self._targets > 1 else names[group]
        name = self._batch.columns[column]
        return f"X[:, {column}]" if name == f"x{column}" else name  # x0, x1, ...: the file gave no names

    def _column_tip(self, column: int) -> str:
        """Return the column's name in the code and its name in the file, together."""
        assert self._batch is not None
        group, at = self._group(column)
        if group in (PREDICTED, ERROR, SQUARED):
            formulas = (self.tr("error = Y_pred − Y_true"), self.tr("error² = (Y_pred − Y_true)²"))
            if self._has_classes(self._batch):
                formulas = (self.tr("the probability of the true class"), self.tr("its part of the loss"))
            return ("Y_pred = model(X)", *formulas)[group - PREDICTED]
        if group == INPUT:
            return f"X[:, {at}] · {self._batch.columns[at]}"
        if self._batch.one_hot:
            return "Y_true.argmax(axis=1)"
        return (
            f"Y_true[:, {at}] · {self._batch.targets[at]}"
            if self._targets > 1
            else f"Y_true · {self._batch.targets[0]}"
        )

    # ---- Qt's questions -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        return 0 if self._batch is None or (parent is not None and parent.isValid()) else self._batch.samples

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        if self._batch is None or (parent is not None and parent.isValid()):
            return 0
        return self._batch.inputs + (1 + COMPUTED) * self._targets

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column, now = index.row(), index.column(), theme.current()
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.EditRole:
            return self._edited_text(row, column)
        if role == Role.TextAlignmentRole:
            return RIGHT
        if role == Role.FontRole:
            return now.font(mono=True, bold=row == self.sample and self._is_given(column))
        if role == Role.ToolTipRole:
            return self._cell_tip(row, column)
        if role == Role.BackgroundRole:
            return now.color(self._background(row, column))
        if role == Role.ForegroundRole:
            broken = not math.isfinite(self.value(row, column))
            return now.color("error.fg" if broken else "text.primary")
        return None

    def _edited_text(self, row: int, column: int) -> str:
        """Return what an editor begins with: every digit that the number has, or the name of the class."""
        batch = self._batch
        assert batch is not None
        if column < batch.inputs:
            return str(batch.X[row, column])
        if self._has_classes(batch):
            return batch.classes[int(batch.labels[row, 0])]
        return str(batch.Y_true[row, column - batch.inputs])

    def flags(self, index: Index) -> Qt.ItemFlag:
        given = index.isValid() and self._is_given(index.column())
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if given else Qt.ItemFlag.NoItemFlags)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802 (Qt's name)
        """Tell what was typed; the number itself changes with the samples."""
        if role == Role.EditRole and index.isValid() and value != self._edited_text(index.row(), index.column()):
            self.edited.emit(index.row(), index.column(), value)
        return False

    def _background(self, row: int, column: int) -> str:
        """Return the colour token behind a cell."""
        if not math.isfinite(self.value(row, column)):
            return "error.bg"
        if row == self.sample:
            return "accent.soft"
        return "bg.panel" if self._is_given(column) else "bg.sunken"

    def _cell_tip(self, row: int, column: int) -> str:
        """Return every digit of the number, and where Keras or the batch holds it."""
        value = number_text.exact(self.value(row, column)).removeprefix("+")
        group, at = self._group(column)
        names = {INPUT: f"X[{row}, {at}]", TRUE: f"Y_true[{row}, {at}]", PREDICTED: f"Y_pred[{row}, {at}]"}
        names |= {ERROR: "Y_pred − Y_true", SQUARED: "(Y_pred − Y_true)²"}
        if self._has_classes(self._batch):
            true = f"Y_true[{row}].argmax()" if self._batch is not None and self._batch.one_hot else names[TRUE]
            names |= {
                TRUE: true,
                PREDICTED: f"Y_pred[{row}].argmax()",
                ERROR: f"Y_pred[{row}, {true}]",
                SQUARED: "−ln p",
            }
        change = "" if group not in (INPUT, TRUE) else "\n" + self.tr("Double-click to change it")
        return f"{names[group]} = {value}{change}"

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if self._batch is None or section >= (self.columnCount() if across else self.rowCount()):
            return None
        if role == Role.TextAlignmentRole:
            return RIGHT if across else LEFT
        if not across:
            return self.tr("sample {number}").format(number=section + 1) if role == Role.DisplayRole else None
        if role == Role.DisplayRole:
            return self.column_name(section)
        if role == Role.ToolTipRole:
            return self._column_tip(section)
        if role == Role.FontRole:
            return theme.current().font(mono=self._group(section)[0] <= PREDICTED)
        return None


def _has_cells_of(before: Batch, batch: Batch) -> bool:
    """Return whether a batch has the same rows and columns as the one before."""
    shapes = before.X.shape == batch.X.shape and before.Y_true.shape == batch.Y_true.shape
    return shapes and (before.columns, before.classes) == (batch.columns, batch.classes)


def _decimals_for(value: float) -> int | None:
    """Return how many decimals of a number fit into a cell, or None if the number does not fit at all."""
    return next((digits for below, digits in MAGNITUDES if abs(value) < below), None)
