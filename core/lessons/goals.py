"""The goals of a lesson: named conditions over what happened on a page and over what there is now.

In a page's TOML a goal names its condition by the snake_case of a class below, and gives its fields:
`condition = "built"`, `layer = "hidden_1"`, `inputs = 3`. A goal is reached in whatever way its condition becomes true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any

from core.commands import Command, Show
from core.files.command_table import check_expression, hints_of, read_fields, read_kind
from core.files.toml_table import Table
from core.lessons.page_log import Happening, named_layers
from core.problems.problem import TEXTS, Problem

if TYPE_CHECKING:
    from core.lessons.page_log import PageLog
    from core.network.network import Network


@dataclass(frozen=True)
class Condition:
    """A condition that is true or not."""

    def holds(self, network: Network, log: PageLog) -> bool:
        """Return whether it is true now."""
        raise NotImplementedError


@dataclass(frozen=True)
class Done(Condition):
    """A command was done, with at least these fields.

    Args:
        kind: the command.
        values: pairs of a field's name and its value. A layer's hyperparameters count as fields.
        times: how often, at least.
    """

    kind: type[Command]
    values: tuple[tuple[str, Any], ...] = ()
    times: int = 1

    def holds(self, network: Network, log: PageLog) -> bool:
        matching = [one for one in log.happenings if not one.problem and self._matches(one.command)]
        return len(matching) >= self.times

    def _matches(self, command: Command | None) -> bool:
        if not isinstance(command, self.kind):
            return False
        owner = getattr(command, "spec", command)
        return all(getattr(owner, name, getattr(command, name, None)) == value for name, value in self.values)


@dataclass(frozen=True)
class Refused(Condition):
    """Something was refused; with `problem`, a problem of that kind."""

    problem: str = ""

    def holds(self, network: Network, log: PageLog) -> bool:
        return any(one.problem and self.problem in ("", one.problem) for one in log.happenings)


@dataclass(frozen=True)
class Shown(Condition):
    """An expression was shown, however it was spaced."""

    expression: str

    def holds(self, network: Network, log: PageLog) -> bool:
        wanted = _without_spaces(self.expression)
        shown = (one.command for one in log.happenings if not one.problem)
        return any(isinstance(one, Show) and _without_spaces(one.expression) == wanted for one in shown)


@dataclass(frozen=True)
class Created(Condition):
    """There is a layer, and it has the hyperparameters given."""

    layer: str
    units: int | None = None
    activation: str | None = None
    use_bias: bool | None = None

    def holds(self, network: Network, log: PageLog) -> bool:
        layer = named_layers(network).get(self.layer)
        if layer is None:
            return False
        config = layer.get_config()
        wanted = {"units": self.units, "activation": self.activation, "use_bias": self.use_bias}
        return all(value is None or config[key] == value for key, value in wanted.items())


@dataclass(frozen=True)
class Built(Condition):
    """A layer has weights; with `inputs`, for that many."""

    layer: str
    inputs: int | None = None

    def holds(self, network: Network, log: PageLog) -> bool:
        layer = named_layers(network).get(self.layer)
        if layer is None or not layer.built:
            return False
        return self.inputs is None or int(layer.kernel.shape[0]) == self.inputs


@dataclass(frozen=True)
class Frozen(Condition):
    """A layer's or, without `layer`, the model's `trainable` is False."""

    layer: str = ""

    def holds(self, network: Network, log: PageLog) -> bool:
        owner = named_layers(network).get(self.layer) if self.layer else network.model
        return owner is not None and not owner.trainable


@dataclass(frozen=True)
class TrainableCount(Condition):
    """The model has that many trainable weights, as `summary()` counts them."""

    count: int

    def holds(self, network: Network, log: PageLog) -> bool:
        if network.model is None:
            return False
        return (
            sum(int(variable.value.shape.num_elements()) for variable in network.model.trainable_variables)
            == self.count
        )


@dataclass(frozen=True)
class Stepped(Condition):
    """At least that many updates of the weights were made on this page."""

    steps: int = 1

    def holds(self, network: Network, log: PageLog) -> bool:
        return sum(steps_of(one.command) for one in log.happenings if not one.problem) >= self.steps


@dataclass(frozen=True)
class LossBelow(Condition):
    """The loss is below a value; with `within`, after at most so many steps; with `optimizer`, while it is used."""

    value: float
    within: int | None = None
    optimizer: str = ""

    def holds(self, network: Network, log: PageLog) -> bool:
        training = network.training
        in_time = self.within is None or training.step <= self.within
        return in_time and _uses(network, self.optimizer) and training.loss() < self.value


@dataclass(frozen=True)
class LossAbove(Condition):
    """The loss is still above a value after at least so many steps; with `optimizer`, while that one is used."""

    value: float
    after: int
    optimizer: str = ""

    def holds(self, network: Network, log: PageLog) -> bool:
        training = network.training
        return training.step >= self.after and _uses(network, self.optimizer) and training.loss() > self.value


@dataclass(frozen=True)
class Diverged(Condition):
    """The last steps ended where the loss, a weight or a slot of the optimizer is not finite."""

    def holds(self, network: Network, log: PageLog) -> bool:
        return network.training.diverged


@dataclass(frozen=True)
class Dead(Condition):
    """ReLU units of a layer, or with `count` at least so many of them, are 0 for every sample to learn from."""

    layer: str
    count: int | None = None

    def holds(self, network: Network, log: PageLog) -> bool:
        if network.training.why_no_step:
            return False
        values, _ = network.training.samples
        for layer in network.chain():
            values = layer(values)
            if layer.name == self.layer:
                dead = int((values.numpy() == 0).all(axis=0).sum())
                return layer.get_config()["activation"] == "relu" and dead >= (self.count or layer.units)
        return False


@dataclass(frozen=True)
class Moved(Condition):
    """A layer's weights moved on this page; with `by`, by that command; with `frozen`, while it was frozen or not."""

    layer: str
    by: str = ""
    frozen: bool | None = None

    def holds(self, network: Network, log: PageLog) -> bool:
        return any(
            self.layer in one.moved and (self.frozen is None or (self.layer in one.frozen) == self.frozen)
            for one in _by(log.happenings, self.by)
        )


