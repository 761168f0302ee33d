"""The terms of a weight's gradient and of its next value, with the real numbers.

The update rules are in `core.design.optimizers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.design.optimizers import Optimizer
from core.design.optimizers import optimizer as optimizer_of
from core.explain.gradient_check import BIAS
from core.explain.rounding import ULP, doubt_of_deltas
from core.explain.terms import TOLERANCE, Result, Sum, Term, exact_sum, product, total
from core.snapshot.preview import Preview
from core.snapshot.snapshot import LayerSnapshot, Snapshot

Rows = np.ndarray[Any, np.dtype[np.int_]]


@dataclass(frozen=True)
class Weight:
    """A weight of a layer: the kernel's at [row, unit] or, with row `BIAS`, the bias's at [unit]."""

    layer: str
    row: int
    unit: int

    def of(self, kernel: np.ndarray, bias: np.ndarray) -> float:
        """Return its number in a kernel-shaped and a bias-shaped array."""
        return float(bias[self.unit] if self.row == BIAS else kernel[self.row, self.unit])

    def inside(self, values: np.ndarray) -> float:
        """Return its number in an array of the shape of its own variable."""
        return float(values[self.unit] if self.row == BIAS else values[self.row, self.unit])

    def path(self, layer: LayerSnapshot) -> str:
        """Return the path of its variable, e.g. "hidden_1/kernel"."""
        return layer.variables[1 if self.row == BIAS else 0]


@dataclass(frozen=True)
class Update:
    """What the next step does to a weight.

    Attributes:
        optimizer: as `Snapshot.optimizer`.
        learns: False if the layer is frozen: then there is no update, and everything below is 0, empty or w itself.
        weight, gradient, learning_rate: w, g of the step, and lr.
        slots: the optimizer's next slot values, by Keras's name: each the sum of a share of the old and of the new.
        time: t, the number of the update, counted from 1.
        coefficients: the values of the optimizer's coefficients.
        new: w plus the change; None while the optimizer's slots are not known.
    """

    optimizer: str
    learns: bool
    weight: float
    gradient: float
    learning_rate: float
    slots: Mapping[str, Sum]
    time: int
    coefficients: tuple[float, ...]
    new: Sum | None


def gradient(snapshot: Snapshot, weight: Weight, most: int | None = None) -> Sum:
    """Compute dL/dw, the sum over the samples of the input times dL/dz; a bias has the input 1.

    Args:
        snapshot: the moment.
        weight: which.
        most: the number of terms to show, see `core.explain.terms.shortened`; None for all.
    """
    layer = _layer(snapshot, weight)
    keras = weight.of(layer.kernel_gradient, layer.bias_gradient)
    return _chain(snapshot, weight, np.arange(snapshot.batch.samples), 1.0, keras, most)


def step_gradient(snapshot: Snapshot, weight: Weight, rows: tuple[int, ...], most: int | None = None) -> Sum:
    """Compute the same gradient for a step that learns from some of the samples only.

    Its loss is the mean over n of N samples, so every dL/dz counts N/n times as much.
    """
    share = snapshot.batch.samples / len(rows)
    return _chain(snapshot, weight, np.array(rows, dtype=int), share, None, most)


def _chain(snapshot: Snapshot, weight: Weight, rows: Rows, share: float, keras: float | None, most: int | None) -> Sum:
    """Compute the sum over some samples, making only the terms that are shown: there may be thousands."""
    deltas = _layer(snapshot, weight).pre_activation_gradient[rows, weight.unit].astype(float) * share
    inputs = _inputs(snapshot, weight)[rows]
    with np.errstate(invalid="ignore"):  # infinity times 0, where the loss has left the scale
        values = inputs * deltas
    kept = np.arange(len(rows))
    rest: list[Term] = []
    if most is not None and len(rows) > most:
        by_size = np.argsort(-np.abs(values), kind="stable")
        kept, left = np.sort(by_size[: most - 1]), by_size[most - 1 :]
        rest = [Term(None, (), exact_sum(values[left].tolist()), len(left))]
    terms = [product(int(rows[i]), float(inputs[i]), float(deltas[i])) for i in kept]
    result = Result(exact_sum(values.tolist()), keras, exact_sum(np.abs(values).tolist()))
    return Sum((*terms, *rest), result)


def update(snapshot: Snapshot, preview: Preview | None, weight: Weight) -> Update:
    """Compute what the next step does to a weight, and compare it with Keras.

    The step makes its own forward and backward pass, which float32 rounds in another order than those of the snapshot.
    So each result may differ by as much as such a difference in the gradient would change it.

    Args:
        snapshot: the moment before the step.
        preview: the step; None if it is not known yet, then there is nothing to compare with.
        weight: which.
    """
    layer = _layer(snapshot, weight)
    w, path = weight.of(layer.kernel, layer.bias), weight.path(layer)
    after = weight.inside(preview.weights[path]) if preview is not None and path in preview.weights else None
    kind, lr = optimizer_of(snapshot.optimizer), snapshot.learning_rate
    if not snapshot.learns(layer):
        kept = total([product(None, w)], after)
        return Update(kind.key, False, w, 0.0, lr, {}, 0, (), kept)
    rows = preview.rows if preview is not None else None
    found = gradient(snapshot, weight, 1) if rows is None else step_gradient(snapshot, weight, rows, 1)
    g = found.result.value if found.result.keras is None else found.result.keras
    old = _old_slots(kind, preview, path, weight)
    if old is None:
        return Update(kind.key, True, w, g, lr, {}, 0, (), None)
    time = (preview.iterations if preview is not None else 0) + 1
    blur = _doubt(snapshot, weight, found.result, rows) if preview is not None else 0.0
    step, *others = (kind.rule(w, g + by, lr, time, old) for by in (0.0, blur, -blur))
    slots = {}
    for name, parts in step.slots.items():
        slack = max(abs(other.slot(name) - step.slot(name)) for other in others)
        keras = weight.inside(preview.slots[path][name][1]) if preview is not None else None
        slots[name] = total([product(None, *part) for part in parts], keras, slack)
    changes = [product(None, *change) for change in step.changes]
    slack = max(abs(other.change - step.change) for other in others)
    slack += sum(abs(change.value) for change in changes) * kind.doubt(time) * ULP
    new = total([product(None, w), *changes], after, slack)
    coefficients = tuple(each.at(lr, time) for each in kind.coefficients)
    return Update(kind.key, True, w, g, lr, slots, time, coefficients, new)


def _doubt(snapshot: Snapshot, weight: Weight, found: Result, rows: tuple[int, ...] | None) -> float:
    """Return how far the gradient of the step and this one may differ by rounding."""
    chosen = np.arange(snapshot.batch.samples) if rows is None else np.array(rows, dtype=int)
    doubts = doubt_of_deltas(snapshot, weight.layer)[chosen, weight.unit]
    share = snapshot.batch.samples / len(chosen)
    inputs = np.nan_to_num(np.abs(_inputs(snapshot, weight)[chosen]))
    return TOLERANCE * found.scale + share * float(inputs @ doubts)


def _old_slots(kind: Optimizer, preview: Preview | None, path: str, weight: Weight) -> dict[str, float] | None:
    """Return the optimizer's slots of a weight before the step, or None if they are not known."""
    known = preview.slots.get(path, {}) if preview is not None else {}
    if any(slot.name not in known for slot in kind.slots):
        return None
    return {slot.name: weight.inside(known[slot.name][0]) for slot in kind.slots}


def _inputs(snapshot: Snapshot, weight: Weight) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return what the weight is multiplied with, for every sample."""
    if weight.row == BIAS:
        return np.ones(snapshot.batch.samples)
    return snapshot.inputs_of(weight.layer)[:, weight.row].astype(np.float64)


def _layer(snapshot: Snapshot, weight: Weight) -> LayerSnapshot:
    layer = snapshot.layer(weight.layer)
    if layer is None:
        raise ValueError(f"Expected one of {[layer.name for layer in snapshot.layers]}, received {weight.layer!r}.")
    return layer
