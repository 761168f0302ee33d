"""Going to any step that was ever taken: keyframes, and the steps after them taken again, bit for bit.

A step's result does not depend on how the steps are cut into calls, so the weights on the way from a keyframe are the
very ones that were there before. After every change of a setting lies a keyframe; so only steps are ever taken again,
and no file is read a second time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.commands import Command
from core.history.branch import Branch, Keyframe, Position
from core.history.history import History
from core.history.place_in_time import BranchInfo, Whereabouts
from core.network.saved_state import State

if TYPE_CHECKING:
    from core.workbench.workbench import Workbench

SPACING = 1000
"""Steps between two keyframes, at first."""

SPACING_SECONDS = 0.03
"""Steps that took this long deserve a keyframe, however few they were: going there again takes as long."""

MOST_KEYFRAMES, MOST_BYTES = 4096, 2**25
"""Of a branch: beyond one of these, every other keyframe within a run of steps is dropped."""


class Timeline:
    """The history of a workbench, and the ways to an earlier place in it.

    Attributes:
        history: what was done.
    """

    def __init__(self) -> None:
        self.history = History()
        self._spacing = SPACING
        self._steps, self._seconds = 0, 0.0  # since the last keyframe
        self._asked: int | None = None  # a step that was asked for and cannot be shown

    # ---- recording ------------------------------------------------------------------------------------------

    @property
    def due_in(self) -> int:
        """How many steps are left until the next keyframe, at least 1."""
        return max(1, self._spacing - self._steps)

    def count(self, steps: int, seconds: float) -> bool:
        """Note steps that were taken; returns whether a keyframe is due."""
        self._steps += steps
        self._seconds += seconds
        due = self._steps >= self._spacing or self._seconds >= SPACING_SECONDS * self._spacing / SPACING
        if due:
            self._steps, self._seconds = 0, 0.0
        return due

    def append(self, command: Command, step: int, group: int, states: list[tuple[int, State]]) -> int | None:
        """Add what was done at `step`, with the states on the way.

        Args:
            states: of a run of steps, the states after some of them; of another command, the state after it, with 0,
                and before it those after some of the steps that it took.

        Returns:
            The branch whose losses the present one shares, if it was rewritten; see `History.append`.
        """
        self._asked = None
        history = self.history
        rewritten = history.append(command, step, group)
        branch = history.branch
        if command.takes_steps and command.replayable:
            offset = step - branch.entries[-1].step  # it may have joined steps taken before
            frames = [Keyframe(Position(len(branch.entries) - 1, offset + n), state, True) for n, state in states]
        else:
            self._steps, self._seconds = 0, 0.0
            inside = Position(len(branch.entries) - 1)
            frames = [Keyframe(replace(inside, steps=n), state, True) for n, state in states[:-1]]
            frames += [Keyframe(branch.end, state) for _, state in states[-1:]]
        branch.keyframes.extend(frames)
        if frames:
            self._thin(branch, frames[-1].state.nbytes)
        return rewritten

    def _thin(self, branch: Branch, nbytes: int) -> None:
        most = min(MOST_KEYFRAMES, max(64, MOST_BYTES // max(nbytes, 1)))
        if len(branch.keyframes) <= most:
            return
        spaced = [frame for frame in branch.keyframes if frame.spaced]
        if len(spaced) > most // 2:
            self._spacing *= 2
            dropped = set(spaced[1::2])
            branch.keyframes = [frame for frame in branch.keyframes if frame not in dropped]

    # ---- travelling -----------------------------------------------------------------------------------------

    def go_to(self, bench: Workbench, step: int, branch: int | None = None) -> None:
        """Show a step of a branch (of the present one, if None); a step before the first is the first, and so on."""
        history = self.history
        target = history.branches.get(history.branch.number if branch is None else branch, history.branch)
        position = target.end if step >= target.step_at(target.end) else target.position_of(max(0, step))
        asked, position = target.step_at(position), target.reachable(position)
        self._asked = asked if asked > target.step_at(position) else None
        if (target, position) != (history.branch, history.position):
            history.go(target, position)
            self._arrive(bench)

    def undo(self, bench: Workbench) -> None:
        """Go to the place before what was done last, if there is one."""
        self._asked = None
        if self.history.undo():
            self._arrive(bench)

    def redo(self, bench: Workbench) -> None:
        """Return to the place that was left by the last undo, if there is one."""
        self._asked = None
        if self.history.redo():
            self._arrive(bench)

    def _arrive(self, bench: Workbench) -> None:
        """Make everything look as it did at the present place."""
        history = self.history
        history.go(history.branch, history.branch.reachable(history.position))
        branch, position = history.branch, history.position
        frame = branch.keyframe_before(position)
        frame.state.restore(bench)
        steps = branch.steps_between(frame.position, position)
        if steps:
            bench.retake(steps)
        self._steps, self._seconds = steps, 0.0

    # ---- questions ------------------------------------------------------------------------------------------

    def whereabouts(self) -> Whereabouts:
        """The place in the history that is shown now."""
        history = self.history
        branch = history.branch
        return Whereabouts(
            branch=branch.number,
            step=history.step,
            last_step=branch.step_at(branch.end),
            in_past=history.in_past,
            branches=tuple(
                BranchInfo(b.number, b.parent, b.run, b.first_step, b.step_at(b.end)) for b in history.branches.values()
            ),
            undo=history.undo_label,
            redo=history.redo_label,
            not_shown=self._asked,
        )
