"""The terms of a unit's numbers: z, the activation, and delta = dL/dz.

Everything is recomputed in float64 from the numbers of a snapshot, and compared with Keras's and the tape's numbers.
(The gradient of a weight and its update are in `core.explain.weight_update`.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.design.losses import CLIP
from core.design.losses import loss as loss_of
from core.explain import reference_activations
from core.explain.rounding import ULP
from core.explain.terms import Result, Sum, product, total
from core.snapshot.snapshot import LayerSnapshot, Snapshot


@dataclass(frozen=True)
class Activation:
    """a = activation(z), and the slope there.

    Attributes:
        name: Keras's name of the function.
        z: the pre-activation.
        result: a. If the formula is not known here, this is Keras's number, with nothing to compare it with.
        slope: da/dz, or None if the formula is not known here.
        exponentials: of a softmax, exp(z[j] - max z) of every unit j; a is this unit's share of their sum.
    """

    name: str
    z: float
    result: Result
    slope: float | None
    exponentials: tuple[float, ...] = ()


@dataclass(frozen=True)
class LossSlope:
    """dL/dY of one sample, straight from the loss, which is a mean, hence the 1/N.

    Attributes:
        kind: the loss, as `Snapshot.loss_kind`.
        prediction, target: Y and Y_true of the sample.
        samples, outputs: the loss is the mean over so many numbers: those of all samples and, unless they are the
            probabilities of classes, of all outputs.
        at_z: True if Keras computes the loss directly from z, as for binary crossentropy after a sigmoid. Then `value`
            is dL/dz already.
        value: dL/dY, or dL/dz.
    """

    kind: str
    prediction: float
    target: float
    samples: int
    outputs: int
    at_z: bool
    value: float


@dataclass(frozen=True)
class Delta:
    """dL/dz of a unit for a sample: dL/dY times the activation's slope.

    Attributes:
        activation_gradient: dL/dY as a sum over the units of the next layer, None in the last layer.
        loss_slope: dL/dY from the loss, None in all layers but the last.
        upstream: dL/dY, compared with the tape's; None where Keras goes directly from the loss to z.
        slope: the activation's slope at z, or None if it is not known here or not needed.
        result: dL/dz. If the slope is not known, this is the tape's number, with nothing to compare it with.
    """

    activation_gradient: Sum | None
    loss_slope: LossSlope | None
    upstream: Result | None
    slope: float | None
    result: Result


def pre_activation(snapshot: Snapshot, name: str, unit: int, sample: int) -> Sum:
    """Compute z, the sum of input times weight plus the bias."""
    layer = _layer(snapshot, name)
    inputs, weights = snapshot.inputs_of(name)[sample].tolist(), layer.kernel[:, unit].tolist()
    terms = [product(row, x, weight) for row, (x, weight) in enumerate(zip(inputs, weights, strict=True))]
    if len(layer.bias):
        terms.append(product(None, float(layer.bias[unit])))
    return total(terms, float(layer.pre_activation[sample, unit]))


def activation(snapshot: Snapshot, name: str, unit: int, sample: int) -> Activation:
    """Compute a = activation(z) from Keras's z."""
    layer = _layer(snapshot, name)
    z, keras = float(layer.pre_activation[sample, unit]), float(layer.activation[sample, unit])
    if layer.activation_name == "softmax":
        every = layer.pre_activation[sample].astype(float)
        exponentials = np.exp(every - every.max())
        shares = exponentials / exponentials.sum()
        # exp carries the rounding of z, which grows with z
        slack = float(shares[unit]) * (abs(every).max() + 1) * 4 * ULP
        return Activation("softmax", z, Result(float(shares[unit]), keras, slack=slack), None, tuple(exponentials))
    value, slope = (
        reference_activations.value(layer.activation_name, z),
        reference_activations.slope(layer.activation_name, z),
    )
    slack = reference_activations.rounding(layer.activation_name)
    result = Result(value, keras, slack=slack) if value is not None else Result(keras, None)
    return Activation(layer.activation_name, z, result, slope)


