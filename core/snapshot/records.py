"""What is reported while weights are updated, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, Snapshot


@dataclass(frozen=True, eq=False)
class Recording:
    """The losses before each of some consecutive steps, the first of them at `first_step`."""

    first_step: int
    losses: Array


@dataclass(frozen=True)
class EpochLog:
    """What Keras reported at the end of an epoch, counted from 1: "loss" and each metric, by name."""

    epoch: int
    logs: dict[str, float]


@dataclass(frozen=True, eq=False)
class Progress:
    """How far `fit` is.

    Attributes:
        epoch: how many epochs are complete.
        epochs: how many were asked for.
        logs: what was not reported before.
        running: False at the end.
        snapshot: the network now, or None.
    """

    epoch: int
    epochs: int
    logs: tuple[EpochLog, ...]
    running: bool = True
    snapshot: Snapshot | None = None
