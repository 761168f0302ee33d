"""The inspector's pages Weights and Gradients: a number for every weight, in the shape of the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from core.snapshot.place import BIAS, Place
from gui.heat_grid.geometry import Cell
from gui.heat_grid.unit_bars import ColorKey, UnitBars, ValueLines
from gui.inspector.pages.change_strip import ChangeStrip, largest_of
from gui.inspector.pages.page import InspectorPage, View
from gui.inspector.pages.weights_over_time import WeightsOverTime
from gui.look import icons, number_text, theme
from gui.widgets.panel import Note
from gui.widgets.source_line import ReadOut, SourceLine

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, LayerSnapshot, Snapshot
    from core.snapshot.weight_history import WeightHistory


class MatrixPage(InspectorPage):
    """A matrix in the shape of the kernel with its bias strip, colour key, read-out and source line."""

    symbol = "{}"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.add_label("strong")
        self.note = Note("frozen")
        self.column.addWidget(self.note)
        self.caption = self.add_label("small")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.grid = self.add_grid()
        self.grid.cell_clicked.connect(self._on_cell_clicked)
        self.grid.cell_hovered.connect(self._on_cell_hovered)
        self.key = ColorKey()
        self.readout = ReadOut()
        self.source = SourceLine()
        self.copy_button = QPushButton()
        self.copy_button.setProperty("look", "link")
        self.copy_button.clicked.connect(self.grid.copy_values)
        for widget in (self.key, self.readout, self.source):
            self.column.addWidget(widget)

    def subjects(self) -> list[tuple[str, QWidget]]:
        return [(self.grid.accessibleName(), self.grid)]

    def add_end(self) -> None:
        """Add what stands below everything else."""
        self.column.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignRight)
        self.column.addStretch()

    def arrays(self, layer: LayerSnapshot) -> tuple[Array, Array]:
        """Return the matrix and the strip."""
        raise NotImplementedError

    def show_matrix(self, view: View, layer: LayerSnapshot, limit: float) -> None:
        """Show a layer's matrix, its bias strip, the colour key and the source line."""
        place = view.place
        self.caption.setText(
            self.tr("row: from {source}   column: to {layer}").format(source=view.source, layer=layer.name)
        )
        self.grid.set_values(*self.arrays(layer), limit=limit)
        self.grid.set_marks(column=place.unit, cell=_cell_of(place))
        self.key.set_limit(limit)
        self._read_out()

    def set_hovered(self, place: Place | None) -> None:
        layer = self.view.layer if self.view is not None else None
        here = place is not None and layer is not None and place.layer == layer.name
        self.grid.set_hovered(_cell_of(place) if here else None)
        self._read_out()

    def _read_out(self) -> None:
        """Show the exact number under the pointer, or else the selected one."""
        for cell in (self.grid.hovered, self.grid.marks[1]):
            value = self.grid.value(cell) if cell is not None else None
            if cell is not None and value is not None:
                row, column = cell
                name = self.symbol.format("bias" if row == BIAS else "kernel")
                index = f"[{column}]" if row == BIAS else f"[{row}, {column}]"
                self.readout.set_text(f"{name}{index} = {number_text.exact(value)}")
                return
        self.readout.set_text("")

    def _on_cell_clicked(self, row: int, column: int) -> None:
        if self.view is not None:
            self.place_clicked.emit(Place(self.view.place.layer, unit=column, row=row))

    def _on_cell_hovered(self, cell: Cell | None) -> None:
        self._read_out()
        if self.view is not None:
            place = Place(self.view.place.layer, unit=cell[1], row=cell[0]) if cell is not None else None
            self.place_hovered.emit(place)

    def retranslate(self) -> None:
        self.copy_button.setText(self.tr("Copy values"))
        self.copy_button.setToolTip(self.tr("Copy all numbers with every digit, as Python"))
        super().retranslate()

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        self.title.setFont(now.font("body", mono=True, bold=True))  # the other font's ∂ is full-width
        self.copy_button.setIconSize(QSize(now.px(16), now.px(16)))
        self.copy_button.setIcon(icons.icon("copy-bold", now.color("accent")))


