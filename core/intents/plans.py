"""Intents whose commands depend on the state of the network when they are carried out.

A window shows the network as it was an instant ago. Whether "the other state of this switch" means freeze or
unfreeze, or which layers are frozen when a network is rebuilt, is decided here, when the plan is carried out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.commands import (
    BuildLayer,
    Command,
    Compile,
    CreateLayer,
    Forget,
    OpenedWeights,
    Reset,
    SetActivation,
    SetBatchSize,
    SetLoss,
    SetOptimizer,
    SetSeed,
    SetTrainable,
    UseData,
    build_network,
    freeze,
)
from core.data.built_in import Batch, Source
from core.design.compile_spec import CompileSpec
from core.design.layer_kinds import kind_called
from core.design.losses import LOSSES, loss
from core.design.names import MODEL
from core.design.network_spec import NetworkSpec
from core.design.optimizers import optimizer
from core.design.task import Task, task_of
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class Plan:
    """An intent that becomes commands when it is carried out."""

    def commands(self, network: Network) -> tuple[Command, ...]:
        """Return the commands for the network as it is now.

        Raises:
            Problem: it cannot be done.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class TakeData(Plan):
    """Learn from other data, in mini-batches of the same size if there are any and the number of samples allows it."""

    source: Source

    def commands(self, network: Network) -> tuple[Command, ...]:
        if network.training.batches is None:
            return (UseData(self.source),)
        size = min(network.training.batches.size, self.source.load().samples)
        return UseData(self.source), SetBatchSize(size, network.training.seed)


@dataclass(frozen=True)
class Rebuild(Plan):
    """Build a new network with new initial weights; settings stay, and layers that are frozen now will be frozen.

    Attributes:
        spec: its design.
        seed: the seed of its weights.
        inputs: the number of input units, or None for as many as the data have or, without data, the present network.
        source: data to use with it, or None for the present ones.
    """

    spec: NetworkSpec
    seed: int
    inputs: int | None = None
    source: Source | None = None

    def commands(self, network: Network) -> tuple[Command, ...]:
        batch = self.source.load() if self.source is not None else None
        if self.source is not None and batch is not None and _needs_other_ending(network, self.spec, batch):
            return learn_from(network, self.spec, self.seed, self.source, batch)
        inputs, data = self.inputs, batch or network.batch
        if inputs is None and data is not None:
            inputs = data.inputs
        elif inputs is None:
            inputs = network.model.input_shape[-1] if network.model is not None else self.spec.inputs
        names = {layer.name for layer in self.spec.layers}
        owned = network.names.layers
        replaced = {layer.name for layer in (owned.values() if network.model is None else network.model.layers)}
        forgotten = _forget(one for one, layer in owned.items() if layer.name in replaced and one not in names)
        frozen = tuple(name for name in network.names.frozen_layers() if name in names)
        layers, needed = self.spec.layers, loss(network.training.loss_key)
        if needed.probabilities or needed.classes:  # the loss may have been chosen after the design was seen
            layers = (*layers[:-1], replace(layers[-1], activation=needed.activation))
        built = (*build_network(replace(self.spec, inputs=inputs, layers=layers), self.seed), *freeze(frozen))
        used = () if self.source is None else (UseData(self.source),)
        return *forgotten, *built, *used, *_settings(network, self.seed, batch)


@dataclass(frozen=True)
class TakeModel(Plan):
    """Go on with a model that was read from a file.

    Attributes:
        spec: its design.
        shapes, values: its weights, see `OpenedWeights`; none if the file holds only the design.
        frozen: the layers that are frozen in it.
    """

    spec: NetworkSpec
    shapes: tuple[tuple[int, ...], ...] = ()
    values: tuple[tuple[float, ...], ...] = ()
    frozen: tuple[str, ...] = ()

    def commands(self, network: Network) -> tuple[Command, ...]:
        needed, last = loss(network.training.loss_key), self.spec.layers[-1].activation
        other = needed.probabilities and last != needed.activation
        settings = (SetLoss(LOSSES[0].key),) if other else ()
        unfrozen = tuple(SetTrainable(name, True) for name in network.names.frozen_layers())
        built = Rebuild(self.spec, network.training.seed, self.spec.inputs).commands(network)
        if other:  # the loss is another one by then, so the output layer stays as it is in the file
            built = tuple(
                CreateLayer(self.spec.layers[-1]) if _makes(c, self.spec.layers[-1].name) else c for c in built
            )
        weights = (OpenedWeights(self.shapes, self.values),) if self.values else ()
        return *settings, *unfrozen, *built, *weights, *freeze(self.frozen)


