"""What is to be done with a table's columns and rows: a proposal, and the learner's changes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from core.data.built_in import LARGEST_SHARE
from core.design.network_spec import MAX_UNITS
from core.design.seeds import check_seed
from core.problems.problem import Problem
from core.tables.cells import shown
from core.tables.columns import CATEGORY, COUNT, DATE, EMPTY, MOST_CLASSES, NUMBER, TEXT, YES_NO, Column
from core.tables.table import Table

TOGETHER = (NUMBER, YES_NO)
"""The kinds of columns of which several can be targets: they are learned as numbers."""

MOST_INPUT_VALUES = 8
"""A category with more different values is not proposed as an input: each is an input unit."""

SMALL = 2.0
"""Inputs that all lie between -2 and 2 need no scaling."""

TARGET_NAMES = re.compile(
    r"y|target|label|labels|class|classes|species|outcome|diagnosis|survived|정답|타깃|타겟|라벨|레이블|목표|클래스",
    re.IGNORECASE,
).fullmatch
CLASS_NAMES = re.compile(
    r"class|classes|label|labels|species|outcome|diagnosis|survived|라벨|레이블|클래스", re.IGNORECASE
).fullmatch
"""Names of a target whose whole numbers are surely those of classes."""

FEW_WHOLE = 3
"""Whole numbers of which each stands in so many rows, in the mean, can be the numbers of classes."""

MANY_ROWS = 10


@dataclass(frozen=True)
class Choices:
    """What is to be done with a table.

    Attributes:
        targets: the columns that the network learns to say, an output unit for each; none before one is chosen.
        leave_out: the columns that are neither input nor target.
        classes: whether the values of the one target are classes, even if they are whole numbers.
        one_hot: whether three or more classes have a column of Y_true each.
        scale: whether a Normalization layer scales the inputs.
        missing: "leave out" the rows with gaps, or "fill" them with the mean of the training rows.
        validation: the share of the rows that no step learns from, 0 to 0.5.
        seed: of the shuffling before the rows are split.
        same_share: whether each class has the same share of both parts.
        day_first: whether dates that can be read in two ways begin with the day.
        shift: whether numbers that float32 cannot tell apart are counted from the smallest.
    """

    targets: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    classes: bool = False
    one_hot: bool = False
    scale: bool = False
    missing: str = "leave out"
    validation: float = 0.2
    seed: int = 7
    same_share: bool = False
    day_first: bool = True
    shift: bool = True

    def inputs(self, table: Table) -> tuple[Column, ...]:
        """Return the columns that are inputs."""
        return tuple(c for c in table.columns if c.name not in (*self.targets, *self.leave_out))

    def used(self, table: Table) -> list[str]:
        """Name the columns that are inputs or, last, the targets."""
        return [*(column.name for column in self.inputs(table)), *self.targets]

    def has_classes(self, table: Table) -> bool:
        """Whether there is one target, whose values are classes."""
        kinds = [table.column(name).kind for name in self.targets]
        return len(kinds) == 1 and (self.classes or kinds[0] in (CATEGORY, YES_NO))


def propose(table: Table) -> Choices:
    """Return what is most likely meant."""
    usable = [column for column in table.columns if column.kind in (NUMBER, CATEGORY, YES_NO) and column.fault is None]
    named = [column for column in usable if TARGET_NAMES(column.name)]
    target = next(iter(named[-1:] or usable[-1:]), None)
    names: tuple[str, ...] = (target.name,) if target is not None else ()
    if table.reading.targets and table.reading.names:  # an array of several targets
        target, names = None, table.reading.names
    left = tuple(column.name for column in table.columns if column.name not in names and _proposed_out(column, table))
    classes = target is not None and (bool(table.class_names) or are_classes(target, table))
    chosen = Choices(targets=names, leave_out=left, classes=classes)
    big = any(c.kind in (NUMBER, DATE) and max(-c.low, c.high) > SMALL for c in chosen.inputs(table))
    return replace(chosen, scale=big, validation=0.2 if table.rows >= MANY_ROWS else 0.0)


def changed(table: Table, choices: Choices, given: dict[str, Any]) -> Choices:
    """Return other choices with those that are given, by the names of their fields; `target` may be one name.

    Raises:
        Problem: there is no such choice, or a value is not of its kind.
    """
    given = {"targets" if name == "target" else name: value for name, value in given.items()}
    if isinstance(given.get("targets"), str):
        given["targets"] = (given["targets"],) if given["targets"] else ()
    known = {field.name: field for field in fields(Choices)}
    for name, value in given.items():
        if name not in known:
            raise Problem("table.choice", expected=", ".join(known), received=name)
        kind = type(getattr(choices, name))
        right = isinstance(value, (int, float) if kind is float else (list, tuple) if kind is tuple else kind)
        if not right or (name == "missing" and value not in ("leave out", "fill")):
            raise Problem("table.choice", expected=f"{name}: {kind.__name__}", received=repr(value))
    check_seed(given.get("seed", choices.seed))
    for name in (*given.get("leave_out", ()), *given.get("targets", ())):
        table.column(name)
    given |= {name: tuple(given[name]) for name in ("leave_out", "targets") if name in given}
    chosen = replace(choices, **given)
    if chosen.targets != choices.targets:
        one = table.column(chosen.targets[0]) if len(chosen.targets) == 1 else None
        chosen = replace(chosen, classes=given.get("classes", one is not None and are_classes(one, table)))
    return replace(chosen, leave_out=tuple(name for name in chosen.leave_out if name not in chosen.targets))


def with_target(table: Table, choices: Choices, name: str) -> Choices:
    """Return the choices with one more target; what cannot be learned together with it becomes an input."""
    names = (*choices.targets, name)
    together = tuple(dict.fromkeys(one for one in names if table.column(one).kind in TOGETHER))
    return changed(table, choices, {"targets": together if name in together else (name,)})


def are_classes(column: Column, table: Table) -> bool:
    """Return whether a column's values are classes: words, yes and no, or a few whole numbers from 0 or 1 on."""
    if column.kind in (CATEGORY, YES_NO):
        return True
    values = list(map(int, column.values)) if column.kind == NUMBER else []
    follow = len(values) >= 2 and values[0] in (0, 1) and values == list(range(values[0], values[0] + len(values)))
    enough = table.rows >= FEW_WHOLE * len(values) or bool(CLASS_NAMES(column.name))
    return follow and len(values) <= MOST_CLASSES and enough


