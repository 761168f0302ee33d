"""Where a weight's gradient and its next value come from, with the real numbers.

The update rules are those of `keras.optimizers` (SGD, SGD with momentum, RMSprop, Adam), line by line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.explain.gradient_check import BIAS
from core.explain.rounding import ULP, doubt_of_deltas
from core.explain.terms import TOLERANCE, Result, Sum, Term, exact_sum, product, total
from core.snapshot.preview import Preview
from core.snapshot.snapshot import LayerSnapshot, Snapshot

MOMENTUM = 0.9
"""`momentum` of the SGD with momentum."""

RHO = 0.9
"""`rho` of `keras.optimizers.RMSprop`."""

BETA_1, BETA_2 = 0.9, 0.999
"""`beta_1` and `beta_2` of `keras.optimizers.Adam`."""

EPSILON = 1e-7
"""`epsilon` of RMSprop and Adam."""

SLOTS = {"sgd": (), "momentum": ("momentum",), "rmsprop": ("velocity",), "adam": ("momentum", "velocity")}
"""What each optimizer remembers of a weight, under Keras's names."""


Rows = np.ndarray[Any, np.dtype[np.int_]]


@dataclass(frozen=True)
class Weight:
    """Which weight: of a layer, the kernel's at [row, unit] or, with row `BIAS`, the bias's at [unit]."""

    layer: str
    row: int
    unit: int

    def of(self, kernel: np.ndarray, bias: np.ndarray) -> float:
        """Its number in a kernel-shaped and a bias-shaped array."""
        return float(bias[self.unit] if self.row == BIAS else kernel[self.row, self.unit])

    def inside(self, values: np.ndarray) -> float:
        """Its number in an array of the shape of its own variable."""
        return float(values[self.unit] if self.row == BIAS else values[self.row, self.unit])

    def path(self, layer: LayerSnapshot) -> str:
        """The path of its variable, e.g. "hidden_1/kernel"."""
        return layer.variables[1 if self.row == BIAS else 0]


@dataclass(frozen=True)
class Update:
    """What the next step makes of a weight.

    Attributes:
        optimizer: as `Snapshot.optimizer`.
        learns: False if the layer is frozen: then no update happens, and everything below is 0, empty or w itself.
        weight, gradient, learning_rate: w, g of the step, and lr.
        slots: what the optimizer will remember, by Keras's name: each the sum of a share of the old and of the new.
        time: t, which update it is, counted from 1; only Adam asks.
        rate: the learning rate with Adam's correction of the first steps, else the learning rate.
        new: w plus the change; None while it is not known what the optimizer remembers.
    """

    optimizer: str
    learns: bool
    weight: float
    gradient: float
    learning_rate: float
    slots: Mapping[str, Sum]
    time: int
    rate: float
    new: Sum | None


def gradient(snapshot: Snapshot, weight: Weight, most: int | None = None) -> Sum:
    """dL/dw = sum over the samples of the input times dL/dz; a bias has the input 1.

    Args:
        snapshot: the moment.
        weight: which.
        most: more terms than that are shortened, see `core.explain.terms.shortened`; None for all terms.
    """
    layer = _layer(snapshot, weight)
    keras = weight.of(layer.kernel_gradient, layer.bias_gradient)
    return _chain(snapshot, weight, np.arange(snapshot.batch.samples), 1.0, keras, most)


def step_gradient(snapshot: Snapshot, weight: Weight, rows: tuple[int, ...], most: int | None = None) -> Sum:
    """The same for a step that learns from some of the samples only.

    Its loss is the mean over these n of N samples, so every dL/dz counts N/n times as much.
    """
    share = snapshot.batch.samples / len(rows)
    return _chain(snapshot, weight, np.array(rows, dtype=int), share, None, most)


def _chain(snapshot: Snapshot, weight: Weight, rows: Rows, share: float, keras: float | None, most: int | None) -> Sum:
    """The sum over some samples. Terms are made only of those that are shown: there may be thousands."""
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
    """What the next step makes of a weight, compared with what Keras made of it.

    The step makes a forward and a backward pass of its own, rounded to float32 in another order than those that were
    looked at. So each result may differ by as much as a gradient that differs by such rounding would change it.

    Args:
        snapshot: the moment before the step.
        preview: the step; None if it is not known yet, then there is nothing to compare with.
        weight: which.
    """
    layer = _layer(snapshot, weight)
    w, path = weight.of(layer.kernel, layer.bias), weight.path(layer)
    after = weight.inside(preview.weights[path]) if preview is not None and path in preview.weights else None
    if not snapshot.learns(layer):
        kept = total([product(None, w)], after)
        return Update(snapshot.optimizer, False, w, 0.0, snapshot.learning_rate, {}, 0, 0.0, kept)
    rows = preview.rows if preview is not None else None
    found = gradient(snapshot, weight, 1) if rows is None else step_gradient(snapshot, weight, rows, 1)
    g = found.result.value if found.result.keras is None else found.result.keras
    old = _old_slots(snapshot.optimizer, preview, path, weight)
    if old is None:
        return Update(snapshot.optimizer, True, w, g, snapshot.learning_rate, {}, 0, snapshot.learning_rate, None)
    time = (preview.iterations if preview is not None else 0) + 1
    rate, doubt = _rate(snapshot, time)
    blur = _doubt(snapshot, weight, found.result, rows) if preview is not None else 0.0
    step, *others = (_step(snapshot.optimizer, g + by, rate, old) for by in (0.0, blur, -blur))
    slots = {}
    for name, parts in step.slots.items():
        slack = max(abs(other.slot(name) - step.slot(name)) for other in others)
        keras = weight.inside(preview.slots[path][name][1]) if preview is not None else None
        slots[name] = total([product(None, *part) for part in parts], keras, slack)
    change = product(None, *step.change)
    slack = max(abs(math.prod(other.change) - change.value) for other in others) + abs(change.value) * doubt
    new = total([product(None, w), change], after, slack)
    return Update(snapshot.optimizer, True, w, g, snapshot.learning_rate, slots, time, rate, new)


