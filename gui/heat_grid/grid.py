"""An interactive grid of numbers: a kernel with its bias strip, a gradient, or the activations of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from core.snapshot.place import BIAS
from gui.heat_grid.cell_text import spoken_number
from gui.heat_grid.geometry import Cell
from gui.heat_grid.matrix import Labels, Matrix
from gui.heat_grid.picture import HeatPicture, Marks
from gui.widgets.own_keys import MOVES, keeps_key
from gui.widgets.source_line import numpy_literal

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array

CELL_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_PageUp: (-10, 0),
    Qt.Key.Key_PageDown: (10, 0),
}
PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
OWN_KEYS = (*MOVES, *PRESSES)


class HeatGrid(QWidget):
    """A heat picture with one tab stop and a cell cursor, for the mouse, the keyboard and screen readers.

    Signals:
        cell_clicked(int, int): row and column that was clicked, or entered with Enter or Space.
        cell_hovered(object): the `Cell` under the pointer or the cursor, or None when both have left.
        cursor_moved(QRect): where the cursor is now, so that a scroll area can follow.
    """

    cell_clicked = Signal(int, int)
    cell_hovered = Signal(object)
    cursor_moved = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = HeatPicture()
        self._cursor: Cell | None = None
        self._spoken = ("{row}, {column}, {value}", "{column}, {value}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # ---- what is shown --------------------------------------------------------------------------------------

    def set_values(self, values: Array, bias: Array | None = None, *, limit: float, first_row: int = 0) -> None:
        """Show a matrix, and under it a bias of as many numbers as the matrix has columns (or none).

        Args:
            values: (rows, columns).
            bias: (columns,), or of length 0 or None for no strip.
            limit: the colours reach from -limit to +limit.
            first_row: the number of the first row, if `values` is a part of something longer.
        """
        bias = bias if bias is not None and len(bias) else None
        before, matrix = self._picture.matrix, Matrix(values, bias, first_row)
        self._picture.matrix, self._picture.limit = matrix, limit
        if not matrix.has_cells_of(before):
            self._lay_out()  # for another first row, too: the last row's number says how wide the labels are
            if self._cursor is not None and matrix.line_of(self._cursor) is None:
                self._cursor = matrix.nearest(self._cursor) if self.hasFocus() else None
        self.update()
        if self.hasFocus():
            self._announce()

    def set_labels(self, prefix: str = "", offset: int = 0, columns: tuple[str, ...] = ()) -> None:
        """Label the rows `prefix` + (number + offset), and the columns with names instead of their indices."""
        labels = Labels(prefix, offset, columns)
        if labels != self._picture.labels:
            self._picture.labels = labels
            self._lay_out()
            self.update()

    def set_marks(self, *, column: int | None = None, cell: Cell | None = None, row: int | None = None) -> None:
        """Outline a column or one cell as selected, and mark a row as the one shown elsewhere."""
        marks = Marks(column, cell, row)
        if marks != self._picture.marks:
            self._picture.marks = marks
            self.update()

    def set_hovered(self, cell: Cell | None) -> None:
        """Outline a cell that is under the mouse here or elsewhere."""
        if cell != self._picture.hovered:
            self._picture.hovered = cell
            self.update()

    def set_spoken(self, cell: str, bias: str) -> None:
        """Set how a screen reader reads a cell: templates with {row}, {column} and {value}."""
        self._spoken = (cell, bias)
        if self._cursor is not None:
            self._announce()

    @property
    def limit(self) -> float:
        return self._picture.limit

    @property
    def hovered(self) -> Cell | None:
        return self._picture.hovered

    @property
    def marks(self) -> Marks:
        """The outlined column, the outlined cell, the marked row."""
        return self._picture.marks

    def value(self, cell: Cell) -> float | None:
        """Return the number in a cell, or None if there is no such cell."""
        return self._picture.matrix.value(cell)

    def cell_rect(self, cell: Cell) -> QRect:
        """Return a cell's rectangle in the widget; empty if there is no such cell."""
        return self._picture.cell_rect(cell)

    def cell_text(self, cell: Cell) -> str:
        """Return the text in a cell; empty if the cells are too small for numbers."""
        return self._picture.cell_text(cell)

    def row_label(self, row: int) -> str:
        return self._picture.labels.row(row)

    def shown_rows(self) -> range:
        """Return the numbers of the rows."""
        return self._picture.matrix.row_numbers

    def numbers(self) -> Iterator[tuple[object, ...]]:
        """Return the numbers as rows, with the labels at the left and above."""
        return self._picture.rows()

    # ---- the clipboard --------------------------------------------------------------------------------------

    def copy_values(self) -> None:
        """Copy all numbers to the clipboard, as Python that gives the same float32 numbers again."""
        matrix = self._picture.matrix
        if matrix.values is not None:
            arrays = [matrix.values] if matrix.bias is None else [matrix.values, matrix.bias]
            QGuiApplication.clipboard().setText(numpy_literal(*arrays))

    def copy_value(self) -> None:
        """Copy the number under the cursor to the clipboard."""
        value = self.value(self._cursor) if self._cursor is not None else None
        if value is not None:
            QGuiApplication.clipboard().setText(numpy_literal(value))

    def menu(self) -> QMenu:
        """Return the context menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy value")).triggered.connect(self.copy_value)
        menu.addAction(self.tr("Copy values")).triggered.connect(self.copy_values)
        return menu

    # ---- inside ---------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Lay out the cells for the current width, and ask for the height they need."""
        if self._picture.matrix.values is None:
            return
        self._picture.lay_out(self.width())
        geometry = self._picture.geometry
        self.setMinimumWidth(geometry.smallest_width)
        if geometry.height != self.height():
            self.setFixedHeight(geometry.height)

    def _announce(self) -> None:
        """Tell a screen reader which cell the cursor is on."""
        value = self.value(self._cursor) if self._cursor is not None else None
        if value is None or self._cursor is None:
            return
        row, column = self._cursor
        template, labels = self._spoken[row == BIAS], self._picture.labels
        words = {"row": row + labels.offset, "column": labels.column(column), "value": spoken_number(value)}
        self.setAccessibleDescription(template.format(**words))

    def _move_cursor(self, cell: Cell) -> None:
        self._cursor = cell
        self._announce()
        self.cursor_moved.emit(self.cell_rect(cell))
        self._point_at(cell)
        self.update()

    def _point_at(self, cell: Cell | None) -> None:
        if cell != self.hovered:
            self.set_hovered(cell)
            self.cell_hovered.emit(cell)

    # ---- Qt's own -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        with QPainter(self) as painter:
            self._picture.paint(painter, event.rect(), self._cursor if self.hasFocus() else None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._lay_out()
            self.update()

    def event(self, event: QEvent) -> bool:
        # the window has shortcuts on the same keys; here they belong to the cursor
        if keeps_key(event, OWN_KEYS):
            return True
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        matrix, cursor = self._picture.matrix, self._cursor
        copies, key = event.matches(QKeySequence.StandardKey.Copy), event.key()
        if cursor is None or matrix.line_of(cursor) is None or not (copies or key in OWN_KEYS):
            super().keyPressEvent(event)
        elif copies:
            self.copy_value()
        elif key in PRESSES:
            self.cell_clicked.emit(*cursor)
        else:
            columns = matrix.shape[1]
            moves = CELL_MOVES | {Qt.Key.Key_Home: (0, -columns), Qt.Key.Key_End: (0, columns)}
            self._move_cursor(matrix.moved(cursor, *moves[Qt.Key(key)]))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        cell = self._picture.cell_at(event.position().toPoint())
        if cell is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._cursor = cell
        self._announce()
        self.update()
        self.cell_clicked.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._point_at(self._picture.cell_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().leaveEvent(event)
        self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        matrix, marks = self._picture.matrix, self._picture.marks
        if matrix.values is not None and (self._cursor is None or matrix.line_of(self._cursor) is None):
            self._cursor = marks.cell or (matrix.first_row if marks.row is None else marks.row, marks.column or 0)
        if event.reason() != Qt.FocusReason.MouseFocusReason and self._cursor is not None:
            self._move_cursor(self._cursor)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        if not self.underMouse():
            self._point_at(None)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if by_mouse:
            self._cursor = self._picture.cell_at(event.pos()) or self._cursor
        place = (
            event.globalPos()
            if by_mouse or self._cursor is None
            else self.mapToGlobal(self.cell_rect(self._cursor).center())
        )
        self.menu().popup(place)
