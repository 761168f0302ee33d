"""Measure a model on rows that no step learns from, and the share of the samples whose class is predicted."""

from __future__ import annotations

from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.data.built_in import class_numbers
from core.learning.flat import FlatFunction
from core.learning.shared_functions import operands
from core.snapshot.snapshot import read_only
from core.snapshot.validation import Measured, Validation, predicted_classes


class Validating:
    """Measure one model with one loss.

    Args:
        model: the model.
        loss_fn: one of `keras.losses`.
        signature: the specs of the inputs and the targets.
    """

    def __init__(self, model: Any, loss_fn: Any, signature: list[Any]) -> None:
        self._model, self._loss_fn = model, loss_fn
        self._compiled = FlatFunction(self._passes, signature, partial(operands, "validating", model, loss_fn))

    def measure(self, rows: tuple[Any, Any], classes: int, step: int, eager: bool) -> Validation:
        """Measure the rows at the present weights.

        Args:
            rows: their inputs and targets as tensors.
            classes: how many there are; 0 if the targets are numbers.
            step: that of the weights.
            eager: whether the numbers are to be those of `loss_fn(Y_val, model(X_val))` to the last bit.
        """
        loss, prediction = self._passes(*rows) if eager else self._compiled(*rows)
        measured = Measured(step, float(loss), accuracy_of(classes, rows[1], prediction, eager))
        return Validation(measured, read_only(prediction))

    def _passes(self, X: Any, Y_true: Any) -> list[Any]:
        prediction = self._model(X)
        return [self._loss_fn(Y_true, prediction), prediction]


def accuracy_of(classes: int, Y_true: Any, prediction: Any, eager: bool) -> float | None:
    """Return the share of the samples whose class is predicted, by Keras's metric "accuracy"; None without classes.

    While playing it is counted without Keras, whose four operations take longer than the whole pass.
    """
    if not classes:
        return None
    if not eager:
        labels = class_numbers(np.asarray(Y_true))[:, 0]
        return float((predicted_classes(np.asarray(prediction)) == labels).mean())
    metrics = keras.metrics
    kind = metrics.sparse_categorical_accuracy if Y_true.shape[1] == 1 else metrics.categorical_accuracy
    kind = kind if classes > 2 else metrics.binary_accuracy
    return float(tf.reduce_mean(tf.cast(kind(Y_true, prediction), tf.float32)))
