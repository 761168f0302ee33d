"""The question for another seed, to reset with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from core.design.seeds import LARGEST_SEED
from gui.controls.number_box import SeedBox
from gui.look import theme


class SeedDialog(QDialog):
    """Ask for a seed; at first it proposes the next one. It is deleted once it is closed.

    Args:
        seed: the seed in force.

    Signals:
        chosen(int): start anew with this seed.
    """

    chosen = Signal(object)  # an int of Qt has too few bits

    def __init__(self, seed: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="reset_seed_dialog")
        self.setWindowTitle(self.tr("Reset with another seed"))
        self.box = SeedBox()
        self.box.setObjectName("other_seed")
        self.box.setAccessibleName(self.tr("Seed"))
        self.box.restyle()
        self.box.setValue(seed + 1 if seed < LARGEST_SEED else 0)
        self.box.selectAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Reset"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(self.tr("The initial weights are drawn from this number. Changing it starts over.")))
        column.addWidget(self.box)
        column.addWidget(buttons)
        self.accepted.connect(lambda: self.chosen.emit(self.box.value()))
        self.finished.connect(self.deleteLater)
        theme.dress(self)
