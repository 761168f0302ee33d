"""The lines of Keras that ran on a page of a lesson."""

from __future__ import annotations

from core.lessons.lesson import Deed
from core.service.messages import Answer

MOST_LINES = 400


class RanLines:
    """The lines that ran, with what they printed and what Keras refused.

    Attributes:
        lines: the lines of Python, or the last ones if there are very many.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []

    def clear(self) -> None:
        """Forget all lines."""
        self.lines.clear()

    def add(self, answer: Answer, deed: Deed | None) -> None:
        """Note the result of a request; show its refusal if `deed`, done by the page just now, expects one."""
        printed = {shown.expression: shown.text for shown in answer.shown if shown.problem is None}
        for command in answer.commands:
            self.lines += command.lines()
            self.lines += [f"# {line}" for line in printed.get(command.printed, "").splitlines()]
        if answer.problem is not None and deed is not None and deed.refused:
            said = answer.problem.keras_message or str(answer.problem)
            self.lines += [*deed.command.lines(), *(f"# {line}" for line in said.splitlines())]
        del self.lines[:-MOST_LINES]
