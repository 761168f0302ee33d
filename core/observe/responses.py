"""What the layers of a model return over a slice through the inputs: all of them from one pass."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.observe.graph import chain, is_chain
from core.snapshot.response import ResponseMaps, Slice
from core.snapshot.snapshot import Array, read_only

Pass = tuple[list[Any], dict[str, Any]]
"""What every layer returns, and by its name z of every ReLU layer, whose sign the layer's output does not tell."""


class Responses:
    """Compute response maps of one model after another; what was compiled for the last one is kept."""

    def __init__(self) -> None:
        self._model: Any = None
        self._passes: Callable[[Any], Pass] = lambda x: ([], {})

    def over(self, model: Any, step: int, points: Slice, eager: bool = True) -> ResponseMaps | None:
        """Return what every layer returns over a slice; None if the model is no chain for so many inputs.

        Args:
            model: a `keras.Model`, or None.
            step: the step its weights belong to.
            points: the slice.
            eager: compute as `layer(X)` does, to the last bit; else in a compiled pass, some five times faster.
        """
        if model is None or not is_chain(model) or model.input_shape[-1] != len(points.held):
            return None
        if model is not self._model:
            self._model, self._passes = model, _passes(model)
        begun, layers, value = perf_counter(), chain(model), tf.constant(points.points())
        results, before = _pass_through(layers, value) if eager else self._passes(value)
        names = [layer.name for layer in layers]
        found = {name: _as_map(points, result) for name, result in zip(names, results, strict=True)}
        z = {name: _as_map(points, result) for name, result in before.items()}
        return ResponseMaps(points, step, perf_counter() - begun, found, z)


def _as_map(points: Slice, result: Any) -> Array:
    return read_only(np.reshape(result, (*points.shape, -1)))


def _passes(model: Any) -> Callable[[Any], Pass]:
    """Return a compiled function from points to what every layer returns; it is traced at its first call."""
    layers = chain(model)
    signature = [tf.TensorSpec([None, model.input_shape[-1]])]
    return tf.function(lambda x: _pass_through(layers, x), input_signature=signature)  # type: ignore[no-any-return]


def _pass_through(layers: list[Any], value: Any) -> Pass:
    results, before = [], {}
    for layer in layers:
        if getattr(layer, "activation", None) is keras.activations.relu:
            z = keras.ops.matmul(value, layer.kernel)
            before[layer.name] = z + layer.bias if layer.use_bias else z
        value = layer(value)
        results.append(value)
    return results, before
