"""The state of a network at one moment, so that it can be restored: for undo, for the timeline, after a refusal."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import Any

import numpy as np

from core.learning.variables import set_numbers, settings_of, use_settings
from core.network.randomness import OwnRandomness
from core.network.training import Training
from core.observe import graph
from core.snapshot.moment import Moment, TracedCall

NAMES = "layers tensors models model samples validation optimizer traces randomness".split()
"""The attributes of the Namespace that commands change."""

TRAINING = (
    "batch batches optimizer_key loss_fn loss_key learning_rate seed step run diverged bad_step largest_rate "
    "fit_steps fit_epochs prediction initial_weights observer slice"
).split()
"""The attributes of the Training that commands change."""

COUNTS = "step run diverged bad_step largest_rate fit_steps fit_epochs".split()
"""Those of the Training's attributes that steps change."""


class SavedState:
    """The Keras objects at one moment, and the numbers and settings inside them.

    Args:
        training: the training to save, with its namespace.

    Attributes:
        step, run: those of the training.
        frozen: the layers with weights that no step changes, by their names in Keras.
    """

    def __init__(self, training: Training) -> None:
        names = training.names
        self._names = {name: _copied(getattr(names, name)) for name in NAMES}
        self._training = {name: _copied(getattr(training, name)) for name in TRAINING}
        self.step, self.run = training.step, training.run
        self._numbers = training.reading.numbers(_variables(training))
        layers = all_layers(training)
        self._places = _places(layers)
        trained = () if names.model is None else names.model.layers  # they come first among all layers
        self._of_model, self._of_layers = (sum(len(one.variables) for one in of) for of in (trained, layers))
        self.frozen = {layer.name: layer for layer in reversed(layers) if _is_frozen(training, layer)}
        self._unbuilt = [name for name, layer in names.layers.items() if not layer.built]
        self._calls = [graph.calls(layer) for layer in layers]
        self._settings = settings_of(names.model, layers)
        self._fit = training.memory.state(names.model)
        self._batch_step = training.batches.step if training.batches is not None else 0

    @property
    def nbytes(self) -> int:
        """The size of the numbers, in bytes."""
        return sum(numbers.nbytes for numbers in (*self._numbers, *self._fit.numbers))

    @property
    def finite(self) -> bool:
        """Whether all weights of the model and all slots of the optimizer are finite."""
        numbers = (*self._numbers[: self._of_model], *self._numbers[self._of_layers :])
        return all(bool(np.isfinite(one).all()) for one in numbers)

    def weights(self, layer: str) -> tuple[Any, ...]:
        """Return the numbers of a layer's kernel and bias; none if there was no such layer, or it had no weights."""
        return tuple(self._numbers[self._places.get(layer, slice(0))])

    @property
    def moment(self) -> Moment:
        """What steps change, as plain numbers."""
        counts = {name: self._training[name] for name in COUNTS}
        return Moment(tuple(self._numbers), self._fit.numbers, {**counts, "batch_step": self._batch_step})

    @property
    def traced(self) -> tuple[TracedCall, ...]:
        """The calls of `fit` and `predict` since `compile` that traced something, as plain data."""
        return tuple(
            TracedCall(call.kind, call.samples, call.batch_size, call.rows, call.updated)
            for call in self._fit.memory.calls
        )

    def at(self, moment: Moment) -> SavedState:
        """Return the state of the same objects at another moment.

        Raises:
            ValueError: the numbers are those of other objects.
        """
        shapes = [(array.shape, array.dtype) for array in self._numbers]
        if shapes != [(array.shape, array.dtype) for array in moment.numbers]:
            raise ValueError(f"Expected numbers of the shapes {shapes}.")
        made = copy(self)
        made._numbers = list(moment.numbers)
        made._training = {**self._training, **{name: moment.counts[name] for name in COUNTS}}
        made._batch_step = int(moment.counts["batch_step"])
        made.step, made.run = int(moment.counts["step"]), int(moment.counts["run"])
        made._fit = replace(self._fit, numbers=moment.fit_numbers)
        return made

    def restore(self, training: Training) -> None:
        """Put everything back as it was."""
        names = training.names
        for name, value in self._names.items():
            setattr(names, name, _copied(value))
        for name, value in self._training.items():
            setattr(training, name, _copied(value))
        built = {id(layer): layer for name in self._unbuilt if (layer := names.layers[name]).built}
        twins = {key: _unbuilt_twin(layer) for key, layer in built.items()}  # Keras cannot take weights away again
        for name in self._unbuilt:
            names.layers[name] = twins.get(id(names.layers[name]), names.layers[name])
        for layer, calls in zip(all_layers(training), self._calls, strict=True):
            graph.set_calls(layer, calls)
        use_settings(self._settings)
        training.memory.restore(names.model, self._fit)
        for variable, numbers in zip(_variables(training), self._numbers, strict=True):
            set_numbers(variable, numbers)
        if training.batches is not None:
            training.batches.step = self._batch_step


def _copied(value: Any) -> Any:
    """Copy a container, which changes in place; everything else is only replaced."""
    return copy(value) if isinstance(value, (dict, list, OwnRandomness)) else value


def _variables(training: Training) -> list[Any]:
    """Return every variable whose numbers change: the layers', the model's, and the optimizer's slots."""
    optimizer = training.names.optimizer
    owners = (*all_layers(training), *(() if optimizer is None else (optimizer,)))
    return [variable for owner in owners for variable in owner.variables]


def all_layers(training: Training) -> list[Any]:
    """Return every layer that a command can change: those of the model, of other models, and of none."""
    names = training.names
    models = (*(() if names.model is None else (names.model,)), *names.models.values())
    found = [*(layer for model in models for layer in model.layers), *names.layers.values()]
    return list({id(layer): layer for layer in found}.values())


def _places(layers: list[Any]) -> dict[str, slice]:
    """Return where the variables of each layer are among those of all; of two layers of one name, the first one's."""
    places: dict[str, slice] = {}
    first = 0
    for layer in layers:
        last = first + len(layer.variables)
        places.setdefault(layer.name, slice(first, last))
        first = last
    return places


def _is_frozen(training: Training, layer: Any) -> bool:
    """Return whether a layer has weights and no step changes them: a frozen model trains none of its layers."""
    model = training.names.model
    with_model = model is not None and not model.trainable and any(layer is one for one in model.layers)
    return bool(layer.variables) and (with_model or not layer.trainable)


def _unbuilt_twin(layer: Any) -> Any:
    """Make a layer of the same config without weights, which will get the same ones when it is built."""
    with OwnRandomness():  # Keras draws a seed for its initializer, which it does not need
        twin = type(layer).from_config(layer.get_config())
    twin.kernel_initializer, twin.bias_initializer = layer.kernel_initializer, layer.bias_initializer
    return twin
