"""A workbench and what is watched on it. The learner's own network is in one room, the lesson's in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.commands import Command
from core.lessons.goals import Condition, are_reached
from core.lessons.page_log import Witness
from core.lessons.page_opening import Opening
from core.problems.problem import Problem
from core.workbench.workbench import Workbench


class Room:
    """One workbench, and on a lesson's page the witness of what happens there.

    Attributes:
        bench: the workbench.
        conditions: of the goals of the page that is open.
        page: its name, empty if none is.
    """

    def __init__(self) -> None:
        self.bench = Workbench()
        self.conditions: tuple[Condition, ...] = ()
        self.page = ""
        self._witness: Witness | None = None

    def open(self, opening: Opening) -> None:
        """Open a page.

        Raises:
            Problem: its start cannot be done; then there is a new workbench on which nothing was done.
        """
        self.conditions, self.page = opening.conditions, opening.page
        if opening.commands is not None:
            self.bench = Workbench()
            self._witness = Witness(self.bench)
            self.bench.do(opening.commands)
        self._witness = Witness(self.bench)

    def note(self, done: Iterable[Command], tried: Sequence[object], problem: Problem | None) -> None:
        """Let the witness note what came of a group of intents."""
        if self._witness is not None:
            command = next((one for one in tried if isinstance(one, Command)), None)
            self._witness.note(self.bench, done, command, problem)

    def reached(self) -> tuple[bool, ...]:
        """Which of the page's goals are reached now."""
        return are_reached(self.conditions, self.bench, self._witness) if self._witness is not None else ()
