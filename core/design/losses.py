"""The loss functions to choose from. Keras is imported only when one is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.problems.problem import Problem


@dataclass(frozen=True)
class Loss:
    """One of `keras.losses`.

    Attributes:
        key: a short name, as `Snapshot.loss_kind` says it and as Keras abbreviates it.
        name: what a list shows.
        class_name: the class in `keras.losses`.
        activation: the activation that the output layer needs for it.
        probabilities: True if the targets must lie between 0 and 1.
    """

    key: str
    name: str
    class_name: str
    activation: str = "linear"
    probabilities: bool = False

    @property
    def expression(self) -> str:
        """The Python that makes it."""
        return f"keras.losses.{self.class_name}()"

    def make(self) -> Any:
        """The real Keras object."""
        import keras

        return getattr(keras.losses, self.class_name)()


LOSSES = (
    Loss("mse", "Mean squared error", "MeanSquaredError"),
    Loss("mae", "Mean absolute error", "MeanAbsoluteError"),
    Loss("huber", "Huber", "Huber"),
    Loss("bce", "Binary crossentropy", "BinaryCrossentropy", "sigmoid", True),
)
"""In the order in which a learner meets them; the first is the one to start with."""


def loss(key: str) -> Loss:
    """The loss of this key.

    Raises:
        Problem: there is none.
    """
    found = next((known for known in LOSSES if known.key == key), None)
    if found is None:
        raise Problem("loss.unknown", received=key, names=", ".join(known.key for known in LOSSES))
    return found
