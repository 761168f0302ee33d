"""Layers, tensors and models by the names of the written code, and what can be done with them before there is a model.

What Keras refuses is said as a Problem with Keras's own message; `Workbench.do` then puts everything back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.design.names import MODEL
from core.design.network_spec import LayerSpec
from core.network.expressions import Shown, printed
from core.network.saved_state import OwnRandomness
from core.problems.problem import Problem
from core.snapshot.snapshot import Array, read_only


@dataclass(frozen=True, eq=False)
class Trace:
    """What a layer gave when it was last called on numbers.

    Attributes:
        argument: what it was called on, as it is written: a variable or, in a step by hand, the call before it.
        given: the numbers it was called on, (samples, inputs).
        pre_activation, activation: (samples, units).
        kernel_gradient, bias_gradient: what the tape gave, if there was one; else of length 0.
    """

    argument: str
    given: Array
    pre_activation: Array
    activation: Array
    kernel_gradient: Array
    bias_gradient: Array


class Stage:
    """The namespace in which a learner's script would run, as far as layers go.

    Attributes:
        layers: the Dense layers created, by variable, which is also their name.
        tensors: symbolic tensors, tensors, and what else was kept, by variable.
        models: the models other than the one that is trained, by variable.
        traces: what the layers gave when they were last called on numbers.
        model: the one that is trained, or None before one was made.
    """

    def __init__(self) -> None:
        self.layers: dict[str, Any] = {}
        self.tensors: dict[str, Any] = {}
        self.models: dict[str, Any] = {}
        self.traces: dict[str, Trace] = {}
        self.model: Any = None
        self._randomness = OwnRandomness()
        self._shown: list[Shown] = []

    @property
    def namespace(self) -> dict[str, Any]:
        """Every Keras object and tensor by its variable."""
        named = {**self.layers, **self.tensors, **self.models}
        return named if self.model is None else {**named, MODEL: self.model}

    # ---- layers ---------------------------------------------------------------------------------------------

    def create_layer(self, spec: LayerSpec) -> None:
        """A Dense layer, without weights yet."""
        with self._randomness:
            made = keras.layers.Dense(spec.units, activation=spec.activation, use_bias=spec.use_bias, name=spec.name)
        self._bind(self.layers, spec.name, made)

    def build_layer(self, name: str, inputs: int) -> None:
        """The weights of a layer, for `inputs` numbers per sample."""
        layer = self._created(name)
        try:
            layer.build((None, inputs))
        except ValueError as error:
            if not layer.built:
                raise
            rows = int(layer.kernel.shape[0])
            said = f"{type(error).__name__}: {error}"
            raise Problem(
                "layer.already_built", keras_message=said, layer=name, rows=rows, received=inputs, units=layer.units
            ) from error

    def set_layer_trainable(self, name: str, trainable: bool) -> None:
        """`trainable` of the layer in a variable, whether a model contains it or not."""
        self._created(name).trainable = trainable

    def call_layer(self, name: str, argument: str, result: str) -> None:
        """Call a layer, or a model, on a tensor; what it returns becomes `result`."""
        value = self._symbolic(argument)
        if name not in self.layers:
            models = self.models if self.model is None else {**self.models, MODEL: self.model}
            called = self._named(name, {**self.layers, **models})
            self._bind(self.tensors, result, called(value))
            return
        layer = self.layers[name]
        output = _called(layer, value, argument)
        if not isinstance(output, keras.KerasTensor):
            self.traces[name] = _trace(layer, argument, value, output)
        self._bind(self.tensors, result, output)

    def hand_step(self, layers: tuple[str, ...], argument: str, target: str, rate: float) -> None:
        """Forward, loss, gradients and update through some layers, in eager TensorFlow as it is written."""
        chain = [(name, self._created(name)) for name in layers]
        value, Y_true, called = self._named(argument), self._named(target), []
        with tf.GradientTape() as tape:
            for name, layer in chain:
                given, value = value, _called(layer, value, argument)
                called.append((name, layer, given, value))
            loss = _mean_squared_error(Y_true, value)
        weights = [weight for _, layer in chain for weight in layer.trainable_weights]
        gradients = tape.gradient(loss, weights)
        known = {id(weight): gradient for weight, gradient in zip(weights, gradients, strict=True)}
        written = argument
        for name, layer, given, output in called:
            of_layer = [known.get(id(weight)) for weight in layer.weights]
            self.traces[name] = _trace(layer, written, given, output, of_layer)
            written = f"{name}({written})"
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.assign_sub(rate * gradient)
        for variable, kept in (
            ("Y_pred", value),
            ("loss", loss),
            ("trainable_weights", weights),
            ("gradients", gradients),
        ):
            self._bind(self.tensors, variable, kept)

    # ---- tensors and models ---------------------------------------------------------------------------------

    def define_tensor(self, name: str, values: tuple[tuple[float, ...], ...]) -> None:
        """A tensor of float32 numbers."""
        self._forget_calls_on(name)
        self._bind(self.tensors, name, tf.constant(values, tf.float32))

    def keep(self, name: str, value: object) -> None:
        """Give what was computed a variable."""
        self._bind(self.tensors, name, value)

    def create_input(self, size: int, variable: str = "inputs", name: str = "input") -> None:
        """A symbolic input of `size` numbers per sample."""
        self._bind(self.tensors, variable, keras.Input(shape=(size,), name=name))

    def connect_layer(self, name: str, source: str) -> None:
        """Call a layer on a symbolic tensor, which builds it; the result becomes the tensor "x"."""
        if name not in self.layers:
            raise Problem("layer.unknown", received=name, names=", ".join(self.layers))
        self.tensors["x"] = _called(self.layers[name], self._named(source), source)

    def other_model(self, variable: str, name: str, inputs: str, outputs: str) -> None:
        """A model that is not the one that is trained."""
        made = keras.Model(self._symbolic(inputs), self._symbolic(outputs), name=name)
        self._bind(self.models, variable, made)

    def save_weights(self, name: str) -> None:
        """Keep a model's config and weights as "config" and "weights"."""
        model = self._any_model(name)
        self._bind(self.tensors, "config", model.get_config())
        self._bind(self.tensors, "weights", model.get_weights())

    # ---- questions ------------------------------------------------------------------------------------------

    def show(self, expression: str) -> None:
        """Note what an expression gives, for `take_shown`; a refusal is noted, and raised."""
        try:
            self._shown.append(printed(self.namespace, expression))
        except Problem as problem:
            self._shown.append(Shown(expression, "", problem))
            raise

    def note_shown(self, expression: str, value: Any) -> None:
        """Note what lines print by themselves."""
        self._shown.append(Shown(expression, str(value)))

    def take_shown(self) -> tuple[Shown, ...]:
        """What was shown since this was last asked."""
        shown, self._shown = tuple(self._shown), []
        return shown

    # ---- inside ---------------------------------------------------------------------------------------------

    def _bind(self, kind: dict[str, Any], name: str, value: Any) -> None:
        """As an assignment in Python does: what had the name before has none any more."""
        for others in (self.layers, self.tensors, self.models):
            if others is not kind:
                others.pop(name, None)
        kind[name] = value
        if kind is self.layers:
            self.traces.pop(name, None)

    def _forget_calls_on(self, name: str) -> None:
        """What layers gave for a tensor is not shown any more: its name is about to mean other numbers."""
        innermost = {layer: trace.argument.rstrip(")").rsplit("(", 1)[-1] for layer, trace in self.traces.items()}
        for layer, argument in innermost.items():
            if argument == name:
                del self.traces[layer]

    def _named(self, name: str, among: dict[str, Any] | None = None) -> Any:
        names = self.namespace if among is None else among
        if name not in names:
            raise Problem("name.unknown", received=name, names=", ".join(names) or "–")
        return names[name]

    def _symbolic(self, written: str) -> Any:
        """A tensor by its variable, or by the layer that it comes out of: "hidden_1.output"."""
        layer, _, attribute = written.partition(".")
        return self._created(layer).output if attribute == "output" else self._named(written)

    def _created(self, name: str) -> Any:
        return self._named(name, self.layers)

    def _any_model(self, name: str) -> Any:
        if name == MODEL and self.model is None:
            raise Problem("model.missing")
        return self.model if name == MODEL else self._named(name, self.models)


