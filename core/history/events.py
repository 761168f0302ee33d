"""What happened in a workbench, for whoever follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.history.branch import Done

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, Snapshot


@dataclass(frozen=True, eq=False)
class Recording:
    """The losses before each of some consecutive steps, the first of them at `first_step`."""

    first_step: int
    losses: Array


@dataclass(frozen=True)
class Rewritten:
    """Another branch began, or the present one lost settings that had been undone.

    Attributes:
        branch: its number.
        parent: the branch whose losses it shares up to `step`, or None if it starts with none.
        step: how far it reaches now.
        entries: what was done on it so far.
    """

    branch: int
    parent: int | None
    step: int
    entries: tuple[Done, ...]


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


@dataclass(frozen=True)
class Visited:
    """What follows happened on another branch than what came before, because that branch was gone to."""

    branch: int


Event = Done | Recording | Rewritten | Visited
