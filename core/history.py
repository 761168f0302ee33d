"""The list of commands that a session is."""

from __future__ import annotations

from dataclasses import dataclass

from core.commands import Command


@dataclass(frozen=True)
class Done:
    """A command that was done, and the step it was done at (0 before the first update)."""

    command: Command
    step: int


class History:
    """The commands done so far, in order; commands that say one thing together are kept as one."""

    def __init__(self) -> None:
        self._entries: list[Done] = []

    def append(self, command: Command, step: int) -> None:
        """Add a command done at `step`. Ten steps after ten steps become twenty steps."""
        if self._entries:
            last = self._entries[-1]
            merged = last.command.merged_with(command)
            if merged is not None:
                self._entries[-1] = Done(merged, last.step)
                return
        self._entries.append(Done(command, step))

    def restore(self, entries: tuple[Done, ...]) -> None:
        """Go back to earlier `entries`."""
        self._entries = list(entries)

    @property
    def entries(self) -> tuple[Done, ...]:
        return tuple(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
