"""The training of a network: model, data, optimizer, loss, batches, and the steps so far."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from core.data.built_in import Batch, Source
from core.design.activations import check_activation
from core.design.losses import LOSSES, Loss
from core.design.losses import loss as loss_of
from core.design.names import MODEL, SAMPLES
from core.design.optimizers import OPTIMIZERS, Optimizer
from core.design.rates import START_RATE
from core.design.seeds import check_seed
from core.learning.compiled_descents import CompiledDescents, Recipe
from core.learning.fit_memory import FitMemory
from core.learning.flat import FlatReading
from core.network.namespace import Namespace
from core.observe.observer import Observer
from core.problems.problem import Problem
from core.snapshot.prediction import Prediction
from core.snapshot.snapshot import Array
from core.snapshot.validation import Validation

SHARES_APART = 1e-5
"""How far the sum of a row of probabilities may be from 1: float32 rounds each."""

FIRST_SLICE = 16
"""Steps in the first call on a batch, before it is known how long a step takes."""


class Training:
    """Set up training as the lines of the written code do, and count the steps.

    Args:
        names: the variables of the written code; the model, X, Y_true and the optimizer are kept there.

    Attributes:
        batch: the samples to learn from, or None.
        optimizer_key: the key of `names.optimizer`.
        loss_fn, loss_key: the Keras loss, and its key.
        batches: the mini-batches, or None if every step uses all samples.
        learning_rate, seed: of the next steps, and the last one that was set.
        step: the number of updates of the weights since the initial ones.
        run: how often the weights were initialized.
        diverged: whether the last steps taken ended where the loss, a weight or a slot is not finite.
        bad_step: the first such step, if they diverged.
        largest_rate: the largest learning rate of the steps since the initial weights.
        fit_steps, fit_epochs: how many steps of these were taken by `fit`, in how many epochs.
        prediction: the last result of `predict`, or None.
        initial_weights: those of the model.
        observer: takes snapshots of the model; None before there is one.
        slice: the number of steps in one uninterruptible call.
        memory: the state that `compile`, `fit` and `predict` leave in Keras.
        descents, reading: the compiled descents, and what reads the numbers of variables.
    """

    def __init__(self, names: Namespace) -> None:
        self.names = names
        self.batch: Batch | None = None
        self.optimizer_key = OPTIMIZERS[0].key
        self.loss_fn: Any = LOSSES[0].make()
        self.loss_key = LOSSES[0].key
        self.batches: Any = None
        self.learning_rate = START_RATE
        self.seed = 0
        self.step = 0
        self.run = 0
        self.diverged = False
        self.bad_step = 0
        self.largest_rate = 0.0
        self.fit_steps = self.fit_epochs = 0
        self.prediction: Prediction | None = None
        self.initial_weights: list[Array] = []
        self.observer: Observer | None = None
        self.slice = FIRST_SLICE
        self.memory = FitMemory()
        self.descents, self.reading = CompiledDescents(), FlatReading()

    # ---- model ----------------------------------------------------------------------------------------------

    @property
    def model(self) -> Any:
        """The model that is trained.

        Raises:
            Problem: there is none.
        """
        if self.names.model is None:
            raise Problem("model.missing")
        return self.names.model

    @property
    def samples(self) -> tuple[Any, Any]:
        """The tensors X and Y_true.

        Raises:
            Problem: there are no data.
        """
        if self.names.samples is None:
            raise Problem("data.missing")
        return self.names.samples

    def set_seed(self, seed: int) -> None:
        """Seed Keras's random numbers; new layers draw their seeds from this one."""
        with self.names.randomness:
            keras.utils.set_random_seed(seed)
        self.seed = seed

    def make_model(self, name: str, inputs: str = "inputs", outputs: str = "x") -> None:
        """Make the model between two tensors, at step 0, without an optimizer: one belongs to one model's variables."""
        self.take_model(keras.Model(self.names.symbolic(inputs), self.names.symbolic(outputs), name=name))

    def rebuild_from_config(self) -> None:
        """Make the model that the saved config describes, with new weights, at step 0."""
        config = self.names.tensors.get("config")
        if not isinstance(config, dict):  # the variable may hold anything by now
            raise Problem("config.missing")
        with self.names.randomness:
            made = keras.Model.from_config(config.copy())  # it empties its argument
        self.take_model(made)

    def load_weights(self) -> None:
        """Load the saved weights into the model."""
        if "weights" not in self.names.tensors:
            raise Problem("config.missing")
        self.model.set_weights(self.names.tensors["weights"])

    def forget(self, variables: tuple[str, ...]) -> None:
        """Delete layers, tensors and models by their variables; X, Y_true and the optimizer stay."""
        names = self.names
        for variable in variables:
            names.named(variable, names.of_learner)
            if variable == MODEL:
                names.model = names.optimizer = self.observer = None
                self.optimizer_key, self.learning_rate, self.initial_weights = OPTIMIZERS[0].key, START_RATE, []
                self._start_run()
            for kind in (names.layers, names.tensors, names.models, names.traces):
                kind.pop(variable, None)

    def reset(self) -> None:
        """Restore the very same initial weights, at step 0."""
        self.model.set_weights(self.initial_weights)
        self._start_run()

    def set_activation(self, layer: str, activation: str) -> None:
        """Give a layer another activation function.

        Raises:
            Problem: there is no such layer, or the function does not give one number for each unit.
        """
        check_activation(activation)
        self._layer(layer).activation = keras.activations.get(activation)
        self._observe_anew()

    def set_trainable(self, layer: str | None, trainable: bool) -> None:
        """Set `layer.trainable` of one layer, or `model.trainable`, which Keras passes on to every layer if it changes.

        (Where `model.trainable` is True already, Keras does not even look at its layers: a frozen one stays frozen.)
        """
        (self.model if layer is None else self._layer(layer)).trainable = trainable

    # ---- data and settings ----------------------------------------------------------------------------------

    def use_data(self, source: Source) -> None:
        """Load another batch; every step uses all of it.

        Raises:
            Problem: it cannot be read, the model has another number of inputs, or the loss cannot take its targets.
        """
        batch = source.load()
        if self.names.model is not None:
            check_data(self.names.model, self.loss_key, batch, source)
        self.names.forget_calls_on("X")
        self.names.forget_calls_on("X_val")
        self.take_batch(batch, (tf.constant(batch.X), tf.constant(batch.Y_true)))

    def take_batch(self, batch: Batch, samples: tuple[Any, Any]) -> None:
        """Learn from these samples, all in every step; X and Y_true may have different numbers of rows."""
        self.batch, self.batches, self.names.samples = batch, None, samples
        for one in SAMPLES:  # one that was typed while the other was missing
            self.names.tensors.pop(one, None)
        split = batch.X_val is not None and batch.Y_val is not None
        self.names.validation = (tf.constant(batch.X_val), tf.constant(batch.Y_val)) if split else None
        self.slice, self.diverged = FIRST_SLICE, False

    def set_optimizer(self, kind: Optimizer, learning_rate: float) -> None:
        """Make a new optimizer for the model's variables."""
        self.names.optimizer = self.descents.optimizer(self.model, kind, learning_rate)
        self.optimizer_key, self.learning_rate = kind.key, learning_rate

    def need_optimizer(self) -> Any:
        """Return the optimizer: plain SGD where none was chosen, as in the written code."""
        if self.names.optimizer is None:
            self.set_optimizer(OPTIMIZERS[0], START_RATE)
        return self.names.optimizer

    def set_learning_rate(self, learning_rate: float) -> None:
        """Set `optimizer.learning_rate`, from the next step on."""
        self.need_optimizer().learning_rate = self.learning_rate = learning_rate

    def set_loss(self, kind: Loss) -> None:
        """Choose another loss function."""
        if self.batch is not None:
            check_targets(kind.key, self.batch, None)
        self.loss_fn, self.loss_key = kind.make(), kind.key
        self._observe_anew()

    def set_batch_size(self, size: int | None, seed: int) -> None:
        """Take mini-batches of `size` samples from the next step on, or all samples in every step (None)."""
        if self.batch is None:
            raise Problem("data.missing")
        check_seed(seed)
        if size is not None and not 1 <= size <= self.batch.samples:
            raise Problem("batch.out_of_range", received=size, largest=self.batch.samples)
        self.batches = None if size is None else self.descents.batches(self.batch.samples, size, seed)

    # ---- questions ------------------------------------------------------------------------------------------

    @property
    def why_no_step(self) -> str:
        """Why no step can be taken, as a key of `core.problems.layer_texts.WHY_NO_STEP`; empty if one can be."""
        return _why_no_step(self)

    @property
    def recipe(self) -> Recipe:
        """The recipe from which a step is compiled."""
        return Recipe(self.model, self.names.optimizer, self.loss_fn, self.loss_key, *self.samples, self.batches)

    def loss(self, eager: bool = True) -> float:
        """Compute the loss of all samples at the present weights, see `Observer.observe`."""
        if self.observer is None:
            raise Problem("data.missing")
        return self.observer.loss(self.samples, eager)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _layer(self, name: str) -> Any:
        try:
            return self.model.get_layer(name)
        except ValueError as error:
            names = ", ".join(layer.name for layer in self.model.layers)
            raise Problem("layer.unknown", keras_message=str(error), received=name, names=names) from error

    def take_model(self, model: Any) -> None:
        self.names.model = model
        self.initial_weights = model.get_weights()
        self.names.optimizer, self.optimizer_key, self.learning_rate = None, OPTIMIZERS[0].key, START_RATE
        self._observe_anew()
        self._start_run()

    def _start_run(self) -> None:
        self.largest_rate = 0.0
        self.fit_steps = self.fit_epochs = 0
        self.run += 1
        self.diverged = False
        self.step = 0

    def _observe_anew(self) -> None:
        if (model := self.names.model) is not None:
            self.observer = Observer(model, self.loss_fn, loss_of(self.loss_key).columns(None))


