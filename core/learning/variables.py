"""Read and write the numbers and the settings inside Keras objects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

Settings = tuple[tuple[Any, str, Any], ...]
"""Owner, name and value of the settings in a model that are no numbers: `trainable` and `activation`."""


def settings_of(model: Any, others: Iterable[Any] = ()) -> Settings:
    """Return the settings of a model that are no numbers, `trainable` and `activation`; also those of other layers."""
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


def scaling_of(model: Any) -> Any:
    """Return the layer that scales the model's inputs, or None."""
    return next((layer for layer in model.layers if is_scaling(layer)), None)


def is_scaling(layer: Any) -> bool:
    """Return whether a layer scales inputs. Its weights were adapted to the data: no step changes them."""
    return isinstance(layer, keras.layers.Normalization)


def learned_variables(model: Any) -> list[Any]:
    """Return the variables that steps can change, as the text of `core.learning.descent` finds them."""
    return [variable for layer in model.layers if not is_scaling(layer) for variable in layer.variables]


def numbers_of(variable: Any) -> Any:
    """Copy a Keras variable's numbers, directly from TensorFlow: some three times as fast as `numpy()`."""
    value = variable.value
    return tf.raw_ops.ReadVariableOp(resource=value.handle, dtype=value.dtype).numpy().copy()


def all_finite(variables: Iterable[Any]) -> bool:
    """Return whether every number of some Keras variables is finite."""
    return all(bool(np.isfinite(numbers_of(variable)).all()) for variable in variables)


def set_numbers(variable: Any, numbers: Any) -> None:
    """Put numbers of the same shape into a Keras variable, directly through TensorFlow."""
    value = variable.value
    tf.raw_ops.AssignVariableOp(resource=value.handle, value=tf.constant(numbers, value.dtype))
