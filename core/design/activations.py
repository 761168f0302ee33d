"""The activations to choose from: those of Keras that a layer can use. Keras is imported when they are asked for."""

from __future__ import annotations

from functools import cache

from core.problems.problem import Problem

USUAL_ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh", "softmax")
"""Those of a first course, listed first."""

NOT_FOR_LAYERS = frozenset({"get", "serialize", "deserialize", "glu", "threshold"})
"""The rest of `keras.activations`: helpers, and what changes the number of units or needs another argument."""


@cache
def activation_names() -> tuple[str, ...]:
    """List the activations that give one number for each unit, the usual ones first."""
    import keras

    names = {name for name in dir(keras.activations) if callable(getattr(keras.activations, name))}
    others = sorted(name for name in names - NOT_FOR_LAYERS - set(USUAL_ACTIVATIONS) if not name.startswith("_"))
    return (*USUAL_ACTIVATIONS, *others)


def check_activation(name: str) -> None:
    """Raise a Problem if Keras takes the name and a layer cannot use it. An unknown one is Keras's to refuse."""
    if name in NOT_FOR_LAYERS:
        raise Problem("activation.unusable", received=name, names=", ".join(activation_names()))
