"""ε of the numeric gradient check: a logarithmic slider and a field."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSlider, QWidget

from core.explain.gradient_check import LARGEST_EPS, SMALLEST_EPS, START_EPS
from gui.look import number_text, theme
from gui.widgets.own_keys import MOVES, keeps_key
from gui.widgets.panel import Panel

PER_DECADE = 100
"""Positions of the slider for a factor of ten."""


class EpsControl(Panel):
    """The slider and the field of ε.

    Signals:
        eps_changed(float): another ε was chosen; while dragging, every one on the way.
    """

    eps_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._eps = START_EPS
        self.label = QLabel("ε")
        self.slider, self.field = EpsSlider(), EpsField()
        self.slider.valueChanged.connect(self._slider_moved)
        self.field.editingFinished.connect(self._entered)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.label)
        self._row.addWidget(self.slider, 1)
        self._row.addWidget(self.field)
        self._show()
        self.retranslate()
        self.restyle()

    @property
    def eps(self) -> float:
        """The ε in force."""
        return self._eps

    def choose(self, eps: float) -> None:
        """Choose an ε as the learner would; a value outside the limits becomes the nearest limit."""
        eps = min(max(float(f"{eps:.3g}"), SMALLEST_EPS), LARGEST_EPS)
        changed = not math.isclose(eps, self._eps, rel_tol=1e-6)
        self._eps = eps
        self._show()
        if changed:
            self.eps_changed.emit(eps)

    def _slider_moved(self, position: int) -> None:
        self.choose(10 ** (position / PER_DECADE))

    def _entered(self) -> None:
        eps = parse(self.field.text())
        if eps is None:
            self._show()
        elif self.field.isModified():
            self.choose(eps)

    def _show(self) -> None:
        if not self.slider.isSliderDown():
            before = self.slider.blockSignals(True)
            self.slider.setValue(round(math.log10(self._eps) * PER_DECADE))
            self.slider.blockSignals(before)
        self.field.show_text(number_text.rate(self._eps))

    def retranslate(self) -> None:
        limits = {"smallest": number_text.rate(SMALLEST_EPS), "largest": number_text.rate(LARGEST_EPS)}
        self.slider.setAccessibleName(self.tr("ε, logarithmic"))
        self.slider.setToolTip(
            self.tr("How far the weight is moved to each side. Too small: rounding. Too large: the loss bends.")
        )
        self.field.setAccessibleName("ε")
        tip = self.tr("Type a number from {smallest} to {largest} and press Enter; Esc restores the old value.")
        self.field.setToolTip(tip.format(**limits))

    def restyle(self) -> None:
        now = theme.current()
        self.label.setFont(now.font(mono=True, bold=True))
        self.field.setFont(now.font("small", mono=True))
        self.field.setFixedWidth(now.px(92))
        self._row.setSpacing(now.px(8))


class EpsSlider(QSlider):
    """A slider in hundredths of a decade. The wheel moves it only if it has the focus; else the page scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent, objectName="eps")
        self.setRange(round(math.log10(SMALLEST_EPS) * PER_DECADE), round(math.log10(LARGEST_EPS) * PER_DECADE))
        self.setSingleStep(PER_DECADE // 10)
        self.setPageStep(PER_DECADE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, MOVES) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class EpsField(QLineEdit):
    """A number that Enter applies; Esc restores the old one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="eps_field")
        self._shown = ""

    def show_text(self, text: str) -> None:
        """Show the number in force."""
        self._shown = text
        self.setText(text)
        self.setModified(False)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, (Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Right)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.show_text(self._shown)
            self.selectAll()
        else:
            super().keyPressEvent(event)


def parse(text: str) -> float | None:
    """Return the positive number that was typed, e.g. "1e-4" or "0,001"; None if it is not one."""
    try:
        value = float(text.strip().replace(",", ".").replace(number_text.MINUS, "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None
