"""The commands that build a network and load data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from core.commands.command import Command
from core.data.built_in import Source
from core.design.layer_kinds import kind_of
from core.design.names import MODEL, SCALE, check_name, check_variable
from core.design.network_spec import MAX_INPUTS, LayerSpec, NetworkSpec
from core.design.seeds import check_seed
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class SetSeed(Command):
    """Seed every random number that Keras will draw, i.e. the initial kernels of layers made from now on."""

    label: ClassVar[str] = "seed"
    last_wins: ClassVar[bool] = True
    seed: int

    def apply(self, network: Network) -> Command:
        check_seed(self.seed)
        network.training.set_seed(self.seed)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"keras.utils.set_random_seed({self.seed})",)


@dataclass(frozen=True)
class CreateInput(Command):
    """Declare the model's input: `size` numbers per sample."""

    label: ClassVar[str] = "Input"
    size: int
    variable: str = "inputs"
    name: str = "input"

    def apply(self, network: Network) -> Command:
        if not 1 <= self.size <= MAX_INPUTS:
            raise Problem("build.out_of_range", received=self.size, largest=MAX_INPUTS)
        check_variable(self.variable, "inputs")
        check_name(self.name)
        network.names.create_input(self.size, self.variable, self.name)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f'{self.variable} = keras.Input(shape=({self.size},), name="{self.name}")',)


@dataclass(frozen=True)
class CreateLayer(Command):
    """Create a layer from its hyperparameters. It has no weights yet.

    Args:
        spec: its hyperparameters.
        variable: its variable in the written code, or None for its name.
    """

    spec: LayerSpec
    variable: str | None = None

    @property
    def label(self) -> str:  # type: ignore[override]
        return kind_of(self.spec).class_name

    def apply(self, network: Network) -> Command:
        check_variable(self.variable or self.spec.name)
        network.names.create_layer(self.spec, self.variable or self.spec.name)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.variable or self.spec.name} = {kind_of(self.spec).expression(self.spec)}",)


@dataclass(frozen=True)
class CreateScaling(Command):
    """Create a Normalization layer, and adapt it to X: it learns the mean and the variance of every column."""

    label: ClassVar[str] = "scale"
    name: str = SCALE

    def apply(self, network: Network) -> Command:
        check_variable(self.name)
        network.names.create_scaling(self.name)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f'{self.name} = layers.Normalization(name="{self.name}")', f"{self.name}.adapt(X)")


@dataclass(frozen=True)
class ConnectLayer(Command):
    """Call a layer on a symbolic tensor, which builds the layer and adds an edge to the graph.

    Args:
        layer: the layer's name.
        source: the tensor it is called on, "inputs" or "x" (the tensor made last).
    """

    label: ClassVar[str] = "call"
    layer: str
    source: str = "x"

    def apply(self, network: Network) -> Command:
        network.names.connect_layer(self.layer, self.source)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"x = {self.layer}({self.source})",)


@dataclass(frozen=True)
class MakeModel(Command):
    """Collect the layers between two symbolic tensors into a model.

    The model in the variable "model" is the one shown and trained, and its initial weights are kept.

    Args:
        name: the model's name in Keras.
        inputs, outputs: the variables of the tensors; one without a variable is named by its layer: "hidden_1.output".
        variable: the variable of the model.
    """

    label: ClassVar[str] = "Model"
    renews_descent: ClassVar[bool] = True
    name: str = "mlp"
    inputs: str = "inputs"
    outputs: str = "x"
    variable: str = MODEL

    @property
    def starts_run(self) -> bool:  # type: ignore[override]
        return self.variable == MODEL

    @property
    def renews_model(self) -> bool:  # type: ignore[override]
        return self.variable == MODEL

    def apply(self, network: Network) -> Command:
        check_name(self.name)
        if self.variable == MODEL:
            network.training.make_model(self.name, self.inputs, self.outputs)
        else:
            check_variable(self.variable)
            network.names.other_model(self.variable, self.name, self.inputs, self.outputs)
        return self

    def lines(self) -> tuple[str, ...]:
        made = f'{self.variable} = keras.Model({self.inputs}, {self.outputs}, name="{self.name}")'
        return (made, "initial_weights = model.get_weights()") if self.variable == MODEL else (made,)


@dataclass(frozen=True)
class MakeSequential(Command):
    """Make a model of layers that are called one after another.

    Args:
        layers: the variables of an Input and of the layers, in order.
        name, variable: as of `MakeModel`.
    """

    label: ClassVar[str] = "Sequential"
    renews_descent: ClassVar[bool] = True
    layers: tuple[str, ...]
    name: str = "sequential"
    variable: str = MODEL

    @property
    def starts_run(self) -> bool:  # type: ignore[override]
        return self.variable == MODEL

    @property
    def renews_model(self) -> bool:  # type: ignore[override]
        return self.variable == MODEL

    def apply(self, network: Network) -> Command:
        check_name(self.name)
        check_variable(self.variable, MODEL)
        network.values.make_sequential(self.layers, self.name, self.variable)
        return self

    def lines(self) -> tuple[str, ...]:
        made = f'{self.variable} = keras.Sequential([{", ".join(self.layers)}], name="{self.name}")'
        return (made, "initial_weights = model.get_weights()") if self.variable == MODEL else (made,)


@dataclass(frozen=True)
class UseData(Command):
    """Learn from another batch; the weights stay."""

    label: ClassVar[str] = "data"
    last_wins: ClassVar[bool] = True
    renews_data: ClassVar[bool] = True
    renews_descent: ClassVar[bool] = True
    source: Source

    def apply(self, network: Network) -> Command:
        network.training.use_data(self.source)
        return self

    def lines(self) -> tuple[str, ...]:
        return self.source.lines()


def build_network(spec: NetworkSpec, seed: int) -> tuple[Command, ...]:
    """Return the commands that make a network from nothing: seed, input, layers, connections, model.

    Where the inputs are scaled, X is needed first.
    """
    scale = (CreateScaling(),) if spec.scaled else ()
    names = [*(one.name for one in scale), *(layer.name for layer in spec.layers)]
    return (
        SetSeed(seed),
        CreateInput(spec.inputs),
        *scale,
        *(CreateLayer(layer) for layer in spec.layers),
        *(ConnectLayer(name, "inputs" if name == names[0] else "x") for name in names),
        MakeModel(spec.name),
    )
