"""Gradient steps per second of the network the window starts with, computed in six ways, side by side.

Run by hand: uv run python -m tests.benchmarks.bench_descent
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from core.commands import UseData, build_network
from core.datasets import Batch, InsideSphere
from core.descent import RUN, make_descent
from core.spec import FOUR_LAYERS
from core.workbench import Workbench
from tests.benchmarks.timing import machine, seconds_per_call, table

SAMPLES = (3, 32, 256)
RATE = 0.01
COMPILED = "core.descent, n = {n:,} per call"


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
        return bench.model

    descent = make_descent(model(), X, Y_true)
    return {
        "eager `GradientTape`, the notebook's loop": (1, eager(model(), X, Y_true)),
        "`model.train_on_batch`": (1, train_on_batch(model(), batch)),
        "`tf.function`, one step per call": (1, tf.function(eager(model(), X, Y_true))),
        COMPILED.format(n=1): (1, lambda: descent(1, RATE).numpy()),
        COMPILED.format(n=RUN): (RUN, lambda: descent(RUN, RATE).numpy()),
        "numpy by hand": (1, by_hand(model(), batch)),
    }


def main() -> None:
    columns = []
    for samples in SAMPLES:
        each = ways(samples)
        seconds = seconds_per_call({name: call for name, (_, call) in each.items()})
        columns.append({name: steps / seconds[name] for name, (steps, _) in each.items()})
    rows = [[name, *(f"{column[name]:,.0f}" for column in columns)] for name in columns[0]]
    print(f"Gradient steps per second of {FOUR_LAYERS.inputs}-5-5-5-1\n")
    print(table(["way", *(f"batch {samples}" for samples in SAMPLES)], rows))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
