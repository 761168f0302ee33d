"""Go to any step taken before: restore a keyframe, and take the steps after it again, bit for bit.

A step's result does not depend on how the steps are split into calls, so the weights on the way from a keyframe are
the very ones that were there before. There is a keyframe after every change of a setting, so only steps are ever taken
again, and no file is read a second time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.commands import Command
from core.history.branch import Branch, Keyframe, Position
from core.history.difference import NO_DIFFERENCE, Difference, difference
from core.history.history import History
from core.history.place_in_time import BranchInfo, PlaceInTime
from core.network.network import Network
from core.network.saved_state import SavedState
from core.snapshot.movement import SinceFreezing, since_freezing
from core.snapshot.snapshot import Snapshot

MOST_KEYFRAMES, MOST_BYTES = 4096, 2**25
"""Of a branch: beyond one of these, every other keyframe within a run of steps is dropped."""


class Timeline:
    """The history of a network, and the ways to an earlier place in it.

    Args:
        network: the network whose states are restored.

    Attributes:
        history: what was done.
    """

    def __init__(self, network: Network) -> None:
        self.history = History()
        self._network, self._spacing = network, network.recorder.spacing
        self._asked: int | None = None  # a step that was asked for and cannot be shown
        self._differences: dict[int, Difference] | None = None  # of the branches, or None after a change of settings

    # ---- recording ------------------------------------------------------------------------------------------

    def append(
        self,
        command: Command,
        step: int,
        group: int,
        states: list[tuple[int, SavedState]],
        before: SavedState | None = None,
    ) -> int | None:
        """Add a command done at `step`, with the states on the way.

        Args:
            states: of a run of steps, the states after some of them; of another command, the state after it, with 0,
                and before it those after some of the steps that it took.
            before: the state before it, if it is known.

        Returns:
            The branch whose losses the present one shares, if it was rewritten; see `History.append`.
        """
        self._asked = None
        history = self.history
        rewritten = history.append(command, step, group)
        if rewritten is not None or not command.takes_steps:
            self._differences = None
        branch = history.branch
        if command.takes_steps and command.replayable:
            offset = step - branch.entries[-1].step  # it may have joined steps taken before
            frames = [Keyframe(Position(len(branch.entries) - 1, offset + n), state, True) for n, state in states]
        else:
            self._spacing.restart()
            inside = Position(len(branch.entries) - 1)
            if before is not None and branch.entries[:-1] and branch.keyframe_before(inside).position < inside:
                branch.keyframes.append(with_frozen(branch, Keyframe(inside, before)))  # where steps ended
            frames = [Keyframe(replace(inside, steps=n), state, True) for n, state in states[:-1]]
            frames += [Keyframe(branch.end, state) for _, state in states[-1:]]
        for frame in frames:
            branch.keyframes.append(with_frozen(branch, frame))
        if frames:
            self._thin(branch, frames[-1].state.nbytes)
        return rewritten

    def _thin(self, branch: Branch, nbytes: int) -> None:
        most = min(MOST_KEYFRAMES, max(64, MOST_BYTES // max(nbytes, 1)))
        if len(branch.keyframes) <= most:
            return
        spaced = [frame for frame in branch.keyframes if frame.spaced]
        if len(spaced) > most // 2:
            self._spacing.widen()
            dropped = set(spaced[1::2])
            branch.keyframes = [frame for frame in branch.keyframes if frame not in dropped]

    # ---- travelling -----------------------------------------------------------------------------------------

    def go_to(self, step: int, branch: int | None = None) -> None:
        """Go to a step of a branch (of the present one, if None); beyond its ends, to the nearest end."""
        history = self.history
        target = history.branches.get(history.branch.number if branch is None else branch, history.branch)
        position = target.end if step >= target.step_at(target.end) else target.position_of(max(0, step))
        asked, position = target.step_at(position), target.reachable(position)
        self._asked = asked if asked > target.step_at(position) else None
        if (target, position) != (history.branch, history.position):
            history.go(target, position)
            self.arrive()

    def undo(self) -> None:
        """Go to the place before what was done last, if there is one."""
        self._asked = None
        if self.history.undo():
            self.arrive()

    def redo(self) -> None:
        """Return to the place that was left by the last undo, if there is one."""
        self._asked = None
        if self.history.redo():
            self.arrive()

    def arrive(self) -> None:
        """Restore everything as it was at the present place."""
        history = self.history
        history.go(history.branch, history.branch.reachable(history.position))
        branch, position = history.branch, history.position
        frame = branch.keyframe_before(position)
        self._network.restore(frame.state)
        steps = branch.steps_between(frame.position, position)
        if steps:
            self._network.stepping.retake(steps)
        self._spacing.restart(steps)

    # ---- questions ------------------------------------------------------------------------------------------

    def since_freezing(self, snapshot: Snapshot) -> dict[str, SinceFreezing]:
        """Compare each layer that no step changes with the moment at which it was frozen on this branch.

        Args:
            snapshot: of the present place.
        """
        found, branch = {}, self.history.branch
        frozen = branch.keyframe_before(self.history.position).frozen if branch.keyframes else {}
        for name, state in frozen.items():
            layer, then = snapshot.layer(name), state.weights(name)
            if layer is not None and layer.built:
                now = (layer.kernel, layer.bias) if len(layer.bias) else (layer.kernel,)
                found[name] = since_freezing(now, then, snapshot.step - state.step)
        return found

    def place(self) -> PlaceInTime:
        """Return the place in the history that is shown now."""
        history = self.history
        branch, differences = history.branch, self._all_differences()
        return PlaceInTime(
            branch=branch.number,
            step=history.step,
            last_step=branch.step_at(branch.end),
            in_past=history.in_past,
            branches=tuple(
                BranchInfo(b.number, b.parent, b.run, b.first_step, b.step_at(b.end), differences[b.number])
                for b in history.branches.values()
            ),
            undo=history.undo_label,
            redo=history.redo_label,
            not_shown=self._asked,
        )

    def _all_differences(self) -> dict[int, Difference]:
        """Return of every branch what differs from its parent; steps change nothing about it."""
        if self._differences is None:
            branches = self.history.branches
            self._differences = {
                number: NO_DIFFERENCE if branch.parent is None else difference(branch, branches[branch.parent])
                for number, branch in branches.items()
            }
        return self._differences


def with_frozen(branch: Branch, frame: Keyframe) -> Keyframe:
    """Return a keyframe that comes next in a branch, with since when each frozen layer is."""
    before = branch.keyframes[-1] if branch.keyframes else None
    return replace(frame, frozen=_frozen_since(frame.state, before))


def _frozen_since(state: SavedState, before: Keyframe | None) -> dict[str, SavedState]:
    """Return for each layer that is frozen in a state the first state in which it is, at or before that one.

    Args:
        before: the keyframe before; what was frozen before new initial weights counts from these.
    """
    earlier = before.frozen if before is not None and before.state.run == state.run else {}
    same = {name: earlier[name] for name, layer in state.frozen.items() if _froze(earlier.get(name), name, layer)}
    return {name: same.get(name, state) for name in state.frozen}


def _froze(state: SavedState | None, name: str, layer: Any) -> bool:
    """Return whether a layer of this name is frozen in a state, and it is the same one."""
    return state is not None and state.frozen[name] is layer
