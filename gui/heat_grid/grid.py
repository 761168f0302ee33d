"""A grid of numbers to look into: a kernel with its bias strip, a gradient, or the activations of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.snapshot.place import BIAS
from gui.heat_grid.geometry import Cell
from gui.heat_grid.picture import HeatPicture
from gui.look import number_text
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


class HeatGrid(HeatPicture):
    """A heat picture with one tab stop and a cell cursor inside, for the mouse, the keys and a screen reader.

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
        self._spoken = ("{row}, {column}, {value}", "{column}, {value}")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_values(self, values: Array, bias: Array | None = None, *, limit: float, first_row: int = 0) -> None:
        super().set_values(values, bias, limit=limit, first_row=first_row)
        if self.hasFocus():
            self._announce()

    def set_spoken(self, cell: str, bias: str) -> None:
        """How a screen reader reads a cell: templates with {row}, {column} and {value}."""
        self._spoken = (cell, bias)
        if self._cursor is not None:
            self._announce()

    def copy_values(self) -> None:
        """Put all numbers on the clipboard, as Python that gives the same float32 numbers again."""
        if self._values is not None:
            arrays = [self._values] if self._bias is None else [self._values, self._bias]
            QGuiApplication.clipboard().setText(numpy_literal(*arrays))

    def copy_value(self) -> None:
        """Put the number under the cursor on the clipboard."""
        value = self.value(self._cursor) if self._cursor is not None else None
        if value is not None:
            QGuiApplication.clipboard().setText(numpy_literal(value))

    def menu(self) -> QMenu:
        """The context menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy value")).triggered.connect(self.copy_value)
        menu.addAction(self.tr("Copy values")).triggered.connect(self.copy_values)
        return menu

    # ---- the cursor and its words ---------------------------------------------------------------------------

    def _cell_at(self, point: QPoint) -> Cell | None:
        found = self._geometry.at(point)
        return None if found is None else self._cell_of(*found)

    def _announce(self) -> None:
        """Tell a screen reader which cell the cursor is on."""
        value = self.value(self._cursor) if self._cursor is not None else None
        if value is None or self._cursor is None:
            return
        row, column = self._cursor
        template = self._spoken[row == BIAS]
        name = self._columns[column] if self._columns else column
        self.setAccessibleDescription(
            template.format(row=row + self._offset, column=name, value=self._spoken_value(value))
        )

    def _spoken_value(self, value: float) -> str:
        """A number in words; one that is not 0 is never read as 0."""
        if value != value:
            return self.tr("not a number")
        if value == 0:
            return "0"
        words, size = self.tr("minus {value}") if value < 0 else self.tr("plus {value}"), abs(value)
        text = number_text.signed(size, 4) if 5e-5 <= size < 1e6 else number_text.power(size, 2)
        return words.format(value=self.tr("infinity") if size == float("inf") else text.removeprefix("+"))

    def _move_cursor(self, cell: Cell) -> None:
        self._cursor = cell
        self._announce()
        self.cursor_moved.emit(self.cell_rect(cell))
        self._point_at(cell)
        self.update()

    def _point_at(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.update()
            self.cell_hovered.emit(cell)

    # ---- Qt's own -------------------------------------------------------------------------------------------

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
        line = self._line(self._cursor) if self._cursor is not None else None
        copies, key = event.matches(QKeySequence.StandardKey.Copy), event.key()
        if line is None or self._cursor is None or not (copies or key in OWN_KEYS):
            super().keyPressEvent(event)
            return
        column = self._cursor[1]
        if copies:
            self.copy_value()
        elif key in PRESSES:
            self.cell_clicked.emit(*self._cursor)
        else:
            down, right = CELL_MOVES.get(Qt.Key(key), (0, 0))
            column += {Qt.Key.Key_Home: -column, Qt.Key.Key_End: self._geometry.columns}.get(Qt.Key(key), right)
            line = min(self._geometry.lines - 1, max(0, line + down))
            self._move_cursor(self._cell_of(line, min(self._geometry.columns - 1, max(0, column))))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        cell = self._cell_at(event.position().toPoint())
        if cell is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._cursor = cell
        self._announce()
        self.update()
        self.cell_clicked.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._point_at(self._cell_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().leaveEvent(event)
        self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        if self._values is not None and (self._cursor is None or self._line(self._cursor) is None):
            self._cursor = self._cell or (self._first if self._row is None else self._row, self._column or 0)
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
            self._cursor = self._cell_at(event.pos()) or self._cursor
        place = (
            event.globalPos()
            if by_mouse or self._cursor is None
            else self.mapToGlobal(self.cell_rect(self._cursor).center())
        )
        self.menu().popup(place)
