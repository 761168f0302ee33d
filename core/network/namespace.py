"""The variables of the written code, and what can be done with layers, tensors and models by name.

What Keras refuses is raised as a Problem with Keras's own message; the caller puts everything back.
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from core.design.activations import check_activation
from core.design.layer_kinds import kind_of
from core.design.names import MODEL, SAMPLES, VALIDATION
from core.design.network_spec import LayerSpec
from core.network.calls import Trace, call, trace_of
from core.network.expressions import printed
from core.network.randomness import OwnRandomness
from core.problems.problem import Problem
from core.snapshot.printed import Printed


class Namespace:
    """The variables of a learner's script, and the effects of its lines about layers, tensors and models.

    Attributes:
        layers: the layers, by variable; two variables may hold one layer.
        tensors: symbolic tensors, tensors and other kept values, by variable.
        models: the models except the one that is trained, by variable.
        model: the one that is trained, in the variable "model", or None before one was made.
        samples: the tensors in the variables "X" and "Y_true", or None before data were chosen.
        validation: those in "X_val" and "Y_val", or None if the data have no rows to check with.
        optimizer: the Keras optimizer in the variable "optimizer", or None before one was needed.
        traces: what the layers returned when they were last called on numbers.
        randomness: the source of the seeds of initial weights.
    """

    def __init__(self) -> None:
        self.layers: dict[str, Any] = {}
        self.tensors: dict[str, Any] = {}
        self.models: dict[str, Any] = {}
        self.model: Any = None
        self.samples: tuple[Any, Any] | None = None
        self.validation: tuple[Any, Any] | None = None
        self.optimizer: Any = None
        self.traces: dict[str, Trace] = {}
        self.randomness = OwnRandomness()
        self._shown: list[Printed] = []

    @property
    def of_learner(self) -> dict[str, Any]:
        """The variables that the learner can delete; the written code needs the others."""
        named = {**self.layers, **self.tensors, **self.models}
        return named if self.model is None else {**named, MODEL: self.model}

    @property
    def data(self) -> dict[str, Any]:
        """The tensors of the data by their variables."""
        samples = dict(zip(SAMPLES, self.samples or (), strict=False))
        return samples | dict(zip(VALIDATION, self.validation or (), strict=False))

    @property
    def all(self) -> dict[str, Any]:
        """Every Keras object and tensor by its variable."""
        named = {**self.of_learner, **self.data}
        return named if self.optimizer is None else {**named, "optimizer": self.optimizer}

    def named(self, name: str, among: dict[str, Any] | None = None) -> Any:
        """Look up a variable, among all of them or only in `among`.

        Raises:
            Problem: there is none of this name.
        """
        names = self.all if among is None else among
        if name not in names:
            raise Problem("name.unknown", received=name, names=", ".join(names) or "–")
        return names[name]

    def symbolic(self, written: str) -> Any:
        """Look up a symbolic tensor by its variable, or by the layer whose output it is: "hidden_1.output"."""
        layer, _, attribute = written.partition(".")
        return self.created_layer(layer).output if attribute == "output" else self.named(written)

    def created_layer(self, name: str) -> Any:
        """Look up a layer that was created, by its variable."""
        return self.named(name, self.layers)

    # ---- layers ---------------------------------------------------------------------------------------------

    def create_layer(self, spec: LayerSpec, variable: str) -> None:
        """Create a layer, without weights yet."""
        if spec.activation is not None:
            check_activation(spec.activation)
        with self.randomness:
            self._bind(self.layers, variable, kind_of(spec).make(spec))

    def config_of(self, spec: LayerSpec) -> dict[str, Any]:
        """Return what `get_config()` of a layer would be, without creating it."""
        with OwnRandomness():  # creating a layer draws a random seed, which the next real one is to have
            config: dict[str, Any] = kind_of(spec).make(spec).get_config()
        return config

    def build_layer(self, name: str, inputs: int) -> None:
        """Build a layer's weights for `inputs` numbers per sample.

        Raises:
            Problem: it has weights already.
        """
        layer = self.created_layer(name)
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
        """Set `trainable` of the layer or of the further model in a variable, whether the model contains it or not."""
        self.named(name, {**self.layers, **self.models}).trainable = trainable

    def call_layer(self, name: str, argument: str, result: str) -> None:
        """Call a layer, or a model, on a tensor, and bind what it returns to `result`."""
        value = self.symbolic(argument)
        if name not in self.layers:
            models = self.models if self.model is None else {**self.models, MODEL: self.model}
            called = self.named(name, {**self.layers, **models})
            self._bind(self.tensors, result, call(called, value, argument))
            return
        layer = self.layers[name]
        output = call(layer, value, argument)
        if not isinstance(output, keras.KerasTensor) and hasattr(layer, "kernel"):
            self.traces[name] = trace_of(layer, argument, value, output)
        self._bind(self.tensors, result, output)

    # ---- tensors and models ---------------------------------------------------------------------------------

    def define_tensor(self, name: str, values: tuple[tuple[float, ...], ...]) -> None:
        """Bind a name to a tensor of float32 numbers."""
        self.forget_calls_on(name)
        self._bind(self.tensors, name, tf.constant(values, tf.float32))

    def bind(self, name: str, value: object) -> None:
        """Bind a name to a value, which may be a layer or a model that has another name already."""
        if isinstance(value, keras.Model):
            self._bind(self.models, name, value)
        else:
            layer = isinstance(value, keras.Layer) and not isinstance(value, keras.layers.InputLayer)
            self._bind(self.layers if layer else self.tensors, name, value)

    def create_input(self, size: int, variable: str = "inputs", name: str = "input") -> None:
        """Create a symbolic input of `size` numbers per sample."""
        self._bind(self.tensors, variable, keras.Input(shape=(size,), name=name))

    def create_scaling(self, name: str) -> None:
        """Create a Normalization layer, and adapt it to X."""
        if self.samples is None:
            raise Problem("data.missing")
        layer = keras.layers.Normalization(name=name)
        layer.adapt(self.samples[0])
        self._bind(self.layers, name, layer)

    def connect_layer(self, name: str, source: str) -> None:
        """Call a layer on a symbolic tensor, which builds it, and bind the result to "x"."""
        if name not in self.layers:
            raise Problem("layer.unknown", received=name, names=", ".join(self.layers))
        self.tensors["x"] = call(self.layers[name], self.named(source), source)

    def other_model(self, variable: str, name: str, inputs: str, outputs: str) -> None:
        """Make a model that is not the one that is trained."""
        made = keras.Model(self.symbolic(inputs), self.symbolic(outputs), name=name)
        self._bind(self.models, variable, made)

    def save_weights(self, name: str) -> None:
        """Keep a model's config and weights as "config" and "weights"."""
        model = self._any_model(name)
        self._bind(self.tensors, "config", model.get_config())
        self._bind(self.tensors, "weights", model.get_weights())

    def clear_session(self) -> None:
        """Let Keras forget the names that it made up. Python's garbage is another thread's to collect."""
        keras.backend.clear_session(free_memory=False)

    def forget_calls_on(self, name: str) -> None:
        """Forget what layers returned for a tensor, because its name is about to mean other numbers."""
        innermost = {layer: trace.argument.rstrip(")").rsplit("(", 1)[-1] for layer, trace in self.traces.items()}
        for layer, argument in innermost.items():
            if argument == name:
                del self.traces[layer]

    def frozen_layers(self) -> tuple[str, ...]:
        """Name the model's layers that have weights and whose `trainable` is False."""
        layers = self.model.layers if self.model is not None else ()
        return tuple(layer.name for layer in layers if layer.weights and not layer.trainable)

    # ---- questions ------------------------------------------------------------------------------------------

    def add_shown(self, shown: Printed) -> None:
        """Record what was printed, or why it was not."""
        self._shown.append(shown)

    def look_at(self, variable: str) -> Printed | None:
        """Return what printing a variable prints, without recording it; None if it has no value."""
        return printed(self.all, variable) if variable in self.all else None

    def note_shown(self, expression: str, value: Any) -> None:
        """Record what lines print by themselves."""
        self._shown.append(Printed(expression, str(value)))

    def take_shown(self) -> tuple[Printed, ...]:
        """Return what was shown since the last call."""
        shown, self._shown = tuple(self._shown), []
        return shown

    # ---- inside ---------------------------------------------------------------------------------------------

    def _bind(self, kind: dict[str, Any], name: str, value: Any) -> None:
        """Assign as Python does: a name has one value, the last one."""
        for others in (self.layers, self.tensors, self.models):
            if others is not kind:
                others.pop(name, None)
        kind[name] = value
        if kind is self.layers:
            self.traces.pop(name, None)

    def _any_model(self, name: str) -> Any:
        if name == MODEL and self.model is None:
            raise Problem("model.missing")
        return self.model if name == MODEL else self.named(name, self.models)
