"""The list of the commands of a session, and its branches.

A command at an earlier place begins a branch that shares the commands up to there; the other branch stays as it is.
Keyframes along the way let any place be reached by taking only a few steps again. Nothing here knows Keras: the
timeline decides what a keyframe holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.commands import Command
from core.history.branch import Branch, Entry, Keyframe, Position

__all__ = ["Branch", "Entry", "History", "Keyframe", "Position"]


class History:
    """The branches, and the place in one of them where the network is now.

    Attributes:
        branches: by number.
        branch: the one that the network is in.
        position: the place in it.
        undone: the places that redo leads to, the next one last.
    """

    def __init__(self) -> None:
        self.branch = Branch(0)
        self.branches = {0: self.branch}
        self.position = Position()
        self.undone: list[tuple[Branch, Position]] = []
        self._first_group: int | None = None

    def append(self, command: Command, step: int, group: int = 0) -> int | None:
        """Add a command done at `step` at the present place.

        Ten steps after ten steps of the same group become twenty steps; of two settings of one kind in a row only the
        later one is kept.

        Returns:
            If another branch begins with it, the number of the one it leaves; if the present one lost settings that
            had been undone, its own number; else None.
        """
        self.undone.clear()
        if self._first_group is None:
            self._first_group = group
        rewritten = self._make_end(command, group)
        entries = self.branch.entries
        merged = entries[-1].command.merged_with(command) if entries and self._may_merge(command, group) else None
        if merged is not None:
            last = entries.pop()
            if not merged.takes_steps:
                self.drop_keyframes(Position(len(entries) + 1))
            entries.append(Entry(merged, last.step, group))
        else:
            entries.append(Entry(command, step, group))
        self.position = self.branch.end
        return rewritten

    def restore(self, branches: Iterable[Branch]) -> None:
        """Take over branches in the order in which they began, from a file; nothing was done before."""
        self.branches = {branch.number: branch for branch in branches}
        self.branch = self.branches[0]
        self._first_group = self.branch.entries[0].group if self.branch.entries else None

    def drop_keyframes(self, first: Position) -> None:
        """Forget the keyframes of the present branch at and after a place."""
        self.branch.keyframes = [frame for frame in self.branch.keyframes if frame.position < first]

    def go(self, branch: Branch, position: Position) -> None:
        """Set the present place."""
        self.branch, self.position = branch, position

    # ---- undo -----------------------------------------------------------------------------------------------

    def place_before(self) -> tuple[Branch, Position] | None:
        """Return the place before what was done last, or None if nothing can be undone."""
        branch, group = self.branch, self.branch.group_before(self.position)
        if not group or group[0].group == self._first_group:
            return None
        last = self.position.entries + bool(self.position.steps)
        before = Position(last - len(group))
        while branch.parent is not None and before <= Position(branch.shared):  # that place is the other branch's
            before = branch.fork if before == Position(branch.shared) else before
            branch = self.branches[branch.parent]
        return branch, before

    def undo(self) -> bool:
        """Go to the place before what was done last, so that `redo` can return; return False if there is none."""
        before = self.place_before()
        if before is None:
            return False
        self.undone.append((self.branch, self.position))
        self.go(*before)
        return True

    def redo(self) -> bool:
        """Return to the place left by the last undo; return False if there is none."""
        if not self.undone:
            return False
        self.go(*self.undone.pop())
        return True

    @property
    def undo_label(self) -> str:
        """The label of what would be undone, or ""."""
        return _label(self.branch.group_before(self.position)) if self.place_before() is not None else ""

    @property
    def redo_label(self) -> str:
        """The label of what would be done again, or ""."""
        return _label(self.undone[-1][0].group_before(self.undone[-1][1])) if self.undone else ""

    # ---- questions ------------------------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was done up to the present place."""
        return tuple(self.branch.upto(self.position))

    @property
    def step(self) -> int:
        return self.branch.step_at(self.position)

    @property
    def in_past(self) -> bool:
        """Whether steps were taken after the present place."""
        return self.branch.steps_follow(self.position)

    def __len__(self) -> int:
        return len(self.entries)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _may_merge(self, command: Command, group: int) -> bool:
        """Return whether a command may merge with the last one.

        Steps merge within their group; a setting with one that was made alone, e.g. while a rate is dragged. What
        another branch shares stays as it is, because its undo leads there.
        """
        branch, last = self.branch, self.branch.entries[-1].group
        if len(branch.entries) == branch.shared or any(other.fork == branch.end for other in self._children()):
            return False
        if command.takes_steps:
            return last == group
        return last != self._first_group and len(branch.group_before(branch.end)) == 1

    def _make_end(self, command: Command, group: int) -> int | None:
        """Make the present place the end of a branch to which the command can be appended."""
        left, position = self.branch, self.position
        begins = command.starts_run and left.step_at(position) > 0
        if begins and left.began_with(group):
            left.run, left.first_step = left.number, 0
            return left.number
        if begins or left.steps_follow(position) or any(other.fork > position for other in self._children()):
            self._fork(command, group)
            return left.number
        if position < left.end:  # only settings were undone: not worth a branch
            del left.entries[position.entries :]
            left.keyframes = [frame for frame in left.keyframes if frame.position <= position]
            return left.number
        return None

    def _children(self) -> list[Branch]:
        """Return the branches that left the present one."""
        return [other for other in self.branches.values() if other.parent == self.branch.number]

    def _fork(self, command: Command, group: int) -> None:
        left, position = self.branch, self.position
        number = max(self.branches) + 1
        self.branch = Branch(
            number,
            parent=left.number,
            run=number if command.starts_run else left.run,
            first_step=0 if command.starts_run else left.step_at(position),
            entries=left.upto(position),
            keyframes=[frame for frame in left.keyframes if frame.position <= position],
        )
        if position.steps and not left.entries[position.entries].command.replayable:
            # its end can only be reached by this keyframe, which must not be thinned out
            frame = left.keyframe_before(position)
            self.branch.keyframes.append(replace(frame, position=self.branch.end, spaced=False))
        if position == left.end:  # what was done together with a new beginning goes with it
            while left.entries and left.entries[-1].group == group and not left.entries[-1].command.takes_steps:
                left.entries.pop()
            left.keyframes = [frame for frame in left.keyframes if frame.position <= left.end]
        self.branch.fork = min(position, left.end)
        self.branches[number] = self.branch
        self.position = self.branch.end


def _label(group: list[Entry]) -> str:
    """Return the label of commands that were done together."""
    return next((done.command.label for done in group if done.command.starts_run), group[0].command.label)
