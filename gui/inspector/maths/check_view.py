"""The numeric gradient check of the selected weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.controls.eps_control import EpsControl
from gui.inspector.maths.result_box import ResultBox
from gui.inspector.maths.slope_picture import SlopePicture
from gui.inspector.maths.sum_text import write_like
from gui.inspector.maths.term_table import TermRow, TermTable
from gui.look import number_text, theme
from gui.widgets.formula import Formula
from gui.widgets.panel import Note, Panel

if TYPE_CHECKING:
    from core.explain.gradient_check import Checked

FORMULA = r"$\frac{\partial L}{\partial w}\;\approx\;\frac{L(w+\varepsilon)-L(w-\varepsilon)}{2\,\varepsilon}$"

GOOD = 1e-2
"""The relative error below which the two count as equal: the difference of two float32 losses has few more digits.
(With float64 the usual limit is 1e-4 or less, see Stanford's CS231n notes on gradient checks.)"""


class CheckView(Panel):
    """ε, the two losses, their difference quotient beside the tape's gradient, and what the difference means.

    Signals:
        eps_changed(float): the learner chose another ε.
    """

    eps_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="gradient_check")
        self._checked: Checked | None = None
        self._step = 0
        self.title, self.verdict, self.state = (QLabel(wordWrap=True) for _ in range(3))
        self.formula, self.eps, self.table, self.error = Formula(FORMULA), EpsControl(), TermTable(), ResultBox()
        self.note, self.picture = Note("note"), SlopePicture()
        self.eps.eps_changed.connect(self.eps_changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        measured = (self.eps, self.table, self.error, self.note, self.verdict, self.state)
        for widget in (self.title, self.picture, self.formula, *measured):
            self._column.addWidget(widget)
        self.title.setProperty("look", "strong")
        self.state.setProperty("look", "small")
        self.retranslate()
        self.restyle()

    @property
    def checked(self) -> Checked | None:
        """The check that is shown, or None."""
        return self._checked

    def set_checked(self, checked: Checked | None) -> None:
        """Show the result of a check, or that none was made yet."""
        self._checked = checked
        self._show()

    def set_step(self, step: int) -> None:
        """Set the step that the page shows, so that a check of another step is marked as such."""
        if step != self._step:
            self._step = step
            self._show_state()

    def _show(self) -> None:
        checked = self._checked
        for widget in (self.table, self.error, self.verdict):
            widget.setVisible(checked is not None)
        self.note.setVisible(checked is not None and bool(checked.kinks))
        self.picture.set_checked(checked)
        self._show_state()
        if checked is None:
            return
        quotient, tape = checked.quotient, checked.tape
        like = (tape,) if quotient is None else (tape, quotient)
        self.table.set_rows(
            (
                TermRow("L(w + ε)", f"w + ε = {_plain(checked.above)}", _plain(checked.loss_above)),
                TermRow("L(w − ε)", f"w − ε = {_plain(checked.below)}", _plain(checked.loss_below)),
                TermRow(self.tr("difference quotient"), "", "–" if quotient is None else write_like(quotient, like)),
                TermRow(self.tr("the tape's ∂L/∂w"), "", write_like(tape, like)),
            )
        )
        error = checked.relative_error
        tip = self.tr("|a − b| / max(|a|, |b|) of the difference quotient a and the tape's gradient b")
        text = "–" if error is None else ("0" if error == 0 else f"{error:.1e}".replace("-", number_text.MINUS))
        good = error is not None and error < GOOD
        self.error.set_result(self.tr("relative error"), text, True if good else None, tip)
        if checked.kinks:
            self.note.set_text(self._kink_text(checked))
        self.verdict.setText(self._verdict(checked))

    def _show_state(self) -> None:
        checked = self._checked
        if checked is None:
            self.state.setText(self.tr("Measured when training pauses."))
        elif checked.step != self._step:
            text = self.tr("Measured at step {step}; measured again when training pauses.")
            self.state.setText(text.format(step=checked.step))
        self.state.setVisible(checked is None or checked.step != self._step)

    def _kink_text(self, checked: Checked) -> str:
        kink = checked.kinks[0]
        text = self.tr(
            "A ReLU kink lies between w − ε and w + ε: unit {unit} of {layer} is on at one and off at another for "
            "sample {sample}. There the loss has a corner, and the difference quotient is no slope."
        ).format(unit=kink.unit, layer=kink.layer, sample=kink.sample + 1)
        if checked.kink_count > 1:
            text += " " + self.tr("({count} such switches in all.)").format(count=checked.kink_count)
        return text

    def _verdict(self, checked: Checked) -> str:
        """Say what the two numbers show: agreement, rounding, a kink or curvature."""
        error = checked.relative_error
        if checked.quotient is None:
            return self.tr("ε is so small that float32 cannot tell w + ε from w − ε. Choose a larger one.")
        if error is None:
            return self.tr("The loss or the gradient is not a finite number, so there is nothing to compare.")
        if error < GOOD:
            return self.tr("The slope of the loss, measured, is the tape's gradient.")
        if abs(checked.quotient - checked.tape) <= 2 * checked.rounding:
            return self.tr(
                "ε is too small here: the two losses differ only in their last float32 digits, so what is left of "
                "their difference is rounding. Choose a larger one."
            )
        if checked.kinks:
            return self.tr("Choose a smaller ε, so that no ReLU switches.")
        return self.tr(
            "ε is too large here: between w − ε and w + ε the loss is a curve, and the line through its ends is not "
            "its slope in the middle. Choose a smaller one."
        )

    def retranslate(self) -> None:
        self.title.setText(self.tr("Numeric gradient check"))
        self.table.setAccessibleName(self.tr("Numeric gradient check"))
        tip = self.tr("The loss over this weight alone, all others held; the dashed line is the tape's gradient")
        self.picture.setToolTip(tip)
        self.picture.setAccessibleName(tip)
        self._show()

    def restyle(self) -> None:
        self._column.setSpacing(theme.current().px(6))


def _plain(value: float) -> str:
    """Return a number with every digit that float32 holds."""
    return number_text.exact(value).removeprefix("+")
