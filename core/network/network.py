"""The namespace in which a learner's script would run: the real Keras objects by the names of the written code."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from core.data.built_in import Batch, Source
from core.design.losses import LOSSES, Loss
from core.design.losses import loss as loss_of
from core.design.names import MODEL
from core.design.optimizers import OPTIMIZERS, Optimizer
from core.design.rates import START_RATE
from core.intents.questions import Prediction
from core.learning.compiled_descents import Runner
from core.learning.fit_memory import Fitting
from core.network.namespace import Stage
from core.network.observer import Observer
from core.problems.problem import Problem
from core.snapshot.snapshot import Array

FIRST_SLICE = 16
"""Steps in the first call on a batch, before it is known how long a step takes."""


class Objects(Stage):
    """Holds the Keras objects, and does to them what one line of the written code says. Commands call its methods.

    Attributes:
        batch: the samples to learn from, or None.
        constants: the same as tensors X and Y_true, or None.
        optimizer, optimizer_key: the Keras optimizer, or None before one was needed, and its key.
        loss_fn, loss_key: the Keras loss, and its key.
        batches: the mini-batches, or None if every step uses all samples.
        learning_rate: of the steps to come.
        seed: the seed set last.
        step: updates of the weights since the initial ones.
        run: how often the weights were set to initial ones.
        diverged: whether the steps taken last ended at a loss that is not finite.
        bad_step: the first step whose loss was not finite, if they did.
        largest_rate: the largest learning rate of the steps since the initial weights.
        fit_steps, fit_epochs: how many steps of these were taken by `fit`, in how many epochs.
        fitting: what Keras remembers of `compile`, `fit` and `predict`.
        prediction: what `predict` gave last, or None.
    """

    def __init__(self) -> None:
        super().__init__()
        self.batch: Batch | None = None
        self.constants: tuple[Any, Any] | None = None
        self.optimizer: Any = None
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
        self.fitting = Fitting()
        self.prediction: Prediction | None = None
        self._initial_weights: list[Array] = []
        self._observer: Observer | None = None
        self._slice = FIRST_SLICE
        self._runner = Runner()

    def set_seed(self, seed: int) -> None:
        """Seed Keras's random numbers; layers made from now on draw from this seed."""
        with self._randomness:
            keras.utils.set_random_seed(seed)
        self.seed = seed

    def make_model(self, name: str, inputs: str = "inputs", outputs: str = "x") -> None:
        """The model between two tensors, at step 0. It has no optimizer yet: one belongs to one model's variables."""
        self._take_model(keras.Model(self._symbolic(inputs), self._symbolic(outputs), name=name))

    def rebuild_from_config(self) -> None:
        """The model that the config kept describes, with new weights, at step 0."""
        if "config" not in self.tensors:
            raise Problem("config.missing")
        with self._randomness:
            made = keras.Model.from_config(self.tensors["config"])
        self._take_model(made)

    def load_weights(self) -> None:
        """The weights kept, into the model."""
        if "weights" not in self.tensors:
            raise Problem("config.missing")
        self._model.set_weights(self.tensors["weights"])

    def forget(self, names: tuple[str, ...]) -> None:
        """Let go of layers, tensors and models by their variables."""
        for name in names:
            # the written code needs X, Y_true and the optimizer, so they stay
            self._named(name, super().namespace)
            if name == MODEL:
                self.model = self.optimizer = self._observer = None
                self.optimizer_key, self.learning_rate, self._initial_weights = OPTIMIZERS[0].key, START_RATE, []
                self._start_run()
            for kind in (self.layers, self.tensors, self.models, self.traces):
                kind.pop(name, None)

    def _take_model(self, model: Any) -> None:
        self.model = model
        self._initial_weights = self.model.get_weights()
        self.optimizer, self.optimizer_key, self.learning_rate = None, OPTIMIZERS[0].key, START_RATE
        self._observer = Observer(self.model, self.loss_fn)
        self._start_run()

    def use_data(self, source: Source) -> None:
        """Load another batch; every step uses all of it.

        Raises:
            Problem: it cannot be read, the model has another number of inputs, or the loss cannot take its targets.
        """
        batch = source.load()
        if self.model is not None and self.model.input_shape[-1] != batch.inputs:
            raise Problem(
                "data.other_inputs",
                data=source.name,
                expected=self.model.input_shape[-1],
                received=batch.inputs,
                source=source,
            )
        check_targets(self.loss_key, batch, source)
        self._forget_calls_on("X")
        self.batch, self.batches = batch, None
        self._slice = FIRST_SLICE
        self.diverged = False
        self.constants = tf.constant(batch.X), tf.constant(batch.Y_true)

    def set_optimizer(self, kind: Optimizer, learning_rate: float) -> None:
        """A new optimizer for the model's variables."""
        self.optimizer, self.optimizer_key = self._runner.optimizer(self._model, kind, learning_rate), kind.key
        self.learning_rate = learning_rate

    def set_learning_rate(self, learning_rate: float) -> None:
        """`optimizer.learning_rate`, from the next step on."""
        self._need_optimizer()
        self.optimizer.learning_rate = self.learning_rate = learning_rate

    def set_loss(self, kind: Loss) -> None:
        """Another loss function."""
        if self.batch is not None:
            check_targets(kind.key, self.batch, None)
        self.loss_fn, self.loss_key = kind.make(), kind.key
        self._look_anew()

    def set_activation(self, name: str, activation: str) -> None:
        """Another activation function for a layer."""
        self._layer(name).activation = keras.activations.get(activation)
        self._look_anew()

    def set_batch_size(self, size: int | None, seed: int) -> None:
        """Mini-batches of `size` samples from the next step on, or all samples in every step (None)."""
        if self.batch is None:
            raise Problem("data.missing")
        if size is not None and not 1 <= size <= self.batch.samples:
            raise Problem("batch.out_of_range", received=size, largest=self.batch.samples)
        self.batches = None if size is None else self._runner.batches(self.batch.samples, size, seed)

    def set_trainable(self, name: str | None, trainable: bool) -> None:
        """`layer.trainable` of one layer, or `model.trainable`, which Keras hands on to every layer if it changes.

        (Where `model.trainable` is True already, Keras does not even look at its layers: a frozen one stays frozen.)
        """
        owner = self._model if name is None else self._layer(name)
        owner.trainable = trainable

    def tensor(self, name: str) -> Any:
        """What the written code calls so."""
        known = {"X": self.constants[0], "Y_true": self.constants[1]} if self.constants is not None else {}
        known |= self.tensors
        if name not in known:
            raise Problem("tensor.unknown", received=name, names=", ".join(known))
        return known[name]

    def reset(self) -> None:
        """The very same initial weights, at step 0."""
        self._model.set_weights(self._initial_weights)
        self._start_run()

    # ---- questions ------------------------------------------------------------------------------------------

    @property
    def namespace(self) -> dict[str, Any]:
        named = super().namespace
        if self.constants is not None:
            named["X"], named["Y_true"] = self.constants
        return named if self.optimizer is None else {**named, "optimizer": self.optimizer}

    @property
    def obstacle(self) -> str:
        """Why no step can be taken, as a key of `core.problems.layer_texts.OBSTACLES`; empty if one can be."""
        if self.model is None:
            return "model"
        if self.batch is None:
            return "data"
        if self.model.input_shape[-1] != self.batch.inputs:
            return "inputs"
        if self.model.output_shape[-1] != 1:
            return "outputs"
        return "" if self._observer is not None and self._observer.chained else "chain"

    def frozen_layers(self) -> tuple[str, ...]:
        """The names of the layers with weights whose `trainable` is False."""
        layers = self.model.layers if self.model is not None else ()
        return tuple(layer.name for layer in layers if layer.weights and not layer.trainable)

    # ---- inside ---------------------------------------------------------------------------------------------

    @property
    def _model(self) -> Any:
        if self.model is None:
            raise Problem("model.missing")
        return self.model

    def _layer(self, name: str) -> Any:
        try:
            return self._model.get_layer(name)
        except ValueError as error:
            names = ", ".join(layer.name for layer in self.model.layers)
            raise Problem("layer.unknown", keras_message=str(error), received=name, names=names) from error

    def _need_optimizer(self) -> None:
        """Plain SGD, where none was chosen; the written code does the same."""
        if self.optimizer is None:
            self.set_optimizer(OPTIMIZERS[0], START_RATE)

    def _start_run(self) -> None:
        self.largest_rate = 0.0
        self.fit_steps = self.fit_epochs = 0
        self.run += 1
        self.diverged = False
        self.step = 0

    def _look_anew(self) -> None:
        if self.model is not None:
            self._observer = Observer(self.model, self.loss_fn)


def check_targets(loss_key: str, batch: Batch, source: Source | None) -> None:
    """Raise a Problem if a loss that compares probabilities gets targets that are none, perhaps from a new source."""
    if loss_of(loss_key).probabilities and not ((batch.Y_true >= 0) & (batch.Y_true <= 1)).all():
        low, high = float(batch.Y_true.min()), float(batch.Y_true.max())
        raise Problem("loss.targets", received=f"{low:g} … {high:g}", loss=loss_key, source=source)
