"""AdamW: Adam with weight decay. Every weight also shrinks by a share of itself, whatever its gradient.

Loshchilov and Hutter, Decoupled Weight Decay Regularization (2019).
"""

from __future__ import annotations

from collections.abc import Mapping

from core.design.optimizers import adam
from core.design.optimizers.kind import Optimizer, UpdateTerms

DECAY = 0.004


def _update(w: float, g: float, lr: float, t: int, old: Mapping[str, float]) -> UpdateTerms:
    terms = adam.update(w, g, lr, t, old)
    return UpdateTerms(terms.slots, ((-lr, DECAY, w), *terms.changes))


ADAMW = Optimizer(
    key="adamw",
    name="AdamW",
    class_name="AdamW",
    keras_rate=0.001,
    hyperparameters=(("weight_decay", DECAY), *adam.BETAS),
    slots=adam.MEANS,
    coefficients=(adam.ALPHA,),
    rule=_update,
    doubt=adam.doubt,
    formula=r"w' = w - 0.004\,\mathrm{lr}\,w - \alpha\, m'\,/\,(\sqrt{v'} + \varepsilon)",
    changes=("−lr·0.004·w, lr = {rate}", "−α·m′/(√v′+ε)"),
    matrix_formula=r"W \leftarrow W - 0.004\,\eta\,W - \alpha\;m\,/\,(\sqrt{v} + \varepsilon)",
)
