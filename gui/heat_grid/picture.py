"""The picture of a grid of numbers: its values, the marks in it, and where they are. It takes no input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from core.snapshot.place import BIAS
from gui.heat_grid.cell_text import Writing, largest_writing
from gui.heat_grid.geometry import NO_CELLS, Cell, geometry_for
from gui.heat_grid.matrix import Labels, Matrix
from gui.heat_grid.paint import grid_kit, paint_cells, paint_column_labels, paint_frame, paint_row_label
from gui.look import theme


class Marks(NamedTuple):
    """What is marked in a grid: a column or one cell is selected, a row is the one shown elsewhere."""

    column: int | None = None
    cell: Cell | None = None
    row: int | None = None


class HeatPicture:
    """Numbers on their colours, with row and column labels and frames around what is marked.

    Attributes:
        matrix: the numbers.
        labels: of the rows and columns.
        marks: what is selected.
        hovered: the cell under the mouse here or elsewhere, or None.
        limit: the colours reach from -limit to +limit.
        geometry: where the cells are.
    """

    def __init__(self) -> None:
        self.matrix, self.labels, self.marks = Matrix(), Labels(), Marks()
        self.hovered: Cell | None = None
        self.limit = 1.0
        self.geometry = NO_CELLS

    def lay_out(self, width: int) -> None:
        """Lay out the cells for a width."""
        (rows, columns), last = self.matrix.shape, self.matrix.row_numbers.stop - 1
        has_bias = self.matrix.bias is not None
        self.geometry = geometry_for(width, rows, columns, has_bias, self.labels.row(last))

    def cell_rect(self, cell: Cell) -> QRect:
        """Return a cell's rectangle; empty if there is no such cell."""
        line = self.matrix.line_of(cell)
        return QRect() if line is None else self.geometry.rect(line, cell[1])

    def cell_at(self, point: QPoint) -> Cell | None:
        """Return the cell under a point."""
        found = self.geometry.at(point)
        return None if found is None else self.matrix.cell_of(*found)

    def cell_text(self, cell: Cell) -> str:
        """Return the text in a cell; empty if the cells are too small for numbers."""
        value, writing = self.matrix.value(cell), self._writing()
        return "" if value is None or writing is None else writing.text(value)

    def paint(self, painter: QPainter, area: QRect, cursor: Cell | None) -> None:
        """Paint what reaches into an area, and the keyboard's cursor if there is one."""
        if self.matrix.empty:
            return
        writing = self._writing()
        if area.top() < self.geometry.header:
            self._paint_header(painter)
        lines = self.geometry.lines_between(area.top(), area.bottom())
        for line in lines:
            self._paint_label(painter, line)
        painter.setFont(writing.font if writing is not None else grid_kit().sign_font)
        for line, values in zip(lines, self.matrix.values_of(lines), strict=True):
            self._paint_line(painter, line, values, writing)
        self._paint_frames(painter, cursor)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Return the numbers as rows, with the labels at the left and above."""
        rows, columns = self.matrix.shape
        yield ("", *map(self.labels.column, range(columns)))
        for line, values in enumerate(self.matrix.values_of(range(rows + 1))):
            yield (self.labels.row(self.matrix.cell_of(line, 0)[0]), *values)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _writing(self) -> Writing | None:
        return largest_writing(self.geometry.cell_width - theme.current().px(10), self.matrix.largest)

    def _paint_header(self, painter: QPainter) -> None:
        marks = self.marks
        texts = self.labels.columns or [str(column) for column in range(self.geometry.columns)]
        bold = {marks.column} if marks.cell is None else {marks.column, marks.cell[1]}
        paint_column_labels(painter, grid_kit(), self.geometry, texts, bold)

    def _paint_label(self, painter: QPainter, line: int) -> None:
        row, marks = self.matrix.cell_of(line, 0)[0], self.marks
        marked = row == marks.row and row != BIAS
        strong = marked or (marks.cell is not None and row == marks.cell[0])
        text, bold = self.labels.row(row), row == BIAS
        paint_row_label(painter, grid_kit(), self.geometry, line, text, strong=strong, bold=bold, marked=marked)

    def _paint_line(self, painter: QPainter, line: int, values: list[float], writing: Writing | None) -> None:
        paint_cells(painter, grid_kit(), self.geometry.insides(line), values, self.limit, writing)

    def _paint_frames(self, painter: QPainter, cursor: Cell | None) -> None:
        """Paint in this order the edges of the blocks, the selection, the hovered cell and the cursor."""
        now, geometry, (column, cell, _) = theme.current(), self.geometry, self.marks
        for block in geometry.blocks:
            paint_frame(painter, geometry.block(block, range(geometry.columns)), now.color("line.strong"), 1)
        if cell is not None:
            paint_frame(painter, self.cell_rect(cell), now.color("select"), now.px(3))
        elif column is not None and column < geometry.columns:
            for block in geometry.blocks:
                paint_frame(painter, geometry.block(block, range(column, column + 1)), now.color("select"), now.px(3))
        if self.hovered is not None:
            paint_frame(painter, self.cell_rect(self.hovered), now.color("select"), now.px(2))
        if cursor is not None:
            rect = self.cell_rect(cursor)
            paint_frame(painter, rect, now.color("bg.panel"), now.px(6))
            paint_frame(painter, rect, now.color("focus"), now.px(3))
