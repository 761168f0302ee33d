"""The request to open a page of a lesson."""

from __future__ import annotations

from dataclasses import dataclass

from core.commands import Command
from core.lessons.goals import Condition


@dataclass(frozen=True)
class Opening:
    """Open a page of a lesson.

    Attributes:
        commands: those that lead to its start, on a new workbench; None to go on with the present one.
        conditions: of its goals.
        page: its name.
    """

    commands: tuple[Command, ...] | None
    conditions: tuple[Condition, ...] = ()
    page: str = ""
