"""The vital signs of every layer, in one row each."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QWidget,
)

from gui import icons, numbers, theme
from gui.panels import cells
from gui.panels.keys import keeps_key

if TYPE_CHECKING:
    from core.health import LayerHealth

LAYER, GRADIENT, WEIGHTS, RATIO, DEAD = range(5)
UNKNOWN = "–"
ROW_HEIGHT = 28


class HealthTable(QTableWidget):
    """A row per layer. It is as high as its rows: what it lies in scrolls.

    Attributes:
        layers: what it shows.
        chosen: the name of the layer that is selected everywhere, or None.

    Signals:
        layer_clicked(str): a layer's row was clicked, or Enter pressed on it.
    """

    layer_clicked = Signal(str)
    KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self.setObjectName("health_table")
        self.layers: tuple[LayerHealth, ...] = ()
        self.chosen: str | None = None
        self.setItemDelegate(SignDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.cellClicked.connect(self._clicked)
        self.currentCellChanged.connect(self._repaint)

    def show_layers(self, layers: tuple[LayerHealth, ...]) -> None:
        """Show these vital signs."""
        names = [layer.name for layer in layers]
        others = names != [layer.name for layer in self.layers]
        self.layers = layers
        if others:
            self._build()
        for row, layer in enumerate(layers):
            for column, text in enumerate(self._texts(layer)):
                cells.write(self, row, column, text)
        if others:
            self.fit()

    def set_chosen(self, name: str | None) -> None:
        """Tint the row of the selected layer."""
        if name != self.chosen:
            self.chosen = name
            self.viewport().update()

    def fit(self) -> None:
        """Make columns as wide as what can ever stand in them, and the table as high as its rows."""
        now = theme.current()
        names = QFontMetrics(now.font(mono=True, bold=True))
        digits = QFontMetrics(now.font(mono=True)).horizontalAdvance("0.00e+00") + now.px(12)
        over = QFontMetrics(now.font("small", bold=True))
        widths = [max((names.horizontalAdvance(layer.name) for layer in self.layers), default=0) + now.px(24)]
        prose = QFontMetrics(now.font(bold=True))
        counts = max((prose.horizontalAdvance(self._dead(layer)) for layer in self.layers), default=0) + now.px(20)
        widths += [digits, digits, digits + now.px(16), counts]
        for column, width in enumerate(widths):
            title = cells.title(self, column)
            widths[column] = max(width, over.horizontalAdvance(title) + now.px(28) if title else 0)
            self.setColumnWidth(column, widths[column])
        self.verticalHeader().setDefaultSectionSize(now.px(ROW_HEIGHT))
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + self.rowCount() * now.px(ROW_HEIGHT) + 2 * self.frameWidth())
        self.setMinimumWidth(sum(widths) + 2 * self.frameWidth())

    def retranslate(self) -> None:
        """Set every text."""
        titles = self.tr("layer"), self.tr("gradient"), self.tr("weights"), self.tr("update ratio"), self.tr("dead")
        cells.write_titles(self, titles, right=(GRADIENT, WEIGHTS, RATIO, DEAD))
        tips = (
            "",
            self.tr("The L2 norm of the gradient of kernel and bias: how strongly the loss asks this layer to change"),
            self.tr("The L2 norm of kernel and bias"),
            self.tr("How much the next step changes the weights, compared with their size; about 0.001 is healthy"),
            self.tr("ReLU units that give 0 for every sample of the batch"),
        )
        for column, tip in enumerate(tips):
            cells.write_title_tip(self, column, tip)
        self.setAccessibleName(self.tr("Vital signs of every layer"))
        self.show_layers(self.layers)
        self.fit()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setRowCount(len(self.layers))
        self.setCurrentCell(0, LAYER)  # where the keyboard begins

    def _texts(self, layer: LayerHealth) -> tuple[str, ...]:
        norms = (_norm(value) for value in (layer.gradient_norm, layer.weight_norm, layer.ratio))
        return (layer.name, *norms, self._dead(layer))

    def _dead(self, layer: LayerHealth) -> str:
        """How many units are dead; a dash for a layer whose units cannot be."""
        return self.tr("{count} of {all}").format(count=len(layer.dead), all=layer.units) if layer.relu else UNKNOWN

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()  # all of it: the ring spans a row, and Qt repaints single cells

    @Slot(int, int)
    def _clicked(self, row: int, column: int) -> None:
        self.layer_clicked.emit(self.layers[row].name)

    # ---- Qt -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._clicked(self.currentRow(), LAYER)
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


class SignDelegate(QStyledItemDelegate):
    """Paints a cell as a part of its row: tint, text, a snowflake where the layer is frozen, and the focus ring."""

    def __init__(self, view: HealthTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now, layer, column = theme.current(), self._view.layers[index.row()], index.column()
        chosen = layer.name == self._view.chosen
        tint = "accent.soft" if chosen else "bg.sunken" if index.row() % 2 else "bg.panel"
        painter.fillRect(option.rect, now.color("frozen.bg" if not layer.learns else tint))
        if chosen and column == LAYER:
            painter.fillRect(QRect(option.rect.topLeft(), QSize(now.px(4), option.rect.height())), now.color("accent"))
        inside = option.rect.adjusted(now.px(10 if column == LAYER else 2), 0, -now.px(8), 0)
        if column == RATIO and not layer.learns:
            ratio = self._view.devicePixelRatioF()
            flake = icons.pixmap("snowflake-bold", now.color("frozen.fg"), now.px(13), ratio)
            painter.drawPixmap(inside.x(), inside.center().y() - now.px(6), flake)
        outstanding = chosen if column == LAYER else column == DEAD and bool(layer.dead)
        painter.setFont(now.font(mono=column != DEAD, bold=outstanding))
        painter.setPen(now.color("text.primary"))
        align = Qt.AlignmentFlag.AlignLeft if column == LAYER else Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, align | Qt.AlignmentFlag.AlignVCenter, index.data() or "")
        if self._view.hasFocus() and self._view.currentRow() == index.row():
            self._paint_ring(painter, option.rect, column)

    def _paint_ring(self, painter: QPainter, rect: QRect, column: int) -> None:
        """This cell's part of the ring around the row."""
        now = theme.current()
        color, width = now.color("focus"), max(2, now.px(2))
        painter.fillRect(rect.x(), rect.y(), rect.width(), width, color)
        painter.fillRect(rect.x(), rect.bottom() + 1 - width, rect.width(), width, color)
        if column == LAYER:
            painter.fillRect(rect.x(), rect.y(), width, rect.height(), color)
        if column == DEAD:
            painter.fillRect(rect.right() + 1 - width, rect.y(), width, rect.height(), color)


def _norm(value: float | None) -> str:
    """A norm in three digits, always of one width; a dash where it is not known yet."""
    if value is None:
        return UNKNOWN
    return numbers.scientific(value) if isfinite(value) else numbers.signed(value).removeprefix("+")
