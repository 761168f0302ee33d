"""Shared by the tests of the real Keras objects: small workbenches, and references that do not depend on `core`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import keras
import numpy as np
import tensorflow as tf
from hypothesis import Phase, settings

from core.commands import (
    Command,
    Reset,
    SetActivation,
    SetBatchSize,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import Batch, NotebookBatch, Source
from core.design.network_spec import LayerSpec, NetworkSpec
from core.network.recorder import KeyframeSpacing
from core.snapshot.records import Recording
from core.workbench.timeline import Timeline
from core.workbench.workbench import Workbench

TWO_LAYERS = NetworkSpec(3, (LayerSpec("hidden", 4, "relu"), LayerSpec("output", 1)))
NO_BIAS = NetworkSpec(
    3, (LayerSpec("first", 4, "tanh", use_bias=False), LayerSpec("second", 3, "sigmoid"), LayerSpec("output", 1))
)
ONE_UNIT = NetworkSpec(1, (LayerSpec("output", 1),))

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "linear": lambda z: z,
    "relu": tf.nn.relu,
    "tanh": tf.tanh,
    "sigmoid": tf.sigmoid,
}


def examples(count: int, shrink: bool = True) -> settings:
    """Run a property test with `count` examples, the same in every run, and without a time limit.

    The default run tries fewer; the profile `long` ten times as many, and others in every run.

    Without `shrink` a failing example is shown as it was found: making a slow one smaller would take minutes.
    """
    phases = [phase for phase in Phase if shrink or phase not in (Phase.shrink, Phase.explain)]
    budget = max(1, count * settings.default.max_examples // 100)
    same = settings.get_current_profile_name() != "long"
    return settings(max_examples=budget, deadline=None, derandomize=same, phases=phases)


@dataclass(frozen=True)
class Numbers:
    """A source with any numbers: the rows hold the inputs and, last, the target."""

    rows: tuple[tuple[float, ...], ...]
    name: ClassVar[str] = "Numbers"

    def load(self) -> Batch:
        data = np.array(self.rows, np.float32)
        return Batch(data[:, :-1], data[:, -1:], tuple(f"x{i}" for i in range(data.shape[1] - 1)), ("y",))

    def lines(self) -> tuple[str, ...]:
        return (
            f"data = np.array({self.rows!r}, np.float32)",
            "X = tf.constant(data[:, :-1])",
            "Y_true = tf.constant(data[:, -1:])",
        )


FIVE_INPUTS = Numbers(((0.1, 0.2, 0.3, 0.4, 0.5, 1.0), (0.5, -0.4, 0.3, -0.2, 0.1, -1.0)))
SLOPE = Numbers(((1.0, 2.0), (2.0, 4.1)))
"""For ONE_UNIT: the loss diverges where the learning rate is above about 0.29."""


def bench_with(
    spec: NetworkSpec = TWO_LAYERS, source: Source | None = None, *commands: Command, seed: int = 1
) -> Workbench:
    """Make a workbench with a network and data, and do `commands`."""
    bench = Workbench()
    bench.do([*build_network(spec, seed), UseData(source or NotebookBatch()), *commands])
    return bench


def weights(model: Any) -> list[np.ndarray]:
    """Copy every weight, through TensorFlow rather than through Keras."""
    return [np.array(variable.value.numpy()) for variable in model.variables]


def bits(model: Any) -> list[bytes]:
    """Return every weight's bytes: equal only if bit for bit equal, NaN included."""
    return [array.tobytes() for array in weights(model)]


def memory(bench: Workbench) -> list[bytes]:
    """Return the bytes of everything the optimizer holds: iterations, learning rate, and slots."""
    return [np.array(variable.numpy()).tobytes() for variable in bench.network.names.optimizer.variables]


def anew(bench: Workbench, *commands: Command) -> Workbench:
    """Reset the workbench to initial weights and settings, and a new history; what is compiled stays."""
    bench.network.recorder.spacing = KeyframeSpacing()
    bench.timeline = Timeline(bench.network)
    layers = list(bench.network.names.layers)
    bench.do(
        [
            Reset(),
            *(SetTrainable(name, True) for name in (None, *layers)),
            SetActivation(layers[-1], "linear"),
            SetLoss("mse"),
            SetOptimizer("sgd"),
            SetBatchSize(None),
            *commands,
        ]
    )
    bench.take_events()
    return bench


def recorded(bench: Workbench) -> np.ndarray:
    """Return the losses recorded since the last call; the steps they belong to must follow each other."""
    recordings = [event for event in bench.take_events() if isinstance(event, Recording)]
    ends = [recording.first_step + len(recording.losses) for recording in recordings]
    assert [recording.first_step for recording in recordings[1:]] == ends[:-1]
    return np.concatenate([recording.losses for recording in recordings] or [np.zeros(0, np.float32)])


def total_steps(commands: Iterable[Command]) -> int:
    """Count the steps of some commands together."""
    return sum(command.steps for command in commands if isinstance(command, Step))


class EagerNetwork:
    """The same network as a Keras model, of plain TensorFlow variables that are copied once.

    Args:
        model: where the weights to begin with come from.
        frozen: names of the layers that are not to be trained.
    """

    def __init__(self, model: Any, frozen: Sequence[str] = ()) -> None:
        self._layers: list[tuple[tf.Variable, tf.Variable | None, Callable[[Any], Any]]] = []
        self.variables: list[tf.Variable] = []
        self.trained: list[tf.Variable] = []
        for layer in model.layers:
            if isinstance(layer, keras.layers.InputLayer):
                continue
            kernel = tf.Variable(layer.kernel.numpy())
            bias = tf.Variable(layer.bias.numpy()) if layer.use_bias else None
            own = [kernel] if bias is None else [kernel, bias]
            self._layers.append((kernel, bias, ACTIVATIONS[keras.activations.serialize(layer.activation)]))
            self.variables += own
            self.trained += [] if layer.name in frozen else own

    def __call__(self, X: Any) -> Any:
        x = X
        for kernel, bias, activation in self._layers:
            z = tf.matmul(x, kernel)
            x = activation(z if bias is None else z + bias)
        return x

    def loss(self, X: Any, Y_true: Any) -> Any:
        return tf.reduce_mean(tf.square(self(X) - Y_true))

    def descend(self, batch: Batch, steps: int, rate: float, as_graph: bool = False) -> list[float]:
        """Take the steps of the notebook's loop; return the loss before each.

        With `as_graph` a `tf.function` of the same step, without XLA, is called again and again: many times as fast,
        and the same to the last digits (a test compares them).
        """
        X, Y_true, rate = tf.constant(batch.X), tf.constant(batch.Y_true), tf.constant(rate)
        step = tf.function(self._take) if as_graph else self._take
        return [float(step(X, Y_true, rate)) for _ in range(steps)]

    def _take(self, X: Any, Y_true: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = self.loss(X, Y_true)
        for variable, gradient in zip(self.trained, tape.gradient(loss, self.trained)):
            variable.assign_sub(rate * gradient)
        return loss