def can_be_classes(column: Column) -> bool:
    """Return whether it is the learner's choice: whole numbers can be amounts, or the numbers of classes."""
    return column.kind == NUMBER and 2 <= len(column.values) <= MOST_CLASSES


def check_choices(table: Table, choices: Choices) -> None:
    """Raise a Problem if no network can be made of these choices. Rows are not looked at."""
    if not choices.targets:
        raise Problem("table.no_target")
    targets, inputs = tuple(map(table.column, choices.targets)), choices.inputs(table)
    if not inputs:
        raise Problem("table.no_input")
    for column in (*inputs, *targets):
        if column.fault is not None:
            raise table.fault_of(column)
        if column.kind in (TEXT, EMPTY) and column not in targets:
            raise Problem("table.not_usable", name=column.name)
    if not 0 <= choices.validation <= LARGEST_SHARE:
        raise Problem("table.validation", received=choices.validation)
    if len(targets) > MAX_UNITS:
        raise Problem("table.too_many_targets", received=len(targets), limit=MAX_UNITS)
    for target in targets:
        _check_target(table, choices, target)


def _check_target(table: Table, choices: Choices, target: Column) -> None:
    if target.kind in (EMPTY, DATE):
        raise Problem("table.not_usable", name=target.name)
    if len(choices.targets) > 1:
        if target.kind not in TOGETHER:
            raise Problem("table.no_number", name=target.name)
        return
    count = len(target.values)
    if target.kind == TEXT or ((choices.classes or target.kind == CATEGORY) and count > MOST_CLASSES):
        many = count or table.frame[target.name].nunique()
        raise Problem("table.too_many_classes", name=target.name, received=many, limit=MOST_CLASSES)
    if count == 1 and (choices.classes or target.kind == CATEGORY):
        raise Problem("table.one_class", name=shown(target.name), received=shown(target.values[0]))


def _proposed_out(column: Column, table: Table) -> bool:
    if column.kind in (COUNT, TEXT, EMPTY, DATE) or column.fault is not None:
        return True
    constant = column.kind == NUMBER and column.low == column.high and table.rows - column.missing > MANY_ROWS
    return constant or (column.kind == CATEGORY and len(column.values) > MOST_INPUT_VALUES)
