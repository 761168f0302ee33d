"""What is done by hand from the menu: a step without an optimizer; a config and weights kept and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from core.commands import Command, HandStep, LoadWeights, RebuildFromConfig, SaveWeights, TapeStep
from core.design.rates import LARGEST_RATE, SMALLEST_RATE
from gui.actions.table import Slots

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

VISIBLE_RATE = 0.1
"""With this rate one sees the weights move."""

DECIMALS = 6


class HandDesk(QObject):
    """Connects these entries of the menu with the session.

    Args:
        window: whose menu it is.
        parent: what owns this.
    """

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, window.session
        self._rate = VISIBLE_RATE

    def slots(self) -> Slots:
        """What the actions do, by their names."""
        return {
            "step_by_hand": self.ask_rate,
            "save_weights": lambda: self._session.do(SaveWeights()),
            "rebuild": lambda: self._session.do(RebuildFromConfig()),
            "load_weights": lambda: self._session.do(LoadWeights()),
        }

    def ask_rate(self) -> None:
        """Ask for the rate of one step by hand; at first, the one before."""
        self._session.pause()
        box = QInputDialog(self._window, objectName="hand_rate")
        box.setInputMode(QInputDialog.InputMode.DoubleInput)
        box.setWindowTitle("weight.assign_sub(rate * gradient)")
        box.setLabelText(self.tr("Learning rate of this step, e.g. 0.0001 or 0.1:"))
        box.setDoubleDecimals(DECIMALS)
        box.setDoubleRange(SMALLEST_RATE, LARGEST_RATE)
        box.setDoubleStep(VISIBLE_RATE / 10)
        box.setDoubleValue(self._rate)
        box.doubleValueSelected.connect(self._step)
        box.finished.connect(box.deleteLater)
        box.open()

    def _step(self, rate: float) -> None:
        self._rate = rate
        self._session.do(self.step(rate))

    def step(self, rate: float) -> Command:
        """The step: over the model, or where there is none through all layers, in the order of their creation."""
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.obstacle != "model":
            return TapeStep(rate)
        return HandStep(tuple(layer.name for layer in snapshot.columns), rate=rate)
