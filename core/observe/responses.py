"""What the layers of a model return over a slice through the inputs: all of them from one pass."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.learning.flat import FlatFunction
from core.learning.shared_functions import operands
from core.observe.graph import chain, is_chain
from core.snapshot.response import ResponseMaps, Slice
from core.snapshot.snapshot import Array, read_only


class Responses:
    """Compute response maps of one model after another; what was compiled for the last one is kept."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._compiled: FlatFunction | None = None

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
        begun, layers, value = perf_counter(), chain(model), tf.constant(points.points())
        passes = partial(_pass_through, layers) if eager else self._compiled_pass(model, layers)
        maps = [_as_map(points, result) for result in passes(value)]
        names = [layer.name for layer in layers]
        found = dict(zip(names, maps[: len(layers)], strict=True))
        z = dict(zip([layer.name for layer in layers if _is_relu(layer)], maps[len(layers) :], strict=True))
        return ResponseMaps(points, step, perf_counter() - begun, found, z)

    def _compiled_pass(self, model: Any, layers: list[Any]) -> FlatFunction:
        # a trace keeps the activations that it met
        key = (model, *(getattr(layer, "activation", None) for layer in layers))
        if self._compiled is None or key != self._key:
            signature = [tf.TensorSpec([None, model.input_shape[-1]])]
            asked = partial(operands, "responses", model)
            self._key, self._compiled = key, FlatFunction(partial(_pass_through, layers), signature, asked)
        return self._compiled


def _as_map(points: Slice, result: Any) -> Array:
    return read_only(np.reshape(result, (*points.shape, -1)))


def _pass_through(layers: list[Any], value: Any) -> list[Any]:
    """Return what every layer returns, and then z of every ReLU layer, whose sign the layer's output does not tell."""
    results, before = [], []
    for layer in layers:
        if _is_relu(layer):
            z = keras.ops.matmul(value, layer.kernel)
            before.append(z + layer.bias if layer.use_bias else z)
        value = layer(value)
        results.append(value)
    return results + before


def _is_relu(layer: Any) -> bool:
    return getattr(layer, "activation", None) is keras.activations.relu
