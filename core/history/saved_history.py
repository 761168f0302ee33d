"""A history as plain data, as a file holds it: commands, branches, and the numbers at the keyframes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.history.branch import Entry, Position
from core.problems.problem import Problem
from core.snapshot.moment import Moment, TracedCall


@dataclass(frozen=True, eq=False)
class SavedKeyframe:
    """The numbers at a place; `spaced` as in `Keyframe`."""

    position: Position
    moment: Moment
    spaced: bool = False


@dataclass(frozen=True, eq=False)
class SavedBranch:
    """One branch, without what it shares with the one it left.

    Attributes:
        number, parent, fork, run, first_step: as in `Branch`.
        entries: those of its own.
        keyframes: those after the fork.
        traced: what Keras had traced after each `fit`, by the place of the command in the branch.
    """

    number: int
    parent: int | None
    fork: Position
    run: int
    first_step: int
    entries: tuple[Entry, ...]
    keyframes: tuple[SavedKeyframe, ...]
    traced: Mapping[int, tuple[TracedCall, ...]] = field(default_factory=dict)

    @property
    def shared(self) -> int:
        """How many commands were done before it began."""
        return self.fork.entries + bool(self.fork.steps)


@dataclass(frozen=True, eq=False)
class SavedHistory:
    """A whole history.

    Attributes:
        branches: in the order in which they began.
        branch, position: the present place.
        present: the numbers there.
        undone: the places that redo leads to, the next one last: branch and position.
    """

    branches: tuple[SavedBranch, ...]
    branch: int
    position: Position
    present: Moment
    undone: tuple[tuple[int, Position], ...] = ()


def check_saved(right: bool, reason: str) -> None:
    """Raise a Problem unless something holds of what was saved."""
    if not right:
        raise Problem("session.damaged", reason=reason)
