"""The vocabulary: everything a learner can do, each as a small frozen command.

A command knows two things: how it is done to the real Keras objects (`apply`), and which Keras lines say the
same (`lines`). The code panel, a test and later undo, lessons and files are all lists of these. Nothing here
imports Keras, so a window can make commands before TensorFlow is loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from core.datasets import Source
from core.errors import Problem
from core.spec import LayerSpec, NetworkSpec

if TYPE_CHECKING:
    from core.workbench import Workbench

SMALLEST_RATE, LARGEST_RATE = 1e-6, 10.0
START_RATE = 0.05
"""The learning rate where none was set."""

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Command:
    """One thing a learner can do.

    Attributes:
        label: a word for what wrote the lines, shown beside them.
        renews_descent: True if a compiled descent made before this command no longer fits after it.
        last_wins: True if of two in a row only the later one matters.
    """

    label: ClassVar[str] = ""
    renews_descent: ClassVar[bool] = False
    last_wins: ClassVar[bool] = False

    def apply(self, bench: Workbench) -> Command | None:
        """Do it to the real Keras objects.

        Returns:
            What was really done: this command, a shorter one, or None if nothing was done.

        Raises:
            Problem: it cannot be done; nothing was changed.
        """
        raise NotImplementedError

    def lines(self) -> tuple[str, ...]:
        """The lines of Keras that do the same."""
        raise NotImplementedError

    def merged_with(self, later: Command) -> Command | None:
        """The one command that does both, where there is one."""
        return later if self.last_wins and type(later) is type(self) else None


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


@dataclass(frozen=True)
class SetLearningRate(Command):
    """Set the learning rate of the steps to come, 1e-6 to 10."""

    label: ClassVar[str] = "rate"
    last_wins: ClassVar[bool] = True
    rate: float

    def apply(self, bench: Workbench) -> Command:
        if not (math.isfinite(self.rate) and SMALLEST_RATE <= self.rate <= LARGEST_RATE):
            raise Problem("rate.out_of_range", received=self.rate, smallest=SMALLEST_RATE, largest=LARGEST_RATE)
        bench.learning_rate = self.rate
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"learning_rate = {self.rate!r}",)


@dataclass(frozen=True)
class SetTrainable(Command):
    """Freeze or unfreeze one layer, or with `layer=None` the model and so every layer of it."""

    renews_descent: ClassVar[bool] = True
    layer: str | None
    trainable: bool

    @property
    def label(self) -> str:  # type: ignore[override]
        return "unfreeze" if self.trainable else "freeze"

    def apply(self, bench: Workbench) -> Command:
        bench.set_trainable(self.layer, self.trainable)
        return self

    def lines(self) -> tuple[str, ...]:
        owner = "model" if self.layer is None else f'model.get_layer("{self.layer}")'
        return (f"{owner}.trainable = {self.trainable}",)


@dataclass(frozen=True)
class Step(Command):
    """Take `steps` steps of gradient descent on the whole batch."""

    RUN: ClassVar[int] = 1000  # descent.RUN, which cannot be imported before TensorFlow is; a test compares them
    label: ClassVar[str] = "step"
    steps: int = 1

    def apply(self, bench: Workbench) -> Command | None:
        done = bench.descend(self.steps)
        return replace(self, steps=done) if done else None

    def lines(self) -> tuple[str, ...]:
        runs, rest = divmod(self.steps, self.RUN)
        many = (f"for _ in range({runs}):", f"    descend({self.RUN}, learning_rate)")
        once = f"descend({self.RUN}, learning_rate)"
        whole = many if runs > 1 else (once,) * runs
        return (*whole, f"descend({rest}, learning_rate)") if rest else whole

    def merged_with(self, later: Command) -> Self | None:
        return replace(self, steps=self.steps + later.steps) if isinstance(later, Step) else None


@dataclass(frozen=True)
class Reset(Command):
    """Put the very same initial weights back; step 0 again. Data, rate and frozen layers stay."""

    label: ClassVar[str] = "reset"
    last_wins: ClassVar[bool] = True

    def apply(self, bench: Workbench) -> Command:
        bench.reset()
        return self

    def lines(self) -> tuple[str, ...]:
        return ("model.set_weights(initial_weights)",)


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


def freeze(names: tuple[str, ...]) -> tuple[Command, ...]:
    """The commands that freeze the layers named."""
    return tuple(SetTrainable(name, False) for name in names)
