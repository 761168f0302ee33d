"""The commands about values that a learner types: variables, a tape, weights that are changed by hand.

Their expressions are walked, never evaluated as Python: `core.network.expressions`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from core.commands.command import Command
from core.commands.refused_calls import check_calls
from core.design.names import TEMPORARY, check_variable
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network

ASSIGNING = ("assign", "assign_add", "assign_sub")
"""The methods of a variable that change it."""


@dataclass(frozen=True)
class Assign(Command):
    """Bind a variable to the value of an expression."""

    label: ClassVar[str] = "variable"
    variable: str
    expression: str

    @property
    def needs_loss(self) -> bool:  # type: ignore[override]
        return _uses_loss(self.expression)

    def apply(self, network: Network) -> Command:
        check_calls(self.expression, network.names.all)
        check_variable(self.variable, *TEMPORARY)
        network.values.assign(self.variable, self.expression)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.variable} = {self.expression}",)


@dataclass(frozen=True)
class RecordTape(Command):
    """Bind variables to values under a gradient tape.

    Args:
        variables: what is bound, in order.
        expressions: the value of each.
        tape: the variable of the tape.
    """

    label: ClassVar[str] = "tape"
    variables: tuple[str, ...]
    expressions: tuple[str, ...]
    tape: str = "tape"

    @property
    def needs_loss(self) -> bool:  # type: ignore[override]
        return any(map(_uses_loss, self.expressions))

    def apply(self, network: Network) -> Command:
        _check_length(self.expressions, max(1, len(self.variables)))
        for variable in (*self.variables, self.tape):
            check_variable(variable, *TEMPORARY)
        network.values.record(self.variables, self.expressions, self.tape)
        return self

    def lines(self) -> tuple[str, ...]:
        body = (f"    {name} = {value}" for name, value in zip(self.variables, self.expressions, strict=True))
        return (f"with tf.GradientTape() as {self.tape}:", *body)


@dataclass(frozen=True)
class UpdateByHand(Command):
    """Change weights in a loop over them and their gradients.

    Args:
        variables: those of the loop: a weight, and its gradient.
        expressions: the weights, the gradients, and what a weight is changed by.
        method: how, see `ASSIGNING`.
        steps: 1 if the model took a step by it, known once it is done.
    """

    label: ClassVar[str] = "by hand"
    replayable: ClassVar[bool] = False
    variables: tuple[str, ...]
    expressions: tuple[str, ...]
    method: str = "assign_sub"
    steps: int = 0

    @property
    def takes_steps(self) -> bool:  # type: ignore[override]
        return self.steps > 0

    @property
    def steps_taken(self) -> int:
        return self.steps

    def apply(self, network: Network) -> Command:
        _check_length(self.variables, 2)
        _check_length(self.expressions, 3)
        for variable in self.variables:
            check_variable(variable, *TEMPORARY)
        _check_method(self.method)
        weight, gradient = self.variables
        return replace(self, steps=network.values.update((weight, gradient), self.expressions, self.method))

    def lines(self) -> tuple[str, ...]:
        weight, gradient = self.variables
        weights, gradients, change = self.expressions
        return (
            f"for {weight}, {gradient} in zip({weights}, {gradients}):",
            f"    {weight}.{self.method}({change})",
        )


@dataclass(frozen=True)
class SetWeights(Command):
    """Set all weights of a layer or a model.

    Args:
        owner: its variable.
        expression: a list with an array for each weight.
    """

    label: ClassVar[str] = "weights"
    owner: str
    expression: str

    def apply(self, network: Network) -> Command:
        network.values.set_weights(self.owner, self.expression)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.owner}.set_weights({self.expression})",)


@dataclass(frozen=True)
class AssignWeight(Command):
    """Assign numbers to one weight of a layer.

    Args:
        layer: its variable.
        weight: "kernel" or "bias".
        expression: the numbers.
        method: how, see `ASSIGNING`.
    """

    label: ClassVar[str] = "weights"
    layer: str
    weight: str
    expression: str
    method: str = "assign"

    def apply(self, network: Network) -> Command:
        _check_method(self.method)
        if self.weight not in ("kernel", "bias"):
            raise Problem("name.unknown", received=self.weight, names="kernel, bias")
        network.values.assign_weight(self.layer, self.weight, self.method, self.expression)
        return self

    def lines(self) -> tuple[str, ...]:
        return (f"{self.layer}.{self.weight}.{self.method}({self.expression})",)


@dataclass(frozen=True)
class ShowEach(Command):
    """Print something for each of the model's layers, or of another list.

    Args:
        variable: that of the loop.
        expressions: the list, and what stands between the brackets of `print`.
    """

    label: ClassVar[str] = "show"
    variable: str
    expressions: tuple[str, ...]

    def apply(self, network: Network) -> Command:
        _check_length(self.expressions, 2)
        for expression in self.expressions:
            check_calls(expression, network.names.all)
        check_variable(self.variable, *TEMPORARY)
        network.values.show_each(self.variable, *self.expressions)
        return self

    @property
    def printed(self) -> str:
        return self.expressions[1]

    def lines(self) -> tuple[str, ...]:
        values, shown = self.expressions
        return (f"for {self.variable} in {values}:", f"    print({shown})")


@dataclass(frozen=True)
class ClearSession(Command):
    """Let Keras forget the names that it made up, so that it begins again with `dense`. Layers and models stay."""

    label: ClassVar[str] = "clear"

    def apply(self, network: Network) -> Command:
        network.names.clear_session()
        return self

    def lines(self) -> tuple[str, ...]:
        return ("keras.backend.clear_session()",)


def _uses_loss(expression: str) -> bool:
    return "loss_fn" in expression


def _check_length(parts: tuple[str, ...], wanted: int) -> None:
    """Raise a Problem unless there are so many parts: a file may say anything."""
    if len(parts) != wanted:
        raise Problem("show.refused", expression=", ".join(parts), received=len(parts), expected=wanted)


def _check_method(method: str) -> None:
    if method not in ASSIGNING:
        raise Problem("name.unknown", received=method, names=", ".join(ASSIGNING))
