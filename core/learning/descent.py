"""Gradient descent itself: forward, loss, gradients, update.

This is what the window teaches, so `make_descent` and `MiniBatches` are also, letter for letter, what the written
code contains: the window's weights and the script's come out of one text.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

RUN = 1000
"""The most steps that one call of a compiled descent can record."""


def make_descent(
    model: Any, optimizer: Any, loss_fn: Any, X: Any, Y_true: Any, batches: Any = None, compiled: Any = tf.function
) -> Any:
    """Gradient descent, n steps (at most 1,000) in one compiled loop: on all samples, or on mini-batches.

    Returns a function of n that gives the loss before each step. What is frozen, it asks the model at every call.
    """
    # a Normalization layer was adapted to the data: it does not learn
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.Normalization)]
    variables = [v for layer in layers for v in layer.variables]
    optimizer.build(variables)  # once, on all: what is frozen now may learn later
    slots = optimizer.variables[2:]  # after iterations and learning_rate: what it remembers of each variable
    per_variable = len(slots) // len(variables)
    groups = [(v, *slots[i * per_variable : (i + 1) * per_variable]) for i, v in enumerate(variables)]

    # autograph=False and a written-out loop: this text then also runs where Python keeps no source, as in `exec`
    @compiled(jit_compile=True, autograph=False)
    def run(n, learns, rows, shares):
        def one_step(i, losses):
            x, y_true, share = X, Y_true, None
            if batches is not None:
                x, y_true, share = tf.gather(X, rows[i]), tf.gather(Y_true, rows[i]), shares[i]
            with tf.GradientTape() as tape:
                tape.watch([v.value for v in variables])  # of what is frozen, too: see below
                loss = loss_fn(y_true, model(x), sample_weight=share)
            gradients = tape.gradient(loss, [v.value for v in variables])
            before = [[tf.convert_to_tensor(v) for v in group] for group in groups]
            optimizer.apply(gradients, variables)
            # a frozen variable, and what the optimizer remembers of it, stays as it was
            for group, old, learning in zip(groups, before, tf.unstack(learns)):
                for v, value in zip(group, old):
                    v.assign(tf.where(learning, v, value))
            return i + 1, losses.write(i, loss)

        start = (0, tf.TensorArray(tf.float32, size=1000))
        _, losses = tf.while_loop(lambda i, losses: i < n, one_step, start)
        return losses.stack()

    def descend(n):
        trainable = {v.path for v in model.trainable_variables}
        learns = tf.constant([v.path in trainable for v in variables])
        return run(tf.constant(n), learns, *(batches.take(n) if batches is not None else (None, None)))

    return descend


class MiniBatches:
    """Which samples each step learns from: every epoch takes all of them once, in a new order.

    Keras draws its shuffles where one cannot go back to; these follow from the seed and the epoch alone.
    """

    def __init__(self, samples: int, size: int, seed: int) -> None:
        self.samples, self.size, self.seed = samples, size, seed
        self.step = 0  # of the next batch

    @property
    def per_epoch(self) -> int:
        """How many batches an epoch has. The last may be smaller, as in `fit`."""
        return -(-self.samples // self.size)

    def take(self, n: int) -> Any:
        """The samples' rows in the next n batches, and each one's share in the loss, both of shape (1000, size).

        A smaller batch is filled up with samples whose share is 0, and the shares of the others grow to match.
        """
        rows, shares = np.zeros((1000, self.size), np.int32), np.zeros((1000, self.size), np.float32)
        taken, first = 0, self.step
        while taken < n:
            epoch, batch = divmod(first + taken, self.per_epoch)
            order = np.random.default_rng([self.seed, epoch]).permutation(self.samples)
            padded, share = np.zeros(self.per_epoch * self.size), np.ones(self.per_epoch * self.size)
            padded[: self.samples] = order
            rest = self.samples - (self.per_epoch - 1) * self.size
            share[-self.size :] = np.where(np.arange(self.size) < rest, self.size / rest, 0.0)
            count = min(n - taken, self.per_epoch - batch)
            rows[taken : taken + count] = padded.reshape(-1, self.size)[batch : batch + count]
            shares[taken : taken + count] = share.reshape(-1, self.size)[batch : batch + count]
            taken += count
        self.step += n
        return tf.constant(rows), tf.constant(shares)
