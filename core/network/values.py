"""Give variables values by expressions, go forward under a tape, and change weights by hand, as typed lines do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from core.data.built_in import Batch, typed_batch
from core.design.names import MODEL, SAMPLES
from core.network.calls import Trace, call, trace_of
from core.network.expressions import Tape, evaluate, printed, printed_each
from core.network.fitting import Fitting
from core.network.known_calls import NUMBERS
from core.network.namespace import Namespace
from core.network.saved_state import all_layers
from core.network.training import Training, check_targets
from core.problems.problem import Problem
from core.sizes.limits import MOST_ROUNDS, TooLarge
from core.snapshot.printed import Printed
from core.snapshot.snapshot import read_only

MOST_EDITED = 200_000
"""Numbers in X that can be edited by hand: each change keeps a copy of them, 0.8 MB."""


class Values:
    """Evaluate what was typed, over the variables of the written code.

    Args:
        training: the variables, the model and the loss.
        fitting: records steps that were taken by hand.
    """

    def __init__(self, training: Training, fitting: Fitting) -> None:
        self._training, self._fitting, self._names = training, fitting, training.names

    @property
    def namespace(self) -> dict[str, Any]:
        """Every variable that an expression may use."""
        return {**self._names.all, "loss_fn": self._training.loss_fn}

    def evaluate(self, expression: str, more: Mapping[str, Any] | None = None) -> Any:
        """Evaluate an expression without changing anything, with `more` variables; see `core.network.expressions`."""
        return evaluate({**self.namespace, **(more or {})}, expression)

    def show(self, expression: str) -> bool:
        """Record what printing an expression prints for `take_shown`; record a refusal, and raise it.

        Returns:
            Whether it built or connected a layer.
        """
        effects = _Effects(self._training)
        try:
            self._names.add_shown(printed(self.namespace, expression, effects))
        except Problem as problem:
            self._names.add_shown(Printed(expression, "", problem))
            raise
        return effects.changed

    def show_each(self, variable: str, values: str, expression: str) -> None:
        """Record what a loop prints, line by line."""
        found = self._list(values)
        self._names.add_shown(printed_each(self.namespace, variable, found, expression))
        if found:
            self._names.bind(variable, found[-1])

    def assign(self, variable: str, expression: str) -> None:
        """Bind a variable to the value of an expression."""
        value = evaluate(self.namespace, expression, _Effects(self._training, traced=True))
        self._names.forget_calls_on(variable)
        self._names.bind(variable, value)

    def define_samples(self, name: str, values: tuple[tuple[float, ...], ...]) -> None:
        """Put X or Y_true in the place of the one there was. Without the other one it is a tensor like any.

        Raises:
            Problem: the loss cannot take the targets.
        """
        tensor = tf.constant(values, tf.float32)
        samples = _samples_with(self._names, name, tensor)
        if samples is None:
            self._names.define_tensor(name, values)
            return
        self._names.forget_calls_on(name)
        batch = _batch_of(*samples)
        if len(samples[0]) == len(samples[1]):
            check_targets(self._training.loss_key, batch, None)
        self._training.take_batch(batch, samples)

    def edit_samples(self, edited: Callable[[Batch], Batch]) -> None:
        """Learn from the present samples with a change; no step learns from the validation rows, as before.

        Raises:
            Problem: there are none, they are too many for being kept at every change, or the loss cannot take them.
        """
        training = self._training
        if training.batch is None or len(training.samples[0]) != len(training.samples[1]):
            raise Problem("data.missing")
        if training.batch.X.size > MOST_EDITED:
            raise Problem("edit.too_large", expected=MOST_EDITED, received=training.batch.X.size)
        batch = edited(training.batch)
        check_targets(training.loss_key, batch, None)
        self._names.forget_calls_on("X")
        training.take_batch(batch, (tf.constant(batch.X), tf.constant(batch.Y_true)))

    def make_sequential(self, layers: Sequence[str], name: str, variable: str) -> None:
        """Make a model of an Input and layers in variables, called one after another."""
        names = self._names
        made = keras.Sequential([names.named(one, {**names.tensors, **names.layers}) for one in layers], name=name)
        if not made.built or len(made.layers) == 0:
            raise Problem("sequential.inputs")
        if variable == MODEL:
            self._training.take_model(made)
        else:
            names.bind(variable, made)

    def record(self, variables: Sequence[str], expressions: Sequence[str], tape: str) -> None:
        """Bind variables to the values of expressions, one after another, under a tape that is kept."""
        with tf.GradientTape(persistent=True) as recorded:  # so that undo can ask it again; the script asks it once
            for variable, expression in zip(variables, expressions, strict=True):
                self.assign(variable, expression)
        self._names.bind(tape, Tape(recorded))

    def update(self, variables: tuple[str, str], expressions: Sequence[str], method: str) -> int:
        """Change weights in a loop over them and their gradients.

        Args:
            variables: those of the loop, for a weight and its gradient.
            expressions: the weights, the gradients, and what a weight is changed by.
            method: the method of a weight that changes it.

        Returns:
            The number of steps of the model that it took: 1 if it changed all that the model learns, else 0.
        """
        weights, gradients = self._list(expressions[0]), self._list(expressions[1])
        model, before = self._names.model, float("nan")
        known = {id(variable) for layer in all_layers(self._training) for variable in layer.variables}
        pairs = list(zip(weights, gradients, strict=False))
        if len(pairs) > MOST_ROUNDS:
            raise TooLarge("rounds", MOST_ROUNDS, len(pairs)).in_expression(expressions[0])
        if not all(id(weight) in known for weight, _ in pairs):
            raise Problem("show.refused", expression=expressions[0], received=expressions[0], expected="weights")
        changed = {id(weight) for weight, _ in pairs}
        learns = {id(weight) for weight in model.trainable_weights} if model is not None else set()
        step = bool(learns) and learns <= changed and not self._training.why_no_step
        if step:
            before = self._training.loss()
        for pair in pairs:
            names = {**self.namespace, **dict(zip(variables, pair, strict=True))}
            getattr(pair[0], method)(_numbers(evaluate(names, expressions[2]), expressions[2]))
        if pairs:
            for variable, value in zip(variables, pairs[-1], strict=True):
                self._names.bind(variable, value)
        if step:
            self._training.step += 1
            self._fitting.note_steps(self._training.step - 1, [before], [])
        return int(step)

    def set_weights(self, owner: str, expression: str) -> None:
        """Call `set_weights` of the layer or the model in a variable."""
        names = self._names
        models = names.models if names.model is None else {**names.models, MODEL: names.model}
        names.named(owner, {**names.layers, **models}).set_weights(self._list(expression))

    def open_weights(self, shapes: Sequence[tuple[int, ...]], values: Sequence[Sequence[float]]) -> None:
        """Give the model weights by their numbers, which are the initial ones from then on.

        Raises:
            Problem: they are not the model's.
        """
        model = self._training.model
        wanted = [tuple(weight.shape) for weight in model.get_weights()]
        if list(shapes) != wanted or any(prod(shape) != len(own) for shape, own in zip(shapes, values, strict=True)):
            raise Problem("model.other_weights", expected=wanted, received=list(shapes))
        model.set_weights([np.reshape(own, shape) for shape, own in zip(shapes, values, strict=True)])
        self._training.initial_weights = model.get_weights()

    def assign_weight(self, layer: str, weight: str, method: str, expression: str) -> None:
        """Assign numbers to the kernel or the bias of the layer in a variable."""
        try:
            owner = getattr(self._names.created_layer(layer), weight)
        except AttributeError as error:  # it is not built
            raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error
        if owner is None:
            raise Problem("name.unknown", received=f"{layer}.{weight}", names=f"{layer}.kernel")
        getattr(owner, method)(_numbers(self.evaluate(expression), expression))

    def hand_step(self, layers: tuple[str, ...], argument: str, target: str, rate: float) -> None:
        """Take one step of gradient descent through some layers, in eager TensorFlow as the written code does."""
        names = self._names
        chain = [(name, names.created_layer(name)) for name in layers]
        value, Y_true, called = names.named(argument), names.named(target), []
        with tf.GradientTape() as tape:
            for name, layer in chain:
                given, value = value, call(layer, value, argument)
                called.append((name, layer, given, value))
            loss = _mean_squared_error(Y_true, value)
        weights = [weight for _, layer in chain for weight in layer.trainable_weights]
        gradients = tape.gradient(loss, weights)
        known = {id(weight): gradient for weight, gradient in zip(weights, gradients, strict=True)}
        written = argument
        for name, layer, given, output in called:
            of_layer = [known.get(id(weight)) for weight in layer.weights]
            names.traces[name] = trace_of(layer, written, given, output, of_layer)
            written = f"{name}({written})"
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.assign_sub(rate * gradient)
        kept = {"Y_pred": value, "loss": loss, "trainable_weights": weights, "gradients": gradients}
        for variable, result in kept.items():
            names.bind(variable, result)

    def _list(self, expression: str) -> list[Any]:
        found = self.evaluate(expression)
        if not isinstance(found, (list, tuple)):
            raise Problem("show.refused", expression=expression, received=expression, expected="[…]")
        return list(found)


class _Effects:
    """What an expression does besides reading: it builds layers, connects them, asks a tape.

    Attributes:
        changed: whether it built or connected a layer, or asked a tape.
    """

    def __init__(self, training: Training, traced: bool = False) -> None:
        self._names, self._traced = training.names, traced
        self.changed = False

    def call(self, called: Any, value: Any, written: str) -> Any:
        """Call a layer or a model on a tensor, and keep what a layer returned for numbers, to be shown."""
        symbolic, built = isinstance(value, keras.KerasTensor), called.built
        self.changed |= symbolic or not built
        output = call(called, value, written)
        variable = next((name for name, layer in self._names.layers.items() if layer is called), None)
        if hasattr(called, "kernel") and variable is not None and not symbolic and (self._traced or not built):
            self._names.traces[variable] = trace_of(called, written, value, output)
        return output

    def model(self, inputs: Any, outputs: Any) -> Any:
        """Make a model that gets no variable; its layers are connected anew where it does not begin at an Input."""
        self.changed = True
        return keras.Model(inputs, outputs)

    def gradient(self, tape: Tape, target: Any, sources: Any) -> Any:
        """Ask a tape for gradients, which it gives once, and keep those of the layers' weights, to be shown."""
        self.changed = True
        if tape.recorded is None:
            raise RuntimeError(
                "A non-persistent GradientTape can only be used to compute one set of gradients (or jacobians)"
            )
        variable = next(name for name, value in self._names.tensors.items() if value is tape)
        self._names.bind(variable, Tape(None))
        found = tape.recorded.gradient(target, sources)
        if isinstance(sources, (list, tuple)):
            self._note({id(source): gradient for source, gradient in zip(sources, found, strict=True)})
        return found

    def _note(self, gradients: dict[int, Any]) -> None:
        """Show the gradients beside what the layers returned."""
        for name, trace in self._names.traces.items():
            layer = self._names.layers.get(name)
            of_layer = [gradients.get(id(weight)) for weight in layer.weights] if layer is not None else []
            if any(gradient is not None for gradient in of_layer):
                self._names.traces[name] = _with_gradients(trace, of_layer)


