"""What the commands of `compile`, `fit`, `predict` and of the step by hand do to the real Keras objects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from core.intents.questions import Forward, Prediction
from core.learning.fit_memory import need_compiled
from core.network.fit_callback import Watcher
from core.network.network import check_targets
from core.problems.problem import Problem
from core.snapshot.snapshot import read_only

if TYPE_CHECKING:
    from core.commands import Compile, Fit
    from core.workbench.workbench import Workbench

PREDICT_SIZE = 32
"""Keras's batch size of `predict` where none is given."""


def compile_model(bench: Workbench, command: Compile) -> None:
    """`model.compile`, with an optimizer of its own."""
    if bench.batch is not None:
        check_targets(command.loss, bench.batch, None)
    bench.fitting.compile(_model(bench), command)


def fit(bench: Workbench, command: Fit) -> Fit:
    """`model.fit`, which ends after an epoch when it is interrupted or when the loss is not finite any more.

    Returns:
        What was really done.
    """
    need_compiled(_model(bench))
    (X, Y_true), first = _samples(bench), bench.step
    size = len(X) if command.batch_size is None else command.batch_size
    if not 1 <= size <= len(X):
        raise Problem("batch.out_of_range", received=size, largest=len(X))
    watcher = Watcher(bench, command, -(-len(X) // size))
    if command.shuffle:
        tf.random.set_seed(command.seed)

    def call(**more: int) -> None:
        options = {"batch_size": size, "shuffle": command.shuffle, "verbose": 0, "callbacks": [watcher], **more}
        bench.fitting.fit(bench, len(X), command.batch_size, lambda: bench.model.fit(X, Y_true, **options))

    if command.epochs:
        call(epochs=command.epochs)
    if command.rest and watcher.epochs == command.epochs:
        call(steps_per_epoch=command.rest)
    watcher.report(running=False)
    compiled = bench.fitting.memory.compiled
    bench.largest_rate = max(bench.largest_rate, compiled.rate if compiled is not None else 0.0)
    bench.note_steps(first, watcher.losses, watcher.states)
    rest = watcher.batches - watcher.epochs * watcher.per_epoch
    return replace(command, epochs=watcher.epochs, batches=watcher.per_epoch, rest=rest)


def tape_step(bench: Workbench, rate: float) -> None:
    """One step by hand: the lines of `TapeStep`, done to the real weights."""
    X, Y_true = _samples(bench)
    model = _model(bench)
    with tf.GradientTape() as tape:
        loss = bench.loss_fn(Y_true, model(X))
    gradients = tape.gradient(loss, model.trainable_weights)
    for weight, gradient in zip(model.trainable_weights, gradients, strict=True):
        weight.assign_sub(rate * gradient)
    bench.largest_rate = max(bench.largest_rate, rate)
    bench.step += 1
    bench.note_steps(bench.step - 1, [float(loss)], [])


def predict(bench: Workbench, argument: str, result: str) -> None:
    """`model.predict`; what it gives gets a name."""
    Y_pred = _predicted(bench, bench.tensor(argument))
    bench.keep(result, Y_pred)
    bench.prediction = Prediction(argument, result, read_only(Y_pred), type(Y_pred).__name__)


def predict_in_tape(bench: Workbench) -> list[Any]:
    """The gradients that a tape finds through `model.predict`."""
    X, Y_true = _samples(bench)
    with tf.GradientTape() as tape:
        loss = bench.loss_fn(Y_true, _predicted(bench, X))
    gradients: list[Any] = tape.gradient(loss, _model(bench).trainable_weights)
    return gradients


def compare_forward(bench: Workbench) -> Forward | None:
    """`model(X)` beside what `predict` gave last, and what a tape finds through each; None before any `predict`."""
    if bench.prediction is None:
        return None
    (X, Y_true), weights = _samples(bench), _model(bench).trainable_weights
    called = bench.model(bench.tensor(bench.prediction.argument))
    with tf.GradientTape() as tape:
        loss = bench.loss_fn(Y_true, bench.model(X))
    found = tape.gradient(loss, weights)
    before = bench.fitting.state(bench.model)
    lost = predict_in_tape(bench)
    bench.fitting.restore(bench.model, before)  # should it have traced anything
    paths = [weight.path for weight in weights]
    through = [tuple((path, g is not None) for path, g in zip(paths, some, strict=True)) for some in (found, lost)]
    kind = "Tensor" if tf.is_tensor(called) else type(called).__name__
    return Forward(read_only(called), kind, bench.prediction, *through)


def _predicted(bench: Workbench, X: Any) -> Any:
    model = _model(bench)
    return bench.fitting.predict(bench, len(X), PREDICT_SIZE, lambda: model.predict(X, verbose=0))


def _model(bench: Workbench) -> Any:
    if bench.model is None:
        raise Problem("model.missing")
    return bench.model


def _samples(bench: Workbench) -> tuple[Any, Any]:
    """X and Y_true."""
    if bench.constants is None:
        raise Problem("data.missing")
    return bench.constants
