"""The commands about layers before there is a model, and about models as a whole: those of the Keras lesson.

Tensors, layers and models live in the network's namespace under the names of the written code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from core.commands.command import Command
from core.commands.refused_calls import check_calls
from core.design.names import MODEL, SAMPLES, check_variable
from core.design.network_spec import MAX_INPUTS
from core.design.rates import check_rate
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network

IN_A_LINE = 5
"""Numbers in a line of the written code."""


@dataclass(frozen=True)
class DefineTensor(Command):
    """Define a tensor by its numbers. X and Y_true are the samples to learn from.

    Args:
        name: its variable.
        values: its rows, all equally long.
    """

    label: ClassVar[str] = "tensor"
    name: str
    values: tuple[tuple[float, ...], ...]

    @property
    def renews_data(self) -> bool:  # type: ignore[override]
        return self.name in SAMPLES

    @property
    def renews_descent(self) -> bool:  # type: ignore[override]
        return self.name in SAMPLES

    def apply(self, network: Network) -> Command:
        check_variable(self.name, *SAMPLES)
        lengths = [len(row) for row in self.values]
        if not lengths or not lengths[0] or len(set(lengths)) > 1:
            raise Problem("tensor.ragged", received=", ".join(map(str, lengths)) or "0")
        if self.name in SAMPLES:
            network.values.define_samples(self.name, self.values)
        else:
            network.names.define_tensor(self.name, self.values)
        return self

    def lines(self) -> tuple[str, ...]:
        rows = ", ".join(f"[{', '.join(repr(float(value)) for value in row)}]" for row in self.values)
        return (f"{self.name} = tf.constant([{rows}], tf.float32)",)


@dataclass(frozen=True)
class BuildLayer(Command):
    """Build a layer's weights for `inputs` numbers per sample. Keras refuses if it has some already."""

    label: ClassVar[str] = "build"
    layer: str
    inputs: int

    def apply(self, network: Network) -> Command:
        if not 1 <= self.inputs <= MAX_INPUTS:
            raise Problem("build.out_of_range", received=self.inputs, largest=MAX_INPUTS)
        network.names.build_layer(self.layer, self.inputs)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.layer}.build((None, {self.inputs}))",)


@dataclass(frozen=True)
class CallLayer(Command):
    """Call a layer or a model on a tensor.

    A symbolic tensor connects it, and the result is symbolic; numbers make it compute. Either call builds it.

    Args:
        layer: the variable of what is called.
        argument: the tensor's variable; a symbolic one without a variable is named by its layer: "hidden_1.output".
        result: the variable of what it returns.
    """

    label: ClassVar[str] = "call"
    layer: str
    argument: str
    result: str

    def apply(self, network: Network) -> Command:
        check_variable(self.result, "x", "Y_pred")
        network.names.call_layer(self.layer, self.argument, self.result)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.result} = {self.layer}({self.argument})",)


@dataclass(frozen=True)
class HandStep(Command):
    """Take one step of gradient descent by hand, through layers without a model. The loss is the mean squared error.

    Args:
        layers: their variables, in the order in which they are called.
        argument: the variable of the inputs.
        target: the variable of the targets.
        rate: the learning rate, 1e-6 to 10.
    """

    label: ClassVar[str] = "by hand"
    layers: tuple[str, ...]
    argument: str = "X"
    target: str = "Y_true"
    rate: float = 1e-4

    def apply(self, network: Network) -> Command:
        check_rate(self.rate)
        network.values.hand_step(self.layers, self.argument, self.target, self.rate)
        return self

    def lines(self) -> tuple[str, ...]:
        call = self.argument
        for layer in self.layers:
            call = f"{layer}({call})"
        weights = ", ".join(f"*{layer}.trainable_weights" for layer in self.layers)
        return (
            "with tf.GradientTape() as tape:",
            f"    Y_pred = {call}",
            f"    loss = tf.reduce_mean(({self.target} - Y_pred) ** 2)",
            f"trainable_weights = [{weights}]",
            "gradients = tape.gradient(loss, trainable_weights)",
            "for weight, gradient in zip(trainable_weights, gradients):",
            f"    weight.assign_sub({self.rate!r} * gradient)",
        )


