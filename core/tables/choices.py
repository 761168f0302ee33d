"""What is to be done with a table's columns and rows: a proposal, and the learner's changes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from core.problems.problem import Problem
from core.tables.cells import shown
from core.tables.columns import CATEGORY, COUNT, DATE, EMPTY, MOST_CLASSES, NUMBER, TEXT, YES_NO, Column
from core.tables.table import Table

LARGEST_VALIDATION = 0.5
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
        target: the column that the network learns to say; "" while none is chosen.
        leave_out: the columns that are neither input nor target.
        classes: whether the target's values are classes, even if they are whole numbers.
        scale: whether a Normalization layer scales the inputs.
        missing: "leave out" the rows with gaps, or "fill" them with the mean of the training rows.
        validation: the share of the rows that no step learns from, 0 to 0.5.
        seed: of the shuffling before the rows are split.
        same_share: whether each class has the same share of both parts.
        day_first: whether dates that can be read in two ways begin with the day.
        shift: whether numbers that float32 cannot tell apart are counted from the smallest.
    """

    target: str = ""
    leave_out: tuple[str, ...] = ()
    classes: bool = False
    scale: bool = False
    missing: str = "leave out"
    validation: float = 0.2
    seed: int = 7
    same_share: bool = False
    day_first: bool = True
    shift: bool = True

    def inputs(self, table: Table) -> tuple[Column, ...]:
        """Return the columns that are inputs."""
        return tuple(c for c in table.columns if c.name != self.target and c.name not in self.leave_out)

    def used(self, table: Table) -> list[str]:
        """Name the columns that are inputs or, last, the target."""
        return [column.name for column in self.inputs(table)] + ([self.target] if self.target else [])

    def has_classes(self, table: Table) -> bool:
        """Whether the target's values are classes."""
        return self.classes or table.column(self.target).kind in (CATEGORY, YES_NO)


def propose(table: Table) -> Choices:
    """Return what is most likely meant."""
    usable = [column for column in table.columns if column.kind in (NUMBER, CATEGORY, YES_NO) and column.fault is None]
    named = [column for column in usable if TARGET_NAMES(column.name)]
    target = next(iter(named[-1:] or usable[-1:]), None)
    name = target.name if target is not None else ""
    left = tuple(column.name for column in table.columns if column.name != name and _proposed_out(column, table))
    classes = target is not None and (bool(table.class_names) or are_classes(target, table))
    chosen = Choices(target=name, leave_out=left, classes=classes)
    big = any(c.kind in (NUMBER, DATE) and max(-c.low, c.high) > SMALL for c in chosen.inputs(table))
    return replace(chosen, scale=big, validation=0.2 if table.rows >= MANY_ROWS else 0.0)


def changed(table: Table, choices: Choices, given: dict[str, Any]) -> Choices:
    """Return other choices with those that are given.

    Raises:
        Problem: there is no such choice, or a value is not of its kind.
    """
    known = {field.name: field for field in fields(Choices)}
    for name, value in given.items():
        if name not in known:
            raise Problem("table.choice", expected=", ".join(known), received=name)
        kind = type(getattr(choices, name))
        right = isinstance(value, (int, float) if kind is float else (list, tuple) if kind is tuple else kind)
        if not right or (name == "missing" and value not in ("leave out", "fill")):
            raise Problem("table.choice", expected=f"{name}: {kind.__name__}", received=repr(value))
    for name in (*given.get("leave_out", ()), *([given["target"]] if given.get("target") else [])):
        table.column(name)
    if "leave_out" in given:
        given = {**given, "leave_out": tuple(given["leave_out"])}
    chosen = replace(choices, **given)
    if "target" in given and given["target"] != choices.target:
        left = chosen.leave_out if "leave_out" in given else tuple(n for n in chosen.leave_out if n != given["target"])
        classes = given.get("classes", are_classes(table.column(given["target"]), table))
        chosen = replace(chosen, leave_out=left, classes=classes)
    return replace(chosen, leave_out=tuple(name for name in chosen.leave_out if name != chosen.target))


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
    if not choices.target:
        raise Problem("table.no_target")
    target, inputs = table.column(choices.target), choices.inputs(table)
    if not inputs:
        raise Problem("table.no_input")
    for column in (*inputs, target):
        if column.fault is not None:
            raise table.fault_of(column)
        if column.kind in (TEXT, EMPTY) and column is not target:
            raise Problem("table.not_usable", name=column.name)
    if target.kind in (EMPTY, DATE):
        raise Problem("table.not_usable", name=target.name)
    count = len(target.values)
    if target.kind == TEXT or ((choices.classes or target.kind == CATEGORY) and count > MOST_CLASSES):
        many = count or table.frame[target.name].nunique()
        raise Problem("table.too_many_classes", name=target.name, received=many, limit=MOST_CLASSES)
    if count == 1 and (choices.classes or target.kind == CATEGORY):
        raise Problem("table.one_class", name=shown(target.name), received=shown(target.values[0]))
    if not 0 <= choices.validation <= LARGEST_VALIDATION:
        raise Problem("table.validation", received=choices.validation)


def _proposed_out(column: Column, table: Table) -> bool:
    if column.kind in (COUNT, TEXT, EMPTY, DATE) or column.fault is not None:
        return True
    constant = column.kind == NUMBER and column.low == column.high and table.rows - column.missing > MANY_ROWS
    return constant or (column.kind == CATEGORY and len(column.values) > MOST_INPUT_VALUES)
