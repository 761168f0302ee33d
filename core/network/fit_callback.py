"""What is seen of `model.fit` while it runs: a real Keras callback."""

from __future__ import annotations

from math import isfinite
from time import perf_counter
from typing import TYPE_CHECKING, Any

import keras

from core.history.events import EpochLog, Progress
from core.network.saved_state import State

if TYPE_CHECKING:
    from core.commands import Fit
    from core.workbench.workbench import Workbench

MOST_STATES = 2000
"""A `fit` of more steps keeps a state after every epoch, not after every step."""

REPORT_SECONDS = 0.05


class Watcher(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Counts the steps, records losses and states, reports to the window, and stops at an epoch's end.

    Attributes:
        epochs: how many epochs are complete.
        batches: steps taken.
        per_epoch: steps that an epoch takes.
        losses: of all samples, before each step: what the loss chart shows.
        states: the workbench after some of the steps, and the number of steps before it.
    """

    def __init__(self, bench: Workbench, command: Fit, batches: int) -> None:
        super().__init__()
        self._bench, self._command = bench, command
        self.epochs, self.batches = 0, 0
        self.per_epoch = batches
        self.losses: list[float] = []
        self.states: list[tuple[int, State]] = []
        total = command.epochs * batches + command.rest
        # a place within a shuffled epoch could not be written: a shorter fit would begin with another epoch
        self._every_step = total <= MOST_STATES and not command.shuffle
        self._logs: list[EpochLog] = []
        self._reported = 0.0

    def on_train_begin(self, logs: Any = None) -> None:
        self.report(running=True)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        self.losses.append(self._bench.loss())

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._bench.fitting.note_trace()
        self.batches += 1
        self._bench.step += 1
        self._bench.fit_steps += 1
        if self._every_step and self.batches % self.per_epoch:
            self.states.append((self.batches, State(self._bench)))

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        bench, numbers = self._bench, {name: float(value) for name, value in (logs or {}).items()}
        if self.batches % self.per_epoch:
            return  # the part of an epoch that a place on the way has
        self.epochs += 1
        bench.fit_epochs += 1
        self.states.append((self.batches, State(bench)))
        self._logs.append(EpochLog(self.epochs, numbers))
        if bench.interrupt.is_set() or not all(map(isfinite, (numbers.get("loss", 0.0), *self.losses[-1:]))):
            self.model.stop_training = True
        if perf_counter() - self._reported > REPORT_SECONDS:
            self.report(running=True)

    def report(self, running: bool) -> None:
        """Tell the window how far it is."""
        if self._bench.progress is None:
            return
        self._reported = perf_counter()
        snapshot = self._bench.snapshot() if running and self.epochs else None
        self._bench.progress(Progress(self.epochs, self._command.epochs, tuple(self._logs), running, snapshot))
        self._logs.clear()
