"""Typed lines that become commands when they are carried out, because they name layers by their place in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.commands import AssignWeight, Command, SetTrainable, SetWeights
from core.intents.plans import Plan
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class FreezeEach(Plan):
    """Set `trainable` of every layer of a list, as a loop over it does.

    Attributes:
        layers: the list, as an expression.
        trainable: the new value.
        variable: that of the loop.
        condition: an expression that says for which of them, or None for all.
    """

    layers: str
    trainable: bool
    variable: str = "layer"
    condition: str | None = None

    def commands(self, network: Network) -> tuple[Command, ...]:
        found = []
        for layer in _entries(network, self.layers):
            if self.condition is None or network.values.evaluate(self.condition, {self.variable: layer}):
                found.append(self._command(network, layer))
        return tuple(found)

    def _command(self, network: Network, layer: Any) -> Command:
        if network.model is not None and any(layer is one for one in network.model.layers):
            return SetTrainable(layer.name, self.trainable)
        return SetTrainable(_variable_of(network, layer, self.layers), self.trainable, by_variable=True)


@dataclass(frozen=True)
class SetWeightsOf(Plan):
    """Set all weights of a layer that an expression gives, e.g. `model.layers[1]`.

    Attributes:
        owner: the expression.
        weights: the list of its weights, as an expression.
    """

    owner: str
    weights: str

    def commands(self, network: Network) -> tuple[Command, ...]:
        variable = _variable_of(network, network.values.evaluate(self.owner), self.owner)
        return (SetWeights(variable, self.weights),)


@dataclass(frozen=True)
class AssignTo(Plan):
    """Assign numbers to a weight that an expression gives, e.g. `hidden_1.weights[0]`.

    Attributes:
        weight: the expression.
        method: the method that assigns.
        numbers: what is assigned, as an expression.
    """

    weight: str
    method: str
    numbers: str

    def commands(self, network: Network) -> tuple[Command, ...]:
        wanted = network.values.evaluate(self.weight)
        for variable, layer in network.names.layers.items():
            for weight in ("kernel", "bias") if layer.built else ():
                if wanted is getattr(layer, weight):
                    return (AssignWeight(variable, weight, self.numbers, self.method),)
        raise _unknown(network, self.weight)


def _entries(network: Network, expression: str) -> list[Any]:
    found = network.values.evaluate(expression)
    if not isinstance(found, (list, tuple)) or not all(hasattr(one, "trainable") for one in found):
        raise Problem("show.refused", expression=expression, received=expression, expected="model.layers")
    return list(found)


def _variable_of(network: Network, wanted: Any, written: str) -> str:
    """Return the variable of a layer.

    Raises:
        Problem: it has none.
    """
    variable = next((name for name, layer in network.names.layers.items() if layer is wanted), None)
    if variable is None:
        raise _unknown(network, written)
    return variable


def _unknown(network: Network, written: str) -> Problem:
    return Problem("name.unknown", received=written, names=", ".join(network.names.layers) or "–")
