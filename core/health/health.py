"""The health of a network: norms, updates and dead units of every layer at one moment, and what is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.snapshot.preview import Preview
from core.snapshot.snapshot import LayerSnapshot, Snapshot

VANISHING = 0.01
"""A layer whose gradient is at least a hundred times smaller than the last layer's hardly learns from the loss.

Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), section 4.2: a
signal that keeps its size on the way back lets every layer learn; He et al., "Delving Deep into Rectifiers" (2015),
section 2.2, say the same of ReLU. Both want a factor near 1 and name no limit. In this program's networks of four
layers that learn well the factor was measured to stay above 0.05.
"""

EXPLODING = 10.0
"""A gradient this many times its average so far explodes.

Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural networks" (2013), section 3.2: thresholds
from half to ten times the average norm over many updates still led to convergence.
"""

HEALTHY_RATIO = 1e-3
"""What a step should change, relative to the weights: "should be somewhere around 1e-3" (Karpathy, Stanford CS231n,
"Neural Networks Part 3", ratio of weights to updates)."""

LARGE_RATIO, SMALL_RATIO = 100 * HEALTHY_RATIO, HEALTHY_RATIO / 100
"""Two powers of ten around the rule: small networks on small batches learn well at ten times 1e-3, and Adam's first
steps change a layer by about ten per cent."""

FLAT = 1e-5
"""Where no layer's gradient is larger than this, float32 has little left to learn from: its own error is about 1e-7."""

ERROR, WARNING, NOTE, GOOD = "error", "warning", "note", "good"
SEVERITIES = (ERROR, WARNING, NOTE, GOOD)


@dataclass(frozen=True)
class LayerHealth:
    """One layer's health at one moment.

    Attributes:
        name: the layer's name.
        gradient_norm: the L2 norm of its kernel's and its bias's gradient together.
        weight_norm: the L2 norm of its kernel and its bias together.
        ratio: the norm of the next step's change over `weight_norm`. None if not known.
        dead: its ReLU units that are 0 for every sample of the batch.
        units: how many units it has.
        relu: whether its units can be dead at all.
        learns: whether the next step changes it; False for a frozen layer.
        finite: whether its weights, their gradients and the optimizer's slots for them are.
    """

    name: str
    gradient_norm: float
    weight_norm: float
    ratio: float | None
    dead: tuple[int, ...]
    units: int
    relu: bool
    learns: bool
    finite: bool = True


@dataclass(frozen=True)
class Finding:
    """A problem that was found, or the finding that there is none.

    Attributes:
        kind: "not_finite", "dead_layer", "dead", "exploding", "vanishing", "large_update", "small_update", "flat",
            "frozen" or "healthy".
        severity: one of `SEVERITIES`.
        layer: the layer it is about; empty if it is about several or all.
        number: what was measured: a norm, a ratio (for "healthy" the largest, NaN if not all are known), or the number
            of dead units.
        reference: what it is compared with: the last layer's norm, the average so far, or the number of units.
        dead: the layers with dead units, and these units.
    """

    kind: str
    severity: str
    layer: str = ""
    number: float = 0.0
    reference: float = 0.0
    dead: tuple[tuple[str, tuple[int, ...]], ...] = ()


def norm(*arrays: Any) -> float:
    """Compute the L2 norm of all numbers of some arrays together, in float64, so that it cannot overflow before they
    do.
    """
    flat = [np.asarray(array, np.float64).ravel() for array in arrays]
    return math.sqrt(sum(float(part @ part) for part in flat))


def update_ratios(snapshot: Snapshot, preview: Preview) -> dict[str, float]:
    """Compute ||w' - w|| / ||w|| for each layer, w' being the weights after the next step of any optimizer.

    A layer is left out if the preview does not contain it, or if all its weights are 0. A step to weights that are not
    finite gives infinity.
    """
    ratios: dict[str, float] = {}
    for layer in snapshot.layers:
        before = _weights(layer)
        after = [preview.weights[path] for path in layer.variables if path in preview.weights]
        size = norm(*before)
        if [new.shape for new in after] == [old.shape for old in before] and size > 0 and math.isfinite(size):
            change = norm(*(np.subtract(new, old, dtype=np.float64) for new, old in zip(after, before, strict=True)))
            ratios[layer.name] = change / size if math.isfinite(change) else math.inf
    return ratios


def layers_of(snapshot: Snapshot, ratios: Mapping[str, float]) -> tuple[LayerHealth, ...]:
    """Compute the health of every layer; `ratios` as `update_ratios` gives them."""
    return tuple(
        LayerHealth(
            name=layer.name,
            gradient_norm=norm(layer.kernel_gradient, layer.bias_gradient),
            weight_norm=norm(layer.kernel, layer.bias),
            ratio=ratios.get(layer.name),
            dead=layer.dead_units,
            units=layer.units,
            relu=layer.activation_name == "relu",
            learns=snapshot.learns(layer),
            finite=snapshot.is_finite(layer),
        )
        for layer in snapshot.layers
    )


