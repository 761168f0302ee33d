"""The events of a network, for whoever follows it."""

from __future__ import annotations

from dataclasses import dataclass

from core.history.branch import Entry
from core.snapshot.records import Recording


@dataclass(frozen=True)
class Rewritten:
    """Another branch began, or the present one lost settings that had been undone.

    Attributes:
        branch: its number.
        parent: the branch whose losses it shares up to `step`, or None if it starts with none.
        step: the step that it reaches now.
        entries: what was done on it so far.
    """

    branch: int
    parent: int | None
    step: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Visited:
    """The events that follow are on another branch, because the learner went there."""

    branch: int


Event = Entry | Recording | Rewritten | Visited
