"""The answer to a lesson's question, computed by real Keras objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.commands import Command
from core.intents.questions import Question
from core.sizes.text import text_of

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class Grading(Question):
    """What does an expression give, on a fresh workbench on which some commands were done?

    Its own workbench makes the answer independent of what the learner does meanwhile, and available before anything is
    done. The answer is a text, see `written`.

    Args:
        commands: done first.
        expression: the expression to evaluate.
        key: any value by which the caller recognizes the answer.
    """

    commands: tuple[Command, ...]
    expression: str
    key: str = ""

    def answer(self, network: Network) -> str:
        fresh = type(network)()
        for command in self.commands:
            command.apply(fresh)
        return written(fresh.evaluate(self.expression))


def written(value: Any) -> str:
    """Write a value as the options of a question do: `True`, `(3, 5)`, `56`, `0.25`, `[]`."""
    if hasattr(value, "numpy"):
        value = value.numpy()
    if hasattr(value, "item") and getattr(value, "size", 0) == 1:
        value = value.item()
    return text_of(value)
