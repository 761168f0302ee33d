"""RMSprop: like Adagrad, but the squares of old gradients are forgotten little by little."""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.design.optimizers.kind import Optimizer, Slot, UpdateTerms, rest_of

RHO, EPSILON = 0.9, 1e-7


def _update(w: float, g: float, lr: float, t: int, old: Mapping[str, float]) -> UpdateTerms:
    terms = (RHO, old["velocity"]), (rest_of(RHO), g * g)
    return UpdateTerms({"velocity": terms}, ((-lr * g / math.sqrt(sum(map(math.prod, terms)) + EPSILON),),))


RMSPROP = Optimizer(
    key="rmsprop",
    name="RMSprop",
    class_name="RMSprop",
    keras_rate=0.001,
    hyperparameters=(("rho", RHO), ("momentum", 0.0), ("epsilon", EPSILON)),
    slots=(Slot("velocity", "v′", r"v' = 0.9\,v + 0.1\,g^2", ("0.9·v", "0.1·g²")),),
    rule=_update,
    formula=r"w' = w - \mathrm{lr}\cdot g\,/\,\sqrt{v' + \varepsilon}",
    changes=("−lr·g/√(v′+ε), lr = {rate}",),
    matrix_formula=r"W \leftarrow W - \eta\;\partial L/\partial W\,/\,\sqrt{v + \varepsilon}",
)
