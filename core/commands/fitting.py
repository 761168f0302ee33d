"""The commands of `compile`, `fit` and `predict`, and those of learning by hand over the whole model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from core.commands.command import Command
from core.data.written import LONGEST_LINE
from core.design.compile_spec import KERAS_BATCH, LARGEST_EPOCHS, CompileSpec
from core.design.fit_arguments import FitArguments
from core.design.losses import loss
from core.design.names import TEMPORARY, VALIDATION, check_variable
from core.design.optimizers import optimizer
from core.design.rates import START_RATE, check_rate
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network


VERBOSE: tuple[int | str, ...] = (0, 1, 2, "auto")
"""How much Keras prints: nothing, a bar that grows, a line for each epoch, or what suits the terminal."""


def _literal(verbose: int | str) -> str:
    return f'"{verbose}"' if isinstance(verbose, str) else str(verbose)


def check_verbose(verbose: int | str) -> None:
    """Raise a Problem unless this is a `verbose` of Keras's methods."""
    if isinstance(verbose, bool) or verbose not in VERBOSE:
        raise Problem("line.argument", received=f"verbose={verbose!r}", expected='verbose=0, 1, 2 or "auto"')


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
        validation_split: the share of the samples, the last ones, that it evaluates after every epoch instead of
            training on them.
        validation_data: the variables of other samples to evaluate, and of their targets; or none.
        callbacks: the variables of callbacks.
        verbose: what the script prints of it when it is run alone, see `VERBOSE`; the window prints nothing.
        asked: if one of these ended it, how many epochs were asked for; else 0.
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
    verbose: int | str = 0
    result: str | None = None
    validation_split: float = 0.0
    validation_data: tuple[str, ...] = ()
    callbacks: tuple[str, ...] = ()
    asked: int = 0
    metrics: tuple[str, ...] = ()
    numbers: tuple[tuple[float, ...], ...] = ()

    def apply(self, network: Network) -> Command:
        if self.result is not None:
            check_variable(self.result)
        if not (1 <= self.epochs <= LARGEST_EPOCHS or (self.epochs == 0 and self.rest)):
            raise Problem("epochs.out_of_range", received=self.epochs, largest=LARGEST_EPOCHS)
        if len(self.validation_data) not in (0, 2):
            raise Problem("tensor.unknown", received=", ".join(self.validation_data), names=", ".join(VALIDATION))
        check_verbose(self.verbose)
        done = network.fitting.fit(self._arguments)
        asked = (self.asked or self.epochs) if done.stopped_early else 0
        command = replace(self, epochs=done.epochs, batches=done.batches, rest=done.rest, asked=asked)
        if self.result is None:
            return command
        numbers = tuple(tuple(map(float, one)) for one in done.history.values())
        return replace(command, metrics=tuple(done.history), numbers=numbers)

    def recall(self, network: Network) -> None:
        """Bind the variable of what it returned, without fitting again."""
        if self.result is not None:
            network.fitting.keep_history(self.result, dict(zip(self.metrics, self.numbers, strict=True)))

    @property
    def split(self) -> float:
        """The share of the samples that it does not train on: with other validation rows, Keras ignores the split."""
        return 0.0 if self.validation_data else self.validation_split

    @property
    def _arguments(self) -> FitArguments:
        return FitArguments(
            epochs=self.asked or self.epochs,
            batch_size=self.batch_size,
            shuffle_seed=self.seed if self.shuffle else None,
            rest=self.rest,
            samples=(self.x, self.y),
            result=self.result,
            validation_split=self.split,
            validation_data=self.validation_data,
            callbacks=self.callbacks,
        )

    def lines(self) -> tuple[str, ...]:
        size = f"len({self.x})" if self.batch_size is None else str(self.batch_size)
        how = [f"batch_size={size}", f"shuffle={self.shuffle}", f"verbose={_literal(self.verbose)}"]
        split = [f"validation_split={self.validation_split!r}"] if self.validation_split else []
        data = [f"validation_data=({', '.join(self.validation_data)})"] if self.validation_data else []
        callbacks = [f"callbacks=[{', '.join(self.callbacks)}]"] if self.callbacks else []
        kept = f"{self.result} = " if self.result is not None else ""
        seed = (f"tf.random.set_seed({self.seed})",) if self.shuffle else ()
        epochs = [self.x, self.y, f"epochs={self.asked or self.epochs}", *how]
        whole = _call(f"{kept}model.fit", epochs, [*split, *data, *callbacks]) if self.epochs else ()
        part = [self.x, self.y, f"steps_per_epoch={self.rest}", *how]
        return *seed, *whole, *(_call("model.fit", part, split if self.split else []) if self.rest else ())

    @property
    def steps_taken(self) -> int:
        return self.epochs * self.batches + self.rest

    def first(self, steps: int) -> Fit:
        epochs, rest = divmod(steps, self.batches)
        not_returned = replace(self, result=None, metrics=(), numbers=())
        # a callback would give the weights of the best of these epochs, and they were not given yet
        return replace(not_returned, epochs=epochs, rest=rest, callbacks=(), asked=0)


