"""Records of what happens while weights are updated, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, Snapshot
    from core.snapshot.validation import Measured


@dataclass(frozen=True, eq=False)
class Recording:
    """The losses before each of some consecutive steps.

    Attributes:
        first_step: the step of the first one.
        losses: (steps,).
        seconds: how long the compiled loop took; 0 where none did.
        validation: what was measured on the validation rows after some of the steps.
    """

    first_step: int
    losses: Array
    seconds: float = 0.0
    validation: tuple[Measured, ...] = ()


@dataclass(frozen=True)
class EpochLog:
    """Keras's report at the end of an epoch, counted from 1: "loss" and each metric, by name."""

    epoch: int
    logs: dict[str, float]


@dataclass(frozen=True, eq=False)
class Progress:
    """The progress of `fit`.

    Attributes:
        epoch: the number of complete epochs.
        epochs: the number of epochs asked for.
        logs: the reports that are new.
        running: False at the end.
        snapshot: the network now, or None.
    """

    epoch: int
    epochs: int
    logs: tuple[EpochLog, ...]
    running: bool = True
    snapshot: Snapshot | None = None

    @property
    def begins(self) -> bool:
        """Whether it is the first of its `fit`."""
        return self.running and not self.epoch

    def after(self, before: Progress | None) -> Progress:
        """Return the progress with all logs of its `fit` so far, given what was known before; without a snapshot."""
        logs = self.logs if before is None or self.begins else before.logs + self.logs
        return Progress(self.epoch, self.epochs, logs, self.running)
