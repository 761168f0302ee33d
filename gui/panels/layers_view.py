"""The widgets of the layers table: its switches, and the table that is painted row by row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QWidget,
)

from gui import icons, theme
from gui.panels import cells
from gui.panels.keys import keeps_key
from gui.panels.layers_rows import OFF, ON, Row

LAYER, SHAPE, PARAMETERS, TRAINABLE, PATH = range(5)


class TrainableBox(QCheckBox):
    """The switch of one layer, or of the model (`layer` None). It shows, and asks; it decides nothing.

    Signals:
        asked(layer, wanted): the user wants `layer.trainable = wanted`.
    """

    asked = Signal(object, bool)

    def __init__(self, layer: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent, tristate=layer is None)
        self._layer = layer
        self.setObjectName(f"trainable:{layer or 'model'}")
        self.setAccessibleName(f"trainable, {layer or 'model'}")
        self.clicked.connect(self._clicked)

    @Slot()
    def _clicked(self) -> None:
        self.asked.emit(self._layer, self.checkState() == ON)

    def nextCheckState(self) -> None:  # noqa: N802 (Qt's name)
        # "partly" comes from the layers alone; a click leads from it to on.
        self.setCheckState(OFF if self.checkState() == ON else ON)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (Qt.Key.Key_Space,)) or super().event(event)


class TrainableCell(QWidget):
    """A `TrainableBox` with the word True or False, and a snowflake where nothing will move."""

    def __init__(self, layer: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = TrainableBox(layer)
        self._frozen = QLabel()
        inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.current().px(10), 0, 0, 0)
        inside.addWidget(self.box)
        inside.addWidget(self._frozen)
        inside.addStretch()

    def show_row(self, row: Row, live: bool) -> None:
        """Show the row's state; the box can be clicked only if `live`."""
        assert row.box is not None
        if self.box.checkState() != row.box:
            self.box.setCheckState(row.box)
        self.box.setText(str(row.trainable))
        self.box.setEnabled(live)
        self._frozen.setVisible(not row.learns)

    def restyle(self) -> None:
        """Take font and icon from the theme in use."""
        now = theme.current()
        families = ", ".join(f'"{family}"' for family in now.font(mono=True).families())
        # not setFont: the application's style sheet, when it changes, puts an old font back
        self.box.setStyleSheet(f"QCheckBox {{ font-family: {families}; font-size: {now.px(13)}px; }}")
        ratio = self.devicePixelRatioF()
        self._frozen.setPixmap(icons.pixmap("snowflake-bold", now.color("frozen.fg"), now.px(14), ratio))


class RowsView(QTableWidget):
    """The table: passive, painted row by row.

    Attributes:
        rows: what it shows.
        chosen: the layer that is selected everywhere, or None.

    Signals:
        row_chosen(int): a row was clicked, or Enter pressed on it.
    """

    row_chosen = Signal(int)
    KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self.rows: tuple[Row, ...] = ()
        self.chosen: str | None = None
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.cellClicked.connect(self._clicked)
        self.currentCellChanged.connect(self._repaint)

    def cell(self, row: int) -> TrainableCell | None:
        """The switch of a row, if it has one."""
        widget = self.cellWidget(row, TRAINABLE)
        return widget if isinstance(widget, TrainableCell) else None

    def build(self, rows: tuple[Row, ...]) -> list[TrainableBox]:
        """Make the rows for other layers than before; returns the new switches."""
        self.clearContents()
        self.setRowCount(len(rows))
        boxes = []
        for number, row in enumerate(rows):
            if row.box is not None:
                cell = TrainableCell(row.layer)
                cell.restyle()
                self.setCellWidget(number, TRAINABLE, cell)
                boxes.append(cell.box)
        self.setCurrentCell(0, LAYER)  # where the keyboard begins
        return boxes

    def fit_columns(self) -> None:
        """Make every column as wide as what stands in it; the paths take the rest."""
        now = theme.current()
        self.verticalHeader().setDefaultSectionSize(now.px(26))
        over = QFontMetrics(now.font())  # the header's own font may lag behind a change of the zoom
        for column in (LAYER, SHAPE, PARAMETERS):
            title = over.horizontalAdvance(cells.title(self, column)) + now.px(24)
            self.setColumnWidth(column, max(title, self.sizeHintForColumn(column)))
        word = QFontMetrics(now.font(mono=True)).horizontalAdvance("False")  # so that nothing moves at a freeze
        self.setColumnWidth(TRAINABLE, word + now.px(70))

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()  # all of it: the ring spans a row, and Qt repaints single cells

    @Slot(int, int)
    def _clicked(self, row: int, column: int) -> None:
        self.row_chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        cell = self.cell(self.currentRow())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.row_chosen.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Space and cell is not None:
            cell.box.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self._repaint()

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, self.KEYS) or super().event(event)


class RowDelegate(QStyledItemDelegate):
    """Paints a cell as a part of its row: tint of the row, text, and the ring around the row with the focus."""

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        now = theme.current()
        font = now.font(mono=True, bold=index.column() == LAYER)
        width = QFontMetrics(font).horizontalAdvance(index.data() or "")
        return QSize(width + now.px(24), now.px(26))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now, row = theme.current(), self._view.rows[index.row()]
        chosen = row.layer is not None and row.layer == self._view.chosen
        tint = "bg.sunken" if index.row() % 2 else "bg.panel"
        tint = "frozen.bg" if not row.learns else "accent.soft" if chosen else tint
        painter.fillRect(option.rect, now.color(tint))
        bar = QRect(option.rect.topLeft(), QSize(now.px(4), option.rect.height()))
        if chosen and index.column() == LAYER:
            painter.fillRect(bar, now.color("accent"))
        built = index.column() != SHAPE or row.shape != ""
        painter.setFont(now.font(mono=built, bold=index.column() == LAYER and (chosen or row.layer is None)))
        painter.setPen(now.color("text.primary" if built and row.parameters != "?" else "text.secondary"))
        inside = option.rect.adjusted(now.px(10), 0, -now.px(10), 0)
        alignment = Qt.AlignmentFlag.AlignRight if index.column() == PARAMETERS else Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(index.data() or "", Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, alignment | Qt.AlignmentFlag.AlignVCenter, text)
        if self._view.hasFocus() and self._view.currentRow() == index.row():
            self._paint_ring(painter, option.rect, index.column())

    def _paint_ring(self, painter: QPainter, rect: QRect, column: int) -> None:
        """This cell's part of the ring."""
        now = theme.current()
        color, width = now.color("focus"), max(2, now.px(2))
        painter.fillRect(rect.x(), rect.y(), rect.width(), width, color)
        painter.fillRect(rect.x(), rect.bottom() + 1 - width, rect.width(), width, color)
        if column == LAYER:
            painter.fillRect(rect.x(), rect.y(), width, rect.height(), color)
        if column == PATH:
            painter.fillRect(rect.right() + 1 - width, rect.y(), width, rect.height(), color)
