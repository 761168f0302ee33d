"""`model(X)` and `model.predict(X)` side by side, and what a tape can differentiate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QTableWidget, QWidget

from core.commands import Predict
from gui.fit.call_card import CallCard
from gui.look import number_text, theme
from gui.tables import cells
from gui.tables.number_cells import NumberCells

if TYPE_CHECKING:
    from core.snapshot.prediction import Forward
    from core.snapshot.snapshot import Snapshot

MOST_ROWS = 100


class PredictCard(CallCard):
    """Two forward passes: the same numbers in different types, and a gradient for only one of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("predict", parent)
        self._forward: Forward | None = None
        self._moment: tuple[int, int] = (-1, -1)
        self._outdated = False
        self.table = QTableWidget(0, 2, objectName="two_ways")
        self.table.setItemDelegate(NumberCells(self.table))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.verdict = QLabel(wordWrap=True, objectName="same_numbers")
        self.tapes = QLabel(wordWrap=True, objectName="tapes", textFormat=Qt.TextFormat.RichText)
        for widget in (self.table, self.verdict, self.tapes):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._show_result()
        self.retranslate()
        self.restyle()

    def command(self) -> Predict:
        return Predict()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Remove a result that other weights gave."""
        moment = (snapshot.run, snapshot.step)
        if moment != self._moment:
            self._moment = moment
            if self._forward is not None:
                self._forward, self._outdated = None, True
                self._show_result()

    def set_forward(self, forward: Forward | None) -> None:
        """Show the result of both calls."""
        self._forward, self._outdated = forward, False
        self._show_result()

    def _show_result(self) -> None:
        forward = self._forward
        for widget in (self.table, self.verdict, self.tapes):
            widget.setVisible(forward is not None)
        if forward is None:
            self.verdict.setText(self.tr("The weights have changed since. Predict again to compare."))
            self.verdict.setVisible(self._outdated)
            return
        predicted = forward.predicted
        headers = (f"model(X)\n{forward.called_kind}", f"model.predict(X)\n{predicted.kind}")
        cells.write_titles(self.table, headers, right=(0, 1))
        rows = min(len(forward.called), MOST_ROWS)
        self.table.setRowCount(rows)
        for row in range(rows):
            for column, values in enumerate((forward.called, predicted.values)):
                text = "  ".join(number_text.signed(float(value), 6) for value in values[row])
                cells.write(self.table, row, column, text)
                cells.write(self.table, row, column, cells.RIGHT, cells.Role.TextAlignmentRole)
        self.table.setVerticalHeaderLabels([str(row) for row in range(rows)])
        self._write(forward)
        self.restyle()

    def _write(self, forward: Forward) -> None:
        largest = float(abs(forward.called - forward.predicted.values).max())
        same = self.tr("The same numbers: the largest difference is {difference}.")
        other = self.tr("Not the same numbers: predict still uses what was traced before. compile again renews it.")
        text = same if largest < 1e-5 * max(1.0, float(abs(forward.called).max())) else other
        self.verdict.setText(text.format(difference=f"{largest:.1e}" if largest else "0"))
        found = sum(there for _, there in forward.call_gradients)
        lost = sum(there for _, there in forward.predict_gradients)
        nones = ", ".join("None" for _, there in forward.predict_gradients[:4] if not there)
        more = ", …" if len(forward.predict_gradients) > 4 else ""
        template = self.tr(
            "In a tape, <b>model(X)</b> gives {found} of {all} gradients, <b>model.predict(X)</b> {lost}: "
            "[{nones}]. The tape records what happens to tensors; predict leaves them for numpy."
        )
        self.tapes.setText(
            template.format(found=found, all=len(forward.call_gradients), lost=lost, nones=f"{nones}{more}")
        )

    def retranslate(self) -> None:
        self._title.setText("model.predict")
        self._sentence.setText(self.tr("The forward pass, once as a tensor and once as a NumPy array."))
        self.table.setAccessibleName(self.tr("model(X) and model.predict(X)"))
        self.button.setText(self.tr("Predict"))
        super().retranslate()
        self.show_line()
        if self._forward is not None:
            self._write(self._forward)

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        self.table.setFont(now.font("small", mono=True))
        self.table.horizontalHeader().setFont(now.font("micro", mono=True))
        self.table.verticalHeader().setMinimumSectionSize(now.px(22))  # else that of whatever font it has now
        self.table.verticalHeader().setDefaultSectionSize(now.px(22))
        rows = min(self.table.rowCount(), 5)
        self.table.horizontalHeader().setFixedHeight(now.px(44))
        self.table.setFixedHeight(now.px(44) + rows * now.px(22) + 4)
