"""Everything of a workbench at one moment, so that it can be put back: for undo, for the timeline, after a refusal."""

from __future__ import annotations

import random
from collections.abc import Iterable
from copy import copy
from types import TracebackType
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from core.network import graph

if TYPE_CHECKING:
    from core.learning.fit_memory import Settings
    from core.workbench.workbench import Workbench

HELD = (
    "layers tensors models traces model batch constants batches optimizer optimizer_key loss_fn loss_key learning_rate "
    "seed step run diverged bad_step largest_rate fit_steps fit_epochs prediction "
    "_initial_weights _observer _slice _randomness"
).split()
"""The workbench's attributes that commands change."""


class OwnRandomness:
    """A state of Python's one `random` of our own, in force inside a `with` block.

    Keras draws the seeds of its initializers from `random`. Kept apart from whoever else uses it, a layer gets the
    weights that the written code gives it when it runs alone.
    """

    def __init__(self) -> None:
        self._state = random.getstate()
        self._outside = self._state

    def __enter__(self) -> None:
        self._outside = random.getstate()
        random.setstate(self._state)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._state = random.getstate()
        random.setstate(self._outside)


class State:
    """Which Keras objects a workbench holds at a moment, and the numbers and settings inside them.

    Args:
        bench: the workbench as it is now.
    """

    def __init__(self, bench: Workbench) -> None:
        # containers change in place, so they are copied; everything else is only replaced
        values = {name: getattr(bench, name) for name in HELD}
        kept = (dict, list, OwnRandomness)
        self._held = {name: copy(value) if isinstance(value, kept) else value for name, value in values.items()}
        self._numbers = [numbers_of(variable) for variable in _variables(bench)]
        layers = _layers(bench)
        self._unbuilt = [name for name, layer in bench.layers.items() if not layer.built]
        self._calls = [graph.calls(layer) for layer in layers]
        self._settings = settings_of(bench.model, layers)
        self._fitting = bench.fitting.state(bench.model)
        self._batch_step = bench.batches.step if bench.batches is not None else 0

    @property
    def nbytes(self) -> int:
        """The size of the numbers, in bytes."""
        return sum(numbers.nbytes for numbers in (*self._numbers, *self._fitting.numbers))

    def restore(self, bench: Workbench) -> None:
        """Put everything back as it was."""
        bench.known = self
        for name, value in self._held.items():
            setattr(bench, name, copy(value) if isinstance(value, (dict, list, OwnRandomness)) else value)
        for name in self._unbuilt:
            if bench.layers[name].built:  # Keras cannot take weights away from a layer again
                bench.layers[name] = _unbuilt_twin(bench.layers[name])
        for layer, calls in zip(_layers(bench), self._calls, strict=True):
            graph.set_calls(layer, calls)
        use_settings(self._settings)
        bench.fitting.restore(bench.model, self._fitting)
        for variable, numbers in zip(_variables(bench), self._numbers, strict=True):
            set_numbers(variable, numbers)
        if bench.batches is not None:
            bench.batches.step = self._batch_step


def settings_of(model: Any, others: Iterable[Any] = ()) -> Settings:
    """What can be set in a model and is no number, `trainable` and `activation`; also of other layers."""
    owners = (*((model, *model.layers) if model is not None else ()), *others)
    return tuple(
        (owner, name, getattr(owner, name))
        for owner in dict.fromkeys(owners)
        for name in ("trainable", "activation")  # the model first: it hands `trainable` on to every layer
        if hasattr(owner, name)
    )


def use_settings(settings: Settings) -> None:
    """Set everything as it was."""
    for owner, name, value in settings:
        if getattr(owner, name) is not value:
            setattr(owner, name, value)


def numbers_of(variable: Any) -> Any:
    """A copy of a Keras variable's numbers. It asks TensorFlow directly, some three times as fast as `numpy()`."""
    value = variable.value
    return tf.raw_ops.ReadVariableOp(resource=value.handle, dtype=value.dtype).numpy().copy()


def set_numbers(variable: Any, numbers: Any) -> None:
    """Put numbers of the same shape into a Keras variable, likewise."""
    value = variable.value
    tf.raw_ops.AssignVariableOp(resource=value.handle, value=tf.constant(numbers, value.dtype))


def origin(error: BaseException) -> str:
    """The file in which an error was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename if trace is not None else ""


def _variables(bench: Workbench) -> list[Any]:
    """Every variable whose numbers change: the layers', the model's, and what its optimizer remembers."""
    owners = (*_layers(bench), *(() if bench.optimizer is None else (bench.optimizer,)))
    return [variable for owner in owners for variable in owner.variables]


def _layers(bench: Workbench) -> list[Any]:
    """Every layer that something can be done to: those of the model, those of other models, and those of none."""
    models = (*(() if bench.model is None else (bench.model,)), *bench.models.values())
    found = [*(layer for model in models for layer in model.layers), *bench.layers.values()]
    return list({id(layer): layer for layer in found}.values())


def _unbuilt_twin(layer: Any) -> Any:
    """A layer of the same config that has no weights yet, and will get the same ones."""
    with OwnRandomness():  # Keras draws a seed for its initializer, which it does not need
        twin = type(layer).from_config(layer.get_config())
    twin.kernel_initializer, twin.bias_initializer = layer.kernel_initializer, layer.bias_initializer
    return twin
