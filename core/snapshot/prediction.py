"""The results of the ways forward through a model, as frozen numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array


@dataclass(frozen=True, eq=False)
class Prediction:
    """The result of `model.predict`.

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
    """The two ways forward, side by side, and the gradients that a tape finds through each.

    Attributes:
        called: the result of `model(X)`, (samples, units).
        called_kind: the name of its class.
        predicted: the result of `model.predict(X)`.
        call_gradients, predict_gradients: for each trainable variable, its path and whether the tape finds a gradient.
    """

    called: Array
    called_kind: str
    predicted: Prediction
    call_gradients: tuple[tuple[str, bool], ...]
    predict_gradients: tuple[tuple[str, bool], ...]
