"""The real Keras objects, and everything that is done to them.

A `Workbench` plays the part of the namespace in which a learner's script runs: it holds the layers, tensors,
model and batch by the names that the written code uses. Commands call its methods; views get snapshots.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.commands import START_RATE, Command
from core.datasets import Batch, Source
from core.descent import RUN, make_descent
from core.errors import Problem
from core.history import Done, History
from core.observer import Observer
from core.questions import Preview
from core.safekeeping import OwnRandomness, kept, origin
from core.snapshot import Array, Snapshot, read_only
from core.spec import LayerSpec

FIRST_SLICE = 16
"""Steps in the first call on a batch, before it is known how long a step takes."""

KEPT = (dict, list, OwnRandomness)
"""Types of attributes that change in place."""

SLICE_SECONDS = 0.05
"""How long one uninterruptible call should last."""


@dataclass(frozen=True, eq=False)
class Recording:
    """The losses before each of some consecutive steps, the first of them at `first_step`."""

    first_step: int
    losses: Array


Event = Done | Recording


class Workbench:
    """Holds the real Keras objects and does commands to them.

    Attributes:
        layers: the Dense layers created, by name.
        tensors: the symbolic tensors "inputs" and "x".
        model: the model, or None before one was made.
        batch: the samples to learn from, or None.
        learning_rate: of the steps to come.
        seed: the seed set last.
        step: updates of the weights since the initial ones.
        run: how often the weights were set to initial ones.
        history: the commands done.
        diverged: whether the steps taken last ended at a loss that is not finite.
        interrupt: set it, from any thread, to make a long run of steps end early.
        largest_rate: the largest learning rate of the steps since the initial weights.
        deadline: when, by `perf_counter`, a run of steps is to end even if it is not complete.

    Example:
        >>> bench = Workbench()
        >>> bench.do([*build_network(FOUR_LAYERS, seed=1), UseData(NotebookBatch()), Step(10)])
        >>> bench.snapshot().step
        10
    """

    def __init__(self) -> None:
        self.layers: dict[str, Any] = {}
        self.tensors: dict[str, Any] = {}
        self.model: Any = None
        self.batch: Batch | None = None
        self.learning_rate = START_RATE
        self.seed = 0
        self.step = 0
        self.run = 0
        self.history = History()
        self.diverged = False
        self.interrupt = threading.Event()
        self.deadline = math.inf
        self.largest_rate = 0.0
        self._initial_weights: list[Array] = []
        self._observer: Observer | None = None
        self._slice = FIRST_SLICE
        self._descents: dict[tuple[str, ...], Any] = {}
        self._constants: tuple[Any, Any] | None = None
        self._randomness = OwnRandomness()
        self._events: list[Event] = []

    # ---- commands -------------------------------------------------------------------------------------------

    def do(self, commands: Iterable[Command]) -> None:
        """Do commands, all or none: if one cannot be done, everything is put back as it was, weights too.

        Raises:
            Problem: what cannot be done, with Keras's own message where Keras refused.
        """
        # containers are changed in place, so they are copied; everything else is only replaced
        before = {name: copy(value) if isinstance(value, KEPT) else value for name, value in self.__dict__.items()}
        entries, put_back = self.history.entries, kept(self.model)
        try:
            for command in commands:
                step = self.step
                done = command.apply(self)
                if done is not None:
                    self.history.append(done, step)
                    self._events.append(Done(done, step))
        except Exception as error:
            self.__dict__.update(before)
            self.history.restore(entries)
            put_back()
            if not isinstance(error, Problem) and "keras" in Path(origin(error)).parts:
                raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error
            raise

    def set_seed(self, seed: int) -> None:
        """Seed Keras's random numbers; layers made from now on draw from this seed."""
        with self._randomness:
            keras.utils.set_random_seed(seed)
        self.seed = seed

    def create_input(self, size: int) -> None:
        """A symbolic input of `size` numbers per sample."""
        self.tensors["inputs"] = keras.Input(shape=(size,), name="input")

    def create_layer(self, spec: LayerSpec) -> None:
        """A Dense layer, without weights yet."""
        with self._randomness:
            self.layers[spec.name] = keras.layers.Dense(
                spec.units, activation=spec.activation, use_bias=spec.use_bias, name=spec.name
            )

    def connect_layer(self, name: str, source: str) -> None:
        """Call a layer on a symbolic tensor, which builds it; the result becomes the tensor "x"."""
        if name not in self.layers:
            raise Problem("layer.unknown", received=name, names=", ".join(self.layers))
        self.tensors["x"] = self.layers[name](self.tensors[source])

    def make_model(self, name: str) -> None:
        """The model from "inputs" to "x", at step 0."""
        self.model = keras.Model(self.tensors["inputs"], self.tensors["x"], name=name)
        self._initial_weights = self.model.get_weights()
        self.largest_rate = 0.0
        self._observer = Observer(self.model)
        self.run += 1
        self.diverged = False
        self._descents = {}
        self.step = 0

    def use_data(self, source: Source) -> None:
        """Load another batch.

        Raises:
            Problem: it cannot be read, or the model has another number of inputs.
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
        self.batch = batch
        self._slice = FIRST_SLICE
        self.diverged = False
        self._constants = tf.constant(batch.X), tf.constant(batch.Y_true)
        self._descents = {}

    def set_trainable(self, name: str | None, trainable: bool) -> None:
        """`layer.trainable` of one layer, or `model.trainable`, which Keras hands on to every layer if it changes.

        (Where `model.trainable` is True already, Keras does not even look at its layers: a frozen one stays frozen.)
        """
        owner = self._model if name is None else self._layer(name)
        owner.trainable = trainable

    def descend(self, steps: int) -> int:
        """Take steps of gradient descent, stopping early at weights whose loss is not finite, or when interrupted.

        Returns:
            How many steps were taken.
        """
        if steps < 1:
            raise Problem("steps.out_of_range", received=steps)
        descent, taken = self._descent(), 0
        self.diverged = False
        self.largest_rate = max(self.largest_rate, self.learning_rate)
        while taken < steps and not self.diverged and not (taken and self._hurried()):
            asked, started = min(self._slice, RUN, steps - taken), perf_counter()
            done = self._run(descent, asked)
            taken += done
            self.diverged = done < asked
            # the result does not depend on how the steps are cut, so cut them to stay interruptible
            self._slice = max(1, int(asked * SLICE_SECONDS / (perf_counter() - started)))
        return taken

    def _hurried(self) -> bool:
        return self.interrupt.is_set() or perf_counter() > self.deadline

    def reset(self) -> None:
        """The very same initial weights, at step 0."""
        self._model.set_weights(self._initial_weights)
        self.largest_rate = 0.0
        self.run += 1
        self.diverged = False
        self.step = 0

    # ---- questions ------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot | None:
        """What the network looks like now; None while there is no model or no data that fits it."""
        if self._observer is None or self.batch is None or self._constants is None:
            return None
        if self.model.input_shape[-1] != self.batch.inputs:
            return None
        settings = {"step": self.step, "run": self.run, "learning_rate": self.learning_rate, "seed": self.seed}
        return self._observer.observe(self._constants, self.batch, settings)

    def preview(self) -> Preview:
        """What the next step will do; everything is put back afterwards."""
        put_back = kept(self._model)
        try:
            self._descent()(1, self.learning_rate)
            weights = {variable.path: read_only(variable.numpy()) for variable in self.model.variables}
        finally:
            put_back()
        return Preview(self.step, weights, {}, self.step, None)

    def frozen_layers(self) -> tuple[str, ...]:
        """The names of the layers with weights whose `trainable` is False."""
        layers = self.model.layers if self.model is not None else ()
        return tuple(layer.name for layer in layers if layer.weights and not layer.trainable)

    def take_events(self) -> tuple[Event, ...]:
        """What happened since this was last asked, in order: commands done, and losses recorded before them."""
        events, self._events = tuple(self._events), []
        return events

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

    def _descent(self) -> Any:
        """The compiled descent for the present trainable variables; each set is compiled once."""
        model = self._model
        if self._constants is None:
            raise Problem("data.missing")
        key = tuple(variable.path for variable in model.trainable_variables)
        if key not in self._descents:
            self._descents[key] = make_descent(model, *self._constants)
        return self._descents[key]

    def _run(self, descent: Any, steps: int) -> int:
        """At most RUN steps. If the loss stops being finite, go back and take just the steps before that."""
        variables = self._model.trainable_variables
        before = [variable.numpy().copy() for variable in variables]
        losses = descent(steps, self.learning_rate).numpy()[:steps]
        bad = np.flatnonzero(~np.isfinite(losses))
        if len(bad):
            steps = int(bad[0])
            for variable, value in zip(variables, before, strict=True):
                variable.assign(value)
            if steps:
                descent(steps, self.learning_rate)
        if steps:
            self._events.append(Recording(self.step, losses[:steps].copy()))
            self.step += steps
        return steps