def _call(function: str, arguments: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Write a call in one line, or in four if that would be long."""
    line = f"{function}({', '.join((*arguments, *more))})"
    if len(line) <= LONGEST_LINE:
        return (line,)
    return f"{function}(", f"    {', '.join(arguments)},", f"    {', '.join(more)},", ")"


@dataclass(frozen=True)
class StopEarly(Command):
    """Make a callback that ends `fit` when a number of its log gets no better.

    Args:
        variable: that of the callback.
        monitor: the number to watch.
        patience: the epochs without improvement after which it ends.
        restore_best_weights: whether the model gets the weights of the best epoch in the end.
    """

    label: ClassVar[str] = "callback"
    variable: str = "early_stopping"
    monitor: str = "val_loss"
    patience: int = 0
    restore_best_weights: bool = False

    def apply(self, network: Network) -> Command:
        check_variable(self.variable)
        if not 0 <= self.patience <= LARGEST_EPOCHS:
            raise Problem("stopping.out_of_range", received=self.patience, largest=LARGEST_EPOCHS)
        network.fitting.stop_early(self.variable, self.monitor, self.patience, self.restore_best_weights)
        return self

    def lines(self) -> tuple[str, ...]:
        given = [f'monitor="{self.monitor}"', f"patience={self.patience}"]
        if self.restore_best_weights:
            given.append("restore_best_weights=True")
        return (f"{self.variable} = keras.callbacks.EarlyStopping({', '.join(given)})",)


@dataclass(frozen=True)
class Evaluate(Command):
    """Call `model.evaluate`: the loss that the model was compiled with, and its metrics, of some samples.

    Args:
        x, y: the variables of the samples and their targets.
        batch_size: samples per batch.
        results: the variables of what it returns; none to print it.
        verbose: as of `Fit`.
    """

    label: ClassVar[str] = "evaluate"
    x: str = "X"
    y: str = "Y_true"
    batch_size: int = KERAS_BATCH
    results: tuple[str, ...] = ()
    verbose: int | str = 0

    def apply(self, network: Network) -> Command:
        check_verbose(self.verbose)
        for variable in self.results:
            check_variable(variable, *TEMPORARY)
        if self.batch_size < 1:
            raise Problem("batch.out_of_range", received=self.batch_size, largest=LARGEST_EPOCHS)
        given = network.fitting.evaluate((self.x, self.y), self.batch_size)
        if not self.results:
            network.names.note_shown(self.printed, given)
            return self
        values = (given,) if len(self.results) == 1 else given
        if not isinstance(values, (list, tuple)) or len(values) != len(self.results):
            raise Problem("evaluate.results", received=len(self.results), expected=given)
        for variable, value in zip(self.results, values, strict=True):
            network.names.bind(variable, value)
        return self

    @property
    def printed(self) -> str:
        if self.results:
            return ""
        size = f", batch_size={self.batch_size}" if self.batch_size != KERAS_BATCH else ""
        return f"model.evaluate({self.x}, {self.y}{size}, verbose={_literal(self.verbose)})"

    def lines(self) -> tuple[str, ...]:
        call = replace(self, results=()).printed
        return (f"{', '.join(self.results)} = {call}" if self.results else f"print({call})",)


@dataclass(frozen=True)
class Predict(Command):
    """Call `model.predict`: the forward pass in batches, outside every tape, returned as a numpy array.

    Args:
        argument: the tensor to predict for, by its name.
        result: the name of what comes out.
        verbose: as of `Fit`.
    """

    label: ClassVar[str] = "predict"
    argument: str = "X"
    result: str = "Y_pred"
    verbose: int | str = 0

    def apply(self, network: Network) -> Command:
        check_variable(self.result, "x", "Y_pred")
        check_verbose(self.verbose)
        network.fitting.predict(self.argument, self.result)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.result} = model.predict({self.argument}, verbose={_literal(self.verbose)})",)


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
