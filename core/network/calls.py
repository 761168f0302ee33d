"""Call layers on tensors, and keep what they return for numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.problems.problem import Problem
from core.snapshot.snapshot import Array, read_only


@dataclass(frozen=True, eq=False)
class Trace:
    """What a layer returned when it was last called on numbers.

    Attributes:
        argument: what it was called on, as it is written: a variable or, in a step by hand, the call before it.
        given: the numbers it was called on, (samples, inputs).
        pre_activation, activation: (samples, units).
        kernel_gradient, bias_gradient: from the tape, if there was one; else of length 0.
    """

    argument: str
    given: Array
    pre_activation: Array
    activation: Array
    kernel_gradient: Array
    bias_gradient: Array


def call(called: Any, value: Any, argument: str) -> Any:
    """Call a layer or a model on a tensor.

    Args:
        argument: the tensor, as it is written.

    Raises:
        Problem: the tensor has another number of columns than there are inputs, or no batch axis.
    """
    with explained(called, value, argument):
        return called(value)


@contextmanager
def explained(called: Any, value: Any, argument: str) -> Iterator[None]:
    """Say what is wrong with a tensor's shape where Keras refuses to call a layer or a model on it, in the block.

    Raises:
        Problem: the tensor has another number of columns than there are inputs, or no batch axis.
    """
    try:
        yield
    except (ValueError, TypeError, tf.errors.OpError, Problem) as error:
        if isinstance(error, Problem) and error.kind != "keras.refused":
            raise
        problem = _wrong_shape(called, getattr(value, "shape", None), argument, _said(error))
        if problem is None:
            raise
        raise problem from error


def _said(error: Exception) -> str:
    return error.keras_message if isinstance(error, Problem) else f"{type(error).__name__}: {error}"


def _wrong_shape(called: Any, shape: Any, argument: str, said: str) -> Problem | None:
    """Say in which way a shape is none that a layer or a model can be called on; None if it is not wrong."""
    shape = tuple(shape) if isinstance(shape, (tuple, tf.TensorShape)) else ()
    if len(shape) == 1:
        return _one_sample(called, argument, shape, said)
    first = _first_layer(called)
    if first is None or len(shape) != 2 or shape[-1] in (None, first.kernel.shape[0]):
        return None
    return Problem(
        "layer.wrong_shape",
        keras_message=said,
        layer=first.name,
        argument=argument,
        shape=shape,
        expected=int(first.kernel.shape[0]),
        received=int(shape[-1]),
        units=first.units,
    )


def _first_layer(called: Any) -> Any:
    """Return the layer that is called, or the first of a model, if it has a kernel; else None."""
    layers = [one for one in called.layers if one.weights] if isinstance(called, keras.Model) else [called]
    return layers[0] if layers and getattr(layers[0], "kernel", None) is not None else None


def _one_sample(called: Any, argument: str, shape: tuple[int, ...], said: str) -> Problem:
    """Describe a call of a layer or a model on one sample that has no batch axis.

    Args:
        argument: the sample, as it is written, e.g. "X[0]".
        said: what Keras said.
    """
    index = re.fullmatch(r"(\w+)\[(\d+)\]", argument)
    first, last = (int(index[2]), int(index[2]) + 1) if index else (0, 0)
    rows = called.kernel.shape[0] if getattr(called, "kernel", None) is not None else None
    return Problem(
        "layer.one_sample",
        keras_message=said,
        layer=called.name,
        argument=argument,
        shape=shape,
        columns=rows or (called.input_shape[-1] if isinstance(called, keras.Model) else shape[0]),
        remedy=f"{index[1]}[{first or ''}:{last}]" if index else f"{argument}[None]",
    )


def trace_of(layer: Any, argument: str, value: Any, output: Any, gradients: list[Any] | None = None) -> Trace:
    """Return the Trace of a call on numbers; `gradients` are those of its kernel and bias, where a tape found any."""
    value = layer.dtype_policy.convert_input(value, layer.autocast, layer.input_dtype)  # as the call does
    z = keras.ops.matmul(value, layer.kernel)
    nothing = np.zeros(0, np.float32)
    kernel, *bias = [nothing if gradient is None else gradient for gradient in gradients or [nothing]]
    return Trace(
        argument=argument,
        given=read_only(value),
        pre_activation=read_only(z + layer.bias if layer.use_bias else z),
        activation=read_only(output),
        kernel_gradient=read_only(kernel),
        bias_gradient=read_only(bias[0] if bias else nothing),
    )
