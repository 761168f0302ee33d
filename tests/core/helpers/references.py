"""Gradient descent by Keras alone, to compare the compiled descent with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.design.losses import loss as loss_of
from core.design.optimizers import optimizer as optimizer_of
from core.snapshot.snapshot import Snapshot

ONE_ROUNDING = 2.0**-23
"""How far apart, relatively, two numbers of float32 are of which one was rounded once more."""


class Loop:
    """The notebook's loop on a copy of a model, with a Keras optimizer and loss of its own.

    It asks the tape for the gradients of the trainable variables only, and gives the optimizer only these.

    Args:
        model: where design and weights come from.
        optimizer, loss: their keys.
        rate: the learning rate.
        frozen: names of the layers that are not to be trained.
        eager: op by op, as in a notebook. Else a `tf.function` of the same step, without XLA, is called again and
            again: forty times as fast, and the same to the last digits (a test compares them).
        dtype: "float64" to see how much of a difference is float32's own rounding.
    """

    def __init__(
        self,
        model: Any,
        optimizer: str = "sgd",
        loss: str = "mse",
        rate: float = 0.05,
        frozen: Iterable[str] = (),
        eager: bool = False,
        dtype: str = "float32",
    ) -> None:
        self.model = keras.models.clone_model(
            model, clone_function=lambda layer: type(layer).from_config({**layer.get_config(), "dtype": dtype})
        )
        self.model.set_weights(model.get_weights())
        for layer in self.model.layers:
            layer.trainable = layer.name not in frozen
        self.loss_fn = getattr(keras.losses, loss_of(loss).class_name)(dtype=dtype)
        kind = optimizer_of(optimizer)
        self.optimizer = getattr(keras.optimizers, kind.class_name)(learning_rate=rate, **dict(kind.arguments))
        self.optimizer.build(self.model.variables)  # on all: what is frozen now may learn later
        self._dtype, self._eager = dtype, eager
        self._compile()

    def freeze(self, *names: str) -> None:
        """Let only the other layers learn from now on."""
        for layer in self.model.layers:
            layer.trainable = layer.name not in names
        self._compile()

    def descend(self, X: np.ndarray, Y_true: np.ndarray, steps: int = 1) -> list[float]:
        """Take steps on some samples; return the loss before each."""
        tensors = tf.constant(X, self._dtype), tf.constant(Y_true, self._dtype)
        return [float(self._step(*tensors)) for _ in range(steps)]

    @property
    def weights(self) -> list[np.ndarray]:
        return [np.array(weight) for weight in self.model.get_weights()]

    @property
    def slots(self) -> list[np.ndarray]:
        """The optimizer's variables after iterations and learning rate."""
        return [np.array(variable.numpy()) for variable in self.optimizer.variables[2:]]

    def _compile(self) -> None:
        if self._eager:
            self._step = self._take
            return
        shapes = [tf.TensorSpec([None, size], self._dtype) for size in (self.model.input_shape[-1], 1)]
        self._step = tf.function(self._take, input_signature=shapes)

    def _take(self, X: Any, Y_true: Any) -> Any:
        variables = self.model.trainable_variables
        with tf.GradientTape() as tape:
            loss = self.loss_fn(Y_true, self.model(X))
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return loss


def assert_near(ours: Iterable[np.ndarray], theirs: Iterable[np.ndarray], tolerance: float = 1e-6) -> None:
    """Assert that the numbers are equal within `tolerance`, which is relative for numbers above 1."""
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(our, their, rtol=tolerance, atol=tolerance)


def assert_of_eager_calls(snapshot: Snapshot, model: Any, rounding: float = 0.0) -> None:
    """Compare every number of a snapshot, to the last bit, with what a learner's own lines give: `layer(X)`,
    `model(X)`, the loss and its gradients on an eager tape, and `model.evaluate` without a compiled graph.

    Args:
        rounding: how far off, relatively, `model.evaluate` may be: it multiplies the loss by the number of samples,
            and divides the sum again.
    """
    X, Y_true = tf.constant(snapshot.batch.X), tf.constant(snapshot.batch.Y_true)
    loss_fn = getattr(keras.losses, loss_of(snapshot.loss_kind).class_name)()
    x, layers = X, model.layers[1:]
    if layers and isinstance(layers[0], keras.layers.Normalization):
        x, layers = layers[0](X), layers[1:]
        np.testing.assert_array_equal(snapshot.scaled, x, strict=True)
    for shown, layer in zip(snapshot.layers, layers, strict=True):
        z, x = x @ layer.kernel + (layer.bias if layer.use_bias else 0.0), layer(x)
        np.testing.assert_array_equal(shown.pre_activation, z, strict=True)
        np.testing.assert_array_equal(shown.activation, x, strict=True)
    np.testing.assert_array_equal(snapshot.prediction, model(X), strict=True)

    of_layers = [variable for layer in layers for variable in layer.variables]
    variables = [variable.value for variable in of_layers]
    with tf.GradientTape() as tape:
        tape.watch(variables)  # a frozen layer's too
        loss = loss_fn(Y_true, model(X))
    gradients = dict(zip([variable.path for variable in of_layers], tape.gradient(loss, variables), strict=True))
    for layer in snapshot.layers:
        numbers = dict(zip(("kernel", "bias"), (layer.kernel_gradient, layer.bias_gradient)))
        for path in layer.variables:
            np.testing.assert_array_equal(numbers[path.rpartition("/")[2]], gradients[path], strict=True)
    assert snapshot.loss == float(loss)

    alone = keras.Model(model.inputs, model.outputs, name="alone")  # of the same layers, and with a compile of its own
    alone.compile(loss=loss_fn, run_eagerly=True)
    evaluated = alone.evaluate(X, Y_true, batch_size=len(X), verbose=0, return_dict=True)["loss"]
    assert abs(snapshot.loss - evaluated) <= rounding * abs(evaluated), f"{snapshot.loss!r} is shown, not {evaluated!r}"