def _makes(command: Command, name: str) -> bool:
    return isinstance(command, CreateLayer) and command.spec.name == name


@dataclass(frozen=True)
class StartUnbuilt(Plan):
    """Create the layers of a design without building them; there is no model then.

    Attributes:
        spec: the design.
        seed: the seed that the weights will have.
    """

    spec: NetworkSpec
    seed: int

    def commands(self, network: Network) -> tuple[Command, ...]:
        return *_forget_all(network), SetSeed(self.seed), *(CreateLayer(layer) for layer in self.spec.layers)


@dataclass(frozen=True)
class RenewLayer(Plan):
    """Replace a layer by a new one like it, built for another number of inputs: Keras does not build one twice.

    Attributes:
        layer: its variable, or its name.
        inputs: the number of inputs.
    """

    layer: str
    inputs: int

    def commands(self, network: Network) -> tuple[Command, ...]:
        layers = network.names.layers
        variable = next((one for one, layer in layers.items() if self.layer in (one, layer.name)), None)
        if variable is None:
            raise Problem("layer.unknown", received=self.layer, names=", ".join(layers))
        layer = layers[variable]
        spec = kind_called(type(layer).__name__).design(layer.name, layer.get_config())
        return CreateLayer(spec, None if variable == layer.name else variable), BuildLayer(variable, self.inputs)


@dataclass(frozen=True)
class StartAgain(Plan):
    """Restore the very same initial weights, with a new optimizer and shuffle, if there is one."""

    def commands(self, network: Network) -> tuple[Command, ...]:
        chosen = optimizer(network.training.optimizer_key)
        if network.names.optimizer is None or chosen.slots:  # it remembers more than its settings
            return Reset(), *_settings(network, network.training.seed)
        return Reset(), *_settings(network, network.training.seed)[1:]


@dataclass(frozen=True)
class ChooseOptimizer(Plan):
    """Choose another optimizer, with the present learning rate."""

    key: str

    def commands(self, network: Network) -> tuple[Command, ...]:
        return (SetOptimizer(self.key, network.training.learning_rate),)


@dataclass(frozen=True)
class ChooseLoss(Plan):
    """Choose another loss, and the activation of the output layer that it needs; the weights stay."""

    key: str

    def commands(self, network: Network) -> tuple[Command, ...]:
        wanted = loss(self.key).activation
        output = network.model.layers[-1] if network.model is not None else None
        if output is None or output.get_config()["activation"] == wanted:
            return (SetLoss(self.key),)
        return SetActivation(output.name, wanted), SetLoss(self.key)


@dataclass(frozen=True)
class PrepareFit(Plan):
    """Compile for `fit`, with the activation of the output layer that the loss needs.

    Attributes:
        spec: how, or None for the same as before, so that `fit` trains what is trainable now.
    """

    spec: CompileSpec | None = None

    def commands(self, network: Network) -> tuple[Command, ...]:
        if self.spec is None:
            before = network.training.memory.memory_of(network.model).compiled
            return (Compile(before) if before is not None else Compile(),)
        wanted = loss(self.spec.loss)
        output = network.model.layers[-1] if network.model is not None else None
        # Keras compiles any loss with any output; only one that compares probabilities is nonsense without them
        if output is None or not wanted.probabilities or output.get_config()["activation"] == wanted.activation:
            return (Compile(self.spec),)
        return SetActivation(output.name, wanted.activation), Compile(self.spec)


