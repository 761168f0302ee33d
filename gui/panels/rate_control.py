"""The learning rate: a logarithmic slider and, beside it, a field to type in."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QToolTip, QWidget

from core.commands import LARGEST_RATE, SMALLEST_RATE
from gui import theme
from gui.panels.base import Panel
from gui.panels.keys import keeps_key

PER_DECADE = 100  # positions of the slider for a factor of ten
ARROW, PAGE = 5, 50  # × 10^0.05 and × 10^0.5
NOTCH = 1.1
SETTLE_MS = 600

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
NUMBER = re.compile(r"\+?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
BEGINNING = re.compile(r"\+?\d*[.,]?\d*(e[+-]?\d*)?", re.ASCII | re.IGNORECASE)


def parse_rate(text: str) -> float | None:
    """The number that a learner typed, e.g. "0.1", "1e-3" or "0,1"; None if it is not one that a rate can have."""
    text = _tidy(text)
    if not NUMBER.fullmatch(text):
        return None
    rate = float(text.replace(",", "."))
    return rate if SMALLEST_RATE <= rate <= LARGEST_RATE else None


def may_become_a_rate(text: str) -> bool:
    """Whether more typing can make a rate of it, e.g. of "", "0.0" or "1e-"."""
    text = _tidy(text)
    if parse_rate(text) is not None:
        return True
    if not BEGINNING.fullmatch(text):
        return False
    return not NUMBER.fullmatch(text) or float(text.replace(",", ".")) < SMALLEST_RATE


def _tidy(text: str) -> str:
    return text.strip().replace("−", "-")


def rate_text(rate: float) -> str:
    """A rate in few characters, e.g. "0.05", "1e-06"."""
    return f"{rate:.4g}"


def _clamped(rate: float) -> float:
    """Within the limits and with four digits, which is what the field can show."""
    return min(max(float(f"{rate:.4g}"), SMALLEST_RATE), LARGEST_RATE)


class RateControl(Panel):
    """Slider and field of one learning rate. What is set from outside never emits, and never disturbs typing.

    Signals:
        rate_changed(float): the learner chose another rate; while dragging, every one on the way.
    """

    rate_changed = Signal(float)

    def __init__(self, rate: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate = rate
        self._later: float | None = None
        # a snapshot from before the last choice must not pull the slider back, so these wait for this long
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self.slider = RateSlider(self)
        self.field = RateField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider)
        row.addWidget(self.field)
        self.slider.valueChanged.connect(self._slider_moved)
        self.slider.sliderReleased.connect(self._settle.start)
        self.field.entered.connect(self._entered)
        self._show()
        self.retranslate()

    @property
    def rate(self) -> float:
        """What is shown."""
        return self._rate

    def set_rate(self, rate: float) -> None:
        """The rate in force. A choice that was made a moment ago stays until this says the same, or for a while."""
        if self.slider.isSliderDown() or self._settle.isActive():
            self._later = rate
            if math.isclose(rate, self._rate, rel_tol=1e-4) and not self.slider.isSliderDown():
                self._settle.stop()
                self._later = None
            return
        if not math.isclose(rate, self._rate, rel_tol=1e-6):
            self._rate = rate
            self._show()

    def choose(self, rate: float) -> None:
        """As if the learner had chosen it."""
        rate = _clamped(rate)
        if math.isclose(rate, self._rate, rel_tol=1e-6):
            self._show()
            return
        self._rate, self._later = rate, None
        self._settle.start()
        self._show()
        self.rate_changed.emit(rate)

    def commit(self) -> None:
        """Take what was typed and not yet entered; nonsense is left to be mended."""
        if self.field.isModified() and parse_rate(self.field.text()) is not None:
            self.field.enter()

    def retranslate(self) -> None:
        expected = self.tr("a number from {smallest} to {largest}").format(smallest="0.000001", largest="10")
        self.field.expectation = self.tr("Expected {expected}, received “{received}”. The rate is still {rate}.")
        self.field.expected = expected
        tip = self.tr("How far each step moves the weights. Drag, use the arrow keys or turn the wheel.")
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(self.tr("Learning rate, logarithmic"))
        self.field.tip = self.tr("Type {expected} and press Enter; Esc brings the old one back.").format(
            expected=expected
        )
        self.field.setAccessibleName(self.tr("Learning rate"))
        self.field.show_state()

    def restyle(self) -> None:
        now = theme.current()
        # 28 px, with the wide border that says "wrong" too
        self.field.setStyleSheet(
            f"QLineEdit {{ min-height: {now.px(22)}px; }}"
            f'QLineEdit[look="wrong"] {{ padding: {now.px(1)}px {now.px(7)}px; }}'
        )
        self.field.setFont(now.font(mono=True))

    def _slider_moved(self, position: int) -> None:
        self.choose(10 ** (position / PER_DECADE))

    def _entered(self, rate: float) -> None:
        if math.isclose(rate, self._rate, rel_tol=1e-6):
            self.field.show_rate(self._rate)
        else:
            self.choose(rate)

    def _settled(self) -> None:
        later, self._later = self._later, None
        if later is not None and not self.slider.isSliderDown():
            self.set_rate(later)

    def _show(self) -> None:
        self.slider.show_rate(self._rate)
        self.field.show_rate(self._rate)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self._settle.stop()
        self._settled()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        self.choose(self._rate * NOTCH ** (event.angleDelta().y() / 120))
        event.accept()


class RateSlider(QSlider):
    """Positions are hundredths of a decade."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent, objectName="learning_rate")
        self.setRange(round(math.log10(SMALLEST_RATE) * PER_DECADE), round(math.log10(LARGEST_RATE) * PER_DECADE))
        self.setSingleStep(ARROW)
        self.setPageStep(PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_rate(self, rate: float) -> None:
        """Stand where the rate is, without saying so."""
        if rate > 0 and not self.isSliderDown():
            before = self.blockSignals(True)
            self.setValue(round(math.log10(rate) * PER_DECADE))
            self.blockSignals(before)

    def event(self, event: QEvent) -> bool:
        page = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
        return keeps_key(event, (*ARROWS, *page)) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        event.ignore()  # RateControl multiplies the true rate, not the nearest position


class RateField(QLineEdit):
    """A line that is applied with Enter, and that says in place what is wrong with it.

    Attributes:
        tip, expected, expectation: its texts in the language in use.

    Signals:
        entered(float): a rate was typed and Enter pressed, or the field was left.
    """

    entered = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="learning_rate_field")
        self.tip = self.expected = self.expectation = ""
        self._shown = ""
        self._wrong = False
        self.returnPressed.connect(self.enter)
        self.textEdited.connect(self._edited)

    def show_rate(self, rate: float) -> None:
        """Show the rate in force, but do not disturb typing: then it is what Esc brings back."""
        self._shown = rate_text(rate)
        if not (self.hasFocus() and self.isModified()):
            self.restore()

    def restore(self) -> None:
        """Bring the rate in force back."""
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
        """What stands here is not a rate, and is not applied."""
        return self._wrong

    def show_state(self) -> None:
        """Set the tooltip and the description: how to use it, or what is wrong."""
        text = self.tip
        if self._wrong:
            text = self.expectation.format(expected=self.expected, received=self.text(), rate=self._shown)
        self.setToolTip(text)
        self.setAccessibleDescription(text)

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
        event.ignore()
