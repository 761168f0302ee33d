"""Everything that a saved session holds, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.commands import UseData
from core.files.saved_lesson import SavedLesson
from core.history.branch import Branch, Entry
from core.history.loss_curve import LossCurve
from core.history.loss_curves import LossCurves
from core.history.saved_history import SavedHistory
from core.history.validation_curve import ValidationCurve
from core.snapshot.snapshot import Array
from core.tables.table_file import TableFile


@dataclass(frozen=True, eq=False)
class SavedCurve:
    """The losses of a branch.

    Attributes:
        losses: one every `stride` steps.
        stride: see `LossCurve`.
        validation: those of the validation rows.
    """

    losses: Array
    stride: int
    validation: ValidationCurve = field(default_factory=ValidationCurve)


@dataclass(frozen=True, eq=False)
class SavedSession:
    """A session.

    Attributes:
        history: the commands, branches and keyframes.
        curves: the losses, by branch.
        lesson: how far the lesson was read, or None.
        copies: the contents of the files that it learned from, by checksum, if they were there and not too large.
    """

    history: SavedHistory
    curves: Mapping[int, SavedCurve] = field(default_factory=dict)
    lesson: SavedLesson | None = None
    copies: Mapping[str, bytes] = field(default_factory=dict)

    def files(self) -> tuple[TableFile, ...]:
        """Return the files that it learned from."""
        commands = (done.command for branch in self.history.branches for done in branch.entries)
        sources = (command.source for command in commands if isinstance(command, UseData))
        return tuple(dict.fromkeys(source for source in sources if isinstance(source, TableFile)))

    def loss_curves(self) -> LossCurves:
        """Return the curves, with the marks of what was done."""
        entries: dict[int, list[Entry]] = {}
        curves: dict[int, LossCurve] = {}
        for saved in self.history.branches:
            shared = Branch(0, entries=entries[saved.parent]).upto(saved.fork) if saved.parent is not None else []
            entries[saved.number] = [*shared, *saved.entries]
            curve = self.curves[saved.number]
            made = curves[saved.number] = LossCurve.of(curve.losses, curve.stride, entries[saved.number])
            made.validation = curve.validation.copy()
        return LossCurves.of(curves)


def saved_curves(curves: LossCurves) -> dict[int, SavedCurve]:
    """Return the losses of all branches, copied."""
    return {
        number: SavedCurve(curve.kept.copy(), curve.stride, curve.validation.copy())
        for number, curve in curves.curves.items()
    }
