"""The optimizers to choose from, one module each: `kind.py` says what it holds, and the rest of the program asks it.

Keras is imported only when one is made, so that a window can list them before.
"""

from core.design.optimizers.adagrad import ADAGRAD
from core.design.optimizers.adam import ADAM
from core.design.optimizers.adamw import ADAMW
from core.design.optimizers.kind import Optimizer
from core.design.optimizers.momentum import MOMENTUM
from core.design.optimizers.nadam import NADAM
from core.design.optimizers.rmsprop import RMSPROP
from core.design.optimizers.sgd import SGD
from core.problems.problem import Problem

__all__ = ["OPTIMIZERS", "Optimizer", "optimizer"]

OPTIMIZERS = (SGD, MOMENTUM, ADAGRAD, RMSPROP, ADAM, NADAM, ADAMW)
"""In the order in which a learner meets them; the first is the one to start with."""


def optimizer(key: str) -> Optimizer:
    """Find the optimizer of this key.

    Raises:
        Problem: there is none.
    """
    found = next((known for known in OPTIMIZERS if known.key == key), None)
    if found is None:
        raise Problem("optimizer.unknown", received=key, names=", ".join(known.key for known in OPTIMIZERS))
    return found
