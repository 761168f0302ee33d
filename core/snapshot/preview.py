"""A preview of the next step, as frozen numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array


@dataclass(frozen=True, eq=False)
class Preview:
    """What the next step will do, found by taking it and going back. All arrays are read-only float32.

    Attributes:
        step: the step it starts from.
        weights: the value of every variable of the model after the step, by path, e.g. "hidden_1/kernel".
        slots: the optimizer's slots of a variable, before and after the step: by the variable's path, then by
            the slot's name, e.g. "momentum" or "velocity". Plain SGD has none.
        iterations: the number of updates that the optimizer made before.
        rows: the samples that the step learns from, or None for the whole batch.
    """

    step: int
    weights: Mapping[str, Array]
    slots: Mapping[str, Mapping[str, tuple[Array, Array]]]
    iterations: int
    rows: tuple[int, ...] | None