def delta(snapshot: Snapshot, name: str, unit: int, sample: int) -> Delta:
    """Compute dL/dz from the next layer's delta or, in the last layer, from the loss."""
    layer = _layer(snapshot, name)
    position = snapshot.layers.index(layer)
    tape_Y, tape_z = (
        float(array[sample, unit]) for array in (layer.activation_gradient, layer.pre_activation_gradient)
    )
    loss_slope = passed_on = None
    if position + 1 < len(snapshot.layers):
        following = snapshot.layers[position + 1]
        deltas, weights = following.pre_activation_gradient[sample].tolist(), following.kernel[unit].tolist()
        passed_on = total([product(j, d, w) for j, (d, w) in enumerate(zip(deltas, weights, strict=True))], tape_Y)
        upstream = passed_on.result
    else:
        loss_slope = slope_of_loss(snapshot, layer, unit, sample)
        upstream = Result(loss_slope.value, tape_Y, abs(loss_slope.value))
        if loss_slope.at_z:
            share = (abs(loss_slope.prediction) + abs(loss_slope.target)) / (loss_slope.samples * loss_slope.outputs)
            return Delta(None, loss_slope, None, None, Result(loss_slope.value, tape_z, share))
    slope = reference_activations.slope(layer.activation_name, float(layer.pre_activation[sample, unit]))
    if slope is None:
        return Delta(passed_on, loss_slope, upstream, None, Result(tape_z, None))
    slack = reference_activations.rounding(layer.activation_name) * abs(upstream.value)
    result = Result(slope * upstream.value, tape_z, _size(slope) * upstream.scale, slack)
    return Delta(passed_on, loss_slope, upstream, slope, result)


def slope_of_loss(snapshot: Snapshot, layer: LayerSnapshot, unit: int, sample: int) -> LossSlope:
    """Compute dL/dY of the last layer, for L the mean over all samples (as in `keras.losses`).

    Raises:
        Problem: the slope of this loss is not known.
    """
    y, target = float(layer.activation[sample, unit]), float(snapshot.batch.wanted[sample, unit])
    kind, samples = loss_of(snapshot.loss_kind), snapshot.batch.samples
    merged = kind.merged_with(layer.activation_name)
    if kind.classes and layer.activation_name == "sigmoid":  # Keras goes past it, too: to the softmax of z
        merged, z = kind.merged, layer.pre_activation[sample].astype(float)
        y = float(np.exp(z[unit] - z.max()) / np.exp(z - z.max()).sum())
    slope = kind.slope if merged is None else merged.slope
    value = slope(y, target)
    if kind.classes and merged is None:  # Keras clips what need not be probabilities, and divides by their sum
        clipped = np.clip(layer.activation[sample].astype(float), CLIP, 1 - CLIP)
        value = 1 / float(clipped.sum()) - target / float(clipped[unit]) if CLIP < y < 1 - CLIP else 0.0
    outputs = 1 if kind.classes else snapshot.batch.outputs
    return LossSlope(kind.key, y, target, samples, outputs, merged is not None, value / (samples * outputs))


def part_of_loss(snapshot: Snapshot, sample: int) -> float:
    """Compute -ln p of a sample's true class after a softmax, from z as Keras does: L is the mean of these."""
    z, true = snapshot.layers[-1].pre_activation[sample].astype(float), int(snapshot.batch.labels[sample, 0])
    return float(np.log(np.exp(z - z.max()).sum()) + z.max() - z[true])


def _layer(snapshot: Snapshot, name: str) -> LayerSnapshot:
    layer = snapshot.layer(name)
    if layer is None:
        raise ValueError(f"Expected one of {[layer.name for layer in snapshot.layers]}, received {name!r}.")
    return layer


def _size(slope: float) -> float:
    """Return the scale of a slope: at least 1, because even a small slope was computed from numbers around 1."""
    return max(abs(slope), 1.0) if slope not in (0.0, 1.0) else slope
