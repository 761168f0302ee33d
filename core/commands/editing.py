"""The commands that edit the samples by hand: cells, new rows, and rows that go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from core.commands.command import Command
from core.data.built_in import Batch
from core.data.written import table_lines
from core.design.names import SAMPLES
from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.network.network import Network


class _Edit:
    """What the changes of samples have in common; the weights stay."""

    label: ClassVar[str] = "edit"
    renews_data: ClassVar[bool] = True
    renews_descent: ClassVar[bool] = True

    def apply(self, network: Network) -> Command:
        network.values.edit_samples(self.edited)
        return self  # type: ignore[return-value]

    def edited(self, batch: Batch) -> Batch:
        """Return the batch with the change.

        Raises:
            Problem: there is no such cell or row, or what would be left is nothing to learn from.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class SetCells(_Edit, Command):
    """Write other numbers into some cells of X or Y_true.

    Args:
        name: "X" or "Y_true".
        cells: the row and column of each.
        values: the number for each.
    """

    name: str
    cells: tuple[tuple[int, ...], ...]
    values: tuple[float, ...]

    def edited(self, batch: Batch) -> Batch:
        if self.name not in SAMPLES or not self.cells or len(self.cells) != len(self.values):
            raise Problem("edit.cells", received=f"{self.name}, {len(self.cells)}, {len(self.values)}")
        changed = getattr(batch, self.name).copy()
        for cell, value in zip(self.cells, self.values, strict=True):
            if len(cell) != 2 or not (0 <= cell[0] < changed.shape[0] and 0 <= cell[1] < changed.shape[1]):
                raise Problem("edit.no_cell", received=list(cell), expected=tuple(changed.shape))
            changed[cell] = value
        return _with(batch, **{self.name: changed})

    def lines(self) -> tuple[str, ...]:
        cells = f"[{', '.join(str([*cell]) for cell in self.cells)}]"
        values = f"[{', '.join(repr(float(value)) for value in self.values)}]"
        return (f"{self.name} = tf.tensor_scatter_nd_update({self.name}, {cells}, {values})",)


@dataclass(frozen=True)
class AddRows(_Edit, Command):
    """Add samples after the last one.

    Args:
        X, Y_true: their rows.
    """

    X: tuple[tuple[float, ...], ...]
    Y_true: tuple[tuple[float, ...], ...]

    def edited(self, batch: Batch) -> Batch:
        import numpy as np

        for name, rows in (("X", self.X), ("Y_true", self.Y_true)):
            wanted = getattr(batch, name).shape[1]
            if not rows or len(rows) != len(self.X) or any(len(row) != wanted for row in rows):
                lengths = ", ".join(sorted({str(len(row)) for row in rows})) or "0"
                raise Problem("edit.row_lengths", name=name, received=lengths, expected=wanted)
        return _with(
            batch,
            X=np.concatenate([batch.X, np.array(self.X, np.float32)]),
            Y_true=np.concatenate([batch.Y_true, np.array(self.Y_true, np.float32)]),
        )

    def lines(self) -> tuple[str, ...]:
        added = (table_lines(f"tf.concat([{name}, ", getattr(self, name), "], axis=0),", "    ") for name in SAMPLES)
        return ("X, Y_true = (", *(line for lines in added for line in lines), ")")


@dataclass(frozen=True)
class RemoveRows(_Edit, Command):
    """Remove some samples.

    Args:
        rows: their places, counted from 0.
    """

    rows: tuple[int, ...]

    def edited(self, batch: Batch) -> Batch:
        import numpy as np

        missing = [row for row in self.rows if not 0 <= row < batch.samples]
        if missing or not self.rows:
            raise Problem("edit.no_cell", received=missing, expected=tuple(batch.X.shape))
        if len(set(self.rows)) == batch.samples:
            raise Problem("edit.last_row")
        rows = list(self.rows)
        return _with(batch, X=np.delete(batch.X, rows, axis=0), Y_true=np.delete(batch.Y_true, rows, axis=0))

    def lines(self) -> tuple[str, ...]:
        left = (f"    tf.constant(np.delete({name}, {[*self.rows]}, axis=0))," for name in SAMPLES)
        return ("X, Y_true = (", *left, ")")


def _with(batch: Batch, **changed: Any) -> Batch:
    """Return a batch with other samples.

    Raises:
        Problem: a number is not finite, or a target is the number of no class.
    """
    import numpy as np

    if not all(np.isfinite(values).all() for values in changed.values()):
        raise Problem("edit.not_finite")
    if batch.classes and "Y_true" in changed:
        numbers = changed["Y_true"]
        wrong = ~np.isin(numbers, np.arange(2 if batch.one_hot else len(batch.classes)))
        if batch.one_hot:  # one 1 in every row
            wrong |= numbers.sum(axis=1, keepdims=True) != 1
        if wrong.any():
            names = ", ".join(f"{number}: {name}" for number, name in enumerate(batch.classes))
            raise Problem("edit.no_class", received=f"{numbers[wrong][0]:g}", names=names)
    return replace(batch, **changed)
