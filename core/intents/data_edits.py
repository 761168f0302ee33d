"""What was typed into a cell of the samples, or pasted from a spreadsheet, as commands."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from core.commands import AddRows, RemoveRows, SetCells
from core.data.built_in import Batch
from core.intents.data_plans import Edit
from core.problems.problem import Problem

MINUS = "\u2212"


def set_cell(batch: Batch, row: int, column: int, text: str) -> tuple[Edit, ...]:
    """Return the command that writes a text into a cell; none if its number is there already.

    Args:
        batch: the samples.
        row, column: of the cell; after the inputs come the targets, or one column of classes.
        text: what was typed: a number, or the name or number of a class.

    Raises:
        Problem: it is neither.
    """
    edits = _written_over(batch, row, column, [[_value(batch, row, column, text)]])
    same = all((getattr(edit.edited(batch), edit.name) == getattr(batch, edit.name)).all() for edit in edits)
    return () if same else edits


def copied_sample(batch: Batch, row: int) -> tuple[Edit, ...]:
    """Return the command that adds a copy of a sample after the last one."""
    return (AddRows((tuple(batch.X[row].tolist()),), (tuple(batch.Y_true[row].tolist()),)),)


def removed_sample(row: int) -> tuple[Edit, ...]:
    """Return the command that removes a sample."""
    return (RemoveRows((row,)),)


def pasted(batch: Batch, row: int, column: int, text: str) -> tuple[Edit, ...]:
    """Return the commands that paste cells of a spreadsheet.

    Rows with a cell for every column are new samples. Fewer columns are written over the cells from (row, column) on.
    Columns are parted by tabs, else by semicolons; a decimal comma is understood; a row of names above is left out.

    Raises:
        Problem: a cell is no number, the rows do not fit, or there is nothing.
    """
    rows = [[cell.strip() for cell in line] for line in _rows(text)]
    width = batch.inputs + (1 if batch.classes else len(batch.targets))
    if not rows:
        raise Problem("edit.nothing_to_paste")
    if len(rows) > 1 and not any(_number(batch, i, cell) is not None for i, cell in enumerate(rows[0])):
        rows = rows[1:]
    lengths = {len(cells) for cells in rows}
    whole = lengths == {width}
    across, down = max(lengths), len(rows)
    if len(lengths) > 1 or (not whole and (column + across > width or row + down > batch.samples)):
        raise Problem(
            "edit.paste_size",
            received=f"{down} x {', '.join(map(str, sorted(lengths)))}",
            expected=width,
            room=f"{batch.samples - row} x {width - column}",
        )
    first, left = (batch.samples, 0) if whole else (row, column)
    values = [
        [_value(batch, first + i, left + j, cell) for j, cell in enumerate(cells)] for i, cells in enumerate(rows)
    ]
    if whole:
        inputs = batch.inputs
        X = tuple(tuple(cells[:inputs]) for cells in values)
        return (AddRows(X, tuple(_targets(batch, cells[inputs:]) for cells in values)),)
    return _written_over(batch, row, column, values)


def _targets(batch: Batch, values: Sequence[float]) -> tuple[float, ...]:
    """Return a row of Y_true from its cells: of one that has a column for each class, there is one cell."""
    if not batch.one_hot:
        return tuple(values)
    return tuple(float(number == values[0]) for number in range(len(batch.classes)))


def _written_over(batch: Batch, row: int, column: int, values: list[list[float]]) -> tuple[SetCells, ...]:
    """Return the commands that write numbers over cells of X, of Y_true, or both."""
    parts: dict[str, list[tuple[tuple[int, int], float]]] = {}
    for i, cells in enumerate(values):
        for j, value in enumerate(cells):
            if column + j < batch.inputs:
                parts.setdefault("X", []).append(((row + i, column + j), value))
                continue
            at = column + j - batch.inputs
            for k, part in enumerate(_targets(batch, (value,))):
                parts.setdefault("Y_true", []).append(((row + i, at + k), part))
    return tuple(
        SetCells(name, tuple(place for place, _ in cells), tuple(value for _, value in cells))
        for name, cells in parts.items()
    )


def _rows(text: str) -> list[list[str]]:
    separator = "\t" if "\t" in text or ";" not in text else ";"
    return [line.split(separator) for line in text.splitlines() if line.strip()]


def _value(batch: Batch, row: int, column: int, text: str) -> float:
    """Return what a text in a cell stands for."""
    value = _number(batch, column, text)
    if value is not None:
        return value
    if batch.classes and column >= batch.inputs:
        names = ", ".join(f"{number}: {name}" for number, name in enumerate(batch.classes))
        raise Problem("edit.no_class", received=text, names=names)
    name = batch.columns[column] if column < batch.inputs else batch.targets[column - batch.inputs]
    raise Problem("edit.not_a_number", row=row + 1, column=name, received=text or "–")


def _number(batch: Batch, column: int, text: str) -> float | None:
    """Return the number of a class, or the finite number that a text is, with a decimal point or comma; else None."""
    text = text.strip()
    if column >= batch.inputs and text in batch.classes:
        return float(batch.classes.index(text))
    plain = text.replace(MINUS, "-").replace("\u00a0", "")
    if "," in plain and "." in plain:  # the one that comes first is for thousands
        plain = plain.replace(min(",.", key=plain.index), "")
    if column >= batch.inputs and batch.one_hot and plain not in map(str, range(len(batch.classes))):
        return None
    try:
        value = float(plain.replace(",", ".")) if "_" not in plain else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None
