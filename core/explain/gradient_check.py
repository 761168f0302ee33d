"""The numeric gradient check: two real forward passes show whether the tape's gradient is the slope of the loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.intents.questions import Question
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network

BIAS = -1
"""The row of a weight that is the unit's bias."""

ON_OFF = ("relu", "leaky_relu")
"""Activations with a corner at z = 0; a unit is on, i.e. its activation is above 0, on one side of it."""

SMALLEST_EPS, LARGEST_EPS = 1e-6, 1e-1
START_EPS = 1e-3

CURVE_POINTS, CURVE_WIDTH = 25, 1.0
"""The curve of the loss: how many weights are tried, and how far the outermost ones are from the present one."""


@dataclass(frozen=True)
class Kink:
    """A ReLU that is on at one of the two weights tried and off at the other.

    Attributes:
        layer: of the unit.
        unit, sample: 0-based.
    """

    layer: str
    unit: int
    sample: int


@dataclass(frozen=True)
class Checked:
    """The result of a check. The losses and weights are float32 numbers, exactly as Keras held them.

    Attributes:
        step: the step at which it was made.
        weight: w.
        above, below: w + eps and w - eps as float32 holds them; the difference quotient uses these.
        loss_above, loss_below: the loss with them.
        tape: the tape's dL/dw.
        kinks: the ReLUs that switched, up to `MOST_KINKS`.
        kink_count: how many there were.
        loss_ulp: the distance from the loss to the next float32, the smallest visible change.
        loss: the loss with the weight as it is.
        curve: pairs of a weight around the present one and the loss with it, in order.
    """

    step: int
    weight: float
    above: float
    below: float
    loss_above: float
    loss_below: float
    tape: float
    kinks: tuple[Kink, ...]
    kink_count: int
    loss_ulp: float
    loss: float = math.nan
    curve: tuple[tuple[float, float], ...] = ()

    @property
    def quotient(self) -> float | None:
        """The central difference quotient; None if eps is so small that the weight does not change in float32."""
        width = self.above - self.below
        return (self.loss_above - self.loss_below) / width if width > 0 else None

    @property
    def relative_error(self) -> float | None:
        """|a - b| / max(|a|, |b|), 0 if both are 0; None where there is no finite quotient."""
        quotient = self.quotient
        if quotient is None or not math.isfinite(quotient) or not math.isfinite(self.tape):
            return None
        largest = max(abs(quotient), abs(self.tape))
        return abs(quotient - self.tape) / largest if largest else 0.0

    @property
    def rounding(self) -> float:
        """How far the quotient may be off because both losses are rounded to float32; infinite if w does not move."""
        width = self.above - self.below
        return self.loss_ulp / width if width > 0 else math.inf


MOST_KINKS = 3


@dataclass(frozen=True)
class GradientCheck(Question):
    """Is the gradient of one weight the slope of the loss? The answer is a `Checked`.

    Args:
        layer: its name.
        row: row of the kernel, or `BIAS`.
        unit: column of the kernel, or index in the bias.
        eps: how far the weight is moved in each direction.
    """

    needs_step = True
    layer: str
    row: int
    unit: int
    eps: float

    def answer(self, network: Network) -> Checked:
        """Move the real weight, compute the real loss, and put the very same bits back.

        Raises:
            Problem: there is no such weight, or no data.
        """
        import numpy as np
        import tensorflow as tf

        variable, index = self._variable(network)
        if network.batch is None:
            raise Problem("data.missing")
        X, Y_true = tf.constant(network.batch.X), tf.constant(network.batch.Y_true)
        kept = np.array(variable.numpy())  # a copy: it may be the variable's own memory
        weight = np.float32(kept[index])
        with tf.GradientTape() as tape:
            tape.watch(variable.value)  # a frozen layer's too: it can be asked, only the descent does not
            loss = network.training.loss_fn(Y_true, network.model(X))
        slope = tape.gradient(loss, variable.value).numpy()[index]
        found, patterns = [], [_switches(network.chain(), X)]

        def loss_with(moved: Any) -> tuple[float, float]:
            values = kept.copy()
            values[index] = moved
            variable.assign(values)
            return float(moved), float(network.training.loss_fn(Y_true, network.model(X)))

        try:
            for moved in (weight + np.float32(self.eps), weight - np.float32(self.eps)):
                found.append(loss_with(moved))
                patterns.append(_switches(network.chain(), X))
            around = weight + np.linspace(-CURVE_WIDTH, CURVE_WIDTH, CURVE_POINTS, dtype=np.float32)
            curve = tuple(map(loss_with, around))
        finally:
            variable.assign(kept)
        kinks = _kinks(patterns)
        (above, loss_above), (below, loss_below) = found
        ulp = float(np.spacing(np.float32(abs(float(loss)))))
        return Checked(
            network.step, float(weight), above, below, loss_above, loss_below, float(slope),
            tuple(kinks[:MOST_KINKS]), len(kinks), ulp, float(loss), curve,
        )  # fmt: skip

    def _variable(self, network: Network) -> tuple[Any, tuple[int, ...]]:
        """Return the real variable, and the index of the weight in it."""
        model = network.model.layers if network.model is not None else ()
        layers = {layer.name: layer for layer in model if hasattr(layer, "kernel")}
        layer = layers.get(self.layer)
        if layer is None:
            raise Problem("layer.unknown", received=self.layer, names=", ".join(layers))
        variable = layer.bias if self.row == BIAS else layer.kernel
        index = (self.unit,) if self.row == BIAS else (self.row, self.unit)
        if variable is None or any(not 0 <= i < size for i, size in zip(index, variable.shape, strict=True)):
            raise Problem("layer.unknown", received=f"{self.layer}[{self.row}, {self.unit}]", names=", ".join(layers))
        return variable, index


def _switches(layers: list[Any], X: Any) -> dict[str, Any]:
    """Return for every layer of ReLUs which units are on, (samples, units)."""
    import keras

    on, x = {}, X
    for layer in layers:
        x = layer(x)
        if hasattr(layer, "activation") and keras.activations.serialize(layer.activation) in ON_OFF:
            on[layer.name] = x.numpy() > 0
    return on


def _kinks(patterns: list[dict[str, Any]]) -> list[Kink]:
    """Return the units that are on in one pattern and off in another."""
    import numpy as np

    found = []
    for name, first in patterns[0].items():
        switched = np.logical_or.reduce([pattern[name] != first for pattern in patterns[1:]])
        found += [Kink(name, int(unit), int(sample)) for sample, unit in np.argwhere(switched)]
    return found