def _samples_with(names: Namespace, name: str, tensor: Any) -> tuple[Any, Any] | None:
    """Return X and Y_true, one of them in this tensor's place; None where the other one is missing."""
    known = {**names.tensors, **names.data, name: tensor}
    X, Y_true = (known.get(one) for one in SAMPLES)
    return None if X is None or Y_true is None else (X, Y_true)


def _batch_of(X: Any, Y_true: Any) -> Batch:
    """Return two tensors as samples; while they have different numbers of rows, no target is known."""
    targets = Y_true.numpy() if len(X) == len(Y_true) else np.full((len(X), Y_true.shape[1]), np.nan)
    return typed_batch(X.numpy(), targets)


def _with_gradients(trace: Trace, gradients: Sequence[Any]) -> Trace:
    kernel, *bias = [np.zeros(0, np.float32) if gradient is None else gradient for gradient in gradients]
    return Trace(
        trace.argument,
        trace.given,
        trace.pre_activation,
        trace.activation,
        read_only(kernel),
        read_only(bias[0] if bias else np.zeros(0, np.float32)),
    )


def _numbers(value: Any, expression: str) -> Any:
    """Return a value that can be assigned to a weight.

    Raises:
        Problem: it is none.
    """
    if isinstance(value, (*NUMBERS, list)) and not isinstance(value, bool):
        return value
    raise Problem("show.refused", expression=expression, received=expression, expected="[[0.1, 0.2], …]")


def _mean_squared_error(Y_true: Any, Y_pred: Any) -> Any:
    try:
        return tf.reduce_mean((Y_true - Y_pred) ** 2)
    except (tf.errors.OpError, TypeError, ValueError) as error:  # shapes that do not fit, or no numbers at all
        raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error
