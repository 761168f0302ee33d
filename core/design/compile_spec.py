"""The options of `compile` and `fit`."""

from __future__ import annotations

from dataclasses import dataclass

from core.design.losses import LOSSES
from core.design.optimizers import OPTIMIZERS
from core.design.rates import START_RATE

METRICS = ("mae", "mse", "accuracy")
"""The metrics to choose from; any other name that Keras knows can be compiled, too."""

KERAS_BATCH = 32
"""The batch size of `fit`, `evaluate` and `predict` where none is given."""

LARGEST_EPOCHS = 100_000
"""The most epochs of one `fit`."""


@dataclass(frozen=True)
class CompileSpec:
    """How a model is compiled.

    Args:
        optimizer: which, see `core.design.optimizers`.
        rate: its learning rate, 1e-6 to 10.
        loss: which, see `core.design.losses`.
        metrics: what `fit` reports besides the loss, by Keras's names.
    """

    optimizer: str = OPTIMIZERS[0].key
    rate: float = START_RATE
    loss: str = LOSSES[0].key
    metrics: tuple[str, ...] = ()
