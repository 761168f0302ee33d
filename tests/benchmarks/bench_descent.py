"""Gradient steps per second of the network the window starts with, computed in many ways, side by side.

Run by hand: uv run python -m tests.benchmarks.bench_descent
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.commands import UseData, build_network
from core.data.built_in import Batch, InsideSphere
from core.design.network_spec import FOUR_LAYERS
from core.design.optimizers import OPTIMIZERS
from core.learning.descent import RUN, MiniBatches, make_descent
from core.workbench.workbench import Workbench
from tests.benchmarks.timing import machine, seconds_per_call, table

SAMPLES = (3, 32, 256)
BATCH_SIZES = (2, 32)
RATE = 0.01
EAGER, KERAS = "eager `GradientTape`, the notebook's loop", "`model.train_on_batch`"
COMPILED = "core.learning.descent, n = {n:,} per call"
PLAYGROUND = {3: 203_000, 32: 20_000, 256: 2_500}
"""Steps per second of TensorFlow Playground's engine: the middle of several runs under Node 20, where 2 cores gave the
window 239,000 / 100,000 / 38,500. It is not part of this repository, so its figures are of that machine.
"""

GOAL = {3: 1.5, 32: 6.0, 256: 15.0}
"""Times as many as that."""


def eager(model: Any, X: Any, Y_true: Any) -> Callable[[], object]:
    """The notebook's loop."""

    def step() -> None:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((Y_true - model(X)) ** 2)
        for variable, gradient in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):
            variable.assign_sub(RATE * gradient)

    return step


def train_on_batch(model: Any, batch: Batch) -> Callable[[], object]:
    model.compile(optimizer=keras.optimizers.SGD(RATE), loss="mse")
    return lambda: model.train_on_batch(batch.X, batch.Y_true)


def by_hand(model: Any, batch: Batch) -> Callable[[], object]:
    """The chain rule in numpy, without any framework."""
    kernels, biases = ([array.copy() for array in model.get_weights()[start::2]] for start in (0, 1))
    last, scale, rate = len(kernels) - 1, np.float32(2 / batch.samples), np.float32(RATE)

    def step() -> None:
        inputs, x = [], batch.X
        for index, (kernel, bias) in enumerate(zip(kernels, biases)):
            inputs.append(x)
            x = x @ kernel + bias
            if index < last:
                x = np.maximum(x, 0)
        delta = scale * (x - batch.Y_true)
        for index in range(last, -1, -1):
            kernel_gradient, bias_gradient = inputs[index].T @ delta, delta.sum(0)
            if index:
                delta = (delta @ kernels[index].T) * (inputs[index] > 0)
            kernels[index] -= rate * kernel_gradient
            biases[index] -= rate * bias_gradient

    return step


def ways(samples: int) -> dict[str, tuple[int, Callable[[], object]]]:
    """Each way's name, how many steps one call of it takes, and the call."""
    batch = InsideSphere(samples).load()
    X, Y_true = tf.constant(batch.X), tf.constant(batch.Y_true)

    def model() -> Any:
        bench = Workbench()
        bench.do([*build_network(FOUR_LAYERS, 1), UseData(InsideSphere(samples))])
        return bench.network.model

    def descent(optimizer: Any, size: int | None = None) -> Callable[[int], Any]:
        loss_fn = keras.losses.MeanSquaredError()
        batches = None if size is None else MiniBatches(samples, size, 1)
        run = make_descent(model(), optimizer, loss_fn, X, Y_true, batches)
        return lambda n: run(n).numpy()

    def thousand(optimizer: Any, size: int | None = None) -> tuple[int, Callable[[], object]]:
        run = descent(optimizer, size)
        return RUN, lambda: run(RUN)

    plain, kinds = descent(OPTIMIZERS[0].make(RATE)), OPTIMIZERS[1:]
    return {
        EAGER: (1, eager(model(), X, Y_true)),
        KERAS: (1, train_on_batch(model(), batch)),
        "`tf.function`, one step per call": (1, tf.function(eager(model(), X, Y_true))),
        "numpy by hand": (1, by_hand(model(), batch)),
        COMPILED.format(n=1): (1, lambda: plain(1)),
        COMPILED.format(n=RUN): (RUN, lambda: plain(RUN)),
        **{f"the same, {kind.name}": thousand(kind.make(0.001)) for kind in kinds},
        **{
            f"the same, SGD, mini-batches of {size}": thousand(OPTIMIZERS[0].make(RATE), size)
            for size in BATCH_SIZES
            if size < samples
        },
    }


def main() -> None:
    columns = []
    for samples in SAMPLES:
        each = ways(samples)
        seconds = seconds_per_call({name: call for name, (_, call) in each.items()})
        columns.append({name: steps / seconds[name] for name, (steps, _) in each.items()})
    names = columns[-1]  # mini-batches of 32 need more samples than the notebook has
    head = ["way", *(f"batch {samples}" for samples in SAMPLES)]
    rows = [[name, *(f"{column[name]:,.0f}" if name in column else "" for column in columns)] for name in names]
    print(f"Gradient steps per second of {FOUR_LAYERS.inputs}-5-5-5-1\n")
    print(table(head, rows))
    for reference in (EAGER, KERAS):
        print(f"\nTimes as many as {reference}\n")
        ratios = [
            [name, *(f"{column[name] / column[reference]:,.1f}" if name in column else "" for column in columns)]
            for name in names
        ]
        print(table(head, ratios))
    print("\nTimes as many as TensorFlow Playground's engine on another machine with two cores\n")
    name = COMPILED.format(n=RUN)
    rows = [
        ["the engine, steps per second", *(f"{PLAYGROUND[samples]:,}" for samples in SAMPLES)],
        [name, *(f"{column[name] / PLAYGROUND[samples]:,.1f}" for samples, column in zip(SAMPLES, columns))],
        ["goal", *(f"{GOAL[samples]:g}" for samples in SAMPLES)],
    ]
    print(table(head, rows))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
