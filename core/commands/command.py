"""The base of all commands: one thing a learner can do, and the Keras lines that do the same."""

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
        renews_descent: True if a compiled descent made before this command is no longer valid after it.
        last_wins: True if only the later of two in a row matters.
        renews_data: True if it puts other samples in the place of those that are learned from.
        starts_run: True if it sets the weights to initial ones, at step 0.
        renews_model: True if it puts another model, or none, in the place of the one that is trained.
        takes_steps: True if it updates the weights.
        replayable: True if its steps, taken again one by one from the same state, give the same result. Between the
            steps of other commands only keyframes can be reached.
        needs_loss: True if its lines use `loss_fn`.
        written_in_past: False if it is done but not recorded at a place that something else followed.
    """

    label: ClassVar[str] = ""
    renews_descent: ClassVar[bool] = False
    renews_data: ClassVar[bool] = False
    last_wins: ClassVar[bool] = False
    starts_run: ClassVar[bool] = False
    renews_model: ClassVar[bool] = False
    takes_steps: ClassVar[bool] = False
    replayable: ClassVar[bool] = True
    needs_loss: ClassVar[bool] = False
    written_in_past: ClassVar[bool] = True

    def apply(self, network: Network) -> Command | None:
        """Apply the command to the real Keras objects.

        Returns:
            What was really done: this command, a shorter one, or None if nothing was done.

        Raises:
            Problem: it cannot be done; nothing was changed.
        """
        raise NotImplementedError

    def lines(self) -> tuple[str, ...]:
        """Return the lines of Keras that do the same."""
        raise NotImplementedError

    @property
    def printed(self) -> str:
        """The expression whose value its lines print, or "": `Namespace.take_shown` returns what was printed."""
        return ""

    @property
    def steps_taken(self) -> int:
        """The number of weight updates, known once it is done."""
        return 0

    def first(self, steps: int) -> Command:
        """Return the command that would have taken only the first `steps` steps."""
        raise NotImplementedError

    def merged_with(self, later: Command) -> Command | None:
        """Return one command that does both, or None if there is none."""
        return later if self.last_wins and type(later) is type(self) else None
