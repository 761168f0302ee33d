"""The learning rate: a logarithmic slider and a field beside it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from core.design.rates import LARGEST_RATE, SMALLEST_RATE
from gui.controls.rate_field import RateField, parse_rate
from gui.look import number_text, theme
from gui.widgets.own_keys import MOVES, keeps_key
from gui.widgets.panel import Panel

PER_DECADE = 100  # positions of the slider for a factor of ten
ARROW, PAGE = 5, 50  # × 10^0.05 and × 10^0.5
NOTCH = 1.1


def _clamped(rate: float) -> float:
    """Return the rate within the limits and in four digits, as the field can show it."""
    return min(max(float(f"{rate:.4g}"), SMALLEST_RATE), LARGEST_RATE)


HEIGHT = 28
"""Of the field, in px."""


class RateControl(Panel):
    """The slider and the field of one learning rate. A change from outside never emits, and never disturbs typing.

    Signals:
        rate_changed(float): the learner chose another rate; while dragging, every one on the way.
    """

    rate_changed = Signal(float)

    def __init__(self, rate: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate = rate
        self.slider = RateSlider(self)
        self.field = RateField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider)
        row.addWidget(self.field)
        self.slider.valueChanged.connect(self._slider_moved)
        self.field.entered.connect(self._entered)
        self.slider.turned.connect(self._turned)
        self.field.turned.connect(self._turned)
        self._show()
        self.retranslate()

    @property
    def rate(self) -> float:
        """The rate that is shown."""
        return self._rate

    def set_rate(self, rate: float) -> None:
        """Show the rate that was asked for last, unless the slider is being dragged."""
        if not (self.slider.isSliderDown() or math.isclose(rate, self._rate, rel_tol=1e-6)):
            self._rate = rate
            self._show()

    def choose(self, rate: float) -> None:
        """Choose a rate as the learner would."""
        rate = _clamped(rate)
        if math.isclose(rate, self._rate, rel_tol=1e-6):
            self._show()
            return
        self._rate = rate
        self._show()
        self.rate_changed.emit(rate)

    def commit(self) -> None:
        """Apply what was typed but not entered yet; leave an invalid text for the learner to correct."""
        if self.field.isModified() and parse_rate(self.field.text()) is not None:
            self.field.enter()

    def retranslate(self) -> None:
        limits = {"smallest": number_text.rate(SMALLEST_RATE), "largest": number_text.rate(LARGEST_RATE)}
        expected = self.tr("a number from {smallest} to {largest}").format(**limits)
        self.field.expectation = self.tr("Expected {expected}, received “{received}”. The rate is still {rate}.")
        self.field.expected = expected
        tip = self.tr("How far each step moves the weights. Drag, use the arrow keys or turn the wheel.")
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(self.tr("Learning rate, logarithmic"))
        self.field.tip = self.tr("Type {expected} and press Enter; Esc restores the old value.").format(
            expected=expected
        )
        self.field.setAccessibleName(self.tr("Learning rate"))
        self.field.show_state()

    def restyle(self) -> None:
        now = theme.current()
        # as high as the other controls at any zoom, with the wide border that says "wrong", too
        high, wide, pad = now.px(HEIGHT), now.px(2), now.px(2)
        inner = high - 2 * (pad + 1)
        self.field.setStyleSheet(
            f"QLineEdit {{ min-height: {inner}px; max-height: {inner}px; padding: {pad}px {now.px(3)}px; }}"
            f'QLineEdit:focus, QLineEdit[look="wrong"] {{ padding: {pad + 1 - wide}px {now.px(2)}px; }}'
        )
        self.field.setFont(now.font(mono=True))

    def _slider_moved(self, position: int) -> None:
        self.choose(10 ** (position / PER_DECADE))

    def _turned(self, notches: float) -> None:
        self.choose(self._rate * NOTCH**notches)

    def _entered(self, rate: float) -> None:
        if math.isclose(rate, self._rate, rel_tol=1e-6):
            self.field.show_rate(self._rate)
        else:
            self.choose(rate)

    def _show(self) -> None:
        self.slider.show_rate(self._rate)
        self.field.show_rate(self._rate)


class RateSlider(QSlider):
    """A slider in hundredths of a decade.

    Signals:
        turned(float): the wheel was turned over it by so many notches.
    """

    turned = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent, objectName="learning_rate")
        self.setRange(round(math.log10(SMALLEST_RATE) * PER_DECADE), round(math.log10(LARGEST_RATE) * PER_DECADE))
        self.setSingleStep(ARROW)
        self.setPageStep(PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_rate(self, rate: float) -> None:
        """Move to the rate without a signal, or to the end that is nearest to it."""
        if rate > 0 and not self.isSliderDown():
            before = self.blockSignals(True)
            self.setValue(round(math.log10(min(max(rate, SMALLEST_RATE), LARGEST_RATE)) * PER_DECADE))
            self.blockSignals(before)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, MOVES) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        self.turned.emit(event.angleDelta().y() / 120)  # the true rate is multiplied, not the nearest position
        event.accept()
