"""The commands of `compile`, `fit` and `predict`, and those of learning by hand over the whole model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from core.commands.command import Command
from core.design.compile_spec import LARGEST_EPOCHS, CompileSpec
from core.design.losses import loss
from core.design.names import check_variable
from core.design.optimizers import optimizer
from core.design.rates import START_RATE, check_rate
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class Compile(Command):
    """Give the model an optimizer and a loss of its own for `fit`, apart from those of the window's steps."""

    label: ClassVar[str] = "compile"
    spec: CompileSpec = field(default_factory=CompileSpec)

    def apply(self, network: Network) -> Command:
        check_rate(self.spec.rate)
        optimizer(self.spec.optimizer), loss(self.spec.loss)  # raise where there is none
        network.fitting.compile(self.spec)
        return self

    def lines(self) -> tuple[str, ...]:
        spec = self.spec
        expression = optimizer(spec.optimizer).expression(spec.rate)
        names = ", ".join(f'"{name}"' for name in spec.metrics)
        metrics = f", metrics=[{names}]" if names else ""
        return (f'model.compile(optimizer={expression}, loss="{spec.loss}"{metrics})',)


@dataclass(frozen=True)
class Fit(Command):
    """Train with `model.fit`, as the model was compiled.

    Fewer steps may be taken than were asked for, because `fit` can be stopped.

    Args:
        epochs: how often to go through all samples.
        batch_size: samples per step, or None for all.
        shuffle: whether every epoch takes the samples in a new order.
        seed: of the shuffling.
        batches: steps per epoch; known once it is done.
        rest: steps of one more, incomplete epoch. Only a place on the way has any, see `first`.
        x, y: the variables of the samples and their targets.
        result: the variable of what it returns, or None.
        metrics, numbers: what that holds, the numbers of each epoch by their names; known once it is done.
    """

    label: ClassVar[str] = "fit"
    takes_steps: ClassVar[bool] = True
    replayable: ClassVar[bool] = False
    epochs: int = 1
    batch_size: int | None = None
    shuffle: bool = False
    seed: int = 0
    batches: int = 0
    rest: int = 0
    x: str = "X"
    y: str = "Y_true"
    result: str | None = None
    metrics: tuple[str, ...] = ()
    numbers: tuple[tuple[float, ...], ...] = ()

    def apply(self, network: Network) -> Command:
        if self.result is not None:
            check_variable(self.result)
        if not (1 <= self.epochs <= LARGEST_EPOCHS or (self.epochs == 0 and self.rest)):
            raise Problem("epochs.out_of_range", received=self.epochs, largest=LARGEST_EPOCHS)
        seed = self.seed if self.shuffle else None
        done = network.fitting.fit(self.epochs, self.batch_size, seed, self.rest, (self.x, self.y), self.result)
        command = replace(self, epochs=done.epochs, batches=done.batches, rest=done.rest)
        if self.result is None:
            return command
        numbers = tuple(tuple(map(float, one)) for one in done.history.values())
        return replace(command, metrics=tuple(done.history), numbers=numbers)

    def recall(self, network: Network) -> None:
        """Bind the variable of what it returned, without fitting again."""
        if self.result is not None:
            network.fitting.keep_history(self.result, dict(zip(self.metrics, self.numbers, strict=True)))

    def lines(self) -> tuple[str, ...]:
        size = f"len({self.x})" if self.batch_size is None else str(self.batch_size)
        rest = f"batch_size={size}, shuffle={self.shuffle}, verbose=0)"
        fit = f"model.fit({self.x}, {self.y}"
        kept = f"{self.result} = " if self.result is not None else ""
        seed = (f"tf.random.set_seed({self.seed})",) if self.shuffle else ()
        whole = (f"{kept}{fit}, epochs={self.epochs}, {rest}",) if self.epochs else ()
        part = (f"{fit}, steps_per_epoch={self.rest}, {rest}",) if self.rest else ()
        return *seed, *whole, *part

    @property
    def steps_taken(self) -> int:
        return self.epochs * self.batches + self.rest

    def first(self, steps: int) -> Fit:
        epochs, rest = divmod(steps, self.batches)
        return replace(self, epochs=epochs, rest=rest, result=None, metrics=(), numbers=())  # not returned yet


@dataclass(frozen=True)
class Predict(Command):
    """Call `model.predict`: the forward pass in batches, outside every tape, returned as a numpy array.

    Args:
        argument: the tensor to predict for, by its name.
        result: the name of what comes out.
    """

    label: ClassVar[str] = "predict"
    argument: str = "X"
    result: str = "Y_pred"

    def apply(self, network: Network) -> Command:
        check_variable(self.result, "x", "Y_pred")
        network.fitting.predict(self.argument, self.result)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.result} = model.predict({self.argument}, verbose=0)",)


@dataclass(frozen=True)
class TapeStep(Command):
    """Take one step by hand over the whole model: tape, loss, gradients, `assign_sub`. No optimizer takes part.

    Args:
        rate: the learning rate, 1e-6 to 10.
    """

    label: ClassVar[str] = "by hand"
    takes_steps: ClassVar[bool] = True
    replayable: ClassVar[bool] = False
    needs_loss: ClassVar[bool] = True
    rate: float = START_RATE

    def apply(self, network: Network) -> Command:
        check_rate(self.rate)
        network.fitting.tape_step(self.rate)
        return self

    def lines(self) -> tuple[str, ...]:
        return (
            "with tf.GradientTape() as tape:",
            "    loss = loss_fn(Y_true, model(X))",
            "gradients = tape.gradient(loss, model.trainable_weights)",
            "for weight, gradient in zip(model.trainable_weights, gradients):",
            f"    weight.assign_sub({self.rate!r} * gradient)",
        )

    @property
    def steps_taken(self) -> int:
        return 1


@dataclass(frozen=True)
class PredictInTape(Command):
    """Ask a tape for gradients through `model.predict`. All are None, because `predict` leaves TensorFlow for numpy."""

    label: ClassVar[str] = "predict"
    needs_loss: ClassVar[bool] = True

    def apply(self, network: Network) -> Command:
        loss, gradients = network.fitting.predict_in_tape()
        network.names.bind("loss", loss)
        network.names.bind("gradients", gradients)
        network.names.note_shown(self.printed, gradients)
        return self

    @property
    def printed(self) -> str:
        return "gradients"

    def lines(self) -> tuple[str, ...]:
        return (
            "with tf.GradientTape() as tape:",
            "    loss = loss_fn(Y_true, model.predict(X, verbose=0))",
            "gradients = tape.gradient(loss, model.trainable_weights)",
            "print(gradients)",
        )
