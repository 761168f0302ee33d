"""A table of each layer's vital signs, one row per layer."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.look import icons, number_text, theme
from gui.tables import cells
from gui.tables.row_table import RowTable

if TYPE_CHECKING:
    from core.health.health import LayerHealth

LAYER, GRADIENT, WEIGHTS, RATIO, DEAD = range(5)
UNKNOWN = "–"
ROW_HEIGHT = 24


class HealthTable(RowTable):
    """A table with a row per layer, as high as its rows; the area around it scrolls.

    Attributes:
        layers: what it shows.

    Signals:
        layer_clicked(str): a layer's row was clicked, or Enter pressed on it.
    """

    layer_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(5, parent)
        self.setObjectName("health_table")
        self.layers: tuple[LayerHealth, ...] = ()
        self.setItemDelegate(SignDelegate(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.row_chosen.connect(self._row_chosen)

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
            self.resize_to_content()

    def resize_to_content(self) -> None:
        """Make the columns wide enough for any content, and the table as high as its rows."""
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
            self.tr(
                "How much the next step changes the weights, compared with their size. A common rule of thumb is "
                "0.001; 0.00001 to 0.1 counts as healthy here."
            ),
            self.tr("ReLU units that give 0 for every sample of the batch"),
        )
        for column, tip in enumerate(tips):
            cells.write_title_tip(self, column, tip)
        self.setAccessibleName(self.tr("Vital signs of every layer"))
        self.show_layers(self.layers)
        self.resize_to_content()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setRowCount(len(self.layers))
        self.setCurrentCell(0, LAYER)  # where the keyboard starts

    def _texts(self, layer: LayerHealth) -> tuple[str, ...]:
        norms = (_norm(value) for value in (layer.gradient_norm, layer.weight_norm, layer.ratio))
        return (layer.name, *norms, self._dead(layer))

    def _dead(self, layer: LayerHealth) -> str:
        """Return the number of dead units; a dash for a layer whose units cannot be dead."""
        return self.tr("{count} of {all}").format(count=len(layer.dead), all=layer.units) if layer.relu else UNKNOWN

    @Slot(int)
    def _row_chosen(self, row: int) -> None:
        self.layer_clicked.emit(self.layers[row].name)


class SignDelegate(QStyledItemDelegate):
    """A delegate that paints a cell as part of its row: tint, text, a snowflake if frozen, and the focus ring."""

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
        self._view.paint_ring(painter, option.rect, index.row(), column)


def _norm(value: float | None) -> str:
    """Write a norm with three digits, always in one width; a dash while it is unknown."""
    if value is None:
        return UNKNOWN
    return number_text.scientific(value) if isfinite(value) else number_text.signed(value).removeprefix("+")
