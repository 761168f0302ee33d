"""Traced functions that serve every network of the same structure: what was compiled for one is not compiled again.

Tracing and compiling a descent takes a second, and TensorFlow keeps its memory until the program ends. But a trace only
captures variables and tensors, and others can be put in their place, which changes nothing in what it computes.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Any

import keras
import tensorflow as tf

from core.learning.variables import scaling_of

MOST_TRACES = 64
"""How many traces are kept. Each keeps alive the variables and the samples that it was last called with."""

NOT_TRACED = ("trainable", "kernel_initializer", "bias_initializer", "moving_mean_initializer", "seed")
"""What a layer's config says and no trace of a Dense layer depends on."""


@dataclass(frozen=True)
class Operands:
    """What a function captures.

    Attributes:
        key: what its trace depends on, apart from the numbers of `held`.
        held: the variables and tensors it may capture, in an order that the key fixes.
    """

    key: Hashable
    held: Sequence[Any]


@dataclass(frozen=True, eq=False)
class Trace:
    """A traced function.

    Attributes:
        function: the `ConcreteFunction`.
        places: for each of its captures the place in `Operands.held`; None if one is not there, so that nothing can be
            put in its place, and the trace serves nobody else.
        facts: what its maker found while it was traced.
        lock: held during a call, because the captures belong to the function.
    """

    function: Any
    places: tuple[int, ...] | None
    facts: Any
    lock: Lock


class SharedFunction:
    """A compiled function that is traced at its first call, unless an equal one was traced before.

    Args:
        function: the Python function; its closure holds nothing that changes its trace but what `operands` names.
        operands: asked at the first call.
        facts: asked right after tracing, for `SharedFunction.facts`.
        signature: the specs of its arguments, where they are not those of the first call's.
        options: those of `tf.function`.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        operands: Callable[[], Operands],
        facts: Callable[[], Any] = lambda: None,
        signature: Sequence[Any] | None = None,
        **options: Any,
    ) -> None:
        self._function, self._operands, self._facts = function, operands, facts
        self._signature, self._options = signature, options
        self._trace: Trace | None = None
        self._captures: list[Any] = []

    @property
    def facts(self) -> Any:
        """What was found while the function was traced; None before its first call."""
        return self._trace.facts if self._trace is not None else None

    def __call__(self, *arguments: Any) -> Any:
        """Call it with tensors, of the same specs every time."""
        if self._trace is None:
            self._trace = self._find(arguments if self._signature is None else self._signature)
        with self._trace.lock:
            self._trace.function.set_external_captures(self._captures)
            return self._trace.function(*arguments)

    def _find(self, arguments: Sequence[Any]) -> Trace:
        asked = self._operands()
        held = [_tensor_of(one) for one in asked.held]
        key = (asked.key, tuple(map(_spec_of, asked.held)), tuple(map(_spec_of, arguments)))
        trace = _traces.get(key) or self._traced(arguments, held)
        if trace.places is None:
            self._captures = list(trace.function.captured_inputs)
            return trace
        self._captures = [held[place] for place in trace.places]
        _traces[key] = trace
        _traces.move_to_end(key)
        while len(_traces) > MOST_TRACES:
            _traces.popitem(last=False)
        return trace

    def _traced(self, arguments: Sequence[Any], held: Sequence[Any]) -> Trace:
        function = tf.function(self._function, **self._options).get_concrete_function(*arguments)
        place = {id(tensor): number for number, tensor in enumerate(held)}
        captured = [id(tensor) for tensor in function.captured_inputs]
        places = tuple(place[one] for one in captured) if all(one in place for one in captured) else None
        return Trace(function, places, self._facts(), Lock())


_traces: OrderedDict[Hashable, Trace] = OrderedDict()
"""Of the whole process: a window that is opened anew finds them, too."""


def operands(purpose: str, model: Any, *rules: Any, held: Sequence[Any] = ()) -> Operands:
    """Return what a function of a model captures, and what its trace depends on.

    Args:
        purpose: tells its Python text from that of other functions.
        model: the model that it calls.
        rules: the loss and the optimizer that it calls.
        held: the variables and tensors that it captures besides the model's.
    """
    return Operands((purpose, _structure_of(model), *map(_rule_of, rules)), [*_held_by(model), *held])


def _structure_of(model: Any) -> Hashable:
    """Return what the trace of a model depends on, apart from its numbers.

    Two models of equal structure compute the same function of their variables, which stand in the same order.
    """
    names = {layer.name: f"layer {number}" for number, layer in enumerate(model.layers)}  # Keras counts: dense_17
    activations = tuple(getattr(layer, "activation", None) for layer in model.layers)  # a config only names them
    return _text({**model.get_config(), "name": ""}, NOT_TRACED, names), activations


def _rule_of(owner: Any) -> Hashable:
    """Return what the trace of an optimizer or a loss depends on, apart from its numbers."""
    return type(owner), _text(owner.get_config(), ("name", "learning_rate"))  # the rate is a variable


def _held_by(model: Any) -> list[Any]:
    """Return what the trace of a model captures: variables, and the tensors of a Normalization layer."""
    scaling = scaling_of(model)
    return [*model.variables, *(() if scaling is None else (scaling.mean, scaling.variance))]


def _text(config: Any, left_out: Sequence[str], renamed: Mapping[str, str] = MappingProxyType({})) -> str:
    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told(one) for key, one in value.items() if key not in left_out}
        if isinstance(value, list | tuple):
            return list(map(told, value))
        return renamed.get(value, value) if isinstance(value, str) else value

    return json.dumps(told(config), default=repr, sort_keys=True)


def _tensor_of(one: Any) -> Any:
    return one.value.handle if isinstance(one, keras.Variable) else one


def _spec_of(one: Any) -> Any:
    """Return what a trace depends on of a variable, a tensor, a `TensorSpec` or None."""
    return None if one is None else (tuple(one.shape), one.dtype if isinstance(one.dtype, str) else one.dtype.name)
