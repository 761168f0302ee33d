"""`compile`, `fit` and `predict` on the real model, and a step by hand over the whole of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.design.compile_spec import KERAS_BATCH, CompileSpec
from core.design.fit_arguments import FitArguments, trained_rows
from core.design.names import SAMPLES
from core.design.rows_of_tensor import parts_of
from core.learning.fit_memory import need_compiled
from core.learning.variables import all_finite
from core.network.calls import explained
from core.network.fit_callback import FitCallback
from core.network.recorder import Recorder
from core.network.saved_state import SavedState
from core.network.training import Training, check_targets
from core.problems.problem import Problem
from core.snapshot.moment import TracedCall
from core.snapshot.prediction import Forward, Prediction
from core.snapshot.records import Recording
from core.snapshot.snapshot import read_only
from core.snapshot.validation import Measured


@dataclass(frozen=True)
class Fitted:
    """What a `fit` really did: complete epochs, the steps of each, steps of one more epoch, what Keras returned, and
    whether a callback ended it.
    """

    epochs: int
    batches: int
    rest: int
    history: Mapping[str, Sequence[float]]
    stopped_early: bool = False


class Fitting:
    """Call `compile`, `fit` and `predict`, and take steps by hand with a tape.

    Args:
        training: the training to work on.
        recorder: receives the losses, states to return to, and the progress of `fit`.
    """

    def __init__(self, training: Training, recorder: Recorder) -> None:
        self._training, self._recorder = training, recorder

    def compile(self, spec: CompileSpec) -> None:
        """Call `model.compile`, with an optimizer of its own."""
        training = self._training
        if training.batch is not None:
            check_targets(spec.loss, training.batch, None)
        training.memory.compile(training.model, spec)

    def fit(self, given: FitArguments) -> Fitted:
        """Call `model.fit`, ending after an epoch when it is interrupted or when the loss, a weight or a slot is not
        finite.

        Raises:
            Problem: the model is not compiled, there is no sample, the validation split or the batch size is out of
                range, or a callback waits for what `fit` does not report.
        """
        training, recorder = self._training, self._recorder
        model = training.model
        need_compiled(model)
        X, Y_true = training.samples if given.samples == SAMPLES else map(self._numbers, given.samples)
        first = training.step
        if not len(X) or not 0 <= given.validation_split < 1:
            raise Problem("fit.samples", samples=len(X), split=given.validation_split)
        size = len(X) if given.batch_size is None else given.batch_size
        if size < 1 or (size > len(X) and given.samples == SAMPLES):
            raise Problem("batch.out_of_range", received=size, largest=len(X))
        validation = tuple(map(self._numbers, given.validation_data))
        callbacks = [self._callback(name, given) for name in given.callbacks]
        shuffle, per_epoch = given.shuffle_seed is not None, -(-trained_rows(len(X), given.validation_split) // size)
        callback = FitCallback(training, recorder, given.epochs, per_epoch, given.rest, every_step=not shuffle)
        if shuffle:
            tf.random.set_seed(given.shuffle_seed)

        def call(others: list[Any], **more: Any) -> Any:
            options = {"batch_size": size, "shuffle": shuffle, "verbose": 0, "callbacks": [*others, callback], **more}
            options["validation_split"] = given.validation_split
            fitting = partial(model.fit, X, Y_true, **options)
            rows = len(validation[0]) if validation else 0
            return training.memory.fit(model, len(X), given.batch_size, fitting, given.validation_split, rows)

        others = {"validation_data": validation} if validation else {}
        try:
            with explained(model, X, given.samples[0]):
                returned = call(callbacks, epochs=given.epochs, **others) if given.epochs else None
            if given.result is not None:
                training.names.bind(given.result, returned)
            if given.rest and callback.epochs == given.epochs:
                call([], steps_per_epoch=given.rest)
        finally:  # Keras may refuse what it is given once it has begun
            callback.report(running=False)
        compiled = training.memory.memory.compiled
        training.largest_rate = max(training.largest_rate, compiled.rate if compiled is not None else 0.0)
        self.note_steps(first, callback.losses, callback.states, model.optimizer.variables, callback.validation)
        history = returned.history if returned is not None else {}
        rest = callback.batches - callback.epochs * per_epoch
        return Fitted(callback.epochs, per_epoch, rest, history, callback.stopped_early)

    def stop_early(self, variable: str, monitor: str, patience: int, restore_best_weights: bool) -> None:
        """Bind a variable to a callback that ends `fit` when a number of its log gets no better."""
        made = keras.callbacks.EarlyStopping(
            monitor=monitor, patience=patience, restore_best_weights=restore_best_weights
        )
        self._training.names.bind(variable, made)

    def evaluate(self, samples: tuple[str, str], batch_size: int) -> Any:
        """Return what `model.evaluate` gives: the loss, or a list of it and the metrics."""
        training = self._training
        model, memory = training.model, training.memory
        need_compiled(model, "evaluate")
        X, Y_true = map(self._numbers, samples)
        call = partial(model.evaluate, X, Y_true, batch_size=batch_size, verbose=0)
        with explained(model, X, samples[0]):
            return memory.evaluate(model, len(X), batch_size, call)

    def recall(self, batch_size: int | None, traced: Sequence[TracedCall], split: float) -> None:
        """Remember a `fit` of an earlier process, whose weights come from a file; see `FitMemory.recall`."""
        training = self._training
        need_compiled(training.model)
        training.memory.recall(training.model, batch_size, traced, split)

    def keep_history(self, variable: str, history: Mapping[str, Sequence[float]]) -> None:
        """Bind a variable to what a `fit` of an earlier process returned."""
        returned = keras.callbacks.History()
        returned.history = {name: list(numbers) for name, numbers in history.items()}
        returned.epoch = list(range(max(map(len, history.values()), default=0)))
        self._training.names.bind(variable, returned)

    def tape_step(self, rate: float) -> None:
        """Take one step by hand over the whole model: the lines of the command `TapeStep`."""
        training, (X, Y_true) = self._training, self._training.samples
        model = training.model
        with tf.GradientTape() as tape:
            loss = training.loss_fn(Y_true, model(X))
        gradients = tape.gradient(loss, model.trainable_weights)
        for weight, gradient in zip(model.trainable_weights, gradients, strict=True):
            weight.assign_sub(rate * gradient)
        training.largest_rate = max(training.largest_rate, rate)
        training.step += 1
        training.names.bind("loss", loss)
        training.names.bind("gradients", gradients)
        self.note_steps(training.step - 1, [float(loss)], [])

    def predict(self, argument: str, result: str) -> None:
        """Call `model.predict` on a tensor by its name, and bind what it gives to another name."""
        training, X = self._training, self._tensor(argument)
        with explained(training.model, X, argument):
            Y_pred = self._predicted(X)
        training.names.bind(result, Y_pred)
        training.prediction = Prediction(argument, result, read_only(Y_pred), type(Y_pred).__name__)

    def predict_in_tape(self) -> tuple[Any, list[Any]]:
        """Return the loss of what `model.predict` gives, and the gradients that a tape finds through it."""
        training, (X, Y_true) = self._training, self._training.samples
        with tf.GradientTape() as tape:
            loss = training.loss_fn(Y_true, self._predicted(X))
        return loss, tape.gradient(loss, training.model.trainable_weights)

    def compare_forward(self) -> Forward | None:
        """Compare `model(X)` with the last result of `predict`, and the gradients through each; None before a
        `predict`.
        """
        training = self._training
        if training.prediction is None:
            return None
        (X, Y_true), model = training.samples, training.model
        called = model(self._tensor(training.prediction.argument))
        with tf.GradientTape() as tape:
            loss = training.loss_fn(Y_true, model(X))
        found = tape.gradient(loss, model.trainable_weights)
        before = training.memory.state(model)
        _, lost = self.predict_in_tape()
        training.memory.restore(model, before)  # in case it traced anything
        paths = [weight.path for weight in model.trainable_weights]
        through = [tuple((path, g is not None) for path, g in zip(paths, some, strict=True)) for some in (found, lost)]
        kind = "Tensor" if tf.is_tensor(called) else type(called).__name__
        return Forward(read_only(called), kind, training.prediction, *through)

    # ---- inside ---------------------------------------------------------------------------------------------

    def note_steps(
        self,
        first: int,
        losses: Sequence[float],
        states: list[tuple[int, SavedState]],
        slots: Sequence[Any] = (),
        validation: Sequence[Measured] = (),
    ) -> None:
        """Record the losses and states of a `fit` from step `first` on; the workbench keeps the state at the end."""
        training, recorder = self._training, self._recorder
        recorder.recordings.append(Recording(first, read_only(losses), validation=tuple(validation)))
        recorder.states = [(steps, state) for steps, state in states if steps < len(losses)]
        bad = np.flatnonzero(~np.isfinite(losses))
        training.diverged = bool(len(bad)) or not all_finite((*training.model.variables, *slots))
        if training.diverged:
            training.bad_step = first + int(bad[0]) if len(bad) else training.step

    def _callback(self, name: str, given: FitArguments) -> Any:
        """Look up a callback, and refuse one that waits for a validation that there is not: Keras would only warn."""
        callback = self._training.names.tensors.get(name)
        if not isinstance(callback, keras.callbacks.EarlyStopping):
            kept = self._training.names.tensors.items()
            known = [one for one, value in kept if isinstance(value, keras.callbacks.EarlyStopping)]
            raise Problem("name.unknown", received=name, names=", ".join(known) or "–")
        if callback.monitor.startswith("val_") and not given.validates:
            raise Problem("fit.monitor", received=callback.monitor)
        return callback

    def _numbers(self, name: str) -> Any:
        """Look up a tensor or an array with a row for each sample."""
        value = self._tensor(name)
        if not isinstance(value, (tf.Tensor, np.ndarray)) or not value.ndim:
            raise Problem("tensor.unknown", received=name, names=", ".join(SAMPLES))
        return value

    def _tensor(self, name: str) -> Any:
        names = self._training.names
        known = {**names.data, **names.tensors}
        variable, rows = parts_of(name)
        if variable not in known:
            raise Problem("tensor.unknown", received=name, names=", ".join(known))
        return known[variable] if rows is None else _rows(known[variable], rows)

    def _predicted(self, X: Any) -> Any:
        model = self._training.model
        memory = self._training.memory
        rows = len(X) if isinstance(X, (tf.Tensor, np.ndarray)) and X.ndim else 1  # what has none, Keras refuses
        return memory.predict(model, rows, KERAS_BATCH, lambda: model.predict(X, verbose=0))


def _rows(value: Any, rows: int | slice) -> Any:
    """Return rows of a tensor or an array; what has none, or not this one, Python refuses."""
    try:
        return value[rows]
    except Exception as error:  # TensorFlow's and numpy's own refusals differ
        raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error
