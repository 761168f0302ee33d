"""A field for a learning rate that says in place what is wrong with the typed text."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from core.design.rates import LARGEST_RATE, SMALLEST_RATE
from gui.look import number_text
from gui.widgets.own_keys import ARROWS, keeps_key

NUMBER = re.compile(r"\+?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
BEGINNING = re.compile(r"\+?\d*[.,]?\d*(e[+-]?\d*)?", re.ASCII | re.IGNORECASE)


def parse_rate(text: str) -> float | None:
    """Return the number that a learner typed, e.g. "0.1", "1e-3" or "0,1"; None if it is not a valid rate."""
    text = _tidy(text)
    if not NUMBER.fullmatch(text):
        return None
    rate = float(text.replace(",", "."))
    return rate if SMALLEST_RATE <= rate <= LARGEST_RATE else None


def may_become_a_rate(text: str) -> bool:
    """Tell whether more typing can make a rate of the text, e.g. of "", "0.0" or "1e-"."""
    text = _tidy(text)
    if parse_rate(text) is not None:
        return True
    if not BEGINNING.fullmatch(text):
        return False
    return not NUMBER.fullmatch(text) or float(text.replace(",", ".")) < SMALLEST_RATE


def _tidy(text: str) -> str:
    return text.strip().replace(number_text.MINUS, "-")


class RateField(QLineEdit):
    """A line that Enter applies, and that says in place what is wrong with it.

    Attributes:
        tip, expected, expectation: its texts in the language in use.

    Signals:
        entered(float): a rate was typed and Enter pressed, or the field was left.
        turned(float): the wheel was turned over it by so many notches.
    """

    entered = Signal(float)
    turned = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="learning_rate_field")
        self.tip = self.expected = self.expectation = ""
        self._shown = ""
        self._wrong = False
        self.returnPressed.connect(self.enter)
        self.textEdited.connect(self._edited)

    def show_rate(self, rate: float) -> None:
        """Show the rate in force. While the learner types, only note it as the rate that Esc restores."""
        self._shown = number_text.rate(rate)
        if not (self.hasFocus() and self.isModified()):
            self.restore()

    def restore(self) -> None:
        """Restore the rate in force."""
        if self.text() != self._shown:
            self.setText(self._shown)
        self.setModified(False)
        self._set_wrong(False)

    def enter(self) -> None:
        """Apply what was typed, or say what is wrong with it."""
        rate = parse_rate(self.text())
        if rate is None:
            self._set_wrong(True)
            self._explain()
            return
        self.setModified(False)
        self._set_wrong(False)
        self.entered.emit(rate)

    @property
    def wrong(self) -> bool:
        """Whether the text is not a rate, and so is not applied."""
        return self._wrong

    def show_state(self) -> None:
        """Set the tooltip and the description: how to use the field, or what is wrong."""
        text = self.tip
        if self._wrong:
            text = self.expectation.format(expected=self.expected, received=self.text(), rate=self._shown)
        self.setToolTip(text)
        self.setAccessibleDescription(self.toolTip())  # while it is disabled, the reason

    def _edited(self, text: str) -> None:
        self._set_wrong(not may_become_a_rate(text))
        if self._wrong:
            self._explain()
        else:
            QToolTip.hideText()

    def _set_wrong(self, wrong: bool) -> None:
        if wrong != self._wrong:
            self._wrong = wrong
            self.setProperty("look", "wrong" if wrong else "")
            self.style().unpolish(self)
            self.style().polish(self)
        self.show_state()

    def _explain(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height() // 2)), self.toolTip(), self)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (*ARROWS, Qt.Key.Key_Escape)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        if self.isModified() and parse_rate(self.text()) is not None:
            self.enter()
        else:
            self.restore()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        self.turned.emit(event.angleDelta().y() / 120)
        event.accept()
