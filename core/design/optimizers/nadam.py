"""Nadam: Adam that looks ahead, using the momentum of one step later.

Dozat, Incorporating Nesterov Momentum into Adam (2016). In place of the powers of beta_1 it has a schedule, u.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.design.optimizers.adam import BETA_1, BETA_2, BETAS, EPSILON, MEANS, left
from core.design.optimizers.kind import Coefficient, Optimizer, UpdateTerms, as_float32

ALL = 400
"""The product of more u than these is 0 beside 1, even in float64."""


def _u(t: int) -> float:
    return as_float32(BETA_1) * (1 - 0.5 * as_float32(0.96) ** t)


def _left_of_product(t: int) -> float:
    """Return 1 - U_t; Keras keeps U_t in a variable of the optimizer."""
    return 1 - math.prod(_u(each) for each in range(1, min(t, ALL) + 1))


def _update(w: float, g: float, lr: float, t: int, old: Mapping[str, float]) -> UpdateTerms:
    slots = {  # Keras takes these betas from 1 in float32, those of Adam in float64
        "momentum": ((as_float32(BETA_1), old["momentum"]), (left(BETA_1, 1), g)),
        "velocity": ((as_float32(BETA_2), old["velocity"]), (left(BETA_2, 1), g * g)),
    }
    momentum, velocity = (sum(map(math.prod, terms)) for terms in slots.values())
    of_momentum, of_gradient, of_velocity = (each.at(lr, t) for each in (MU, GAMMA, C))
    root = math.sqrt(velocity / of_velocity) + EPSILON
    return UpdateTerms(slots, ((-lr * of_momentum * momentum / root,), (-lr * of_gradient * g / root,)))


def _doubt(t: int) -> float:
    """Return how far the coefficients may be off: as with Adam, because 1 - U is never small."""
    return 4 / _left_of_product(t) + 0.5 / left(BETA_2, t)


U = Coefficient(
    "u",
    r"u_t = 0.9\,(1 - 0.5\cdot 0.96^{\,t})",
    "Nadam's share of the old momentum grows from step to step, towards 0.9. t counts the updates.",
    lambda lr, t: _u(t),
)
U_PRODUCT = Coefficient(
    "U",
    r"U_t = u_1\, u_2 \cdots u_t",
    "The product of all shares so far.",
    lambda lr, t: 1 - _left_of_product(t),
)
MU = Coefficient(
    "μ",
    r"\mu = u_{t+1}\,/\,(1 - U_{t+1})",
    "How much the momentum counts, taken one step ahead, and corrected because m began at 0.",
    lambda lr, t: _u(t + 1) / _left_of_product(t + 1),
)
GAMMA = Coefficient(
    "γ",
    r"\gamma = (1 - u_t)\,/\,(1 - U_t)",
    "How much the gradient itself counts.",
    lambda lr, t: (1 - _u(t)) / _left_of_product(t),
)
C = Coefficient(
    "c",
    r"c = 1 - 0.999^{\,t}",
    "Corrects v, which began at 0; ε is 1e−7.",
    lambda lr, t: left(BETA_2, t),
)

NADAM = Optimizer(
    key="nadam",
    name="Nadam",
    class_name="Nadam",
    keras_rate=0.001,
    hyperparameters=BETAS,
    slots=MEANS,
    coefficients=(U, U_PRODUCT, MU, GAMMA, C),
    rule=_update,
    doubt=_doubt,
    formula=r"w' = w - \mathrm{lr}\,(\mu\,m' + \gamma\,g)\,/\,d, \quad d = \sqrt{v'/c} + \varepsilon",
    changes=("−lr·μ·m′/d, lr = {rate}", "−lr·γ·g/d"),
    matrix_formula=r"W \leftarrow W - \eta\,(\mu\,m + \gamma\;\partial L/\partial W)\,/\,(\sqrt{v/c} + \varepsilon)",
)
