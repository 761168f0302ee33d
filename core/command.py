"""What a command is: one thing a learner can do, and the Keras lines that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from core.workbench import Workbench


@dataclass(frozen=True)
class Command:
    """One thing a learner can do.

    Attributes:
        label: a word for what wrote the lines, shown beside them.
        renews_descent: True if a compiled descent made before this command no longer fits after it.
        last_wins: True if of two in a row only the later one matters.
        starts_run: True if it sets the weights to initial ones, at step 0.
    """

    label: ClassVar[str] = ""
    renews_descent: ClassVar[bool] = False
    last_wins: ClassVar[bool] = False
    starts_run: ClassVar[bool] = False

    def apply(self, bench: Workbench) -> Command | None:
        """Do it to the real Keras objects.

        Returns:
            What was really done: this command, a shorter one, or None if nothing was done.

        Raises:
            Problem: it cannot be done; nothing was changed.
        """
        raise NotImplementedError

    def lines(self) -> tuple[str, ...]:
        """The lines of Keras that do the same."""
        raise NotImplementedError

    def merged_with(self, later: Command) -> Command | None:
        """The one command that does both, where there is one."""
        return later if self.last_wins and type(later) is type(self) else None
