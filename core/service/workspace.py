"""A workbench, and on a lesson's page the log of what happens there.

The learner's own network is in one workspace, the lesson's in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import is_
from typing import TYPE_CHECKING

from core.commands import Command, Step
from core.history.branch import Entry
from core.intents.saving import Reopening
from core.lessons.goals import Condition, are_reached
from core.lessons.page_log import PageLog
from core.lessons.page_opening import Opening
from core.problems.problem import Problem
from core.service.messages import HistoryChange

if TYPE_CHECKING:
    from core.history.events import Event
    from core.snapshot.snapshot import Snapshot
    from core.workbench.workbench import Workbench


class Workspace:
    """One workbench, and the page of a lesson that is open on it.

    Args:
        make_bench: makes a workbench on which nothing was done. (Its class cannot be imported before TensorFlow is.)

    Attributes:
        bench: the workbench.
        conditions: those of the goals of the page that is open.
        page: its name, empty if none is.
    """

    def __init__(self, make_bench: Callable[[], Workbench]) -> None:
        self._make_bench = make_bench
        self.bench = make_bench()
        self.conditions: tuple[Condition, ...] = ()
        self.page = ""
        self._log: PageLog | None = None
        self._told: tuple[Entry, ...] = ()  # the history as it was last reported
        self._moved: dict[str, float] = {}  # by how much layers differ that have been frozen

    def open(self, opening: Opening | Reopening) -> None:
        """Open a page, or go on with a workbench that was restored.

        Raises:
            Problem: a page's start cannot be done; then there is a new workbench on which nothing was done.
        """
        if isinstance(opening, Reopening):
            self.bench, self._told, self._log, self._moved = opening.bench, (), None, {}
            return
        self.conditions, self.page = opening.conditions, opening.page
        if opening.commands is not None:
            self.bench, self._told = self._make_bench(), ()
            self._log = PageLog(self.bench.network)
            self.bench.do(opening.commands)
        self._log = PageLog(self.bench.network)

    def note(self, done: Iterable[Command], tried: Sequence[object], problem: Problem | None) -> None:
        """Log the outcome of a group of intents."""
        if self._log is not None:
            command = next((one for one in tried if isinstance(one, Command)), None)
            self._log.note(self.bench.network, done, command, problem)

    def moved_while_frozen(self, events: Iterable[Event], snapshot: Snapshot | None) -> Problem | None:
        """Return the problem that steps moved a layer that was frozen, if they did: none may.

        That `fit` moves one is Keras as it is, if it was compiled before the freezing; so does `set_weights`.
        """
        before, done = self._moved, [event.command for event in events if isinstance(event, Entry)]
        frozen = snapshot.frozen if snapshot is not None else {}
        self._moved = {name: since.change for name, since in frozen.items() if not since.unchanged}
        moved = [name for name, change in self._moved.items() if change != before.get(name)]
        if not moved or not done or not all(isinstance(command, Step) for command in done):
            return None
        since = frozen[moved[0]]
        return Problem("frozen.moved", layer=moved[0], steps=since.steps, change=since.change)

    def reached(self) -> tuple[bool, ...]:
        """Return which of the page's goals are reached now."""
        return are_reached(self.conditions, self.bench.network, self._log) if self._log is not None else ()

    def history_change(self) -> HistoryChange:
        """Return how the history differs from the one reported before, so that nobody has to go through all of it."""
        before, self._told = self._told, self.bench.history.entries
        same = list(map(is_, before, self._told))
        kept = same.index(False) if False in same else len(same)
        return HistoryChange(kept, self._told[kept:])