def findings(layers: Sequence[LayerHealth], averages: Mapping[str, float]) -> tuple[Finding, ...]:
    """Find what is wrong, the worst first; if nothing is, return the one finding "healthy".

    Args:
        averages: each layer's average gradient norm over the steps before; a layer without one cannot explode.
    """
    broken = next((layer for layer in layers if not layer.finite), None)
    if broken is not None:
        return (Finding("not_finite", ERROR, broken.name),)
    blocking = [layer for layer in layers if 0 < layer.units == len(layer.dead)]
    found = [_dead("dead_layer", ERROR, [layer]) for layer in blocking]
    if any(layer.dead for layer in layers if layer not in blocking):
        found.append(_dead("dead", WARNING, [layer for layer in layers if layer.relu and layer not in blocking]))
    found += [_exploding(layer, averages[layer.name]) for layer in layers if _explodes(layer, averages)]
    if all(layer.gradient_norm < FLAT for layer in layers):
        found.append(Finding("flat", NOTE, number=max(layer.gradient_norm for layer in layers), reference=FLAT))
    else:
        found += [] if blocking else _vanishing(layers)
        found += _small_updates(layers)
    found += _large_updates(layers)
    if not any(layer.learns for layer in layers):
        found.append(Finding("frozen", NOTE))
    return tuple(sorted(found, key=_severity)) or (_healthy(layers),)


def same_moment(one: Snapshot, other: Snapshot) -> bool:
    """Return whether the next step would do the same in both, as far as snapshots tell."""
    if one is other:
        return True
    if _settings(one) != _settings(other) or one.batch is not other.batch or len(one.layers) != len(other.layers):
        return False
    pairs = zip(one.layers, other.layers, strict=True)
    return all(
        mine.name == theirs.name
        and mine.trainable == theirs.trainable
        and all(np.array_equal(a, b, equal_nan=True) for a, b in zip(_weights(mine), _weights(theirs)))
        for mine, theirs in pairs
    )


def _weights(layer: LayerSnapshot) -> list[Any]:
    """Return the arrays of a layer's variables, in Keras's order."""
    return [layer.kernel, layer.bias][: len(layer.variables)]


def _settings(snapshot: Snapshot) -> tuple[object, ...]:
    s = snapshot
    return s.run, s.step, s.learning_rate, s.optimizer, s.loss_kind, s.batch_size, s.model_trainable


def _severity(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _dead(kind: str, severity: str, layers: Sequence[LayerHealth]) -> Finding:
    """Report dead units: ReLU gives 0, and a slope of 0, for every sample, so these give their weights no gradient.

    Maas, Hannun & Ng, "Rectifier nonlinearities improve neural network acoustic models" (2013), section 2.
    """
    dead = tuple((layer.name, layer.dead) for layer in layers if layer.dead)
    number, every = sum(len(units) for _, units in dead), sum(layer.units for layer in layers)
    return Finding(kind, severity, dead[0][0] if len(dead) == 1 else "", number, every, dead)


def _explodes(layer: LayerHealth, averages: Mapping[str, float]) -> bool:
    average = averages.get(layer.name, math.nan)
    return average > 0 and layer.gradient_norm > max(EXPLODING * average, FLAT)


def _exploding(layer: LayerHealth, average: float) -> Finding:
    return Finding("exploding", WARNING, layer.name, layer.gradient_norm, average)


def _vanishing(layers: Sequence[LayerHealth]) -> list[Finding]:
    """Report the layer before the last with the smallest gradient, if that is too small."""
    last = layers[-1].gradient_norm
    if len(layers) < 2 or last < FLAT:
        return []
    least = min(layers[:-1], key=_gradient_norm)
    if least.gradient_norm >= VANISHING * last:
        return []
    return [Finding("vanishing", WARNING, least.name, least.gradient_norm, last)]


def _large_updates(layers: Sequence[LayerHealth]) -> list[Finding]:
    """Report the layer that the next step changes most, if that is too much."""
    most = max(_known_ratios(layers), key=_ratio, default=None)
    if most is None or _ratio(most) <= LARGE_RATIO:
        return []
    return [Finding("large_update", WARNING, most.name, _ratio(most), HEALTHY_RATIO)]


def _small_updates(layers: Sequence[LayerHealth]) -> list[Finding]:
    """Report the layer that the next step changes most, if even that is too little."""
    most = max(_known_ratios(layers), key=_ratio, default=None)
    if most is None or _ratio(most) >= SMALL_RATIO:
        return []
    return [Finding("small_update", NOTE, most.name, _ratio(most), HEALTHY_RATIO)]


def _healthy(layers: Sequence[LayerHealth]) -> Finding:
    learning, known = [layer for layer in layers if layer.learns], _known_ratios(layers)
    largest = max(map(_ratio, known)) if len(known) == len(learning) else math.nan
    return Finding("healthy", GOOD, number=largest, reference=HEALTHY_RATIO)


def _known_ratios(layers: Sequence[LayerHealth]) -> list[LayerHealth]:
    return [layer for layer in layers if layer.learns and layer.ratio is not None]


def _ratio(layer: LayerHealth) -> float:
    return layer.ratio or 0.0


def _gradient_norm(layer: LayerHealth) -> float:
    return layer.gradient_norm
