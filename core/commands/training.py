"""The commands about learning: optimizer, loss, batches, what is frozen, steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from core.commands.command import Command
from core.design.losses import loss
from core.design.optimizers import optimizer
from core.design.rates import START_RATE, check_rate

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class SetLearningRate(Command):
    """Set the learning rate of the steps to come, 1e-6 to 10."""

    label: ClassVar[str] = "rate"
    last_wins: ClassVar[bool] = True
    rate: float

    def apply(self, network: Network) -> Command:
        check_rate(self.rate)
        network.training.set_learning_rate(self.rate)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"optimizer.learning_rate = {self.rate!r}",)


@dataclass(frozen=True)
class SetOptimizer(Command):
    """Choose a new optimizer, which remembers nothing yet.

    Args:
        key: which, see `core.design.optimizers`.
        rate: its learning rate, 1e-6 to 10.
    """

    label: ClassVar[str] = "optimizer"
    last_wins: ClassVar[bool] = True
    renews_descent: ClassVar[bool] = True
    key: str
    rate: float = START_RATE

    def apply(self, network: Network) -> Command:
        check_rate(self.rate)
        network.training.set_optimizer(optimizer(self.key), self.rate)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"optimizer = {optimizer(self.key).expression(self.rate)}",)


@dataclass(frozen=True)
class SetLoss(Command):
    """Choose another loss function, see `core.design.losses`; the weights stay."""

    label: ClassVar[str] = "loss"
    last_wins: ClassVar[bool] = True
    renews_descent: ClassVar[bool] = True
    key: str

    def apply(self, network: Network) -> Command:
        network.training.set_loss(loss(self.key))
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"loss_fn = {loss(self.key).expression}",)


@dataclass(frozen=True)
class SetActivation(Command):
    """Give an existing layer another activation function; its weights stay."""

    label: ClassVar[str] = "activation"
    renews_descent: ClassVar[bool] = True
    layer: str
    activation: str

    def apply(self, network: Network) -> Command:
        network.training.set_activation(self.layer, self.activation)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f'model.get_layer("{self.layer}").activation = keras.activations.{self.activation}',)


@dataclass(frozen=True)
class SetBatchSize(Command):
    """Learn from mini-batches of `size` samples, in a new order every epoch; or from all samples at once (None).

    Args:
        size: 1 to the number of samples, or None.
        seed: of the shuffling.
    """

    label: ClassVar[str] = "batches"
    last_wins: ClassVar[bool] = True
    renews_descent: ClassVar[bool] = True
    size: int | None
    seed: int = 0

    def apply(self, network: Network) -> Command:
        network.training.set_batch_size(self.size, self.seed)
        return self

    def lines(self) -> tuple[str, ...]:
        return ("batches = None" if self.size is None else f"batches = MiniBatches(len(X), {self.size}, {self.seed})",)


@dataclass(frozen=True)
class SetTrainable(Command):
    """Freeze or unfreeze one layer or, with `layer=None`, the model and so every layer of it.

    Args:
        layer: its name.
        trainable: the new value.
        by_variable: True if `layer` is a variable, whose layer need not be in a model; False if a layer of the model.
    """

    layer: str | None
    trainable: bool
    by_variable: bool = False

    @property
    def label(self) -> str:  # type: ignore[override]
        return "unfreeze" if self.trainable else "freeze"

    def apply(self, network: Network) -> Command:
        if self.layer is not None and self.by_variable:
            network.names.set_layer_trainable(self.layer, self.trainable)
        else:
            network.training.set_trainable(self.layer, self.trainable)
        return self

    def lines(self) -> tuple[str, ...]:
        layer = self.layer if self.by_variable else f'model.get_layer("{self.layer}")'
        owner = "model" if self.layer is None else layer
        return (f"{owner}.trainable = {self.trainable}",)


@dataclass(frozen=True)
class Step(Command):
    """Take `steps` steps of gradient descent."""

    RUN: ClassVar[int] = 1000  # descent.RUN, which cannot be imported before TensorFlow is; a test compares them
    label: ClassVar[str] = "step"
    takes_steps: ClassVar[bool] = True
    steps: int = 1

    def apply(self, network: Network) -> Command | None:
        done = network.stepping.descend(self.steps)
        return replace(self, steps=done) if done else None

    def lines(self) -> tuple[str, ...]:
        runs, rest = divmod(self.steps, self.RUN)
        many = (f"for _ in range({runs}):", f"    descend({self.RUN})")
        whole = many if runs > 1 else (f"descend({self.RUN})",) * runs
        return (*whole, f"descend({rest})") if rest else whole

    @property
    def steps_taken(self) -> int:
        return self.steps

    def first(self, steps: int) -> Self:
        return replace(self, steps=steps)

    def merged_with(self, later: Command) -> Self | None:
        return replace(self, steps=self.steps + later.steps) if isinstance(later, Step) else None


@dataclass(frozen=True)
class Reset(Command):
    """Restore the very same initial weights, at step 0. Data, settings and frozen layers stay.

    As in Keras, the optimizer keeps the values of its slots; the plan `StartAgain` renews it.
    """

    label: ClassVar[str] = "reset"
    last_wins: ClassVar[bool] = True
    starts_run: ClassVar[bool] = True

    def apply(self, network: Network) -> Command:
        network.training.reset()
        return self

    def lines(self) -> tuple[str, ...]:
        return ("model.set_weights(initial_weights)",)


def freeze(names: tuple[str, ...]) -> tuple[Command, ...]:
    """Return the commands that freeze the layers named."""
    return tuple(SetTrainable(name, False) for name in names)
