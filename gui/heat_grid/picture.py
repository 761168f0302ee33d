"""The picture of a grid of numbers: what it shows, what is marked in it, and where that is; nothing one can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.snapshot.place import BIAS
from gui.heat_grid.cell_text import Writing, fitting_writing
from gui.heat_grid.geometry import NO_CELLS, Cell, fitting_geometry
from gui.heat_grid.paint import grid_kit, paint_cells, paint_column_labels, paint_frame, paint_row_label
from gui.look import theme

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array


class HeatPicture(QWidget):
    """Numbers on their colours, with row and column indices.

    Rows are numbered as the caller numbers them: the first one is `first_row` of `set_values`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Array | None = None
        self._bias: Array | None = None
        self._limit, self._first = 1.0, 0
        self._largest = 0.0
        self._prefix, self._offset = "", 0
        self._columns: tuple[str, ...] = ()
        self._column: int | None = None
        self._cell: Cell | None = None
        self._row: int | None = None
        self._hovered: Cell | None = None
        self._cursor: Cell | None = None
        self._geometry = NO_CELLS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # ---- what is shown --------------------------------------------------------------------------------------

    def set_values(self, values: Array, bias: Array | None = None, *, limit: float, first_row: int = 0) -> None:
        """Show a matrix, and under it a bias of as many numbers as the matrix has columns (or none).

        Args:
            values: (rows, columns).
            bias: (columns,), or of length 0 or None for no strip.
            limit: the colours reach from -limit to +limit.
            first_row: the number of the first row, if `values` is a part of something longer.
        """
        import numpy as np

        bias = bias if bias is not None and len(bias) else None
        shape = (values.shape, bias is None, first_row)  # the last row's number says how wide the labels are
        changed = self._values is None or shape != (self._values.shape, self._bias is None, self._first)
        self._values, self._bias, self._limit, self._first = values, bias, limit, first_row
        largest = 0.0
        for array in (values, bias):
            if array is not None and array.size:
                largest = max(largest, float(np.abs(array, where=np.isfinite(array), out=np.zeros_like(array)).max()))
        self._largest = largest
        if changed:
            self._fit()
            if self._cursor is not None and self._line(self._cursor) is None:
                self._cursor = self._nearest(self._cursor) if self.hasFocus() else None
        self.update()

    def set_labels(self, prefix: str = "", offset: int = 0, columns: tuple[str, ...] = ()) -> None:
        """Label the rows `prefix` + (number + offset), and the columns with names instead of their indices."""
        if (prefix, offset, columns) != (self._prefix, self._offset, self._columns):
            self._prefix, self._offset, self._columns = prefix, offset, columns
            self._fit()
            self.update()

    def set_marks(self, *, column: int | None = None, cell: Cell | None = None, row: int | None = None) -> None:
        """Outline a column or one cell as selected, and mark a row as the one shown elsewhere."""
        if (column, cell, row) != (self._column, self._cell, self._row):
            self._column, self._cell, self._row = column, cell, row
            self.update()

    def set_hovered(self, cell: Cell | None) -> None:
        """Outline a cell that is pointed at here or elsewhere."""
        if cell != self._hovered:
            self._hovered = cell
            self.update()

    @property
    def limit(self) -> float:
        return self._limit

    @property
    def hovered(self) -> Cell | None:
        return self._hovered

    @property
    def marks(self) -> tuple[int | None, Cell | None, int | None]:
        """The outlined column, the outlined cell, the marked row."""
        return self._column, self._cell, self._row

    def value(self, cell: Cell) -> float | None:
        """The number in a cell, or None if there is no such cell."""
        if self._values is None or self._line(cell) is None:
            return None
        row, column = cell
        return float(self._bias[column]) if row == BIAS else float(self._values[row - self._first, column])

    def cell_rect(self, cell: Cell) -> QRect:
        """Where a cell is in the widget; empty if there is no such cell."""
        line = self._line(cell)
        return QRect() if line is None else self._geometry.rect(line, cell[1])

    def cell_text(self, cell: Cell) -> str:
        """What is written in a cell; empty where the cells are too small for numbers."""
        value, writing = self.value(cell), self._writing()
        return "" if value is None or writing is None else writing.text(value)

    def row_label(self, row: int) -> str:
        return "b" if row == BIAS else f"{self._prefix}{row + self._offset}"

    def shown_rows(self) -> range:
        """The numbers of the rows."""
        return range(self._first, self._first + self._geometry.rows)

    # ---- cells and lines ------------------------------------------------------------------------------------

    def _line(self, cell: Cell) -> int | None:
        row, column = cell
        geometry = self._geometry
        line = geometry.rows if row == BIAS else row - self._first
        inside = 0 <= line < (geometry.lines if row == BIAS else geometry.rows)
        return line if inside and 0 <= column < geometry.columns else None

    def _cell_of(self, line: int, column: int) -> Cell:
        return (BIAS if line >= self._geometry.rows else line + self._first, column)

    def _nearest(self, cell: Cell) -> Cell | None:
        """The cell that is nearest to where there is none any more; None if there are no cells at all."""
        rows, columns = self._geometry.rows, self._geometry.columns
        if not (rows and columns):
            return None
        row = max(self._first, min(cell[0], self._first + rows - 1))
        if cell[0] == BIAS:
            row = BIAS if self._bias is not None else self._first + rows - 1
        return row, min(cell[1], columns - 1)

    def _fit(self) -> None:
        """Lay the cells out anew for the width, and ask for the height they need."""
        if self._values is None:
            return
        rows, columns = self._values.shape
        last = self.row_label(self._first + rows - 1)
        self._geometry = fitting_geometry(self.width(), rows, columns, self._bias is not None, last)
        self.setMinimumWidth(self._geometry.smallest_width)
        if self._geometry.height != self.height():
            self.setFixedHeight(self._geometry.height)

    def _writing(self) -> Writing | None:
        return fitting_writing(self._geometry.cell_width - theme.current().px(10), self._largest)

    # ---- painting -------------------------------------------------------------------------------------------

    def _paint_header(self, painter: QPainter) -> None:
        texts = self._columns or [str(column) for column in range(self._geometry.columns)]
        bold = {self._column} if self._cell is None else {self._column, self._cell[1]}
        paint_column_labels(painter, grid_kit(), self._geometry, texts, bold)

    def _paint_label(self, painter: QPainter, line: int) -> None:
        row = self._cell_of(line, 0)[0]
        marked = row == self._row and row != BIAS
        strong = marked or (self._cell is not None and row == self._cell[0])
        text = self.row_label(row)
        paint_row_label(painter, grid_kit(), self._geometry, line, text, strong=strong, bold=row == BIAS, marked=marked)

    def _paint_line(self, painter: QPainter, line: int, values: list[float], writing: Writing | None) -> None:
        paint_cells(painter, grid_kit(), self._geometry.insides(line), values, self._limit, writing)

    def _paint_frames(self, painter: QPainter) -> None:
        """The edges of the blocks, what is selected, what is pointed at, and the cursor, in this order."""
        now, geometry = theme.current(), self._geometry
        for block in geometry.blocks:
            paint_frame(painter, geometry.block(block, range(geometry.columns)), now.color("line.strong"), 1)
        if self._cell is not None:
            paint_frame(painter, self.cell_rect(self._cell), now.color("select"), now.px(3))
        elif self._column is not None and self._column < geometry.columns:
            for block in geometry.blocks:
                column = range(self._column, self._column + 1)
                paint_frame(painter, geometry.block(block, column), now.color("select"), now.px(3))
        if self._hovered is not None:
            paint_frame(painter, self.cell_rect(self._hovered), now.color("select"), now.px(2))
        if self._cursor is not None and self.hasFocus():
            rect = self.cell_rect(self._cursor)
            paint_frame(painter, rect, now.color("bg.panel"), now.px(6))
            paint_frame(painter, rect, now.color("focus"), now.px(3))

    # ---- Qt's own -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        if self._values is None or not self._values.size:
            return
        painter, geometry = QPainter(self), self._geometry
        area, writing = event.rect(), self._writing()
        if area.top() < geometry.header:
            self._paint_header(painter)
        lines = geometry.lines_between(area.top(), area.bottom())
        numbers = self._values[lines.start : lines.stop].tolist()
        if self._bias is not None and lines.stop == geometry.lines:
            numbers.append(self._bias.tolist())
        for line in lines:
            self._paint_label(painter, line)
        painter.setFont(writing.font if writing is not None else grid_kit().sign_font)
        for line, values in zip(lines, numbers, strict=True):
            self._paint_line(painter, line, values, writing)
        self._paint_frames(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()
            self.update()
