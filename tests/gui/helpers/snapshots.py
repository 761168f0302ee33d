"""Snapshots for tests of views: a small network computed with numpy, without Keras."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.data.built_in import NotebookBatch
from core.snapshot.snapshot import LayerSnapshot, Snapshot, read_only

LAYERS = (
    ("hidden_1", 3, 5, "relu"),
    ("hidden_2", 5, 5, "relu"),
    ("hidden_3", 5, 5, "relu"),
    ("output", 5, 1, "linear"),
)


def make_snapshot(seed: int = 0, step: int = 0, frozen: tuple[str, ...] = (), **changes: object) -> Snapshot:
    """Return a snapshot of the usual network with random weights; `changes` replace fields of the Snapshot."""
    rng = np.random.default_rng(seed)
    batch = NotebookBatch().load()
    x, layers, slopes = batch.X, [], []
    for name, inputs, units, activation in LAYERS:
        kernel = rng.normal(0, 0.5, (inputs, units)).astype(np.float32)
        bias = rng.normal(0, 0.1, units).astype(np.float32)
        z = x @ kernel + bias
        x = np.maximum(z, 0) if activation == "relu" else z
        layers.append(
            LayerSnapshot(
                name=name,
                kernel=read_only(kernel),
                bias=read_only(bias),
                kernel_gradient=read_only(rng.normal(0, 0.05, (inputs, units))),
                bias_gradient=read_only(rng.normal(0, 0.05, units)),
                pre_activation=read_only(z),
                activation=read_only(x),
                activation_gradient=read_only(x),  # replaced below, once the later layers are known
                pre_activation_gradient=read_only(x),
                trainable=name not in frozen,
                activation_name=activation,
                output_shape=(None, units),
                parameters=inputs * units + units,
                variables=(f"{name}/kernel", f"{name}/bias"),
                config={
                    "name": name,
                    "trainable": name not in frozen,
                    "dtype": {"class_name": "DTypePolicy", "config": {"name": "float32"}},
                    "units": units,
                    "activation": activation,
                    "use_bias": True,
                    "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
                    "kernel_regularizer": None,
                },
            )
        )
        slopes.append((z > 0) if activation == "relu" else np.ones_like(z))
    _go_back(layers, slopes, 2 * (x - batch.Y_true) / len(x))
    fields: dict[str, object] = {
        "step": step,
        "loss": float(np.mean((batch.Y_true - x) ** 2)),
        "layers": tuple(layers),
        "batch": batch,
        "learning_rate": 0.05,
        "seed": 1,
        "model_name": "mlp",
        "model_trainable": True,
        "input_shape": (None, 3),
        "parameters": 86,
        "trainable_parameters": sum(layer.parameters for layer in layers if layer.trainable),
        "variables": 8,
        "trainable_variables": 2 * sum(layer.trainable for layer in layers),
    }
    return Snapshot(**{**fields, **changes})  # type: ignore[arg-type]


def _go_back(layers: list[LayerSnapshot], slopes: list[np.ndarray], dY: np.ndarray) -> None:
    """Fill in dL/dY and dL/dz of every layer, from the last to the first."""
    for index in reversed(range(len(layers))):
        dz = dY * slopes[index]
        layers[index] = replace(layers[index], activation_gradient=read_only(dY), pre_activation_gradient=read_only(dz))
        dY = dz @ layers[index].kernel.T
