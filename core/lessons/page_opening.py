"""What a page of a lesson begins with."""

from __future__ import annotations

from dataclasses import dataclass

from core.commands import Command
from core.lessons.goals import Condition


@dataclass(frozen=True)
class Opening:
    """A page of a lesson is opened.

    Attributes:
        commands: what leads from nothing to where it starts, on a new workbench; None to go on with the present one.
        conditions: of its goals.
        page: its name.
    """

    commands: tuple[Command, ...] | None
    conditions: tuple[Condition, ...] = ()
    page: str = ""
