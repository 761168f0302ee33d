"""The loss functions to choose from, with all that the program knows of each. Making one imports Keras."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from core.problems.problem import Problem

CLIP = 1e-7
"""`keras.backend.epsilon()`: binary crossentropy keeps probabilities at least this far from 0 and 1."""

HUBER_DELTA = 1.0
"""Where Keras's Huber loss changes from a parabola to a line."""

Slope = Callable[[float, float], float]
"""The slope of a sample's loss, from its prediction and its target."""


@dataclass(frozen=True)
class Merged:
    """A loss and the activation before it, which Keras combines into one, more exact, function of z.

    Attributes:
        activation: the activation.
        slope: of the combined function, with respect to z.
        formula: of the slope of the mean over all samples, in mathtext, as the Maths page shows it.
        short_formula: the right side of the same, as slow motion shows it.
    """

    activation: str
    slope: Slope
    formula: str
    short_formula: str


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One of `keras.losses`, which is the mean over all samples.

    Attributes:
        key: a short name, as `Snapshot.loss_kind` says it and as Keras abbreviates it.
        name: the name shown in lists.
        class_name: the class in `keras.losses`.
        slope: of one sample's loss, with respect to its prediction.
        formula: of the loss, in mathtext.
        slope_formula: the right side of dL/dY, in mathtext, as slow motion shows it; N is the number of samples.
        formulas: of dL/dY, in mathtext, as the Maths page shows it: each with the largest error for which it holds.
        activation: the activation that the output layer needs for it.
        probabilities: True if the targets must lie between 0 and 1.
        classes: True if it compares classes, each of which has an output unit. `slope` is then given 1 as the target of
            the true class's unit, and 0 for the others.
        one_hot: True if the targets of classes are such ones and zeros, too; else each is the number of a class.
        merged: the activation that Keras combines with it, if there is one.
    """

    key: str
    name: str
    class_name: str
    slope: Slope
    formula: str
    slope_formula: str
    formulas: tuple[tuple[float, str], ...]
    activation: str = "linear"
    probabilities: bool = False
    classes: bool = False
    one_hot: bool = False
    merged: Merged | None = None

    @property
    def expression(self) -> str:
        """The Python that makes it."""
        return f"keras.losses.{self.class_name}()"

    @property
    def names(self) -> tuple[str, ...]:
        """What `compile` may call it: the key, and Keras's function."""
        return self.key, re.sub(r"(?<!^)(?=[A-Z])", "_", self.class_name).lower()

    def merged_with(self, activation: str) -> Merged | None:
        """Return what Keras computes from z, past this activation; None if it takes what the activation gives."""
        return self.merged if self.merged is not None and self.merged.activation == activation else None

    def columns(self, outputs: int | None) -> int | None:
        """Return how many columns the targets of so many output units have."""
        return 1 if self.classes and not self.one_hot else outputs

    def make(self) -> Any:
        """Make the real Keras object."""
        import keras

        return getattr(keras.losses, self.class_name)()

    def formula_at(self, error: float) -> str:
        """Return the Maths page's formula of dL/dY for a difference `error` between prediction and target."""
        return next((text for largest, text in self.formulas if abs(error) <= largest), self.formulas[-1][1])


def _sign(value: float) -> float:
    return float((value > 0) - (value < 0)) if value == value else value


def _huber_slope(y: float, target: float) -> float:
    return y - target if abs(y - target) <= HUBER_DELTA else _sign(y - target)


def _crossentropy_slope(p: float, target: float) -> float:
    return (p - target) / (p * (1 - p)) if CLIP <= p <= 1 - CLIP else 0.0


