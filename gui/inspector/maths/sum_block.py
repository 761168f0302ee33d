"""One sum of the Maths page: its formula, its terms, and the result with its tick."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.snapshot.place import Place
from gui.inspector.maths.result_box import ResultBox
from gui.inspector.maths.sum_text import write_sum
from gui.inspector.maths.term_table import TermTable
from gui.look import number_text, theme
from gui.widgets.formula import Formula
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.explain.terms import Result, Sum, Term


class SumBlock(Panel):
    """Formula, terms and result.

    Signals:
        place_clicked(object), place_hovered(object): see TermTable.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.formula, self.table, self.box = Formula(), TermTable(), ResultBox()
        self.table.place_clicked.connect(self.place_clicked)
        self.table.place_hovered.connect(self.place_hovered)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.formula, self.table, self.box):
            self._column.addWidget(widget)
        self.restyle()

    def show_sum(
        self,
        formula: str,
        shown: Sum,
        label: str,
        other: str,
        name: Callable[[Term], str],
        place: Callable[[Term], Place | None] | None = None,
        *,
        smallest: float | None = None,
    ) -> None:
        """Show a sum.

        Args:
            formula: in mathtext.
            shown: the terms and the result.
            label: what the result is.
            other: what it is compared with, e.g. "Keras's z".
            name, place, smallest: see `write_sum`.
        """
        self.formula.set_formula(formula)
        self.table.setAccessibleName(self.formula.accessibleName())
        rows, value = write_sum(shown, name, place, smallest=smallest)
        self.table.set_rows(rows)
        show_result(self.box, label, value, shown.result, other)

    def restyle(self) -> None:
        self._column.setSpacing(theme.current().px(6))


def show_result(box: ResultBox, label: str, value: str, result: Result, other: str) -> None:
    """Show a result in a box, and say in its tooltip what was compared with what."""
    tr = box.tr
    if result.keras is None or result.agrees is None:
        box.set_result(label, value, None, other)
        return
    facts = {
        "mine": f"{result.value:.9g}".replace("-", number_text.MINUS),
        "other": other,
        "keras": f"{result.keras:.9g}".replace("-", number_text.MINUS),
        "difference": f"{result.difference:.2g}".replace("-", number_text.MINUS),
    }
    if result.agrees:
        text = tr("Equal: worked out from the numbers above {mine}, {other} {keras}. The difference is {difference}.")
    else:
        text = tr(
            "Not equal: worked out from the numbers above {mine}, {other} {keras}. The difference is {difference}, "
            "more than the rounding of float32 explains."
        )
    difference = tr("differs by {difference} from {other}").format(**facts)
    box.set_result(label, value, result.agrees, text.format(**facts), difference)
