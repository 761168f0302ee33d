"""The log of one page of a lesson: what was done, what was refused, and which weights moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.commands import Command
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network

MOST_HAPPENINGS = 2000
"""Older ones are forgotten."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened.

    Attributes:
        command: what was done, or what was refused; None where a plan was refused before it became commands.
        problem: the kind of Problem that it ended in, or empty.
        moved: the layers whose weights changed.
        frozen: the layers that were frozen at that time.
    """

    command: Command | None
    problem: str = ""
    moved: frozenset[str] = frozenset()
    frozen: frozenset[str] = frozenset()


class PageLog:
    """Log what happens to one network, from now on.

    Args:
        network: the network that is watched.

    Attributes:
        happenings: what happened so far, in order.
    """

    def __init__(self, network: Network) -> None:
        self.happenings: list[Happening] = []
        self._weights = _weights(network)

    def note(self, network: Network, done: Iterable[Command], tried: Command | None, problem: Problem | None) -> None:
        """Log the outcome of a group of intents.

        Args:
            done: the commands done.
            tried: the first command of a group that was refused.
            problem: why it was refused, or None.
        """
        weights = _weights(network)
        moved = frozenset(name for name, numbers in weights.items() if self._weights.get(name, numbers) != numbers)
        self._weights = weights
        frozen = frozenset(name for name, layer in named_layers(network).items() if not layer.trainable)
        for command in done:
            self._add(Happening(command, "", moved, frozen))
        if problem is not None:
            self._add(Happening(tried, problem.kind, moved, frozen))

    def _add(self, happening: Happening) -> None:
        """Add a happening, merged with the one before if both are steps of one kind, so that playing adds one, not
        thousands.
        """
        last = self.happenings[-1] if self.happenings else None
        alike = last is not None and (last.moved, last.frozen, last.problem) == (
            happening.moved,
            happening.frozen,
            happening.problem,
        )
        if last is not None and alike and last.command is not None and happening.command is not None:
            merged = None if last.command.last_wins else last.command.merged_with(happening.command)
            if merged is not None:
                self.happenings[-1] = replace(last, command=merged)
                return
        self.happenings.append(happening)
        del self.happenings[:-MOST_HAPPENINGS]


def named_layers(network: Network) -> dict[str, Any]:
    """Return the layers created and those of the model, by name; the model's if one name stands for two."""
    of_model = network.model.layers if network.model is not None else ()
    return {**network.names.layers, **{layer.name: layer for layer in of_model if layer.weights}}


def _weights(network: Network) -> dict[str, tuple[bytes, ...]]:
    return {
        name: tuple(weight.numpy().tobytes() for weight in layer.weights)
        for name, layer in named_layers(network).items()
        if layer.weights
    }
