"""Observe a model without changing it: one forward and one backward pass through the real layers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain, islice
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.data.built_in import Batch
from core.learning.flat import FlatFunction
from core.learning.shared_functions import operands
from core.learning.variables import learned_variables, scaling_of
from core.observe import graph
from core.observe.validating import Validating, accuracy_of
from core.snapshot.snapshot import Array, LayerSnapshot, Scaling, Snapshot, read_only


class Observer:
    """Take snapshots of one model.

    The passes are run eagerly over the model's own layers, as a learner calls them, so the numbers are theirs to the
    last bit. While playing, they are run in a plain `tf.function`, which takes a tenth of the time; TensorFlow rounds
    some operations differently there.

    Args:
        model: a chain of Dense layers behind one InputLayer.
        loss_fn: the loss whose gradients are taken, one of `keras.losses`.
        columns: of the targets, None for any number: Keras takes classes only where it knows that there is one.

    Attributes:
        chained: whether the model is such a chain; else only its single layers can be observed.
        validating: measures the rows that no step learns from.
    """

    def __init__(self, model: Any, loss_fn: Any, columns: int | None) -> None:
        self._model = model
        self._loss_fn = loss_fn
        self.chained = graph.is_chain(model)
        self._scale, self._variables = scaling_of(model), learned_variables(model)
        apart = (keras.layers.InputLayer, keras.layers.Normalization)
        self._layers = [layer for layer in model.layers if not isinstance(layer, apart)]
        self._scaled: tuple[Batch, Array] | None = None
        signature = [tf.TensorSpec([None, model.input_shape[-1]]), tf.TensorSpec([None, columns])]
        self._compiled_passes = FlatFunction(self._passes, signature, partial(operands, "passes", model, loss_fn))
        self._compiled_loss = FlatFunction(self._loss, signature, partial(operands, "loss", model, loss_fn))
        self.validating = Validating(model, loss_fn, signature)
        self._facts_key: tuple[bool, ...] | None = None
        self._facts: list[dict[str, Any]] = []
        self._model_facts: dict[str, Any] = {}

    def _passes(self, X: Any, Y_true: Any) -> list[Any]:
        """Return the loss, four tensors of every layer (z, Y, dL/dY, dL/dz) and two of every variable (the weights and
        their gradient), in this order.
        """
        pre_activations, activations = [], []
        with tf.GradientTape() as tape:
            # a frozen layer's variables too: the window can show what their gradient would be
            tape.watch([variable.value for variable in self._variables])
            x = X if self._scale is None else self._scale(X)
            for layer in self._layers:
                z = keras.ops.matmul(x, layer.kernel)
                pre_activations.append(z + layer.bias if layer.use_bias else z)
                x = layer(x)
                activations.append(x)
            loss = self._loss_fn(Y_true, x)
        variables = [variable.value for variable in self._variables]
        gradients, d_activations = tape.gradient(loss, (variables, activations))
        past_output = d_activations[-1] is None  # Keras takes the crossentropy of a sigmoid from its z, past Y
        if past_output:
            d_activations[-1] = _gradient(lambda Y: self._loss_fn(Y_true, tf.identity(Y)), activations[-1])
        d_pre_activations = [
            _through_activation(layer, z, dY)
            for layer, z, dY in zip(self._layers, pre_activations, d_activations, strict=True)
        ]
        if past_output:
            output, z = self._layers[-1], pre_activations[-1]
            d_pre_activations[-1] = _gradient(lambda z: self._loss_fn(Y_true, output.activation(z)), z)
        weights = [tf.identity(variable) for variable in variables]
        by_layer = zip(pre_activations, activations, d_activations, d_pre_activations, strict=True)
        by_variable = zip(weights, gradients, strict=True)
        return [loss, *chain.from_iterable(by_layer), *chain.from_iterable(by_variable)]

    def loss(self, constants: tuple[Any, Any], eager: bool = True) -> float:
        """Compute the loss of X and Y_true alone."""
        (loss,) = self._loss(*constants) if eager else self._compiled_loss(*constants)
        return float(loss)

    def observe(
        self, constants: tuple[Any, Any], batch: Batch, settings: dict[str, Any], eager: bool = True
    ) -> Snapshot:
        """Take a snapshot of the model.

        Args:
            constants: X and Y_true as tensors.
            batch: the same samples.
            settings: the fields of the Snapshot that the model does not know, e.g. step, run, learning_rate, seed.
            eager: whether the numbers are to be those of eager calls to the last bit.
        """
        found = iter(map(read_only, self._passes(*constants)) if eager else self._compiled_passes(*constants))
        nothing = (read_only(np.zeros(0)),) * 2
        loss, by_layer = next(found), [tuple(islice(found, 4)) for _ in self._layers]
        known = {variable.path: tuple(islice(found, 2)) for variable in self._variables}
        layers = []
        for layer, facts, (z, a, da, dz) in zip(self._layers, self._layer_facts(), by_layer, strict=True):
            kernel, kernel_gradient = known[layer.kernel.path]
            bias, bias_gradient = known[layer.bias.path] if layer.use_bias else nothing
            layers.append(
                LayerSnapshot(
                    kernel=kernel,
                    bias=bias,
                    kernel_gradient=kernel_gradient,
                    bias_gradient=bias_gradient,
                    pre_activation=z,
                    activation=a,
                    activation_gradient=da,
                    pre_activation_gradient=dz,
                    trainable=layer.trainable,
                    **facts,
                )
            )
        return Snapshot(
            loss=float(loss),
            layers=tuple(layers),
            batch=batch,
            eager=eager,
            scaled=self._scaled_inputs(constants[0], batch),
            accuracy=accuracy_of(len(batch.classes), constants[1], by_layer[-1][1], eager),
            **self._model_facts,
            **settings,
        )

    def _scaled_inputs(self, X: Any, batch: Batch) -> Array | None:
        """Return what the first layer with weights gets, if the inputs are scaled."""
        if self._scale is None:
            return None
        if self._scaled is None or self._scaled[0] is not batch:
            self._scaled = batch, read_only(self._scale(X))
        return self._scaled[1]

    def _loss(self, X: Any, Y_true: Any) -> list[Any]:
        return [self._loss_fn(Y_true, self._model(X))]

    def _layer_facts(self) -> list[dict[str, Any]]:
        """Return what changes only when a layer is frozen. Layers and model are asked again only then."""
        key = (self._model.trainable, *(layer.trainable for layer in self._layers))
        if key != self._facts_key:
            self._facts_key = key
            self._model_facts = facts_of_model(self._model)
            self._facts = [facts_of_layer(layer) for layer in self._layers]
        return self._facts


def facts_of_model(model: Any) -> dict[str, Any]:
    """Return the fields of a Snapshot that say what a model is."""
    trainable, first = model.trainable_variables, graph.producer(model.inputs[0])
    return {
        "model_name": model.name,
        "model_trainable": model.trainable,
        "model_kind": type(model).__name__,
        "input_name": first.name,
        "input_kind": type(first).__name__,
        "input_shape": tuple(model.input_shape),
        "parameters": model.count_params(),
        "trainable_parameters": sum(int(np.prod(variable.shape)) for variable in trainable),
        "variables": len(learned_variables(model)),
        "trainable_variables": len(trainable),
        "scaling": _facts_of_scaling(scaling_of(model)),
    }


def _facts_of_scaling(layer: Any) -> Scaling | None:
    if layer is None or not layer.built:
        return None
    mean, variance, *_ = layer.get_weights()
    return Scaling(layer.name, type(layer).__name__, read_only(mean), read_only(variance), layer.count_params())


def facts_of_layer(layer: Any) -> dict[str, Any]:
    """Return the fields of a LayerSnapshot that say what a layer is, built or not."""
    return {
        "name": layer.name,
        "kind": type(layer).__name__,
        "activation_name": keras.activations.serialize(layer.activation),
        "output_shape": (None, layer.units) if layer.built else (),
        "parameters": layer.count_params() if layer.built else 0,
        "variables": tuple(variable.path for variable in layer.variables),
        "config": layer.get_config(),
    }


def _gradient(function: Callable[[Any], Any], at: Any) -> Any:
    """Return the tape's gradient of a function."""
    with tf.GradientTape() as tape:
        tape.watch(at)
        value = function(at)
    return tape.gradient(value, at)


def _through_activation(layer: Any, z: Any, activation_gradient: Any) -> Any:
    """Compute dL/dz from dL/dY: the tape goes back through the layer's own activation function."""
    with tf.GradientTape() as tape:
        tape.watch(z)
        activation = layer.activation(z)
    return tape.gradient(activation, z, output_gradients=activation_gradient)