@dataclass(frozen=True)
class Show(Command):
    """Print the value of an expression, or of several with commas. `core.network.expressions` says what may be shown.

    Where recording it would cost something, e.g. a step that was gone back from, it is shown and not recorded.

    Args:
        expression: what stands between the brackets of `print`.
        builds: whether it built or connected a layer, known once it is done: then it is recorded everywhere.
    """

    label: ClassVar[str] = "show"
    expression: str
    builds: bool = False

    @property
    def written_in_past(self) -> bool:  # type: ignore[override]
        return self.builds

    def apply(self, network: Network) -> Command:
        check_calls(self.expression, network.names.all)
        return replace(self, builds=network.values.show(self.expression))

    @property
    def printed(self) -> str:
        return self.expression

    def lines(self) -> tuple[str, ...]:
        prints_itself = self.expression.rstrip().endswith(".summary()")
        return (self.expression,) if prints_itself else (f"print({self.expression})",)


@dataclass(frozen=True)
class SaveWeights(Command):
    """Save a model's config and its weights separately.

    Args:
        name: the model's variable.
    """

    label: ClassVar[str] = "weights"
    name: str = MODEL

    def apply(self, network: Network) -> Command:
        network.names.save_weights(self.name)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"config, weights = {self.name}.get_config(), {self.name}.get_weights()",)


@dataclass(frozen=True)
class RebuildFromConfig(Command):
    """Make a new model from the saved config. A config holds no weights, so they are new random ones."""

    label: ClassVar[str] = "from_config"
    renews_descent: ClassVar[bool] = True
    starts_run: ClassVar[bool] = True
    renews_model: ClassVar[bool] = True

    def apply(self, network: Network) -> Command:
        network.training.rebuild_from_config()
        return self

    def lines(self) -> tuple[str, ...]:
        return ("model = keras.Model.from_config(config.copy())", "initial_weights = model.get_weights()")


@dataclass(frozen=True)
class LoadWeights(Command):
    """Load the saved weights into the model."""

    label: ClassVar[str] = "weights"

    def apply(self, network: Network) -> Command:
        network.training.load_weights()
        return self

    def lines(self) -> tuple[str, ...]:
        return ("model.set_weights(weights)",)


@dataclass(frozen=True)
class OpenedWeights(Command):
    """Give the model the weights of an opened file; they are the initial ones from then on.

    Args:
        shapes: the shape of each array, in Keras's order.
        values: the numbers of each array, row by row.
    """

    label: ClassVar[str] = "weights"
    shapes: tuple[tuple[int, ...], ...]
    values: tuple[tuple[float, ...], ...]

    def apply(self, network: Network) -> Command:
        network.values.open_weights(self.shapes, self.values)
        return self

    def lines(self) -> tuple[str, ...]:
        arrays: list[str] = []
        for shape, values in zip(self.shapes, self.values):
            numbers = [repr(value) for value in values]
            rows = (f"        {', '.join(numbers[i : i + IN_A_LINE])}," for i in range(0, len(numbers), IN_A_LINE))
            arrays += ["    np.reshape([", *rows, f"    ], {shape!r}),"]
        return ("model.set_weights([", *arrays, "])", "initial_weights = model.get_weights()")


@dataclass(frozen=True)
class Forget(Command):
    """Delete layers, tensors or the model, so that their names are free.

    Args:
        names: their variables.
    """

    label: ClassVar[str] = "del"
    renews_descent: ClassVar[bool] = True
    names: tuple[str, ...]

    @property
    def starts_run(self) -> bool:  # type: ignore[override]
        return MODEL in self.names

    @property
    def renews_model(self) -> bool:  # type: ignore[override]
        return MODEL in self.names

    def apply(self, network: Network) -> Command:
        if not self.names:
            raise Problem("names.none")
        network.training.forget(self.names)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"del {', '.join(self.names)}",)
