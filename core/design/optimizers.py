"""The optimizers to choose from. Keras is imported only when one is made, so that a window can list them before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.problems.problem import Problem


@dataclass(frozen=True)
class Optimizer:
    """One of `keras.optimizers`, with its hyperparameters besides the learning rate.

    Attributes:
        key: a short name, as `Snapshot.optimizer` says it.
        name: what a list shows.
        class_name: the class in `keras.optimizers`.
        arguments: hyperparameters that differ from Keras's defaults.
    """

    key: str
    name: str
    class_name: str
    arguments: tuple[tuple[str, float], ...] = ()

    def expression(self, learning_rate: float) -> str:
        """The Python that makes it."""
        arguments = "".join(f", {name}={value!r}" for name, value in self.arguments)
        return f"keras.optimizers.{self.class_name}(learning_rate={learning_rate!r}{arguments})"

    def make(self, learning_rate: float) -> Any:
        """The real Keras object, not built yet."""
        import keras

        return getattr(keras.optimizers, self.class_name)(learning_rate=learning_rate, **dict(self.arguments))


OPTIMIZERS = (
    Optimizer("sgd", "SGD", "SGD"),
    Optimizer("momentum", "SGD, momentum", "SGD", (("momentum", 0.9),)),
    Optimizer("rmsprop", "RMSprop", "RMSprop"),
    Optimizer("adam", "Adam", "Adam"),
)
"""In the order in which a learner meets them; the first is the one to start with."""


def optimizer(key: str) -> Optimizer:
    """The optimizer of this key.

    Raises:
        Problem: there is none.
    """
    found = next((known for known in OPTIMIZERS if known.key == key), None)
    if found is None:
        raise Problem("optimizer.unknown", received=key, names=", ".join(known.key for known in OPTIMIZERS))
    return found