MSE = Loss(
    key="mse",
    name="Mean squared error",
    class_name="MeanSquaredError",
    slope=lambda y, target: 2 * (y - target),
    formula=r"L = \mathrm{mean}\,(Y_\mathrm{pred} - Y_\mathrm{true})^2",
    slope_formula=r"2\,(Y_\mathrm{pred} - Y_\mathrm{true})\,/\,N",
    formulas=((inf, r"\partial L/\partial Y = \frac{2}{N}\,(Y - Y_\mathrm{true})"),),
)
MAE = Loss(
    key="mae",
    name="Mean absolute error",
    class_name="MeanAbsoluteError",
    slope=lambda y, target: _sign(y - target),
    formula=r"L = \mathrm{mean}\,|Y_\mathrm{pred} - Y_\mathrm{true}|",
    slope_formula=r"\mathrm{sign}(Y_\mathrm{pred} - Y_\mathrm{true})\,/\,N",
    formulas=((inf, r"\partial L/\partial Y = \frac{1}{N}\,\mathrm{sign}(Y - Y_\mathrm{true})"),),
)
HUBER = Loss(
    key="huber",
    name="Huber",
    class_name="Huber",
    slope=_huber_slope,
    formula=r"L = \mathrm{mean}\;\mathrm{huber}(Y_\mathrm{pred} - Y_\mathrm{true})",
    slope_formula=r"\mathrm{clip}(Y_\mathrm{pred} - Y_\mathrm{true},\,-1,\,1)\,/\,N",
    formulas=(
        (HUBER_DELTA, r"\partial L/\partial Y = \frac{1}{N}\,(Y - Y_\mathrm{true})"),
        (inf, r"\partial L/\partial Y = \frac{1}{N}\,\mathrm{sign}(Y - Y_\mathrm{true})"),
    ),
)
BCE = Loss(
    key="bce",
    name="Binary crossentropy",
    class_name="BinaryCrossentropy",
    slope=_crossentropy_slope,
    formula=r"L = -\mathrm{mean}\,(y\,\log p + (1 - y)\,\log(1 - p))",
    slope_formula=r"(p - y)\,/\,(p\,(1 - p)\,N)",
    formulas=((inf, r"\partial L/\partial Y = \frac{Y - Y_\mathrm{true}}{N\,Y\,(1 - Y)}"),),
    activation="sigmoid",
    probabilities=True,
    merged=Merged(
        "sigmoid",
        lambda p, target: p - target,
        r"\delta = \partial L/\partial z = \frac{1}{N}\,(Y - Y_\mathrm{true})",
        r"(p - y)\,/\,N",
    ),
)
SPARSE = Loss(
    key="sparse_categorical_crossentropy",
    name="Sparse categorical crossentropy",
    class_name="SparseCategoricalCrossentropy",
    slope=lambda p, target: 1 - target / max(p, CLIP),
    formula=r"L = -\mathrm{mean}\,\log p_\mathrm{true}",
    # Keras divides what it is given by its sum, so a class that is not the true one has a slope, too
    slope_formula=r"(1 - y\,/\,p)\,/\,N",
    formulas=((inf, r"\partial L/\partial p = \frac{1}{N}\,(\frac{1}{\sum_k p_k} - \frac{y}{p})"),),
    activation="softmax",
    classes=True,
    merged=Merged(
        "softmax",
        lambda p, target: p - target,
        r"\delta = \partial L/\partial z = \frac{1}{N}\,(p - y)",
        r"(p - y)\,/\,N",
    ),
)
CATEGORICAL = replace(
    SPARSE,
    key="categorical_crossentropy",
    name="Categorical crossentropy",
    class_name="CategoricalCrossentropy",
    formula=r"L = -\mathrm{mean}\,\sum_k y_k\,\log p_k",
    one_hot=True,
)
LOSSES = (MSE, MAE, HUBER, BCE)
"""Those of one number for each output unit, in the order in which a learner meets them; the first is the one to start
with."""

ALL_LOSSES = (*LOSSES, SPARSE, CATEGORICAL)
"""Also those of classes."""


def loss(key: str) -> Loss:
    """Find the loss of this key.

    Raises:
        Problem: there is none.
    """
    found = next((known for known in ALL_LOSSES if known.key == key), None)
    if found is None:
        raise Problem("loss.unknown", received=key, names=", ".join(known.key for known in ALL_LOSSES))
    return found