@dataclass(frozen=True)
class ChooseBatchSize(Plan):
    """Use mini-batches of a size, shuffled by the network's seed; or with None all samples in every step."""

    size: int | None

    def commands(self, network: Network) -> tuple[Command, ...]:
        return (SetBatchSize(self.size, network.training.seed),)


@dataclass(frozen=True)
class SwitchTrainable(Plan):
    """Freeze or unfreeze a layer or the model, in as many lines as it takes.

    Two things of Keras would surprise a learner who ticks a box. A model whose own `trainable` is False trains
    nothing, whatever its layers say: to unfreeze one layer of it, the model is unfrozen and its other frozen layers
    are frozen again. And setting `model.trainable = True` where it is True already does nothing (TensorFlow's
    `AutoTrackable` skips an assignment of the same value): to unfreeze every layer then, each one is unfrozen.

    Attributes:
        layer: the layer's name, or None for the model.
        trainable: the wanted state, or None for the other one. The other state of a model that trains only a part
            of its variables is to train all.
    """

    layer: str | None
    trainable: bool | None = None

    def commands(self, network: Network) -> tuple[Command, ...]:
        frozen, model_off = network.names.frozen_layers(), network.model is not None and not network.model.trainable
        wanted = self.trainable
        if wanted is None:
            wanted = bool(frozen) or model_off if self.layer is None else self.layer in frozen
        if not wanted or (self.layer is None and model_off):
            return (SetTrainable(self.layer, wanted),)
        if self.layer is None:
            return tuple(SetTrainable(name, True) for name in frozen)
        if model_off:
            others = tuple(name for name in frozen if name != self.layer)
            return (SetTrainable(None, True), *freeze(others))
        return (SetTrainable(self.layer, True),)


def learn_from(network: Network, spec: NetworkSpec, seed: int, source: Source, batch: Batch) -> tuple[Command, ...]:
    """Return the commands for data that the present network need not fit: a new network that ends as they need.

    The data come first: a layer that scales is adapted to them.

    Args:
        batch: what `source` gives.
    """
    task = task_for(network, batch)
    spec = task.ending(replace(spec, inputs=batch.inputs))
    chosen = () if task.loss.key == network.training.loss_key else (SetLoss(task.loss.key),)
    names = {layer.name for layer in spec.layers}
    frozen = freeze(tuple(name for name in network.names.frozen_layers() if name in names))
    settings = _settings(network, seed, batch)
    return *_forget_all(network), UseData(source), *chosen, *build_network(spec, seed), *frozen, *settings


def task_for(network: Network, batch: Batch) -> Task:
    """Return what a network must end with for data; the present loss stays if it takes them."""
    return task_of(len(batch.classes), len(batch.targets), loss(network.training.loss_key), batch.one_hot)


def _needs_other_ending(network: Network, spec: NetworkSpec, batch: Batch) -> bool:
    """Return whether data need another last layer or loss than a design has, or are scaled."""
    task = task_for(network, batch)
    return spec.scaled or task.loss.key != network.training.loss_key or task.units != spec.layers[-1].units


def _forget_all(network: Network) -> tuple[Command, ...]:
    """Return the command that deletes the model, all layers, and the tensors between them."""
    symbolic = (name for name, tensor in network.names.tensors.items() if hasattr(tensor, "_keras_history"))
    model = () if network.model is None else (MODEL,)
    return _forget((*model, *network.names.models, *symbolic, *network.names.layers))


def _forget(names: Iterable[str]) -> tuple[Command, ...]:
    """Return the command that deletes what is no longer used, if there is any."""
    gone = tuple(names)
    return (Forget(gone),) if gone else ()


def _settings(network: Network, seed: int, batch: Batch | None = None) -> tuple[Command, ...]:
    """Return the commands for the present optimizer and mini-batches, as they were before the first step."""
    chosen = SetOptimizer(network.training.optimizer_key, network.training.learning_rate)
    if network.training.batches is None:
        return (chosen,)
    samples = network.training.batches.samples if batch is None else batch.samples
    return chosen, SetBatchSize(min(network.training.batches.size, samples), seed)
