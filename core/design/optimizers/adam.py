"""Adam: the mean of the gradients so far, over the root of the mean of their squares.

Kingma and Ba, Adam: A Method for Stochastic Optimization (2015); the order of the computation is Keras's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.design.optimizers.kind import Coefficient, Optimizer, Slot, UpdateTerms, as_float32, rest_of

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-7
BETAS = (("beta_1", BETA_1), ("beta_2", BETA_2), ("epsilon", EPSILON))
MEANS = (
    Slot("momentum", "m′", r"m' = 0.9\,m + 0.1\,g", ("0.9·m", "0.1·g")),
    Slot("velocity", "v′", r"v' = 0.999\,v + 0.001\,g^2", ("0.999·v", "0.001·g²")),
)
"""What Adam and its relatives keep: the means of the gradients and of their squares."""


def left(beta: float, t: int) -> float:
    """Return 1 - beta**t, with beta as float32 holds it."""
    return 1 - as_float32(beta) ** t


def update(w: float, g: float, lr: float, t: int, old: Mapping[str, float]) -> UpdateTerms:
    """Compute Adam's update of a weight."""
    slots = {
        "momentum": ((BETA_1, old["momentum"]), (rest_of(BETA_1), g)),
        "velocity": ((BETA_2, old["velocity"]), (rest_of(BETA_2), g * g)),
    }
    momentum, velocity = (sum(map(math.prod, terms)) for terms in slots.values())
    return UpdateTerms(slots, ((-ALPHA.at(lr, t) * momentum / (math.sqrt(velocity) + EPSILON),),))


def doubt(t: int) -> float:
    """Return the error bound of ALPHA: the last digit of a power near 1 is among the first of its distance to 1."""
    return 1 / left(BETA_1, t) + 0.5 / left(BETA_2, t)


ALPHA = Coefficient(
    "α",
    r"\alpha = \mathrm{lr}\,\sqrt{1 - 0.999^{\,t}}\,/\,(1 - 0.9^{\,t})",
    "Adam's learning rate, corrected because m and v began at 0. t counts the updates; ε is 1e−7.",
    lambda lr, t: lr * math.sqrt(left(BETA_2, t)) / left(BETA_1, t),
)

ADAM = Optimizer(
    key="adam",
    name="Adam",
    class_name="Adam",
    keras_rate=0.001,
    hyperparameters=BETAS,
    slots=MEANS,
    coefficients=(ALPHA,),
    rule=update,
    doubt=doubt,
    formula=r"w' = w - \alpha\, m'\,/\,(\sqrt{v'} + \varepsilon)",
    changes=("−α·m′/(√v′+ε)",),
    matrix_formula=r"W \leftarrow W - \alpha\;m\,/\,(\sqrt{v} + \varepsilon)",
)
