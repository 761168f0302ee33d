"""What a command is: one thing a learner can do, and the Keras lines that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class Command:
    """One thing a learner can do.

    Attributes:
        label: a word for what wrote the lines, shown beside them.
        renews_descent: True if a compiled descent made before this command no longer fits after it.
        last_wins: True if of two in a row only the later one matters.
        starts_run: True if it sets the weights to initial ones, at step 0.
        renews_model: True if it puts another model, or none, in the place of the one that is trained.
        takes_steps: True if it updates the weights.
        replayable: whether its steps give the same again, one by one, when they are taken again from where they were
            taken before. Between those of other commands one can only go where a keyframe lies.
        needs_loss: True if its lines speak of `loss_fn`.
        written_in_past: False if it is done, but not written down, at a place that something else followed.
    """

    label: ClassVar[str] = ""
    renews_descent: ClassVar[bool] = False
    last_wins: ClassVar[bool] = False
    starts_run: ClassVar[bool] = False
    renews_model: ClassVar[bool] = False
    takes_steps: ClassVar[bool] = False
    replayable: ClassVar[bool] = True
    needs_loss: ClassVar[bool] = False
    written_in_past: ClassVar[bool] = True

    def apply(self, network: Network) -> Command | None:
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

    @property
    def printed(self) -> str:
        """The expression whose value its lines print, or "": `Namespace.take_shown` has what was printed."""
        return ""

    @property
    def steps_taken(self) -> int:
        """How many times the weights were updated, once it is done."""
        return 0

    def first(self, steps: int) -> Command:
        """Of a command that takes steps: the one that would have taken only the first of them."""
        raise NotImplementedError

    def merged_with(self, later: Command) -> Command | None:
        """The one command that does both, where there is one."""
        return later if self.last_wins and type(later) is type(self) else None
