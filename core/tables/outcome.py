"""What choices about a table lead to, before they are made: rows, inputs, outputs, lines, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.design.network_spec import MAX_INPUTS
from core.design.task import Task, task_of
from core.problems.problem import Problem
from core.tables.choices import Choices
from core.tables.columns import CATEGORY
from core.tables.reading import TEXT
from core.tables.table import Table
from core.tables.table_file import TableFile, source_of, validation_rows

SHOWN_ROWS = 7


@dataclass(frozen=True)
class Outcome:
    """What would be opened.

    Attributes:
        gaps: the rows without a value in one of the chosen columns.
        no_target: the rows without a value of a target, which are left out in any case.
        training, validation: the rows to learn from and to check with.
        inputs: the number of input units.
        task: the last layer and the loss; None without a target.
        source: what would be learned from; None if something is missing.
        problem: what is missing, or wrong.
    """

    gaps: int = 0
    no_target: int = 0
    training: int = 0
    validation: int = 0
    inputs: int = 0
    task: Task | None = None
    source: TableFile | None = None
    problem: Problem | None = None


def outcome_of(table: Table, choices: Choices) -> Outcome:
    """Return what these choices lead to."""
    chosen = choices.inputs(table)
    missing = table.frame[choices.used(table)].isna()
    gaps = int(missing.any(axis=1).sum())
    no_target = missing[list(choices.targets)].any(axis=1)
    left_out = no_target if choices.missing == "fill" else missing.any(axis=1)
    rows = table.rows - int(left_out.sum())
    by_class: list[int] = []
    if choices.same_share and choices.has_classes(table):
        by_class = table.frame.loc[~left_out, choices.targets[0]].value_counts().tolist()
    training = rows - validation_rows(choices.validation, rows, by_class)
    inputs = sum(max(1, len(column.values)) if column.kind == CATEGORY else 1 for column in chosen)
    counts = gaps, int(no_target.sum()), training, rows - training, inputs
    try:
        source = source_of(table, choices)
        if inputs > MAX_INPUTS:
            raise Problem("table.too_many_inputs", received=inputs, limit=MAX_INPUTS)
        if not rows:
            raise Problem("table.no_rows")
    except Problem as problem:
        return Outcome(*counts, _task(table, choices), problem=problem)
    return Outcome(*counts, _task(table, choices), source)


def _task(table: Table, choices: Choices) -> Task | None:
    if not choices.targets:
        return None
    classes = max(2, len(table.column(choices.targets[0]).values)) if choices.has_classes(table) else 0
    return task_of(classes, len(choices.targets), one_hot=choices.one_hot)


def first_rows(table: Table, count: int = SHOWN_ROWS) -> list[tuple[str, ...]]:
    """Return the first rows as they stand in the file, a text for each column."""
    names = [column.name for column in table.columns]
    if table.reading.form != TEXT:
        return _written(table.frame[names].head(count))
    import pandas as pd

    given = table.reading.arguments() | {"dtype": str, "keep_default_na": False, "nrows": count + table.blank_rows}
    for name in ("decimal", "thousands", "na_values"):
        given.pop(name, None)
    try:
        frame = pd.read_csv(Path(table.path), **given).reset_index(drop=True)
    except (ValueError, OSError):  # the file is gone by now
        return _written(table.frame[names].head(count))
    frame.columns = frame.columns.astype(str).str.strip()
    rows = frame[[name for name in names if name in frame.columns]]
    rows = rows[rows.apply(lambda cells: cells.str.strip().ne("")).any(axis=1)].head(count)
    return [tuple(str(cell).strip() for cell in row) for row in rows.itertuples(index=False)]


def rows_with_gaps(table: Table, choices: Choices, count: int = SHOWN_ROWS) -> list[tuple[str, ...]]:
    """Return the first rows without a value in one of the chosen columns."""
    missing = table.frame[table.frame[choices.used(table)].isna().any(axis=1)]
    return _written(missing[[column.name for column in table.columns]].head(count))


def _written(frame: Any) -> list[tuple[str, ...]]:
    """Write cells; a missing one is empty."""
    return [tuple(_cell(cell) for cell in row) for row in frame.itertuples(index=False)]


def _cell(cell: Any) -> str:
    if cell != cell or cell is None:
        return ""
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
