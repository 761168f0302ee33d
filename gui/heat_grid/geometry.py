"""The positions of the cells in a grid of numbers, and their size in the space there is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics

from gui.look import theme

Cell = tuple[int, int]
"""Row and column; the row is `BIAS` in the bias strip."""

SMALLEST_CELL, LARGEST_CELL, NUMBER_CELL = 14, 96, 30
LONGEST_TALL = 8
"""Grids of more rows than this get the lower cells."""


@dataclass(frozen=True)
class Geometry:
    """The positions of the cells, in px. Lines count from the top: the rows, then the bias strip if there is one."""

    rows: int
    columns: int
    bias: bool
    label: int
    header: int
    gap: int
    cell_width: float
    cell_height: int

    @property
    def lines(self) -> int:
        return self.rows + self.bias

    @property
    def height(self) -> int:
        return self.top(self.lines - 1) + self.cell_height + 2

    @property
    def smallest_width(self) -> int:
        return self.label + self.columns * theme.current().px(SMALLEST_CELL) + 2

    @property
    def blocks(self) -> list[range]:
        """The lines of the matrix and those of the strip, without empty ones."""
        return [block for block in (range(self.rows), range(self.rows, self.lines)) if block]

    def top(self, line: int) -> int:
        return self.header + line * self.cell_height + (self.gap if line >= self.rows else 0)

    @cached_property
    def edges(self) -> list[int]:
        """The left edge of every column, and the right edge of the last one."""
        return [self.label + round(column * self.cell_width) for column in range(self.columns + 1)]

    def rect(self, line: int, column: int) -> QRect:
        left, right = self.edges[column : column + 2]
        return QRect(left, self.top(line), right - left, self.cell_height)

    def insides(self, line: int) -> list[QRect]:
        """Return the cells of a line without the gaps between them."""
        top, height = self.top(line), self.cell_height - 1
        return [QRect(left, top, right - left - 1, height) for left, right in pairwise(self.edges)]

    def block(self, lines: range, columns: range) -> QRect:
        """Return the rectangle around some cells."""
        return self.rect(lines[0], columns[0]).united(self.rect(lines[-1], columns[-1]))

    def at(self, point: QPoint) -> tuple[int, int] | None:
        """Return line and column of the cell under a point."""
        column = int((point.x() - self.label) / self.cell_width) if point.x() >= self.label else -1
        for candidate in (column, column + 1):  # the edges are rounded
            for line in self.lines_between(point.y(), point.y()):
                if 0 <= candidate < self.columns and self.rect(line, candidate).contains(point):
                    return line, candidate
        return None

    def lines_between(self, top: int, bottom: int) -> range:
        """Return the lines that reach into a horizontal band of the widget."""
        first = max(0, (top - self.header - self.gap) // self.cell_height)
        last = min(self.lines - 1, (bottom - self.header) // self.cell_height)
        return range(first, max(first, last + 1))


NO_CELLS = Geometry(0, 0, False, 0, 0, 0, 1, 1)


def geometry_for(width: int, rows: int, columns: int, bias: bool, last_label: str) -> Geometry:
    """Lay out cells that fill a width as well as they can; `last_label` is the widest label of the rows."""
    now = theme.current()
    metrics = QFontMetrics(now.font("small", mono=True, bold=True))
    label = max(now.px(30), metrics.horizontalAdvance(last_label) + now.px(12))
    cell = (width - label - 2) / max(1, columns)
    cell = min(now.px(LARGEST_CELL), max(now.px(SMALLEST_CELL), cell))
    tall = rows <= LONGEST_TALL and width >= now.px(304)
    height = 18 if cell < now.px(NUMBER_CELL) else 34 if tall else 28
    return Geometry(rows, columns, bias, label, now.px(20), now.px(8), cell, now.px(height))