class WeightsPage(MatrixPage):
    """Kernel and bias, and below them the weights of the selected unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weights")
        self._shown: tuple[Array, Array]
        self._history: WeightHistory | None = None
        self.changes = ChangeStrip()
        self.changes.chosen.connect(self._choose_numbers)
        self.which = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.column.insertWidget(0, self.changes, 0, Qt.AlignmentFlag.AlignRight)
        self.column.insertWidget(1, self.which)
        self.title.hide()
        self.note.hide()
        self.bars_title = self.add_label("strong")
        self.bars = UnitBars()
        self.unit_title = self.add_label("strong")
        self.unit_facts = ValueLines(2)
        self.facts = ValueLines(2)
        self.over_time = WeightsOverTime()
        for widget in (self.bars, self.over_time, self.unit_title, self.unit_facts, self.facts):
            self.column.addWidget(widget, int(widget is self.over_time))
        self.add_end()
        self.retranslate()
        self.restyle()

    def subjects(self) -> list[tuple[str, QWidget]]:
        return [*super().subjects(), (self.over_time.title.text(), self.over_time.chart)]

    def absence(self, view: View, layer: LayerSnapshot) -> str:
        return ""

    def arrays(self, layer: LayerSnapshot) -> tuple[Array, Array]:
        return self._shown

    def set_change(self, change: tuple[Snapshot, Snapshot] | None) -> None:
        """Set the snapshots before and after what changed a weight last."""
        if change != self.changes.change:
            self.changes.change = change
            if self.view is not None and self.changes.on:
                self.set_view(self.view)

    def _choose_numbers(self, mode: object) -> None:
        """Show the weights, or by how much they changed."""
        self.changes.choose(mode)
        if self.view is not None:
            self.set_view(self.view)

    def input_text(self, view: View) -> str:
        return self.tr("The input layer has no weights. It hands the samples on to {layer} as they are.").format(
            layer=view.source
        )

    def show_layer(self, view: View, layer: LayerSnapshot) -> None:
        limit = view.limits.weights(view.snapshot)
        changed = self.changes.of(layer, view.snapshot) if self.changes.on else None
        self._shown = changed or (layer.kernel, layer.bias)
        for widget in (self.caption, self.grid, self.key, self.readout, self.copy_button):
            widget.setVisible(changed is not None or not self.changes.on)
        self.source.setVisible(not self.changes.on)  # no variable holds what was before
        self.which.setVisible(self.changes.on)
        self.which.setText(self.changes.words(changed is not None))
        self.grid.setAccessibleName(self.tr("Weights of {layer}").format(layer=layer.name))
        self.grid.set_spoken(
            f"{layer.name} kernel {{row}}, {{column}}, {{value}}", f"{layer.name} bias {{column}}, {{value}}"
        )
        self.show_matrix(view, layer, limit if changed is None else largest_of(*changed))
        self.source.set_expression(f"{view.owner()}.get_weights()")
        unit = view.place.unit
        has_unit = unit is not None and unit < layer.units
        for widget in (self.bars_title, self.bars, self.unit_title, self.unit_facts):
            widget.setVisible(has_unit)
        if has_unit:
            self._show_unit(view, layer, unit, limit)
        shape = f"{tuple(layer.kernel.shape)} {layer.kernel.dtype}"
        ends = (layer.kernel.min(), layer.kernel.max())
        self.facts.set_values(shape, ", ".join(number_text.short(float(end), 4) for end in ends))
        self._show_history(view)

    def set_history(self, history: WeightHistory | None) -> None:
        """Show the weights of the selected place over the steps; None if it has none."""
        self._history = history
        if self.view is not None:
            self._show_history(self.view)

    def _show_history(self, view: View) -> None:
        """Show the history, unless it is still that of another place, or from before new initial weights."""
        history = self._history
        fits = history is not None and (history.place, history.run) == (view.place, view.snapshot.run)
        self.over_time.set_step(view.snapshot.step)
        if (history if fits else None) is not self.over_time.history:
            self.over_time.set_history(history if fits else None)

    def _show_unit(self, view: View, layer: LayerSnapshot, unit: int, limit: float) -> None:
        weights, with_bias = len(layer.kernel), len(layer.bias) > 0
        names = tuple(f"{view.source}[{row}]" for row in range(weights)) + (("bias",) if with_bias else ())
        values = (*layer.kernel[:, unit].tolist(), *layer.bias[unit : unit + 1].tolist())
        row = view.place.row
        self.bars.set_bars(names, values, limit, weights if row == BIAS else row)
        self.bars_title.setText(self._count(weights, with_bias).format(unit=unit, count=weights))
        self.bars.setAccessibleName(self.bars_title.text())
        sample = min(view.sample, len(layer.activation) - 1)
        self.unit_title.setVisible(sample >= 0)
        self.unit_facts.setVisible(sample >= 0)
        if sample >= 0:
            self.unit_title.setText(self.tr("Unit {unit}, sample {sample}").format(unit=unit, sample=sample + 1))
            both = (layer.pre_activation[sample, unit], layer.activation[sample, unit])
            self.unit_facts.set_values(*(number_text.short(float(value), 4) for value in both))

    def _count(self, weights: int, with_bias: bool) -> str:
        if with_bias:
            one, many = self.tr("Unit {unit}: 1 weight + 1 bias"), self.tr("Unit {unit}: {count} weights + 1 bias")
        else:
            one, many = self.tr("Unit {unit}: 1 weight"), self.tr("Unit {unit}: {count} weights")
        return one if weights == 1 else many

    def retranslate(self) -> None:
        self.changes.retranslate()
        self.unit_facts.set_names(self.tr("pre-activation z"), self.tr("activation a"))
        self.facts.set_names(self.tr("shape, dtype"), self.tr("min, max"))
        super().retranslate()


class GradientsPage(MatrixPage):
    """The tape's gradients of kernel and bias, or why there are none."""

    symbol = "∂L/∂{}"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_end()
        self.retranslate()
        self.restyle()

    def absence(self, view: View, layer: LayerSnapshot) -> str:
        if layer.kernel_gradient.size or not layer.trainable:
            return ""
        return self.tr("No gradient yet: no tape was asked for the one of {name}.").format(name=layer.name)

    def arrays(self, layer: LayerSnapshot) -> tuple[Array, Array]:
        return layer.kernel_gradient, layer.bias_gradient

    def input_text(self, view: View) -> str:
        return self.tr("The input layer has no weights, so there is no gradient to take for it.")

    def show_layer(self, view: View, layer: LayerSnapshot) -> None:
        name, has_bias = layer.name, len(layer.bias) > 0
        self.title.setText("∂L/∂kernel, ∂L/∂bias" if has_bias else "∂L/∂kernel")
        weights = "model.trainable_variables" if layer.in_model else f"{name}.trainable_weights"
        self.source.set_expression(f"tape.gradient(loss, {weights})")
        learns = view.snapshot.learns(layer)
        self.note.setVisible(not learns)
        for widget in (self.title, self.caption, self.grid, self.key, self.readout, self.copy_button):
            widget.setVisible(learns)
        if not learns:
            self.note.set_text(self._why_not(view.snapshot, layer))
            return
        self.grid.setAccessibleName(self.tr("Gradients of {layer}").format(layer=name))
        self.grid.set_spoken(
            f"{name} kernel {{row}}, {{column}}, gradient {{value}}", f"{name} bias {{column}}, gradient {{value}}"
        )
        self.show_matrix(view, layer, largest_of(*self.arrays(layer)))

    def _why_not(self, snapshot: Snapshot, layer: LayerSnapshot) -> str:
        """Say why the tape gave no gradient for this layer, and that it still flowed to the layers before it."""
        if layer.trainable:
            return self.tr("The whole model is frozen: the tape was not asked for any gradient.")
        text = self.tr("{name} is frozen: the tape was not asked for its gradient.").format(name=layer.name)
        before = snapshot.layers[: snapshot.layers.index(layer)] if layer in snapshot.layers else ()
        if any(map(snapshot.learns, before)):
            text += " " + self.tr("It still passed the gradient on to the layers before it.")
        return text


def _cell_of(place: Place) -> Cell | None:
    """Return the cell of a weight, or None for a layer or a unit."""
    return (place.row, place.unit) if place.row is not None and place.unit is not None else None
