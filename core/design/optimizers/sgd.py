"""Gradient descent: a change against the gradient, scaled by the learning rate."""

from __future__ import annotations

from collections.abc import Mapping

from core.design.optimizers.kind import Optimizer, UpdateTerms


def _update(w: float, g: float, lr: float, t: int, old: Mapping[str, float]) -> UpdateTerms:
    return UpdateTerms({}, ((-lr, g),))


SGD = Optimizer(
    key="sgd",
    name="SGD",
    class_name="SGD",
    keras_rate=0.01,
    hyperparameters=(("momentum", 0.0),),
    rule=_update,
    formula=r"w' = w - \mathrm{lr}\cdot g",
    changes=("−lr·g",),
    matrix_formula=r"W \leftarrow W - \eta\;\partial L/\partial W",
)
