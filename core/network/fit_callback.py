"""The Keras callback that follows `model.fit` while it runs."""

from __future__ import annotations

from math import isfinite
from time import perf_counter
from typing import Any

import keras

from core.learning.variables import all_finite
from core.network.recorder import Recorder
from core.network.saved_state import SavedState
from core.network.snapshots import snapshot_of
from core.network.training import Training, validate
from core.snapshot.records import EpochLog, Progress
from core.snapshot.validation import Measured

MOST_STATES = 2000
"""A `fit` of more steps keeps a state after every epoch, not after every step."""

REPORT_SECONDS = 0.05


class FitCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Count the steps, record losses and states, report progress, and stop at an epoch's end.

    Args:
        training: the training to follow.
        recorder: receives the progress; says when to stop.
        asked_epochs, per_epoch, rest: how many epochs, steps in each, and steps of one more.
        every_step: False if a place within an epoch could not be written: a shorter fit would shuffle otherwise.

    Attributes:
        epochs: the number of complete epochs.
        batches: steps taken.
        losses: of all samples, before each step: what the loss chart shows.
        states: the states after some of the steps, and the number of steps before each.
        validation: what was measured on validation rows after each epoch.
        stopped_early: whether another callback ended `fit`.
    """

    def __init__(
        self, training: Training, recorder: Recorder, asked_epochs: int, per_epoch: int, rest: int, every_step: bool
    ) -> None:
        super().__init__()
        self._training, self._recorder = training, recorder
        self._asked_epochs, self._per_epoch = asked_epochs, per_epoch
        self._every_step = every_step and asked_epochs * per_epoch + rest <= MOST_STATES
        self.epochs, self.batches = 0, 0
        self.losses: list[float] = []
        self.states: list[tuple[int, SavedState]] = []
        self.validation: list[Measured] = []
        self.stopped_early = False
        self._logs: list[EpochLog] = []
        self._reported = 0.0

    def on_train_begin(self, logs: Any = None) -> None:
        self.report(running=True)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        self.losses.append(self._training.loss(eager=False))

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        training = self._training
        training.memory.note_trace()
        self.batches += 1
        training.step += 1
        training.fit_steps += 1
        if self._every_step and self.batches % self._per_epoch:
            self.states.append((self.batches, SavedState(training)))

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        self._training.memory.note_trace()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        numbers = {name: float(value) for name, value in (logs or {}).items()}
        if self.batches % self._per_epoch:
            return  # the part of an epoch that a place on the way has
        self.epochs += 1
        self._training.fit_epochs += 1
        self.states.append((self.batches, SavedState(self._training)))
        self._logs.append(EpochLog(self.epochs, numbers))
        self._measure(numbers)
        self.stopped_early = self.model.stop_training
        finite = all(map(isfinite, (numbers.get("loss", 0.0), *self.losses[-1:])))
        variables = (*self.model.variables, *self.model.optimizer.variables)
        if self._recorder.interrupt.is_set() or not finite or not all_finite(variables):
            self.model.stop_training = True
        if perf_counter() - self._reported > REPORT_SECONDS:
            self.report(running=True)

    def _measure(self, numbers: dict[str, float]) -> None:
        """Measure the validation rows of the data; if they have none, take Keras's numbers for those of `fit`."""
        found = validate(self._training, eager=False)
        if found is not None:
            self.validation.append(found.measured)
        elif "val_loss" in numbers:
            self.validation.append(Measured(self._training.step, numbers["val_loss"], numbers.get("val_accuracy")))

    def report(self, running: bool) -> None:
        """Report the progress to the recorder; no end of what never began."""
        progress = self._recorder.progress
        if progress is None or not (running or self._reported):
            return
        self._reported = perf_counter()
        snapshot = snapshot_of(self._training, eager=False) if running and self.epochs else None
        progress(Progress(self.epochs, self._asked_epochs, tuple(self._logs), running, snapshot))
        self._logs.clear()
