"""A banner that says that an earlier step is shown, with a button that leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gui.look import number_text
from gui.widgets.banner import Banner

if TYPE_CHECKING:
    from core.history.place_in_time import PlaceInTime


class PastBanner(Banner):
    """A coloured row over the canvas while an earlier step is shown.

    Signals:
        live_clicked(): show the last step again.
        on_clicked(): train on from here.
    """

    live_clicked = Signal()
    on_clicked = Signal()

    LOOK, ICON, INK, BUTTON_ICON = "past", "clock-counter-clockwise-bold", "past.fg", "arrow-right-bold"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._where: PlaceInTime | None = None
        self._live, self._on = QPushButton(objectName="back_to_live"), QPushButton(objectName="train_on")
        super().__init__("in_the_past", self._live, self._on, parent=parent)
        self._live.clicked.connect(self.live_clicked)
        self._on.clicked.connect(self.on_clicked)

    def set_where(self, where: PlaceInTime | None) -> None:
        """Show the banner if this place is an earlier step."""
        self._where = where
        if where is not None and where.in_past:
            self._write()
        self.setVisible(where is not None and where.in_past)

    def _write(self) -> None:
        assert self._where is not None
        text = self.tr("You are looking at <b>step {step}</b> of {last}. A step from here begins a new branch.")
        step, last = number_text.count(self._where.step), number_text.count(self._where.last_step)
        text = text.format(step=step, last=last)
        if self._where.not_shown is not None:
            why = self.tr("No record of step {asked}: it was inside fit. This is the nearest step before it.")
            text = f"{text} {why.format(asked=number_text.count(self._where.not_shown))}"
        self._text.setText(text)

    def retranslate(self) -> None:
        self._live.setText(self.tr("Back to live"))
        self._live.setToolTip(self.tr("Show the last step of this branch  (End)"))
        self._on.setText(self.tr("Train on from here"))
        self._on.setToolTip(self.tr("Play from this step, as a new branch; the current one is kept"))
        if self._where is not None:
            self._write()
