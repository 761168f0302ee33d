"""The weights of a place over the steps, with their title, and by how much they changed while frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.snapshot.place import BIAS
from gui.inspector.pages.weight_chart import WeightChart
from gui.look import number_text, theme
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.weight_history import WeightHistory


class WeightsOverTime(Panel):
    """The weights of a layer, of a unit or a single one over the steps of the branch on show, with a title.

    Signals:
        step_clicked(int): a known step was clicked.
    """

    step_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="weights_over_time")
        self._history: WeightHistory | None = None
        self.title, self.stillness = QLabel(), QLabel()
        self.title.setProperty("look", "strong")
        self.chart = WeightChart()
        self.chart.step_clicked.connect(self.step_clicked)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.stillness)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.chart, 1)
        self.restyle()
        self.hide()

    @property
    def history(self) -> WeightHistory | None:
        """What is shown, or None."""
        return self._history

    def set_history(self, history: WeightHistory | None) -> None:
        """Show other weights or other steps; with None nothing."""
        self._history = history
        self.setVisible(history is not None)
        self.chart.set_history(history)
        self.retranslate()

    def set_step(self, step: int) -> None:
        """Mark the step that is shown, if others follow it."""
        self.chart.set_step(step)

    def retranslate(self) -> None:
        history = self._history
        if history is None:
            return
        self.title.setText(self._title(history))
        moved = _moved_while_frozen(history)
        self.stillness.setText(self.tr("Δ = {value} while frozen").format(value=moved) if moved else "")
        self.stillness.setVisible(bool(moved))
        words = [self.title.text(), self.tr("steps 0 to {last}").format(last=f"{history.last_step:,}")]
        for widget in (self, self.chart):
            widget.setAccessibleName(", ".join(words))
            widget.setAccessibleDescription(self.stillness.text())

    def _title(self, history: WeightHistory) -> str:
        count = history.weights
        if history.quantiles:
            return self.tr("These {count} weights over time: the largest, 90, 50 and 10 %, the smallest").format(
                count=count
            )
        if history.cells[0][0] == BIAS:
            return self.tr("This bias over time")
        return (
            self.tr("This weight over time")
            if count == 1
            else self.tr("These {count} weights over time").format(count=count)
        )

    def restyle(self) -> None:
        now = theme.current()
        self.stillness.setFont(now.font("micro", bold=True))
        self.stillness.setStyleSheet(f"color: {now.color('frozen.fg').name()}")
        self.title.setWordWrap(True)
        self.chart.restyle()


def _moved_while_frozen(history: WeightHistory) -> str:
    """Return by how much any of the known weights changed while frozen, "0" for bit for bit; "" if none was frozen."""
    import numpy as np

    largest, same, seen = 0.0, True, False
    for first, last in history.frozen:
        values = history.values[(history.steps >= first) & (history.steps <= last)]
        if len(values):
            seen = True
            same &= all(row.tobytes() == values[0].tobytes() for row in values)
            largest = max(largest, float(np.abs(values - values[0]).max(initial=0.0)))
    return "" if not seen else "0" if same else number_text.short(largest, 3).removeprefix("+")
