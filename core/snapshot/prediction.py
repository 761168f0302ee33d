"""What the ways forward through a model gave, as frozen numbers."""

from __future__ import annotations

from dataclasses import dataclass

from core.snapshot.snapshot import Array


@dataclass(frozen=True, eq=False)
class Prediction:
    """What `model.predict` gave.

    Attributes:
        argument, result: names in the written code.
        values: the numbers, (samples, units), read-only float32.
        kind: the name of their class in Python.
    """

    argument: str
    result: str
    values: Array
    kind: str


@dataclass(frozen=True, eq=False)
class Forward:
    """The two ways forward, side by side, and what a tape makes of them.

    Attributes:
        called: what `model(X)` gives, (samples, units).
        called_kind: the name of its class.
        predicted: what `model.predict(X)` gives.
        call_gradients, predict_gradients: for each trainable variable, its path and whether the tape finds a gradient.
    """

    called: Array
    called_kind: str
    predicted: Prediction
    call_gradients: tuple[tuple[str, bool], ...]
    predict_gradients: tuple[tuple[str, bool], ...]
