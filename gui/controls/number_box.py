"""Fields for a whole number, e.g. a seed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QSpinBox

from core.design.seeds import LARGEST_SEED
from gui.look import icons, theme
from gui.widgets.own_keys import ARROWS, keeps_key

LARGEST_SPIN = 2**31 - 1
"""The largest number that a QSpinBox can hold."""

ARROWS_WIDTH = 18


class NumberBox(QSpinBox):
    """A whole number, applied with Enter, the arrows or on leaving the field. The wheel needs the focus."""

    def __init__(self, name: str = "number") -> None:
        super().__init__(objectName=name, focusPolicy=Qt.FocusPolicy.StrongFocus, keyboardTracking=False)
        self.setRange(0, LARGEST_SPIN)

    def restyle(self) -> None:
        """Take sizes from the theme in use."""
        now = theme.current()
        wide = now.px(ARROWS_WIDTH)
        self.setStyleSheet(
            f"QSpinBox {{ min-height: {now.px(18)}px; padding-right: {wide}px; }}"
            f"QSpinBox::up-button, QSpinBox::down-button {{ width: {wide}px; border: none; background: none;"
            " subcontrol-origin: border; }"
            "QSpinBox::up-arrow, QSpinBox::down-arrow { image: none; width: 0; height: 0; }"
        )
        self.setFont(now.font(mono=True))
        self.lineEdit().setTextMargins(now.px(6), 0, 0, 0)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (*ARROWS, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)  # a style sheet leaves the arrows out
        now, side = theme.current(), theme.current().px(10)
        color = now.color("text.secondary" if self.isEnabled() else "text.disabled")
        with QPainter(self) as painter:
            painter.translate(self.width() - now.px(ARROWS_WIDTH) / 2 - 2, self.height() / 2)
            for turn in (180, 0):
                painter.save()
                painter.rotate(turn)
                icons.paint_icon(painter, "caret-down-bold", color, QRectF(-side / 2, 1, side, side))
                painter.restore()


class SeedBox(NumberBox):
    """A field for a seed, 0 to `LARGEST_SEED`.

    A QSpinBox holds 32 bits with a sign and a seed has 32 without, so the box holds the seed less `MIDDLE`. What is
    said to Python, and what is read and typed, is the seed.

    Signals:
        seed_changed(int): another seed was entered.
    """

    MIDDLE = (LARGEST_SEED + 1) // 2

    seed_changed = Signal(object)  # an int of Qt has too few bits

    def __init__(self) -> None:
        super().__init__("seed")
        self.setRange(-self.MIDDLE, LARGEST_SEED - self.MIDDLE)
        self.setValue(0)
        self.valueChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it is applied, and a dialog around it need not be

    def value(self) -> int:
        return super().value() + self.MIDDLE

    def setValue(self, seed: int) -> None:  # noqa: N802 (Qt's name)
        super().setValue(seed - self.MIDDLE)

    def textFromValue(self, held: int) -> str:  # noqa: N802 (Qt's name)
        return str(held + self.MIDDLE)

    def valueFromText(self, text: str) -> int:  # noqa: N802 (Qt's name)
        return int(text) - self.MIDDLE

    def validate(self, text: str, place: int) -> object:
        if not text:
            return QValidator.State.Intermediate, text, place
        digits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_SEED))
        right = digits and int(text) <= LARGEST_SEED
        return QValidator.State.Acceptable if right else QValidator.State.Invalid, text, place

    def _changed(self) -> None:
        self.seed_changed.emit(self.value())
