"""A network at one moment: read-only arrays, copied from the real Keras objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from core.data.built_in import Batch
from core.design.layer_kinds import DENSE
from core.design.losses import LOSSES
from core.design.optimizers import OPTIMIZERS
from core.snapshot.validation import Validation

if TYPE_CHECKING:
    from core.design.compile_spec import CompileSpec
    from core.snapshot.movement import SinceFreezing

Array = np.ndarray[Any, np.dtype[np.float32]]
Slots = Mapping[str, Mapping[str, Array]]
"""The optimizer's slots of each variable, by the variable's path and the slot's name."""


@dataclass(frozen=True, eq=False)
class LayerSnapshot:
    """One layer at one moment. All arrays are read-only float32.

    Attributes:
        name: the layer's name in Keras.
        kernel: (inputs, units).
        bias: (units,); of length 0 if the layer has none.
        kernel_gradient: (inputs, units), the tape's dL/dkernel for the batch. It is taken for a frozen layer
            too, to show; the descent itself never asks for it.
        bias_gradient: (units,), as above.
        pre_activation: (samples, units), z = inputs @ kernel + bias.
        activation: (samples, units), what the layer returns: Y.
        activation_gradient: (samples, units), the tape's dL/dY.
        pre_activation_gradient: (samples, units), the tape's dL/dz, i.e. dL/dY times the activation's slope at z.
        trainable: `layer.trainable`.
        kind: the name of the layer's class.
        activation_name: the name of its activation function.
        output_shape: as Keras gives it, e.g. (None, 5).
        parameters: `layer.count_params()`.
        variables: the paths of its variables, e.g. ("hidden_1/kernel", "hidden_1/bias").
        config: `layer.get_config()`.
        built: whether it has weights. Without, kernel and bias are empty: (0, units) and (0,).
        called: what it was last called on, as it is written: a variable, "X" in the model, or in a step by hand the
            call before it; empty if it was not, and then pre_activation and activation are of shape (0, units).
        in_model: whether the model contains it. The others have no gradients, or those of a tape held by hand.
        source: the name of the layer (or the Input) whose symbolic output it was called on; empty if on none.
            In the model it is the layer before.
        sources: the names of all that it was called on, in the order of the calls; empty in the model.
        variable: its variable in the written code; empty in a model that can take a step.
    """

    name: str
    kernel: Array
    bias: Array
    kernel_gradient: Array
    bias_gradient: Array
    pre_activation: Array
    activation: Array
    activation_gradient: Array
    pre_activation_gradient: Array
    trainable: bool
    kind: str = DENSE.class_name
    activation_name: str = "linear"
    output_shape: tuple[int | None, ...] = ()
    parameters: int = 0
    variables: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    built: bool = True
    called: str = "X"
    in_model: bool = True
    source: str = ""
    sources: tuple[str, ...] = ()
    variable: str = ""

    @property
    def written(self) -> str:
        """What the written code calls it: its variable, which may be another than its name."""
        return self.variable or self.name

    @property
    def units(self) -> int:
        return int(self.kernel.shape[1])

    @property
    def dead_units(self) -> tuple[int, ...]:
        """The ReLU units that are 0 for every sample to learn from: these samples give their weights no gradient.

        A layer outside the model has none: what it was called on last are not the samples it learns from.
        """
        if self.activation_name != "relu" or not self.in_model or not len(self.activation):
            return ()
        return tuple(int(unit) for unit in np.flatnonzero((self.activation == 0).all(axis=0)))


@dataclass(frozen=True)
class SymbolicTensor:
    """A KerasTensor, which holds no numbers, only the shape of those to come.

    Attributes:
        variable: its name in the written code.
        name: its name in Keras, e.g. "keras_tensor_1".
        shape: as Keras gives it, e.g. (None, 5).
        dtype: e.g. "float32".
        layer: the name of the layer, or the Input, that it comes out of.
        source: the variable of the Input that it comes from; empty if that no longer has one.
        way: the names in Keras of the tensors from that Input to this one, both included.
        layers: the names of the layers on this way, i.e. those that `Model(source, this)` collects.
    """

    variable: str
    name: str
    shape: tuple[int | None, ...]
    dtype: str
    layer: str
    source: str = ""
    way: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()

    def layers_after(self, other: SymbolicTensor) -> tuple[str, ...]:
        """Return the layers between another tensor and this one; none if the way to this one does not pass there."""
        passes = self.source == other.source and self.way[: len(other.way)] == other.way
        return self.layers[len(other.layers) :] if passes else ()


