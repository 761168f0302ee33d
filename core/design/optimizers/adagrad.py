"""Adagrad: each weight has its own rate, which shrinks as the squares of all its gradients add up.

Duchi, Hazan and Singer, Adaptive Subgradient Methods (2011).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.design.optimizers.kind import Optimizer, Slot, UpdateTerms

START, EPSILON = 0.1, 1e-7


def _update(w: float, g: float, lr: float, t: int, old: Mapping[str, float]) -> UpdateTerms:
    terms = (old["accumulator"],), (g, g)
    return UpdateTerms({"accumulator": terms}, ((-lr * g / math.sqrt(sum(map(math.prod, terms)) + EPSILON),),))


ADAGRAD = Optimizer(
    key="adagrad",
    name="Adagrad",
    class_name="Adagrad",
    keras_rate=0.001,
    hyperparameters=(("initial_accumulator_value", START), ("epsilon", EPSILON)),
    slots=(Slot("accumulator", "a′", r"a' = a + g^2", ("a", "g²"), START),),
    rule=_update,
    formula=r"w' = w - \mathrm{lr}\cdot g\,/\,\sqrt{a' + \varepsilon}",
    changes=("−lr·g/√(a′+ε), lr = {rate}",),
    matrix_formula=r"W \leftarrow W - \eta\;\partial L/\partial W\,/\,\sqrt{a + \varepsilon}",
)
