"""The widgets of the layers table: its switches, and the view that paints the rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.look import icons, theme
from gui.look.why_not import allow
from gui.summary.rows import OFF, ON, SummaryRow
from gui.tables import cells
from gui.tables.row_table import RowTable
from gui.widgets.own_keys import keeps_key

LAYER, SHAPE, PARAMETERS, TRAINABLE, PATH = range(5)


class TrainableBox(QCheckBox):
    """The switch of one layer, or of the model (`layer` None). It only shows and asks.

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
        # only the layers cause the partial state; a click leads from it to on.
        self.setCheckState(OFF if self.checkState() == ON else ON)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (Qt.Key.Key_Space,)) or super().event(event)


class TrainableCell(QWidget):
    """A `TrainableBox` with the word True or False, and a snowflake where no weight will change."""

    def __init__(self, layer: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = TrainableBox(layer)
        self._frozen = QLabel()
        inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.current().px(10), 0, 0, 0)
        inside.addWidget(self.box)
        inside.addWidget(self._frozen)
        inside.addStretch()

    def show_row(self, row: SummaryRow, why_not: str) -> None:
        """Show the row's state; let the box be clicked unless there is a reason why not."""
        assert row.box is not None
        if self.box.checkState() != row.box:
            self.box.setCheckState(row.box)
        self.box.setText(str(row.trainable))
        allow(self.box, why_not)
        self._frozen.setVisible(not row.learns)

    def restyle(self) -> None:
        """Take font and icon from the theme in use."""
        now = theme.current()
        families = ", ".join(f'"{family}"' for family in now.font(mono=True).families())
        # not setFont: a new application style sheet restores an old font
        self.box.setStyleSheet(f"QCheckBox {{ font-family: {families}; font-size: {now.px(13)}px; }}")
        ratio = self.devicePixelRatioF()
        self._frozen.setPixmap(icons.pixmap("snowflake-bold", now.color("frozen.fg"), now.px(14), ratio))


class RowsView(RowTable):
    """A passive table that paints its rows.

    Attributes:
        rows: what it shows.
    """

    KEYS = (*RowTable.KEYS, Qt.Key.Key_Space)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(5, parent)
        self.rows: tuple[SummaryRow, ...] = ()
        self.setItemDelegate(RowDelegate(self))

    def cell(self, row: int) -> TrainableCell | None:
        """Return the switch of a row, if it has one."""
        widget = self.cellWidget(row, TRAINABLE)
        return widget if isinstance(widget, TrainableCell) else None

    def build(self, rows: tuple[SummaryRow, ...]) -> list[TrainableBox]:
        """Make the rows for another list of layers, and return the new switches."""
        self.clearContents()
        self.setRowCount(len(rows))
        boxes = []
        for number, row in enumerate(rows):
            if row.box is not None:
                cell = TrainableCell(row.layer)
                cell.restyle()
                self.setCellWidget(number, TRAINABLE, cell)
                boxes.append(cell.box)
        self.setCurrentCell(0, LAYER)  # where the keyboard starts
        return boxes

    def resize_columns(self) -> None:
        """Make every column as wide as its content, and give the rest to the paths."""
        now = theme.current()
        self.verticalHeader().setDefaultSectionSize(now.px(24))
        over = QFontMetrics(now.font())  # the header's own font may lag behind a change of the zoom
        for column in (LAYER, SHAPE, PARAMETERS):
            title = over.horizontalAdvance(cells.title(self, column)) + now.px(24)
            self.setColumnWidth(column, max(title, self.sizeHintForColumn(column)))
        word = QFontMetrics(now.font(mono=True)).horizontalAdvance("False")  # so that nothing moves at a freeze
        self.setColumnWidth(TRAINABLE, word + now.px(70))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        cell = self.cell(self.currentRow())
        if event.key() == Qt.Key.Key_Space and cell is not None:
            cell.box.click()
        else:
            super().keyPressEvent(event)


class RowDelegate(QStyledItemDelegate):
    """A delegate that paints a cell as part of its row: tint, text, and the ring around the focused row."""

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
        self._view.paint_ring(painter, option.rect, index.row(), index.column())