def _called(layer: Any, value: Any, argument: str) -> Any:
    """What a layer returns; a wrong number of inputs is said as a Problem of its own."""
    try:
        return layer(value)
    except ValueError as error:
        shape = tuple(getattr(value, "shape", ()))
        rows = int(layer.kernel.shape[0]) if layer.built else None
        if rows is None or len(shape) != 2 or shape[-1] == rows:
            raise
        raise Problem(
            "layer.wrong_shape",
            keras_message=f"{type(error).__name__}: {error}",
            layer=layer.name,
            argument=argument,
            shape=shape,
            expected=rows,
            received=int(shape[-1]),
            units=layer.units,
        ) from error


def _mean_squared_error(Y_true: Any, Y_pred: Any) -> Any:
    try:
        return tf.reduce_mean((Y_true - Y_pred) ** 2)
    except (tf.errors.OpError, TypeError, ValueError) as error:  # shapes that do not fit, or no numbers at all
        raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error


def _trace(layer: Any, argument: str, value: Any, output: Any, gradients: list[Any] | None = None) -> Trace:
    z = keras.ops.matmul(value, layer.kernel)
    nothing = np.zeros(0, np.float32)
    kernel, *bias = [nothing if gradient is None else gradient for gradient in gradients or [nothing]]
    return Trace(
        argument=argument,
        given=read_only(value),
        pre_activation=read_only(z + layer.bias if layer.use_bias else z),
        activation=read_only(output),
        kernel_gradient=read_only(kernel),
        bias_gradient=read_only(bias[0] if bias else nothing),
    )
