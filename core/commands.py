"""The vocabulary: everything a learner can do, each as a small frozen command.

A command knows two things: how it is done to the real Keras objects (`apply`), and which Keras lines say the
same (`lines`). The code panel, a test, undo and the timeline are all lists of these, and lessons and files will be.
Nothing here imports Keras, so a window can make commands before TensorFlow is loaded. Here are those that build a
network and load data; those about learning are in `core.training_commands`, and can be imported from here as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from core.command import Command
from core.datasets import Source
from core.errors import Problem
from core.spec import LayerSpec, NetworkSpec
from core.training_commands import (
    LARGEST_RATE,
    SMALLEST_RATE,
    START_RATE,
    Reset,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Step,
    freeze,
)

if TYPE_CHECKING:
    from core.workbench import Workbench

__all__ = [
    "LARGEST_RATE",
    "LARGEST_SEED",
    "SMALLEST_RATE",
    "START_RATE",
    "Command",
    "ConnectLayer",
    "CreateInput",
    "CreateLayer",
    "MakeModel",
    "Reset",
    "SetActivation",
    "SetBatchSize",
    "SetLearningRate",
    "SetLoss",
    "SetOptimizer",
    "SetSeed",
    "SetTrainable",
    "Step",
    "UseData",
    "build_network",
    "freeze",
]

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class SetSeed(Command):
    """Seed every random number that Keras will draw, i.e. the initial kernels of layers made from now on."""

    label: ClassVar[str] = "seed"
    last_wins: ClassVar[bool] = True
    seed: int

    def apply(self, bench: Workbench) -> Command:
        if not 0 <= self.seed <= LARGEST_SEED:
            raise Problem("seed.out_of_range", received=self.seed, largest=LARGEST_SEED)
        bench.set_seed(self.seed)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"keras.utils.set_random_seed({self.seed})",)


@dataclass(frozen=True)
class CreateInput(Command):
    """Declare what comes in: `size` numbers per sample."""

    label: ClassVar[str] = "Input"
    size: int

    def apply(self, bench: Workbench) -> Command:
        bench.create_input(self.size)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f'inputs = keras.Input(shape=({self.size},), name="input")',)


@dataclass(frozen=True)
class CreateLayer(Command):
    """Create a Dense layer from its hyperparameters. It has no weights yet."""

    label: ClassVar[str] = "Dense"
    spec: LayerSpec

    def apply(self, bench: Workbench) -> Command:
        bench.create_layer(self.spec)
        return self

    def lines(self) -> tuple[str, ...]:
        arguments = [str(self.spec.units)]
        if self.spec.activation is not None:
            arguments.append(f'activation="{self.spec.activation}"')
        if not self.spec.use_bias:
            arguments.append("use_bias=False")
        arguments.append(f'name="{self.spec.name}"')
        return (f"{self.spec.name} = layers.Dense({', '.join(arguments)})",)


@dataclass(frozen=True)
class ConnectLayer(Command):
    """Call a layer on a symbolic tensor: the layer is built, and an edge of the graph appears.

    Args:
        layer: the layer's name.
        source: the tensor it is called on, "inputs" or "x" (the tensor made last).
    """

    label: ClassVar[str] = "call"
    layer: str
    source: str = "x"

    def apply(self, bench: Workbench) -> Command:
        bench.connect_layer(self.layer, self.source)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"x = {self.layer}({self.source})",)


@dataclass(frozen=True)
class MakeModel(Command):
    """Collect the layers between the inputs and the last tensor into a model, and keep its first weights."""

    label: ClassVar[str] = "Model"
    renews_descent: ClassVar[bool] = True
    starts_run: ClassVar[bool] = True
    name: str = "mlp"

    def apply(self, bench: Workbench) -> Command:
        bench.make_model(self.name)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f'model = keras.Model(inputs, x, name="{self.name}")', "initial_weights = model.get_weights()")


@dataclass(frozen=True)
class UseData(Command):
    """Take another batch to learn from; the weights stay."""

    label: ClassVar[str] = "data"
    last_wins: ClassVar[bool] = True
    renews_descent: ClassVar[bool] = True
    source: Source

    def apply(self, bench: Workbench) -> Command:
        bench.use_data(self.source)
        return self

    def lines(self) -> tuple[str, ...]:
        return self.source.lines()


def build_network(spec: NetworkSpec, seed: int) -> tuple[Command, ...]:
    """The commands that make a network from nothing: seed, input, layers, connections, model."""
    names = [layer.name for layer in spec.layers]
    return (
        SetSeed(seed),
        CreateInput(spec.inputs),
        *(CreateLayer(layer) for layer in spec.layers),
        *(ConnectLayer(name, "inputs" if name == names[0] else "x") for name in names),
        MakeModel(spec.name),
    )
