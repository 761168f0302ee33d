"""What steps change in a network, as plain numbers, so that a file can hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = tuple[np.ndarray[Any, np.dtype[Any]], ...]


@dataclass(frozen=True, eq=False)
class Moment:
    """The numbers of a network at one moment; the objects that hold them are elsewhere.

    Attributes:
        numbers: of the variables of all layers, and of the optimizer.
        fit_numbers: of the optimizer that the model was compiled with.
        counts: the step and what goes with it, by the names in `core.network.saved_state.COUNTS`; and "batch_step", the
            step of the mini-batches.
    """

    numbers: Numbers
    fit_numbers: Numbers
    counts: Mapping[str, float]


@dataclass(frozen=True)
class TracedCall:
    """A call of `fit` or `predict` that traced something; see `core.learning.fit_memory.Call`."""

    kind: str
    samples: int
    batch_size: int
    rows: int | None
    updated: tuple[str, ...] = ()
