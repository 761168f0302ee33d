"""What the sentences of the Health page say of Keras, asked of Keras itself, step by step and without a workbench."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.health.health import LARGE_RATIO, VANISHING, norm

XOR = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)], np.float32)
TARGET = (XOR.sum(axis=1, keepdims=True) % 2).astype(np.float32)


def gradients(layers: list[Any], X: Any, Y_true: Any) -> tuple[float, list[Any]]:
    """Return the mean squared error, and the tape's gradients of all weights."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        Y_pred = X
        for layer in layers:
            Y_pred = layer(Y_pred)
        loss = tf.reduce_mean((Y_true - Y_pred) ** 2)
    return float(loss), tape.gradient(loss, weights_of(layers))


def weights_of(layers: list[Any]) -> list[Any]:
    return [weight for layer in layers for weight in layer.trainable_weights]


def step(layers: list[Any], optimizer: Any, X: Any, Y_true: Any) -> tuple[float, list[float]]:
    """Take one step; return the loss before it, and how much each layer changed, compared with its weights."""
    before = [layer.get_weights() for layer in layers]
    loss, found = gradients(layers, X, Y_true)
    optimizer.apply(found, weights_of(layers))
    return loss, [
        norm(*(new - old for new, old in zip(layer.get_weights(), arrays, strict=True))) / norm(*arrays)
        for layer, arrays in zip(layers, before, strict=True)
    ]


def dense(units: int, activation: str | None = None, kernel: float | None = None, bias: float = 0) -> Any:
    import keras

    constant = keras.initializers.Constant
    first = {} if kernel is None else {"kernel_initializer": constant(kernel), "bias_initializer": constant(bias)}
    return keras.layers.Dense(units, activation, **first)


def test_that_a_dead_unit_gets_no_gradient_from_these_samples_and_one_from_others():
    layers = [dense(1, "relu", 1.0), dense(1, None, 1.0)]
    here, elsewhere, target = np.array([[-1.0], [-2.0]]), np.array([[-1.0], [3.0]]), np.zeros((2, 1))
    assert not any(np.any(gradient) for gradient in gradients(layers, here, target)[1][:2])
    assert all(np.any(gradient) for gradient in gradients(layers, elsewhere, target)[1][:2])


def test_that_a_dead_unit_is_woken_by_changes_in_the_layer_before():
    """The unit is 0 for the only sample and has no gradient; the one beside it teaches the first layer."""
    import keras

    first, second, last = dense(1, None, 0.5), dense(2, "relu", 1.0), dense(1, None, 1.0)
    sample, target = np.ones((1, 1), np.float32), np.full((1, 1), 9, np.float32)
    layers = [first, second, last]
    gradients(layers, sample, target)
    second.bias.assign([0, -1])
    assert second(first(sample)).numpy().tolist() == [[0.5, 0]]
    assert not np.any(gradients(layers, sample, target)[1][2][:, 1])
    step(layers, keras.optimizers.SGD(0.05), sample, target)
    assert second(first(sample)).numpy()[0, 1] > 0


def test_that_with_sgd_a_vanishing_gradient_is_slow_learning_and_with_adam_it_is_not():
    import keras

    changes = {}
    for optimizer in (
        keras.optimizers.SGD(0.01),
        keras.optimizers.SGD(0.01, momentum=0.9),
        keras.optimizers.Adam(0.01),
    ):
        keras.utils.set_random_seed(5)
        layers = [*(dense(5, "sigmoid") for _ in range(6)), dense(1)]
        found = gradients(layers, XOR, TARGET)[1]
        assert norm(*found[:2]) < VANISHING * norm(*found[-2:])
        change = step(layers, optimizer, XOR, TARGET)[1]
        changes.setdefault(type(optimizer).__name__, []).append(change[0] / change[-1])
    assert max(changes["SGD"]) < VANISHING
    assert changes["Adam"][0] > 0.1


def test_that_a_step_larger_than_the_limit_may_overshoot_and_may_not():
    """Adam's first step at a rate of 0.05 changes layers by more than a tenth, and the loss falls; a rate of 10 of
    plain SGD throws it up.
    """
    import keras

    losses, changes = {}, {}
    for name, optimizer in (("Adam", keras.optimizers.Adam(0.05)), ("SGD", keras.optimizers.SGD(10.0))):
        keras.utils.set_random_seed(20)
        layers = [*(dense(5, "relu") for _ in range(3)), dense(1)]
        gradients(layers, XOR, TARGET)
        losses[name], changes[name] = zip(*(step(layers, optimizer, XOR, TARGET) for _ in range(5)), strict=True)
    assert all(max(each[0]) > LARGE_RATIO for each in changes.values())
    assert losses["Adam"][-1] < losses["Adam"][0]
    assert losses["SGD"][1] > losses["SGD"][0]


def test_that_clipnorm_bounds_the_step_of_an_exploding_gradient():
    import keras

    layers = [dense(1, None, 1.0)]
    huge = np.full((1, 1), 1e4, np.float32)
    gradients(layers, huge, huge)
    before = layers[0].get_weights()
    step(layers, keras.optimizers.SGD(0.1, clipnorm=1.0), huge, -huge)
    for new, old in zip(layers[0].get_weights(), before, strict=True):
        assert norm(new - old) == pytest.approx(0.1, rel=1e-4)
