"""Networks to explain: real Keras objects of any activation, loss and optimizer, observed with a plain tape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.data.built_in import Batch
from core.design.losses import LOSSES as KINDS
from core.design.losses import loss as loss_of
from core.design.optimizers import optimizer as optimizer_of
from core.snapshot.preview import Preview
from core.snapshot.snapshot import LayerSnapshot, Snapshot, read_only

LOSSES = {kind.key: getattr(keras.losses, kind.class_name) for kind in KINDS}


def make_batch(seed: int, samples: int, inputs: int, loss: str = "mse") -> Batch:
    """Make random samples; targets of 0 and 1 for a loss of probabilities."""
    rng = np.random.default_rng(seed)
    X = rng.normal(0, 1, (samples, inputs)).astype(np.float32)
    Y = rng.integers(0, 2, (samples, 1)) if loss_of(loss).probabilities else rng.normal(0, 1.5, (samples, 1))
    return Batch(X, Y.astype(np.float32), tuple(f"x{i}" for i in range(inputs)), ("y",))


def make_model(seed: int, inputs: int, layers: Sequence[tuple[int, str, bool]]) -> Any:
    """Make a chain of Dense layers of (units, activation, use_bias), with biases that are not 0."""
    keras.utils.set_random_seed(seed)
    tensor = start = keras.Input((inputs,), name="input")
    for number, (units, activation, use_bias) in enumerate(layers, start=1):
        tensor = keras.layers.Dense(
            units, activation, use_bias, bias_initializer="random_normal", name=f"layer_{number}"
        )(tensor)
    return keras.Model(start, tensor)


def look(model: Any, batch: Batch, loss: str = "mse", optimizer: str = "sgd", rate: float = 0.05) -> Snapshot:
    """Take a snapshot with an eager tape and Keras's own loss object."""
    X, Y_true = tf.constant(batch.X), tf.constant(batch.Y_true)
    zs, activations, x = [], [], X
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([variable.value for variable in model.variables])
        for layer in model.layers[1:]:
            z = keras.ops.matmul(x, layer.kernel)
            zs.append(z + layer.bias if layer.use_bias else z)
            x = layer.activation(zs[-1])
            activations.append(x)
        value = LOSSES[loss]()(Y_true, x)
    d_activations = tape.gradient(value, activations, unconnected_gradients="zero")
    d_zs = tape.gradient(value, zs)
    layers = []
    for layer, z, a, da, dz in zip(model.layers[1:], zs, activations, d_activations, d_zs, strict=True):
        kernel_gradient, *bias_gradient = tape.gradient(value, [variable.value for variable in layer.variables])
        layers.append(
            LayerSnapshot(
                layer.name,
                read_only(layer.kernel.numpy()),
                read_only(layer.bias.numpy() if layer.use_bias else np.zeros(0)),
                read_only(kernel_gradient),
                read_only(bias_gradient[0] if bias_gradient else np.zeros(0)),
                read_only(z),
                read_only(a),
                read_only(da),
                read_only(dz),
                layer.trainable,
                activation_name=keras.activations.serialize(layer.activation),
                variables=tuple(variable.path for variable in layer.variables),
            )
        )
    return Snapshot(
        0, float(value), tuple(layers), batch, rate, 1, optimizer=optimizer, loss_kind=loss,
        model_trainable=model.trainable,
    )  # fmt: skip


class Trainer:
    """Take real steps with a real `keras.optimizers` object, and return what each did."""

    def __init__(self, model: Any, batch: Batch, loss: str, optimizer: str, rate: float) -> None:
        self.model, self.batch, self.loss_fn = model, batch, LOSSES[loss]()
        kind = optimizer_of(optimizer)
        self.kind, self.optimizer = kind, getattr(keras.optimizers, kind.class_name)(rate, **dict(kind.arguments))
        self.optimizer.build(model.trainable_variables)

    def slots(self) -> dict[str, dict[str, Any]]:
        """Return the optimizer's slots, by the variable's path and the slot's name."""
        found: dict[str, dict[str, Any]] = {}
        for name in (slot.name for slot in self.kind.slots):
            # Keras's attributes: SGD has `momentums`, Adam `_momentums` and `_velocities`
            plural = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
            slots = getattr(self.optimizer, f"_{plural}", None) or getattr(self.optimizer, plural)
            for variable, slot in zip(self.model.trainable_variables, slots):
                found.setdefault(variable.path, {})[name] = read_only(slot.numpy())
        return found

    def step(self, rows: tuple[int, ...] | None = None) -> Preview:
        """Take one step on some rows or the whole batch."""
        before, iterations = self.slots(), int(self.optimizer.iterations.numpy())
        X, Y_true = (tf.gather(a, rows) if rows else tf.constant(a) for a in (self.batch.X, self.batch.Y_true))
        variables = self.model.trainable_variables
        with tf.GradientTape() as tape:
            loss = self.loss_fn(Y_true, self.model(X))
        self.optimizer.apply(tape.gradient(loss, [variable.value for variable in variables]), variables)
        after = self.slots()
        slots = {p: {n: (old, after[p][n]) for n, old in names.items()} for p, names in before.items()}
        weights = {variable.path: read_only(variable.numpy()) for variable in self.model.variables}
        return Preview(0, weights, slots, iterations, rows)