Factors = tuple[float, ...]


@dataclass(frozen=True)
class _Step:
    """One update: of each slot the share of the old and of the new, and what is added to the weight, as factors."""

    slots: dict[str, tuple[Factors, Factors]]
    change: Factors

    def slot(self, name: str) -> float:
        """What the optimizer will remember."""
        return sum(map(math.prod, self.slots[name]))


def _step(optimizer: str, g: float, rate: float, old: Mapping[str, float]) -> _Step:
    """`update_step` of the optimizer's class in Keras."""
    if optimizer == "sgd":
        return _Step({}, (-rate, g))
    if optimizer == "momentum":
        step = _Step({"momentum": ((MOMENTUM, old["momentum"]), (-rate, g))}, ())
        return _Step(step.slots, (step.slot("momentum"),))
    if optimizer == "rmsprop":
        step = _Step({"velocity": ((RHO, old["velocity"]), (_rest(RHO), g * g))}, ())
        return _Step(step.slots, (-rate * g / math.sqrt(step.slot("velocity") + EPSILON),))
    if optimizer == "adam":
        momentum = (BETA_1, old["momentum"]), (_rest(BETA_1), g)
        velocity = (BETA_2, old["velocity"]), (_rest(BETA_2), g * g)
        step = _Step({"momentum": momentum, "velocity": velocity}, ())
        root = math.sqrt(step.slot("velocity"))
        return _Step(step.slots, (-rate * step.slot("momentum") / (root + EPSILON),))
    raise ValueError(f"Expected one of {', '.join(SLOTS)}, received {optimizer!r}.")


def _rest(share: float) -> float:
    """What is left to 1, without the last digits that binary numbers leave behind."""
    return round(1 - share, 9)


def _doubt(snapshot: Snapshot, weight: Weight, found: Result, rows: tuple[int, ...] | None) -> float:
    """How far the gradient of the step and this one may be apart by rounding."""
    chosen = np.arange(snapshot.batch.samples) if rows is None else np.array(rows, dtype=int)
    doubts = doubt_of_deltas(snapshot, weight.layer)[chosen, weight.unit]
    share = snapshot.batch.samples / len(chosen)
    inputs = np.nan_to_num(np.abs(_inputs(snapshot, weight)[chosen]))
    return TOLERANCE * found.scale + share * float(inputs @ doubts)


def _rate(snapshot: Snapshot, time: int) -> tuple[float, float]:
    """The learning rate that multiplies the change, and how uncertain float32 makes it, relatively.

    Adam's is lr * sqrt(1 - beta_2**t) / (1 - beta_1**t), with the betas as float32 holds them. There a power near 1
    is known to its last digit, and when it is taken from 1, that digit is one of the first of what is left.
    """
    lr = snapshot.learning_rate
    if snapshot.optimizer != "adam":
        return lr, 0.0
    left_1, left_2 = (1 - float(np.float32(beta)) ** time for beta in (BETA_1, BETA_2))
    return lr * math.sqrt(left_2) / left_1, ULP * (1 / left_1 + 0.5 / left_2)


def _old_slots(optimizer: str, preview: Preview | None, path: str, weight: Weight) -> dict[str, float] | None:
    """What the optimizer remembers of a weight before the step, or None if that is not known."""
    names = SLOTS.get(optimizer, ())
    if not names:
        return {}
    known = preview.slots.get(path, {}) if preview is not None else {}
    if any(name not in known for name in names):
        return None
    return {name: weight.inside(known[name][0]) for name in names}


def _inputs(snapshot: Snapshot, weight: Weight) -> np.ndarray[Any, np.dtype[np.float64]]:
    """What the weight is multiplied with, for every sample."""
    if weight.row == BIAS:
        return np.ones(snapshot.batch.samples)
    return snapshot.inputs_of(weight.layer)[:, weight.row].astype(np.float64)


def _layer(snapshot: Snapshot, weight: Weight) -> LayerSnapshot:
    layer = snapshot.layer(weight.layer)
    if layer is None:
        raise ValueError(f"Expected one of {[layer.name for layer in snapshot.layers]}, received {weight.layer!r}.")
    return layer
