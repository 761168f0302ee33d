"""Ways to another place in the history. They only repeat what was done before, so they add no line of code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.workbench.workbench import Workbench


@dataclass(frozen=True)
class Move:
    """One way to another place."""

    def make(self, bench: Workbench) -> None:
        """Go to the other place."""
        raise NotImplementedError


@dataclass(frozen=True)
class GoTo(Move):
    """Show a step.

    Args:
        step: of the branch's last run; beyond its ends, the nearest end.
        branch: the branch's number, or None for the present one.
    """

    step: int
    branch: int | None = None

    def make(self, bench: Workbench) -> None:
        bench.timeline.go_to(self.step, self.branch)


@dataclass(frozen=True)
class GoBack(Move):
    """Show the step that is `steps` steps before the one shown."""

    steps: int = 1

    def make(self, bench: Workbench) -> None:
        bench.timeline.go_to(bench.network.step - self.steps)


@dataclass(frozen=True)
class Undo(Move):
    """Go to the place before what was done last."""

    def make(self, bench: Workbench) -> None:
        bench.timeline.undo()


@dataclass(frozen=True)
class Redo(Move):
    """Return to the place left by the last undo."""

    def make(self, bench: Workbench) -> None:
        bench.timeline.redo()