@dataclass(frozen=True)
class NumberTensor:
    """A tensor that holds numbers, a row for each sample.

    Attributes:
        variable: its name in the written code.
        shape: (samples, columns).
    """

    variable: str
    shape: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Scaling:
    """A layer that scales every input: (X - mean) / sqrt(variance).

    Attributes:
        name: the layer's name in Keras.
        kind: the name of its class.
        mean, variance: (inputs,), adapted to the training rows.
        parameters: `layer.count_params()`.
    """

    name: str
    kind: str
    mean: Array
    variance: Array
    parameters: int = 0


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The whole network at one moment.

    Attributes:
        step: the number of updates of the weights since the initial ones.
        loss: the loss of the whole batch at these weights.
        layers: those of the model, from the first hidden layer to the output; none while no step can be taken.
        batch: the samples it was computed on.
        learning_rate: of the next step.
        seed: the seed that the initial weights came from.
        run: how often the weights were initialized, which distinguishes two runs.
        model_name: `model.name`.
        model_trainable: `model.trainable`.
        model_kind: the name of the model's class.
        input_name, input_kind, input_shape: of the model's InputLayer, the shape as Keras gives it, e.g. (None, 3).
        parameters, trainable_parameters: numbers of weights, as `model.summary()` counts them.
        variables, trainable_variables: how many variables of the model steps could change, and how many they would.
        optimizer: the key of the optimizer in use, see `core.design.optimizers`.
        loss_kind: the key of the loss function in use, see `core.design.losses`.
        slots: those of the optimizer in use; empty while there is none.
        batch_size: samples per step, or None for the whole batch.
        epoch: how often the steps since the initial weights went through all samples.
        loose: the other layers: those the model does not contain or, while no step can be taken, all.
        tensors: the symbolic tensors that were made by hand.
        ends: every symbolic tensor that a line can name, where a model can begin or end: also those of a network that
            was made at once, which have no variable of their own, e.g. "hidden_1.output".
        numbers: the tensors that hold samples, X first.
        names: every variable there is.
        variables_of: the variables of the layers that are not called like their layer, by the layer's name.
        given_name, given: what the numbers of the input lane are: what the layer beside it was called on, as it is
            written, and the samples, (samples, columns); with a model, and before any call, X and None.
        why_no_step: why no step can be taken, a key of `core.problems.layer_texts.WHY_NO_STEP`, and then `loss` is NaN;
            else empty.
        compiled: how the model was compiled for `fit`, or None.
        still_moving, still_resting: layers that the same `fit` again would update although they are frozen now, or not
            update although they are trainable now: Keras's train function was made before that changed.
        old_activation: layers that it would compute with the activation that they had then.
        eager: whether all numbers are those of eager calls to the last bit; while playing and during `fit` they are
            computed in a compiled function.
        accuracy: the share of the samples whose class is predicted; None if the targets are no classes.
        validation: what the model gives for the rows that no step learns from; None without such rows.
        scaling, scaled: the layer that scales the inputs, and what it returns for X; None without one.
        frozen: the layers that no step changes, each compared with the moment at which it was frozen; not during `fit`.
    """

    step: int
    loss: float
    layers: tuple[LayerSnapshot, ...]
    batch: Batch
    learning_rate: float
    seed: int
    run: int = 1
    model_name: str = ""
    model_trainable: bool = True
    model_kind: str = "Functional"
    input_name: str = "input"
    input_kind: str = "InputLayer"
    input_shape: tuple[int | None, ...] = ()
    parameters: int = 0
    trainable_parameters: int = 0
    variables: int = 0
    trainable_variables: int = 0
    optimizer: str = OPTIMIZERS[0].key
    loss_kind: str = LOSSES[0].key
    slots: Slots = field(default_factory=dict)
    batch_size: int | None = None
    epoch: int = 0
    loose: tuple[LayerSnapshot, ...] = ()
    tensors: tuple[SymbolicTensor, ...] = ()
    ends: tuple[SymbolicTensor, ...] = ()
    numbers: tuple[NumberTensor, ...] = ()
    names: frozenset[str] = frozenset()
    variables_of: Mapping[str, str] = field(default_factory=dict)
    given_name: str = "X"
    given: Array | None = None
    why_no_step: str = ""
    compiled: CompileSpec | None = None
    still_moving: tuple[str, ...] = ()
    still_resting: tuple[str, ...] = ()
    old_activation: tuple[str, ...] = ()
    eager: bool = True
    frozen: Mapping[str, SinceFreezing] = field(default_factory=dict)
    scaling: Scaling | None = None
    scaled: Array | None = None
    accuracy: float | None = None
    validation: Validation | None = None

    @cached_property
    def columns(self) -> tuple[LayerSnapshot, ...]:
        """All layers, as the canvas draws them: the model's, then the others."""
        return self.layers + self.loose

    @property
    def inputs(self) -> Array:
        """The numbers of the input lane, (samples, columns)."""
        return self.batch.X if self.given is None else self.given

    @property
    def shown_inputs(self) -> Array:
        """The numbers in the units of the input lane: scaled, if a layer of the model does that."""
        return self.inputs if self.scaled is None or self.given is not None else self.scaled

    @property
    def samples(self) -> int:
        """The number of samples to choose from on the canvas."""
        return len(self.inputs)

    @property
    def prediction(self) -> Array:
        """Y_pred, (samples, outputs): the output of the last layer; NaN while no step can be taken."""
        if not self.layers:
            return np.full((self.batch.samples, self.batch.outputs), np.nan, np.float32)
        return self.layers[-1].activation

    @property
    def error(self) -> Array:
        """Y_pred - Y_true, (samples, outputs), float32; of classes, 1 is wanted of the true one and 0 of the others."""
        return self.prediction - self.batch.wanted

    @property
    def squared_error(self) -> Array:
        """(Y_pred - Y_true) squared, (samples, outputs), float32; its mean is the loss "mse"."""
        with np.errstate(over="ignore"):  # the loss overflows too, and shows it
            return np.square(self.error)

    @property
    def predicted_class(self) -> Array:
        """The number of the class with the largest probability, (samples, 1)."""
        found: Array = self.prediction.argmax(axis=1)[:, None].astype(np.float32)
        return found

    @property
    def true_probability(self) -> Array:
        """The probability of the true class, (samples, 1)."""
        found: Array = np.take_along_axis(self.prediction, self.batch.labels.astype(int), axis=1)
        return found

    @property
    def stale_compile(self) -> bool:
        """Whether the same `fit` would train something else than it would after compiling again."""
        return bool(self.still_moving or self.still_resting or self.old_activation)

    def learns(self, layer: LayerSnapshot) -> bool:
        """Return whether the next step changes a layer. A model that is not trainable trains none of its layers."""
        return layer.trainable and (self.model_trainable or not layer.in_model)

    @cached_property
    def finite(self) -> bool:
        """Whether the loss and every layer's numbers are. Where no step can be taken, no loss is known.

        The loss alone does not tell: on some processors relu(NaN) is 0, and a network of NaN has a finite loss.
        """
        known = bool(self.why_no_step) or bool(np.isfinite(self.loss))
        return known and all(map(self.is_finite, self.columns))

    def is_finite(self, layer: LayerSnapshot) -> bool:
        """Return whether a layer's weights, their gradients and their slots are finite.

        Where a slot of RMSprop is infinite, the weight stands still, and no other number tells.
        """
        slots = (slot for path in layer.variables for slot in self.slots.get(path, {}).values())
        numbers = (layer.kernel, layer.bias, layer.kernel_gradient, layer.bias_gradient, *slots)
        return all(bool(np.isfinite(array).all()) for array in numbers)

    def layer(self, name: str) -> LayerSnapshot | None:
        """Return the layer of this name, in the model or not, or None."""
        return self._by_name.get(name)

    def variable_of(self, name: str) -> str:
        """Return the variable of a layer in the written code, which may be another than the layer's name."""
        return self.variables_of.get(name, name)

    @cached_property
    def _by_name(self) -> dict[str, LayerSnapshot]:
        return {layer.name: layer for layer in reversed(self.columns)}

    def inputs_of(self, name: str) -> Array:
        """Return a layer's inputs, (samples, inputs): X, scaled or not, or the output of the layer before it."""
        names = [layer.name for layer in self.layers]
        index = names.index(name)
        if index:
            return self.layers[index - 1].activation
        return self.batch.X if self.scaled is None else self.scaled


def read_only(array: Any) -> Array:
    """Copy an array as read-only float32.

    It must be a copy, because TensorFlow may return the memory of a variable itself, which the next step overwrites.
    """
    copy = np.array(array, dtype=np.float32)
    copy.flags.writeable = False
    return copy
