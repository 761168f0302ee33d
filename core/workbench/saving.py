"""A history as plain data: its commands, and the numbers of its keyframes."""

from __future__ import annotations

from core.commands import Fit
from core.history.branch import Branch, Keyframe, Position
from core.history.history import History
from core.history.saved_history import SavedBranch, SavedHistory, SavedKeyframe
from core.network.network import Network
from core.snapshot.moment import TracedCall


def saved(history: History, network: Network) -> SavedHistory:
    """Return the history of a network. The arrays in it are those of the keyframes, which never change."""
    branches = tuple(_saved_branch(branch) for branch in history.branches.values())
    undone = tuple((branch.number, position) for branch, position in history.undone)
    return SavedHistory(branches, history.branch.number, history.position, network.state().moment, undone)


def _saved_branch(branch: Branch) -> SavedBranch:
    own = [frame for frame in branch.keyframes if frame.position >= Position(branch.shared)]
    return SavedBranch(
        branch.number,
        branch.parent,
        branch.fork,
        branch.run,
        branch.first_step,
        tuple(branch.entries[branch.shared :]),
        tuple(SavedKeyframe(frame.position, frame.state.moment, frame.spaced) for frame in own),
        _traced(branch, own),
    )


def _traced(branch: Branch, frames: list[Keyframe]) -> dict[int, tuple[TracedCall, ...]]:
    """Return what was traced after each `fit` of a branch, by its place."""
    states = {frame.position.entries - 1: frame.state for frame in frames if not frame.position.steps}
    fits = (place for place, done in enumerate(branch.entries) if isinstance(done.command, Fit))
    return {place: states[place].traced for place in fits if place in states}