def validate(training: Training, eager: bool = True) -> Validation | None:
    """Measure the validation rows at the present weights; None if there are none, or no step can be taken."""
    rows, batch = training.names.validation, training.batch
    if rows is None or batch is None or training.why_no_step or training.observer is None:
        return None
    return training.observer.validating.measure(rows, len(batch.classes), training.step, eager)


def _why_no_step(training: Training) -> str:
    model = training.names.model
    if model is None:
        return "model"
    if training.batch is None:
        return "data"
    if model.input_shape[-1] != training.batch.inputs:
        return "inputs"
    if len(training.samples[0]) != len(training.samples[1]):
        return "rows"
    if model.output_shape[-1] != training.batch.outputs:
        return "outputs"
    return "" if training.observer is not None and training.observer.chained else "chain"


def check_data(model: Any, loss_key: str, batch: Batch, source: Source) -> None:
    """Raise a Problem if a model, or the loss that it learns with, cannot take a batch."""
    if model.input_shape[-1] != batch.inputs:
        expected, received = model.input_shape[-1], batch.inputs
        raise Problem("data.other_inputs", data=source.name, expected=expected, received=received, source=source)
    check_targets(loss_key, batch, source)


def check_targets(loss_key: str, batch: Batch, source: Source | None) -> None:
    """Raise a Problem if a loss cannot take some targets, perhaps those of a new source."""
    kind = loss_of(loss_key)
    numbers_of_classes = len(batch.classes) > 2 and not batch.one_hot
    if numbers_of_classes != (kind.classes and not kind.one_hot) or (kind.one_hot and not _are_shares(batch.Y_true)):
        received = "numbers"
        if batch.classes:
            received = f"{len(batch.classes)} classes" + (", one-hot" if batch.one_hot else "")
        raise Problem("loss.other_targets", loss=loss_key, received=received, source=source)
    if kind.probabilities and not ((batch.Y_true >= 0) & (batch.Y_true <= 1)).all():
        low, high = float(batch.Y_true.min()), float(batch.Y_true.max())
        raise Problem("loss.targets", received=f"{low:g} … {high:g}", loss=loss_key, source=source)


def _are_shares(Y_true: Any) -> bool:
    """Return whether each row holds probabilities that sum to 1, as one-hot targets do."""
    return bool(Y_true.shape[1] > 1 and (Y_true >= 0).all() and (abs(Y_true.sum(axis=1) - 1) < SHARES_APART).all())
