"""A banner that says that the loss no longer falls, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gui.widgets.banner import Banner


class StandstillBanner(Banner):
    """A row under the training bar while nothing moves.

    Signals:
        reset_clicked(): return to the initial weights.
        data_clicked(): show the choice of data.
    """

    reset_clicked = Signal()
    data_clicked = Signal()

    LOOK, ICON, INK, BUTTON_ICON = "past", "hourglass-bold", "past.fg", "arrow-counter-clockwise-bold"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._paused = self._frozen = False
        self._reset, self._data = QPushButton(objectName="standstill_reset"), QPushButton(objectName="standstill_data")
        super().__init__("standstill", self._reset, self._data, parent=parent)
        self._reset.clicked.connect(self.reset_clicked)
        self._data.clicked.connect(self.data_clicked)

    def set_state(self, still: bool, paused: bool, frozen: bool = False) -> None:
        """Show the banner if nothing moves any more.

        Args:
            still: whether that is so.
            paused: whether playing was paused because of it.
            frozen: whether it is because nothing is trainable.
        """
        self._paused, self._frozen = paused, frozen
        self.retranslate()
        self.setVisible(still)

    def retranslate(self) -> None:
        text = self.tr("The loss no longer falls: reset, or choose harder data.")
        if self._frozen:
            text = self.tr("Nothing is trainable, so the loss stays as it is: unfreeze a layer.")
        if self._paused:
            text = f"{text} {self.tr('Play has paused.')}"
        self._text.setText(text)
        self._reset.setText(self.tr("Reset"))
        self._data.setText(self.tr("Choose data"))
