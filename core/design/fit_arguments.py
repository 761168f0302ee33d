"""The arguments of one call of `model.fit`."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from core.design.names import SAMPLES


@dataclass(frozen=True)
class FitArguments:
    """What `model.fit` is called with.

    Attributes:
        epochs: how often to go through all samples.
        batch_size: samples per step, or None for all.
        shuffle_seed: for a new order in every epoch, or None for the order of the samples.
        rest: steps of one more epoch.
        samples: the variables of the samples and their targets.
        result: the variable to bind to what Keras returns, or None.
        validation_split: the share of the samples, the last ones, that are not trained on.
        validation_data: the variables of other samples to evaluate after every epoch, and of their targets; or none.
        callbacks: the variables of callbacks.
    """

    epochs: int
    batch_size: int | None = None
    shuffle_seed: int | None = None
    rest: int = 0
    samples: tuple[str, str] = SAMPLES
    result: str | None = None
    validation_split: float = 0.0
    validation_data: tuple[str, ...] = ()
    callbacks: tuple[str, ...] = ()

    @property
    def validates(self) -> bool:
        """Whether every epoch ends with an evaluation."""
        return bool(self.validation_data or self.validation_split)


def trained_rows(samples: int, validation_split: float) -> int:
    """Return how many samples `fit` trains on: it evaluates the last ones (`keras.src.trainers.data_adapters`)."""
    return floor(samples * (1.0 - validation_split))
