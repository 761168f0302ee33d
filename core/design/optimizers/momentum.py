"""SGD with momentum: each change repeats a part of the last one."""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.design.optimizers.kind import Optimizer, Slot, UpdateTerms

SHARE = 0.9


def _update(w: float, g: float, lr: float, t: int, old: Mapping[str, float]) -> UpdateTerms:
    terms = (SHARE, old["momentum"]), (-lr, g)
    return UpdateTerms({"momentum": terms}, ((sum(map(math.prod, terms)),),))


MOMENTUM = Optimizer(
    key="momentum",
    name="SGD, momentum",
    class_name="SGD",
    keras_rate=0.01,
    hyperparameters=(("momentum", SHARE),),
    written=("momentum",),
    slots=(Slot("momentum", "m′", r"m' = 0.9\,m - \mathrm{lr}\cdot g", ("0.9·m", "−lr·g")),),
    rule=_update,
    formula=r"w' = w + m'",
    changes=("m′",),
    matrix_formula=r"v \leftarrow 0.9\,v - \eta\;\partial L/\partial W, \quad W \leftarrow W + v",
)
