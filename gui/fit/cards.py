"""The cards of `compile`, `fit`, `predict` and a step by hand, of which one is open at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.fit.call_card import CallCard
from gui.fit.compile_card import CompileCard
from gui.fit.fit_card import FitCard
from gui.fit.hand_card import HandCard
from gui.fit.predict_card import PredictCard


class FitCards(QObject):
    """The cards, and which one is open.

    Args:
        parent: the widget that they lie in.
        over: the widget whose right side they cover.

    Attributes:
        compile, fit, predict, hand: the cards.
    """

    def __init__(self, parent: QWidget, over: QWidget) -> None:
        super().__init__(parent)
        self.compile, self.fit, self.predict = CompileCard(parent), FitCard(parent), PredictCard(parent)
        self.hand = HandCard(parent)
        for card in self.all:
            card.over = over

    @property
    def all(self) -> tuple[CallCard, ...]:
        return self.compile, self.fit, self.predict, self.hand

    @property
    def open_card(self) -> CallCard | None:
        """The card that is open, or None."""
        return next((card for card in self.all if card.isVisible()), None)

    def open(self, wanted: CallCard) -> None:
        """Open a card in place of the others."""
        for card in self.all:
            if card is not wanted:
                card.hide()
        wanted.open()

    def open_compile(self) -> None:
        """Open the card of `model.compile`."""
        self.open(self.compile)

    def open_fit(self) -> None:
        """Open the card of `model.fit`."""
        self.open(self.fit)

    def open_predict(self) -> None:
        """Open the card of `model.predict`."""
        self.open(self.predict)

    def open_hand(self) -> None:
        """Open the card of a step by hand."""
        self.open(self.hand)

    def place(self) -> None:
        """Place the cards again after the parent was resized."""
        if self.open_card is not None:
            self.open_card.place()
