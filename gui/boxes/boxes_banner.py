"""A banner that says that a model is shown for reading, and why, with a button that leads back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.design.model_boxes import ModelBoxes
from core.problems.session_texts import WHY_BOXES
from gui.look import i18n
from gui.widgets.banner import Banner


class BoxesBanner(Banner):
    """A row over the boxes.

    Signals:
        back_clicked(): show the learner's own network.
    """

    back_clicked = Signal()

    LOOK, ICON, INK, BUTTON_ICON = "past", "warning-circle-fill", "past.fg", "arrow-u-up-left-bold"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._back, self._model = QPushButton(objectName="leave_boxes"), ModelBoxes("", (), "layers")
        super().__init__("boxes_banner", self._back, parent=parent)
        self._back.clicked.connect(self.back_clicked)

    def set_model(self, model: ModelBoxes) -> None:
        """Say why this model is only shown."""
        self._model = model
        self.retranslate()

    def retranslate(self) -> None:
        why = i18n.translate(WHY_BOXES[self._model.why]).format(received=self._model.received)
        text = self.tr("{file} can be read here, but not trained. {why}")
        self._text.setText(text.format(file=self._model.file, why=why))
        self._back.setText(self.tr("Back to my network"))
