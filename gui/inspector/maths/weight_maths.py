"""The Maths page's part on a weight: its gradient sample by sample, and the update."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.design.optimizers import OPTIMIZERS, optimizer
from core.snapshot.place import BIAS
from gui.inspector.maths.result_box import ResultBox
from gui.inspector.maths.sum_block import SumBlock, show_result
from gui.inspector.maths.sum_text import MOST_ROWS
from gui.inspector.pages.page import View
from gui.look import i18n, number_text, theme
from gui.widgets.formula import Formula
from gui.widgets.panel import Note, Panel

if TYPE_CHECKING:
    from core.explain.terms import Sum, Term
    from core.explain.weight_update import Update, Weight
    from core.snapshot.preview import Preview
    from core.snapshot.snapshot import LayerSnapshot

MOST_SLOTS = max(len(kind.slots) for kind in OPTIMIZERS)
MOST_COEFFICIENTS = max(len(kind.coefficients) for kind in OPTIMIZERS)


class WeightMaths(Panel):
    """dL/dw by the chain rule, and the value of w after the next step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.update_title, self.caption, self.waiting = (QLabel(wordWrap=True) for _ in range(4))
        self.gradient, self.part, self.new = SumBlock(), SumBlock(), SumBlock()
        self.slots = tuple(SumBlock() for _ in range(MOST_SLOTS))
        self.coefficients = tuple((Formula(), ResultBox()) for _ in range(MOST_COEFFICIENTS))
        self.note = Note("frozen")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (
            self.title, self.gradient, self.update_title, self.note, self.caption, self.part, *self.slots,
            *chain(*self.coefficients), self.new, self.waiting,
        ):  # fmt: skip
            self._column.addWidget(widget)
        for label in (self.title, self.update_title):
            label.setProperty("look", "strong")
        for label in (self.caption, self.waiting):
            label.setProperty("look", "small")
        self.restyle()

    def show_weight(self, view: View, layer: LayerSnapshot, weight: Weight, preview: Preview | None) -> None:
        """Explain a weight; `preview` is the next step if it is known."""
        from core.explain import weight_update

        name = weight_name(weight)
        self.title.setText(self.tr("{weight}: its gradient, sample by sample").format(weight=name))
        self._show_gradient(weight, weight_update.gradient(view.snapshot, weight, MOST_ROWS))
        shown = weight_update.update(view.snapshot, preview, weight)
        self.update_title.setText(self.tr("{weight}: the next update").format(weight=name))
        self.note.setVisible(not shown.learns)
        if not shown.learns:
            self.note.set_text(self._why_not(view, layer))
        rows = preview.rows if preview is not None and shown.learns else None
        self.caption.setVisible(rows is not None)
        self.part.setVisible(rows is not None)
        if rows is not None:
            self._show_part(view, weight, rows)
        self._show_update(shown)

    def _show_gradient(self, weight: Weight, shown: Sum) -> None:
        unit, row = weight.unit, weight.row
        if row == BIAS:
            formula = rf"$\partial L/\partial b_{{{unit}}} = \sum_s\, \delta_{{s,{unit}}}$"
        else:
            index = f"{row},{unit}" if max(row, unit) > 9 else f"{row}{unit}"
            formula = rf"$\partial L/\partial W_{{{index}}} = \sum_s\, x_{{s,{row}}}\,\delta_{{s,{unit}}}$"
        label = f"∂L/∂{'b' if row == BIAS else 'W'}[{unit if row == BIAS else f'{row},{unit}'}]"
        self.gradient.show_sum(formula, shown, label, self.tr("the tape's gradient"), self._sample)

    def _show_part(self, view: View, weight: Weight, rows: tuple[int, ...]) -> None:
        """Show the gradient of a mini-batch."""
        from core.explain.weight_update import step_gradient

        text = self.tr(
            "The next step learns from {count} of {total} samples only. Its loss is their mean, so each δ counts "
            "{total}/{count} times as much."
        )
        self.caption.setText(text.format(count=len(rows), total=view.snapshot.batch.samples))
        why = self.tr("Keras's gradient of this mini-batch is not kept; the update below is compared with Keras.")
        shown = step_gradient(view.snapshot, weight, rows, MOST_ROWS)
        self.part.show_sum(r"$g = \frac{N}{n}\,\sum_{s}\, x_s\,\delta_s$", shown, "g", why, self._sample)

    def _show_update(self, shown: Update) -> None:
        self.new.setVisible(shown.new is not None)
        self.waiting.setVisible(shown.new is None)
        self.waiting.setText(self.tr("What the optimizer remembers is read when training pauses."))
        kind = optimizer(shown.optimizer)
        for block, slot in zip_longest(self.slots, kind.slots if shown.slots else ()):
            block.setVisible(slot is not None)
            if slot is not None:
                names = iter(slot.terms)
                other = self.tr("the optimizer's {slot}").format(slot=slot.name)
                remembered = shown.slots[slot.name]
                block.show_sum(rf"${slot.formula}$", remembered, slot.letter, other, lambda _, names=names: next(names))
        for (formula, box), each, value in zip_longest(self.coefficients, kind.coefficients, shown.coefficients):
            for widget in (formula, box):
                widget.setVisible(value is not None)
            if value is not None:
                formula.set_formula(f"${each.formula}$")
                text = f"{value:.6g}".replace("-", number_text.MINUS)
                box.set_result(f"{each.letter}, t = {shown.time}", text, None, i18n.translate(each.about))
        if shown.new is not None:
            self._show_new(shown)

    def _show_new(self, shown: Update) -> None:
        assert shown.new is not None
        other = self.tr("the weight after Keras's step")
        if not shown.learns:
            self.new.show_sum(r"$w' = w$", shown.new, "w′ = w", other, lambda _term: "w")
            return
        kind, rate = optimizer(shown.optimizer), number_text.rate(shown.learning_rate)
        names = iter(("w", *(name.format(rate=rate) for name in kind.changes)))
        smallest = min((abs(term.value) for term in shown.new.terms[1:] if term.value), default=None)
        formula = f"${kind.formula}$"
        self.new.show_sum(formula, shown.new, "w′", other, lambda _term: next(names), smallest=smallest)
        if shown.new.result.keras is None:
            waits = self.tr("Compared with Keras's next step when training pauses.")
            show_result(self.new.box, "w′", self.new.box.value, shown.new.result, waits)

    def _sample(self, term: Term) -> str:
        if term.index is None:
            return self.tr("… and {count} more samples").format(count=term.count)
        return self.tr("sample {number}").format(number=term.index + 1)

    def _why_not(self, view: View, layer: LayerSnapshot) -> str:
        if layer.trainable:
            return self.tr("The whole model is frozen: this update does not happen, w stays as it is.")
        text = self.tr("{name} is frozen: this update does not happen, w stays as it is.")
        return text.format(name=layer.name)

    def restyle(self) -> None:
        now = theme.current()
        self._column.setSpacing(now.px(6))
        self.update_title.setContentsMargins(0, now.px(8), 0, 0)


def weight_name(weight: Weight) -> str:
    """Return a weight as Keras indexes it, e.g. "kernel[2, 3]"."""
    return f"bias[{weight.unit}]" if weight.row == BIAS else f"kernel[{weight.row}, {weight.unit}]"
