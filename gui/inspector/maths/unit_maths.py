"""The Maths page's part on a unit: z, the activation, and delta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.design.losses import loss
from core.snapshot.place import BIAS, Place
from gui.inspector.maths.result_box import ResultBox
from gui.inspector.maths.sum_block import SumBlock, show_result
from gui.inspector.maths.sum_text import factor, write_like
from gui.inspector.maths.term_table import TermRow, TermTable
from gui.inspector.pages.page import View
from gui.look import number_text, theme
from gui.widgets.formula import Formula, mathtext_name
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.explain.terms import Sum, Term
    from core.explain.unit_output import Activation, Delta, LossSlope
    from core.snapshot.snapshot import LayerSnapshot


class UnitMaths(Panel):
    """What a unit computes for one sample in the forward pass, and the gradient that comes back to it.

    Signals:
        place_clicked(object), place_hovered(object): see TermTable.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.forward, self.backward = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.z, self.upstream = SumBlock(), SumBlock()
        self.a, self.dY, self.delta = ResultBox(), ResultBox(), ResultBox()
        self.loss_formula, self.loss_table, self.slope = Formula(), TermTable(), TermTable()
        self.softmax_formula, self.softmax = Formula(), TermTable()
        self.unknown = QLabel(wordWrap=True)
        self.unknown.setProperty("look", "small")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (
            self.forward, self.z, self.softmax_formula, self.softmax, self.a, self.unknown,
            self.backward, self.upstream, self.loss_formula, self.loss_table, self.dY, self.slope, self.delta,
        ):  # fmt: skip
            self._column.addWidget(widget)
        for label in (self.forward, self.backward):
            label.setProperty("look", "strong")
        for block in (self.z, self.upstream):
            block.place_clicked.connect(self.place_clicked)
            block.place_hovered.connect(self.place_hovered)
        self.restyle()

    def show_unit(self, view: View, layer: LayerSnapshot, unit: int, sample: int) -> None:
        """Explain a unit for a sample."""
        from core.explain import unit_output

        facts = {"layer": layer.name, "unit": unit, "sample": sample + 1}
        self.forward.setText(self.tr("{layer} unit {unit}: forward pass (sample {sample})").format(**facts))
        self.backward.setText(self.tr("Backward pass (sample {sample})").format(**facts))
        at = (view.snapshot, layer.name, unit, sample)
        self._show_z(layer, unit, unit_output.pre_activation(*at))
        self._show_activation(unit, unit_output.activation(*at), layer.pre_activation[sample].tolist())
        self._show_delta(view, layer, unit, sample, unit_output.delta(*at))

    def _show_z(self, layer: LayerSnapshot, unit: int, z: Sum) -> None:
        def name(term: Term) -> str:
            if term.index is not None:
                return f"x[{term.index}]·W[{term.index},{unit}]"
            return f"b[{unit}]" if term.factors else self.tr("… and {count} more inputs").format(count=term.count)

        def place(term: Term) -> Place | None:
            return Place(layer.name, unit, BIAS if term.index is None else term.index) if term.factors else None

        bias = rf" + b_{{{unit}}}" if len(layer.bias) else ""
        formula = rf"$z_{{{unit}}} = \sum_i\, x_i\, W_{{i{_comma(unit)}{unit}}}{bias}$"
        self.z.show_sum(formula, z, f"z[{unit}]", self.tr("Keras's pre-activation"), name, place)

    def _show_activation(self, unit: int, shown: Activation, every_z: list[float]) -> None:
        value = write_like(shown.result.value, (shown.z,))
        other = self.tr("Keras's activation")
        self._show_softmax(unit, shown, every_z)
        known = shown.slope is not None or bool(shown.exponentials)
        self.unknown.setVisible(not known)
        if not known:
            text = self.tr(
                "The formula of {name} is not written down in this program: its value and δ are Keras's own numbers, "
                "not checked here."
            ).format(name=shown.name)
            self.unknown.setText(text)
            other = text
        show_result(self.a, f"a[{unit}] = {shown.name}({factor(shown.z)})", value, shown.result, other)

    def _show_softmax(self, unit: int, shown: Activation, every_z: list[float]) -> None:
        """Show the exponentials of all units, whose sum this one's is divided by.

        The largest z is taken off all of them first, as Keras does: the shares are the same, and nothing overflows.
        """
        for widget in (self.softmax_formula, self.softmax):
            widget.setVisible(bool(shown.exponentials))
        if not shown.exponentials:
            return
        top = r"\mathrm{max}\,z"
        self.softmax_formula.set_formula(rf"$a_{{{unit}}} = e^{{z_{{{unit}}} - {top}}}\,/\,\sum_j\, e^{{z_j - {top}}}$")
        rows = [
            TermRow(
                f"exp(z[{number}] − max z)", f"exp({number_text.plain(z - max(every_z))})", number_text.plain(value, 4)
            )
            for number, (value, z) in enumerate(zip(shown.exponentials, every_z, strict=True))
        ]
        rows.append(TermRow(self.tr("sum"), "", number_text.plain(sum(shown.exponentials), 4)))
        self.softmax.set_rows(tuple(rows))
        self.softmax.setAccessibleName(self.softmax_formula.accessibleName())

    def _show_delta(self, view: View, layer: LayerSnapshot, unit: int, sample: int, shown: Delta) -> None:
        from_loss = shown.loss_slope
        self.upstream.setVisible(from_loss is None)
        for widget in (self.loss_formula, self.loss_table):
            widget.setVisible(from_loss is not None)
        self.dY.setVisible(from_loss is not None and not from_loss.at_z)
        tape_Y, tape_z = self.tr("the tape's ∂L/∂a"), self.tr("the tape's ∂L/∂z")
        if shown.activation_gradient is not None:
            self._show_upstream(view, layer, unit, shown)
        elif from_loss is not None:
            self._show_loss(from_loss, view, unit, sample)
        if from_loss is not None and shown.upstream is not None:
            value = write_like(shown.upstream.value, ())
            show_result(self.dY, f"∂L/∂a[{unit}]", value, shown.upstream, tape_Y)
        label, z = f"δ[{unit}]", float(layer.pre_activation[sample, unit])
        self.slope.setVisible(shown.slope is not None)
        if shown.slope is not None:
            label += f" = {layer.activation_name}′ × " + ("Σ" if from_loss is None else "∂L/∂a")
            self.slope.set_rows((TermRow(f"{layer.activation_name}′({factor(z)})", "", write_like(shown.slope, ())),))
            self.slope.setAccessibleName(self.tr("Slope of the activation at z"))
        like = (shown.upstream.value,) if shown.upstream is not None else ()
        show_result(self.delta, label, write_like(shown.result.value, like), shown.result, tape_z)

    def _show_upstream(self, view: View, layer: LayerSnapshot, unit: int, shown: Delta) -> None:
        """Show dL/da as a sum over the next layer's units."""
        following = view.snapshot.layers[view.snapshot.layers.index(layer) + 1]

        def name(term: Term) -> str:
            if term.index is None:
                return self.tr("… and {count} more units").format(count=term.count)
            return f"δ[{term.index}]·W[{unit},{term.index}]"

        def place(term: Term) -> Place | None:
            return Place(following.name, term.index, unit) if term.index is not None else None

        assert shown.activation_gradient is not None
        formula = (
            rf"$\delta_{{{unit}}} = \mathrm{{{mathtext_name(layer.activation_name)}}}'(z_{{{unit}}})\;\sum_j\, "
            rf"\delta_j^{{\,\mathrm{{next}}}}\, W_{{{unit}{_comma(unit)}j}}^{{\,\mathrm{{next}}}}$"
        )
        other = self.tr("the tape's ∂L/∂a")
        self.upstream.show_sum(formula, shown.activation_gradient, f"Σ = ∂L/∂a[{unit}]", other, name, place)

    def _show_loss(self, shown: LossSlope, view: View, unit: int, sample: int) -> None:
        """Show dL/da of the last layer, which comes from the loss."""
        kind = loss(shown.kind)
        formula = kind.formula_at(shown.prediction - shown.target)
        if shown.at_z and kind.merged is not None:
            formula = kind.merged.formula
        self.loss_formula.set_formula(f"${formula}$")
        count = TermRow(self.tr("N, samples"), "", str(shown.samples))
        if shown.outputs > 1:
            times = f"{shown.samples} × {shown.outputs}"
            count = TermRow(self.tr("N, samples × outputs"), times, str(shown.samples * shown.outputs))
        rows = [
            TermRow("Y", "", number_text.signed(shown.prediction, 4)),
            TermRow("Y_true", "", number_text.signed(shown.target, 4)),
            count,
        ]
        if kind.classes:
            rows = [*self._class_rows(shown, view, unit, sample), count]
        self.loss_table.set_rows(tuple(rows))
        self.loss_table.setAccessibleName(self.loss_formula.accessibleName())

    def _class_rows(self, shown: LossSlope, view: View, unit: int, sample: int) -> list[TermRow]:
        """Return the rows of a unit that stands for a class, and the part of the loss that the true class decides."""
        from core.explain.unit_output import part_of_loss

        batch = view.snapshot.batch
        name = batch.classes[unit] if unit < len(batch.classes) else ""
        rows = [
            TermRow(f"p[{unit}]", name, number_text.plain(shown.prediction, 4)),
            TermRow(f"y[{unit}]", self.tr("1 for the true class, else 0"), number_text.plain(shown.target, 0)),
        ]
        if batch.classes and shown.at_z:
            part = number_text.plain(part_of_loss(view.snapshot, sample), 4)
            rows.insert(0, TermRow(f"−ln p[{int(batch.labels[sample, 0])}]", self.tr("this sample's part of L"), part))
        return rows

    def restyle(self) -> None:
        now = theme.current()
        self._column.setSpacing(now.px(6))
        self.backward.setContentsMargins(0, now.px(8), 0, 0)


def _comma(index: int) -> str:
    """Return a comma to put between two indices if either has two digits, so that 1 and 12 do not read as 112."""
    return "," if index > 9 else ""
