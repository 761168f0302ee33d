"""The card of a step by hand: tape, gradients, `assign_sub`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.commands import Command, HandStep, TapeStep
from gui.controls.rate_control import RateControl
from gui.fit.call_card import CallCard
from gui.look import theme

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

VISIBLE_RATE = 0.1
"""A rate at which the weights visibly change."""


class HandCard(CallCard):
    """The rate of the step, and the lines of Keras that take it without an optimizer. It stays open for the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("hand_step", parent)
        self._snapshot: Snapshot | None = None
        self.rate = RateControl(VISIBLE_RATE)
        self.rate.slider.setObjectName("hand_rate")
        self.rate.field.setObjectName("hand_rate_field")
        self.add_row(self.rate).setText("rate")
        self.rate.rate_changed.connect(self.show_line)
        self.button.pressed.connect(self.rate.commit)
        self.column.addStretch(1)
        self.retranslate()
        self.restyle()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Take the step through what there is now."""
        self._snapshot = snapshot
        if self.isVisible():
            self.show_line()

    def command(self) -> Command:
        """Return the step: over the model, or without one through all layers in the order of their creation."""
        snapshot, rate = self._snapshot, self.rate.rate
        if snapshot is None or snapshot.why_no_step != "model":
            return TapeStep(rate)
        return HandStep(tuple(snapshot.variable_of(layer.name) for layer in snapshot.columns), rate=rate)

    def retranslate(self) -> None:
        self._title.setText("weight.assign_sub(rate * gradient)")
        self._sentence.setText(
            self.tr("One step without an optimizer. Its learning rate is its own, e.g. 0.0001 or 0.1.")
        )
        self.rate.field.setAccessibleName(self.tr("Learning rate of this step"))
        self.button.setText(self.tr("Take this step"))
        super().retranslate()
        self.show_line()

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        self.rate.restyle()
        self.rate.field.setFixedWidth(now.px(90))
        self.rate.setFixedHeight(now.px(28))
