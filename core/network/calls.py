"""Call layers on tensors, and keep what they return for numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

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


def call(layer: Any, value: Any, argument: str) -> Any:
    """Call a layer or a model on a tensor.

    Raises:
        Problem: the tensor has another number of columns than the layer was built for, or no batch axis.
    """
    try:
        return layer(value)
    except ValueError as error:
        shape = tuple(getattr(value, "shape", ()))
        if len(shape) == 1:
            raise one_sample(layer, argument, shape, error) from error
        rows = int(layer.kernel.shape[0]) if getattr(layer, "kernel", None) is not None else None
        if rows is None or len(shape) != 2 or shape[-1] == rows:
            raise
        raise Problem(
            "layer.wrong_shape",
            keras_message=f"{type(error).__name__}: {error}",
            layer=layer.name,
            argument=argument,
            shape=shape,
            expected=rows,
            received=int(shape[-1]),
            units=layer.units,
        ) from error


def one_sample(called: Any, argument: str, shape: tuple[int, ...], error: Exception) -> Problem:
    """Describe a call of a layer or a model on one sample that has no batch axis.

    Args:
        argument: the sample, as it is written, e.g. "X[0]".
    """
    index = re.fullmatch(r"(\w+)\[(\d+)\]", argument)
    first, last = (int(index[2]), int(index[2]) + 1) if index else (0, 0)
    rows = called.kernel.shape[0] if getattr(called, "kernel", None) is not None else None
    return Problem(
        "layer.one_sample",
        keras_message=f"{type(error).__name__}: {error}",
        layer=called.name,
        argument=argument,
        shape=shape,
        columns=rows or (called.input_shape[-1] if isinstance(called, keras.Model) else shape[0]),
        remedy=f"{index[1]}[{first or ''}:{last}]" if index else f"{argument}[None]",
    )


def trace_of(layer: Any, argument: str, value: Any, output: Any, gradients: list[Any] | None = None) -> Trace:
    """Return the Trace of a call on numbers; `gradients` are those of its kernel and bias, where a tape found any."""
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
