"""Gradient descent itself: forward, loss, gradients, update.

This is what the window teaches, so `make_descent` is also, letter for letter, what the written code contains:
the window's weights and the script's come out of one function.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

RUN = 1000
"""The most steps that one call of a compiled descent can record."""


def make_descent(model: Any, X: Any, Y_true: Any) -> Any:
    """Gradient descent on the whole batch, n steps (at most 1,000) in one compiled loop.

    The trainable variables are those of now: after freezing a layer, make a new one.
    Returns a function of n and the learning rate that gives the loss before each step.
    """
    variables = model.trainable_variables

    # autograph=False and a written-out loop: this text then also runs where Python keeps no source, as in `exec`
    @tf.function(jit_compile=True, autograph=False, input_signature=[tf.TensorSpec([], tf.int32), tf.TensorSpec([])])
    def descend(n, learning_rate):
        def one_step(i, losses):
            with tf.GradientTape() as tape:
                Y_pred = model(X)
                loss = tf.reduce_mean((Y_true - Y_pred) ** 2)
            gradients = tape.gradient(loss, variables)
            for variable, gradient in zip(variables, gradients):
                variable.assign_sub(learning_rate * gradient)
            return i + 1, losses.write(i, loss)

        start = (0, tf.TensorArray(tf.float32, size=1000))
        _, losses = tf.while_loop(lambda i, losses: i < n, one_step, start)
        return losses.stack()

    return descend