@dataclass(frozen=True)
class Stayed(Condition):
    """A layer's weights stayed while those of another one moved; with `by`, when that command was done."""

    layer: str
    by: str = ""

    def holds(self, network: Network, log: PageLog) -> bool:
        return any(one.moved and self.layer not in one.moved for one in _by(log.happenings, self.by))


@dataclass(frozen=True)
class Holds(Condition):
    """An expression over the learner's objects is True, see `core.network.expressions`."""

    expression: str

    def holds(self, network: Network, log: PageLog) -> bool:
        value = network.evaluate(self.expression)
        return getattr(value, "size", 1) == 1 and bool(value)  # an array of several cells is neither true nor false


CONDITIONS: dict[str, type[Condition]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(): kind
    for kind in (
        Done,
        Refused,
        Shown,
        Created,
        Built,
        Frozen,
        TrainableCount,
        Stepped,
        LossBelow,
        LossAbove,
        Diverged,
        Dead,
        Moved,
        Stayed,
        Holds,
    )
}
"""Every condition by the name that a lesson calls it."""


def read_condition(table: Table) -> Condition:
    """Read the condition of a goal's table.

    Raises:
        Problem: there is no such condition, or a field is missing, unknown or of the wrong kind.
    """
    name = table.get("condition", str)
    if name not in CONDITIONS:
        raise _unknown(table, "condition", CONDITIONS, name)
    kind = CONDITIONS[name]
    if kind is Done:
        command = read_kind(table)
        return Done(command, read_fields(table, command), table.get("times", int, 1))
    hints, values = hints_of(kind), {}
    for field in fields(kind):
        values[field.name] = table.get(
            field.name, hints[field.name], ... if field.default is MISSING else field.default
        )
    if "expression" in values:
        check_expression(table, "expression", str(values["expression"]))
    if (problem := str(values.get("problem", ""))) and problem not in TEXTS:
        raise _unknown(table, "problem", TEXTS, problem)
    return kind(**values)


def are_reached(conditions: Iterable[Condition], network: Network, log: PageLog) -> tuple[bool, ...]:
    """Return which conditions are true now. One that cannot be evaluated, e.g. of a layer that is gone, is not."""
    return tuple(_is_reached(condition, network, log) for condition in conditions)


def steps_of(command: Command | None) -> int:
    """Count the updates of the weights that a command made."""
    name = type(command).__name__
    if name == "HandStep":  # through layers, so not a step of the model
        return 1
    return int(getattr(command, "steps_taken", getattr(command, "steps", 0)))


def _is_reached(condition: Condition, network: Network, log: PageLog) -> bool:
    try:
        return bool(condition.holds(network, log))
    except Exception:  # a stranger's goal may go wrong in any way, which must not end the lesson
        return False


def _uses(network: Network, optimizer: str) -> bool:
    """Return whether steps can be taken, and with that optimizer if one is named."""
    return not network.training.why_no_step and optimizer in ("", network.training.optimizer_key)


def _by(happenings: Iterable[Happening], name: str) -> list[Happening]:
    return [one for one in happenings if not one.problem and name in ("", type(one.command).__name__)]


def _without_spaces(text: str) -> str:
    return "".join(text.split()).replace("'", '"')


def _unknown(table: Table, key: str, names: Iterable[str], received: str) -> Problem:
    return table.problem("lesson.name_unknown", key, key=key, expected=", ".join(names), received=received)
