"""The live `model.summary()`: a row per layer, with the real `trainable` switches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.problems.layer_texts import WHY_NO_STEP
from core.snapshot.place import Place
from gui.actions.availability import LOADING
from gui.look import theme
from gui.summary.rows import SummaryRow, rows_of, rows_of_design
from gui.summary.table_view import LAYER, PARAMETERS, PATH, SHAPE, RowsView
from gui.tables import cells
from gui.widgets.panel import Panel
from gui.widgets.source_line import SourceLine

if TYPE_CHECKING:
    from core.design.network_spec import NetworkSpec
    from core.snapshot.snapshot import Snapshot


class LayersTable(Panel):
    """The model's layers with shapes, numbers of weights and the switches that freeze them.

    Signals:
        trainable_clicked(layer, wanted): set `trainable` of the layer of this name, or of the model for None.
        layer_clicked(Place): the learner chose a layer's row.
    """

    trainable_clicked = Signal(object, bool)
    layer_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layers")
        self._totals: tuple[int, ...] = ()
        self._table = RowsView()
        self._table.row_chosen.connect(self._row_chosen)
        self._text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self._text.setObjectName("totals")
        self._source = SourceLine("model.summary()")
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setContentsMargins(10, 2, 6, 2)
        below.addWidget(self._text, 1)
        below.addWidget(self._source)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 2)
        around.setSpacing(0)
        around.addWidget(self._table, 1)
        around.addLayout(below)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the layers of a snapshot. The switches show its state, whatever was clicked."""
        totals = (
            snapshot.parameters,
            snapshot.trainable_parameters,
            snapshot.trainable_variables,
            snapshot.variables,
        )
        no_model = snapshot.why_no_step == "model"
        self._show(rows_of(snapshot), () if no_model else totals, WHY_NO_STEP["model"] if no_model else "")
        self._source.setVisible(not no_model)

    def set_design(self, spec: NetworkSpec) -> None:
        """Show the layers as designed, before Keras has built them."""
        self._show(rows_of_design(spec), (), LOADING)

    def set_place(self, place: Place) -> None:
        """Mark the row of the selected layer."""
        self._table.set_chosen(place.layer)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _show(self, rows: tuple[SummaryRow, ...], totals: tuple[int, ...], why_not: str) -> None:
        table, before = self._table, self._table.rows
        same = rows == before and totals == self._totals
        self._totals, table.rows = totals, rows
        if [_shape_of(row) for row in rows] != [_shape_of(row) for row in before]:
            for box in table.build(rows):
                box.asked.connect(self.trainable_clicked)
        if not same:
            self._write()
        if [row.shape for row in rows] != [row.shape for row in before]:
            table.resize_columns()
        for number, row in enumerate(rows):  # even if the row is the same: a click may have changed the box
            cell = table.cell(number)
            if cell is not None:
                cell.show_row(row, why_not)

    def _write(self) -> None:
        """Set the texts of all rows, and the sums below."""
        table = self._table
        for number, row in enumerate(table.rows):
            shape = row.shape or self.tr("not built")
            path = row.path if row.inside else self.tr("not in this model")
            for column, text in ((LAYER, row.title), (SHAPE, shape), (PARAMETERS, row.parameters), (PATH, path)):
                cells.write(table, number, column, text)
            cells.write(table, number, PATH, row.path, cells.Role.ToolTipRole)
        table.viewport().update()
        self._text.setText(self._sums())

    def _sums(self) -> str:
        if not self._totals:
            return self.tr("The numbers appear as soon as Keras has built the layers.")
        total, trainable, trained_variables, variables = self._totals
        sums = self.tr("Total params: {total} · Trainable: {trainable} · Non-trainable: {frozen}")
        counts = self.tr("{count} of {all} variables are trainable")
        bold = [f"<b>{number:,}</b>" for number in (total, trainable, total - trainable)]
        sums = sums.format(total=bold[0], trainable=bold[1], frozen=bold[2])
        return f"{sums} · {counts.format(count=trained_variables, all=variables)}"

    @Slot(int)
    def _row_chosen(self, row: int) -> None:
        layer = self._table.rows[row].layer
        if layer is not None:
            self.layer_clicked.emit(Place(layer))

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        headers = ("Layer (type)", "Output Shape", "Param #", "Trainable", "Path")  # as Keras prints them
        cells.write_titles(self._table, headers, right=(PARAMETERS,))
        self._table.setAccessibleName(self.tr("Layers of the model"))
        self._write()
        self._table.resize_columns()

    def restyle(self) -> None:
        now = theme.current()
        self._source.setFixedWidth(now.px(180))  # on one line
        for number in range(self._table.rowCount()):
            cell = self._table.cell(number)
            if cell is not None:
                cell.restyle()
        self._table.resize_columns()
        self._table.viewport().update()


def _shape_of(row: SummaryRow) -> tuple[object, ...]:
    """Return what decides which widgets a row needs."""
    return row.layer, row.title, row.box is None
