"""The texts of slow motion about a part of a step: its formula, one sentence, and the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.design.losses import Merged, loss
from core.design.optimizers import optimizer
from core.explain.step_parts import Moment, Phase, What
from core.snapshot.place import BIAS, Place
from gui.look import number_text

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, LayerSnapshot

D_Y, D_Z, D_W, D_B = (r"\partial L/\partial " + letter for letter in "YzWb")


def tr(text: str) -> str:
    """Translate a text of slow motion into the language in use."""
    return QCoreApplication.translate("SlowMotion", text)


@dataclass(frozen=True)
class Caption:
    """A formula in mathtext, or "" if there is none; a sentence; and numbers, or ""."""

    formula: str
    sentence: str
    numbers: str


def caption(moment: Moment, place: Place, sample: int) -> Caption:
    """Return the caption of the present part.

    Args:
        moment: the present moment of slow motion.
        place: the selection; the numbers are about it if it is in the part's layer, else about the whole layer.
        sample: the sample that the canvas shows.
    """
    formula = _formula(moment)
    return Caption(f"${formula}$" if formula else "", _sentence(moment), _numbers(moment, place, sample))


def _layer(moment: Moment) -> LayerSnapshot:
    layer = moment.snapshot.layer(moment.part.layer)
    assert layer is not None
    return layer


def _after(moment: Moment) -> LayerSnapshot | None:
    """Return the layer after that of the present part."""
    layers = moment.snapshot.layers
    index = [layer.name for layer in layers].index(moment.part.layer)
    return layers[index + 1] if index + 1 < len(layers) else None


def _merged(moment: Moment) -> Merged | None:
    """Return how Keras takes the loss from z, if this is the output layer and its activation is merged with it."""
    last = moment.snapshot.layers[-1]
    return loss(moment.snapshot.loss_kind).merged_with(last.activation_name) if _layer(moment) is last else None


# ---- formulas ---------------------------------------------------------------------------------------------------


def _formula(moment: Moment) -> str:
    what, snapshot = moment.part.what, moment.snapshot
    if what == What.LOSS:
        return loss(snapshot.loss_kind).formula
    if what in (What.THROUGH, What.STOP):
        return ""
    layer = _layer(moment)
    inputs = "X" if layer is snapshot.layers[0] else r"Y_{l-1}"
    if what == What.Y:
        inside = rf"{inputs}\,W + b" if len(layer.bias) else rf"{inputs}\,W"
        name = layer.activation_name
        return f"Y = {inside}" if name == "linear" else rf"Y = \mathrm{{{_roman(name)}}}({inside})"
    if what == What.DY:
        if _after(moment) is None:
            return rf"{D_Y} = {loss(snapshot.loss_kind).slope_formula}"
        return rf"{D_Y} = {D_Z}_{{l+1}}\;W_{{l+1}}^T"
    if what == What.DZ:
        name = layer.activation_name
        if (merged := _merged(moment)) is not None:
            return rf"{D_Z} = {merged.short_formula}"
        return f"{D_Z} = {D_Y}" if name == "linear" else rf"{D_Z} = {D_Y} \cdot \mathrm{{{_roman(name)}}}'(z)"
    return {
        What.DW: rf"{D_W} = {'X' if inputs == 'X' else 'Y_{l-1}'}^T\;{D_Z}",
        What.DB: rf"{D_B} = \sum_s {D_Z}_s",
        What.UPDATE: optimizer(snapshot.optimizer).matrix_formula,
        What.KEPT: r"W \leftarrow W",
    }[what]


def _roman(name: str) -> str:
    return name.replace("_", r"\_")


# ---- sentences --------------------------------------------------------------------------------------------------


def _sentence(moment: Moment) -> str:
    what, snapshot = moment.part.what, moment.snapshot
    if what == What.LOSS:
        text = tr("The loss compares predictions with targets: one number for the {count} samples of this step.")
        return text.format(count=number_text.count(snapshot.batch.samples))
    layer = _layer(moment)
    if what == What.Y:
        return _forward_sentence(layer)
    if what == What.DY:
        return _back_sentence(moment, layer)
    if what == What.DZ:
        if _merged(moment) is not None:
            text = tr("Keras takes this loss from z, past the {activation}, which is more exact.")
            return text.format(activation=layer.activation_name)
        return _slope_sentence(layer)
    if what == What.STOP:
        text = tr("Nothing is trainable: the tape is asked for no gradient at all.")
        if any(snapshot.learns(each) for each in snapshot.layers):
            text = tr("From {layer} back nothing learns: no gradient is needed there.")
        return text.format(layer=layer.name)
    return {
        What.DW: tr("The gradient of each weight: what came in times the gradient of z, summed over the samples."),
        What.DB: tr("The gradient of each bias: the gradient of z, summed over the samples."),
        What.THROUGH: tr("{layer} is frozen: the tape is not asked for the gradient of its weights. It flows on."),
        What.UPDATE: tr("{optimizer} updates {layer}; the tile shows by how much each weight changes."),
        What.KEPT: tr("{layer} is frozen: its update does not happen."),
    }[what].format(layer=layer.name, optimizer=optimizer(snapshot.optimizer).class_name)


def _forward_sentence(layer: LayerSnapshot) -> str:
    if layer.activation_name == "linear":
        text = tr("{layer} multiplies what it gets by its kernel and adds its bias.")
        bare = tr("{layer} multiplies what it gets by its kernel.")
    else:
        text = tr("{layer} multiplies what it gets by its kernel, adds its bias and applies {activation}.")
        bare = tr("{layer} multiplies what it gets by its kernel and applies {activation}.")
    return (text if len(layer.bias) else bare).format(layer=layer.name, activation=layer.activation_name)


def _back_sentence(moment: Moment, layer: LayerSnapshot) -> str:
    after = _after(moment)
    if after is None:
        return tr("The tape goes back from the loss: how does it change with what {layer} gives?").format(
            layer=layer.name
        )
    if moment.snapshot.learns(after):
        text = tr("{next} hands the gradient back to {layer} through its kernel.")
    else:
        text = tr("{next} is frozen, but the gradient flows through its kernel back to {layer}.")
    return text.format(next=after.name, layer=layer.name)


def _slope_sentence(layer: LayerSnapshot) -> str:
    if layer.activation_name == "relu":
        return tr("ReLU lets the gradient pass only where z > 0.")
    if layer.activation_name == "linear":
        return tr("The activation is linear: the gradient passes as it is.")
    return tr("The gradient is multiplied by the slope of {activation} at z.").format(activation=layer.activation_name)


# ---- numbers ----------------------------------------------------------------------------------------------------


def _numbers(moment: Moment, place: Place, sample: int) -> str:
    part, snapshot = moment.part, moment.snapshot
    if part.what == What.LOSS:
        return f"L = {number_text.loss(snapshot.loss)}"
    if part.what in (What.THROUGH, What.STOP, What.KEPT):
        return ""
    layer, row = _layer(moment), moment.row_of(sample)
    inside = place.layer == layer.name and place.unit is not None and place.unit < layer.units
    unit = place.unit if inside else None
    if part.phase == Phase.UPDATE:
        return _update_numbers(moment, layer, unit, place.row)
    if part.what == What.DW:
        return _kernel_numbers(layer, unit, place.row)
    if part.what == What.DB:
        return _one(layer.bias_gradient, "∂L/∂bias", unit)
    if unit is None:
        arrays = {
            What.Y: ("Y", layer.activation),
            What.DY: ("∂L/∂Y", layer.activation_gradient),
            What.DZ: ("∂L/∂z", layer.pre_activation_gradient),
        }
        name, array = arrays[part.what]
        return f"‖{name}‖ = {_norm(array)}"
    if part.what == What.Y:
        pair = ("z", layer.pre_activation), ("Y", layer.activation)
    elif part.what == What.DY:
        return f"∂L/∂Y[{unit}] = {_number(layer.activation_gradient[row, unit])}"
    else:
        pair = ("∂L/∂Y", layer.activation_gradient), ("∂L/∂z", layer.pre_activation_gradient)
    return " → ".join(f"{name}[{unit}] = {_number(array[row, unit])}" for name, array in pair)


def _kernel_numbers(layer: LayerSnapshot, unit: int | None, row: int | None) -> str:
    if unit is None:
        return f"‖∂L/∂kernel‖ = {_norm(layer.kernel_gradient)}"
    if row is None or row == BIAS:
        return f"‖∂L/∂kernel[:, {unit}]‖ = {_norm(layer.kernel_gradient[:, unit])}"
    return f"∂L/∂kernel[{row}, {unit}] = {_number(layer.kernel_gradient[row, unit])}"


def _update_numbers(moment: Moment, layer: LayerSnapshot, unit: int | None, row: int | None) -> str:
    kernel, bias = moment.new_weights(layer)
    if unit is None:
        return f"‖Δkernel‖ = {_norm(kernel - layer.kernel)}"
    if row is not None and row != BIAS:
        return f"kernel[{row}, {unit}]: {_both(layer.kernel[row, unit], kernel[row, unit])}"
    if not len(bias):
        return f"‖Δkernel[:, {unit}]‖ = {_norm(kernel[:, unit] - layer.kernel[:, unit])}"
    return f"bias[{unit}]: {_both(layer.bias[unit], bias[unit])}"


def _both(before: float, after: float) -> str:
    """Write a number before and after the step, with as many digits as show the difference."""
    for digits in range(4, 9):
        texts = [number_text.short(float(value), digits) for value in (before, after)]
        if texts[0] != texts[1]:
            break
    return " → ".join(texts)


def _one(array: Array, name: str, unit: int | None) -> str:
    return f"‖{name}‖ = {_norm(array)}" if unit is None else f"{name}[{unit}] = {_number(array[unit])}"


def _number(value: float) -> str:
    return number_text.short(float(value), 4) if value else "0"


def _norm(array: Array) -> str:
    import numpy as np  # here, so that the window opens before numpy is imported

    return number_text.short(float(np.linalg.norm(array.astype(np.float64))), 4).removeprefix("+")
