"""The numbers of a grid and their labels, without any widget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from core.snapshot.place import BIAS
from gui.heat_grid.geometry import Cell

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array


@dataclass(frozen=True, eq=False)
class Matrix:
    """A matrix, and under it a bias or none.

    Rows are numbered as the caller numbers them; lines count from the top, the bias being the last one.

    Attributes:
        values: (rows, columns), or None before there are any.
        bias: (columns,), or None.
        first_row: the number of the first row, if `values` is a part of something longer.
    """

    values: Array | None = None
    bias: Array | None = None
    first_row: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and columns."""
        return (0, 0) if self.values is None else self.values.shape

    @property
    def empty(self) -> bool:
        return self.values is None or not self.values.size

    @property
    def row_numbers(self) -> range:
        """The numbers of the rows, without the bias."""
        return range(self.first_row, self.first_row + self.shape[0])

    @cached_property
    def largest(self) -> float:
        """The largest absolute value of the finite numbers."""
        import numpy as np

        largest = 0.0
        for array in (self.values, self.bias):
            if array is not None and array.size:
                largest = max(largest, float(np.abs(array, where=np.isfinite(array), out=np.zeros_like(array)).max()))
        return largest

    def has_cells_of(self, other: Matrix) -> bool:
        """Tell whether it has the same cells as another matrix, whatever their values."""
        if self.values is None or other.values is None:
            return self.values is other.values
        mine, theirs = ((one.shape, one.bias is None, one.first_row) for one in (self, other))
        return mine == theirs

    def value(self, cell: Cell) -> float | None:
        """Return the number in a cell, or None if there is no such cell."""
        if self.values is None or self.line_of(cell) is None:
            return None
        row, column = cell
        return float(self.bias[column]) if row == BIAS else float(self.values[row - self.first_row, column])

    def values_of(self, lines: range) -> list[list[float]]:
        """Return the numbers line by line."""
        if self.values is None:
            return []
        numbers = self.values[lines.start : lines.stop].tolist()
        if self.bias is not None and self.shape[0] in lines:
            numbers.append(self.bias.tolist())
        return numbers

    def line_of(self, cell: Cell) -> int | None:
        """Return the line of a cell, or None if there is no such cell."""
        (row, column), (rows, columns) = cell, self.shape
        if not 0 <= column < columns:
            return None
        if row == BIAS:
            return rows if self.bias is not None else None
        return row - self.first_row if row in self.row_numbers else None

    def cell_of(self, line: int, column: int) -> Cell:
        """Return the cell of a line and a column."""
        return (BIAS if line >= self.shape[0] else line + self.first_row, column)

    def nearest(self, cell: Cell) -> Cell | None:
        """Return the cell nearest to one that is gone; None if there are no cells at all."""
        if self.empty:
            return None
        (row, column), last = cell, self.row_numbers[-1]
        if row != BIAS:
            row = max(self.first_row, min(row, last))
        elif self.bias is None:
            row = last
        return row, min(column, self.shape[1] - 1)

    def moved(self, cell: Cell, down: int, right: int) -> Cell:
        """Return the cell so many lines and columns further, or at the edge before it."""
        (rows, columns), line = self.shape, self.line_of(cell) or 0
        last = rows - 1 if self.bias is None else rows
        return self.cell_of(min(last, max(0, line + down)), min(columns - 1, max(0, cell[1] + right)))


@dataclass(frozen=True)
class Labels:
    """What stands before the rows and above the columns.

    Attributes:
        prefix: what a row's label begins with.
        offset: what is added to a row's number.
        columns: names of the columns, or none for their indices.
    """

    prefix: str = ""
    offset: int = 0
    columns: tuple[str, ...] = ()

    def row(self, row: int) -> str:
        return "b" if row == BIAS else f"{self.prefix}{row + self.offset}"

    def column(self, column: int) -> str:
        return self.columns[column] if self.columns else str(column)
