"""Typed lines that become commands when they are carried out, because they name layers by their place in a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from core.commands import (
    AssignWeight,
    Command,
    CreateInput,
    CreateLayer,
    Forget,
    MakeSequential,
    SetTrainable,
    SetWeights,
)
from core.design.names import MODEL
from core.design.network_spec import LayerSpec
from core.intents.plans import Plan
from core.problems.problem import Problem
from core.sizes.limits import MOST_ROUNDS, TooLarge

if TYPE_CHECKING:
    from core.network.network import Network


ADDED = 'model = keras.Sequential()\nmodel.add(keras.Input((3,)))\nmodel.add(layers.Dense(5, activation="relu"))'


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


@dataclass(frozen=True)
class ForgetIfThere(Plan):
    """Delete a variable, if there is one of this name."""

    variable: str

    def commands(self, network: Network) -> tuple[Command, ...]:
        return (Forget((self.variable,)),) if self.variable in network.names.of_learner else ()


@dataclass(frozen=True)
class MakeSequentialOf(Plan):
    """Create what a Sequential model is made of, and the model, as `keras.Sequential([…])` and `model.add(…)` do.

    What has no name of its own gets the next that is free: inputs, dense, dense_1.

    Attributes:
        layers: pairs of a variable and a design; a variable alone stands for a layer that there is, a design alone
            has no name.
        inputs: the number of inputs, or None: as many as the first variable, or the samples, have.
        added: whether the layers are added to those of the model that there is.
        name, variable: of the model.
    """

    layers: tuple[tuple[str, LayerSpec | None], ...]
    inputs: int | None = None
    added: bool = False
    name: str = "sequential"
    variable: str = MODEL

    def commands(self, network: Network) -> tuple[Command, ...]:
        taken, made = set(network.names.all), self._there(network)
        commands: list[Command] = []
        if not made and not self.inputs and (source := self._input_there(network)):
            made += [source] if self.added else []
        elif not made:
            size = self.inputs or (network.batch.inputs if network.batch is not None else 1)
            variable = _free("inputs", taken)
            commands.append(CreateInput(size, variable, variable.replace("inputs", "input")))
            made.append(variable)
        for variable, spec in self.layers:
            if spec is not None:
                variable = variable or _free("dense", taken)
                taken.add(variable)
                commands.append(CreateLayer(replace(spec, name=variable)))
            made.append(variable)
        if not self.layers:
            return tuple(commands)  # an Input alone, which the next layer will follow
        return *commands, MakeSequential(tuple(made), self._name(network), self.variable)

    def _there(self, network: Network) -> list[str]:
        """Return the variables of what the model is made of already."""
        model = network.names.model
        if not self.added or model is None:
            return []
        if type(model).__name__ != "Sequential":
            raise Problem("line.argument", received="model.add", expected=ADDED)
        source = next((n for n, one in network.names.tensors.items() if one is model.inputs[0]), "")
        return [source, *(_variable_of(network, layer, layer.name) for layer in model.layers)]

    def _input_there(self, network: Network) -> str:
        """Return the variable of the Input to begin with: the list's first entry, or what was added last; or ""."""
        symbolic = [name for name, one in network.names.tensors.items() if hasattr(one, "_keras_history")]
        if not self.added:
            return self.layers[0][0] if self.layers[0][0] in symbolic else ""
        inputs = [name for name in symbolic if not network.names.tensors[name]._keras_history.operation.variables]
        return inputs[-1] if inputs else ""

    def _name(self, network: Network) -> str:
        return network.model.name if self.added and network.model is not None else self.name


def _free(name: str, taken: set[str]) -> str:
    """Return this name or, if it is taken, the next one as Keras counts."""
    return next(one for one in chain((name,), (f"{name}_{number}" for number in count(1))) if one not in taken)


def _entries(network: Network, expression: str) -> list[Any]:
    found = network.values.evaluate(expression)
    if not isinstance(found, (list, tuple)) or not all(hasattr(one, "trainable") for one in found):
        raise Problem("show.refused", expression=expression, received=expression, expected="model.layers")
    if len(found) > MOST_ROUNDS:
        raise TooLarge("rounds", MOST_ROUNDS, len(found)).in_expression(expression)
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
