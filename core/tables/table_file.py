"""A table as a source of a batch: the same steps once with pandas, and once as lines of the script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from core.data.built_in import LARGEST_SHARE, Batch, class_numbers
from core.data.written import LONGEST_LINE
from core.design.network_spec import MAX_INPUTS, MAX_UNITS
from core.design.seeds import LARGEST_SEED
from core.problems.problem import Problem
from core.tables.cells import shown
from core.tables.choices import Choices, check_choices
from core.tables.columns import CATEGORY, COUNT, DATE, NUMBER, YES_NO, Column, numbers_in
from core.tables.copies import has_copy
from core.tables.file_kind import CHECKSUM, LONGEST_PATH, checksum, file_problem
from core.tables.reading import Reading, is_name, is_possible, written
from core.tables.table import Table, frame_of


@dataclass(frozen=True)
class ColumnUse:
    """How a column becomes numbers.

    Attributes:
        name: its name in the file.
        kind: see `core.tables.columns`.
        currency, unit: what is taken off around its numbers.
        spaced: whether white space is taken off, too.
        shift: what is subtracted, so that float32 can tell the numbers apart.
        day_first: whether its dates begin with the day.
        first: the first of its dates, from which the days are counted.
    """

    name: str
    kind: str
    currency: str = ""
    unit: str = ""
    spaced: bool = False
    shift: float = 0.0
    day_first: bool = False
    first: str = ""

    @property
    def marked(self) -> bool:
        """Whether pandas reads its numbers as text."""
        return bool(self.currency or self.unit or self.spaced)


@dataclass(frozen=True)
class TableFile:
    """A table's file, how it is read, and what becomes of its columns and rows. Made by `source_of`.

    Attributes:
        path: the absolute path.
        checksum: of the file's bytes, so that other content makes another source.
        reading: how pandas reads it.
        inputs: the columns that are inputs.
        targets: those that the network learns to say, each an output if they are numbers.
        classes: whether the values of the one target are classes.
        one_hot: whether each class has a column of Y_true.
        class_names: the names of the classes 0, 1, 2 …, where the file says them elsewhere.
        drop_blank: whether some rows have no value at all.
        gaps: whether some cells of these columns are missing.
        fill: whether missing numbers are filled, or else their rows left out.
        scale: whether a Normalization layer scales the inputs.
        validation: the share of the rows that no step learns from.
        seed: of the shuffling.
        same_share: whether each class has the same share of both parts.
    """

    path: str
    checksum: str
    reading: Reading
    inputs: tuple[ColumnUse, ...]
    targets: tuple[ColumnUse, ...]
    classes: bool = False
    one_hot: bool = False
    class_names: tuple[str, ...] = ()
    drop_blank: bool = False
    gaps: bool = False
    fill: bool = False
    scale: bool = False
    validation: float = 0.0
    seed: int = 0
    same_share: bool = False

    def __post_init__(self) -> None:
        uses = (*self.inputs, *self.targets)
        texts = (*self.class_names, *(text for use in uses for text in (use.name, use.currency, use.unit, use.first)))
        right = (
            is_possible(self.reading)
            and len(self.path) <= LONGEST_PATH
            and "\0" not in self.path
            and bool(CHECKSUM.fullmatch(self.checksum))
            and bool(self.inputs)
            and 1 <= len(self.targets) <= (1 if self.classes or self.one_hot else MAX_UNITS)
            and 0 <= self.validation <= LARGEST_SHARE
            and 0 <= self.seed <= LARGEST_SEED
            and all(use.kind in (NUMBER, CATEGORY, YES_NO, DATE, COUNT) and isfinite(use.shift) for use in uses)
            and all(map(is_name, texts))
        )
        if not right:
            raise ValueError(f"Expected what a table can be, received {self}.")

    @property
    def name(self) -> str:
        return Path(self.path).name

    def load(self) -> Batch:
        """Load the batch. Where there is a copy of the file in memory, the file itself is not looked at.

        Raises:
            Problem: the file is gone, cannot be read or has changed; or no row is left, or a class is never learned.
        """
        try:
            if not has_copy(self.checksum) and checksum(Path(self.path)) != self.checksum:
                raise Problem("table.changed", path=self.path)
            return _batch_of(self)
        except OSError as error:
            raise file_problem(Path(self.path), error) from error

    def changed(self) -> bool:
        """Return whether the file has another content now, or is gone."""
        try:
            return checksum(Path(self.path)) != self.checksum
        except OSError:
            return True

    def lines(self) -> tuple[str, ...]:
        return (
            "from hashlib import sha256",
            "",
            "import pandas as pd",
            "",
            *_assigned("path", self.path),
            f'if sha256(open(path, "rb").read()).hexdigest() != "{self.checksum}":',
            f"    raise ValueError({written(f'{self.name} has changed since this was written.')})",
            *self.reading.lines(),
            *self._cleaning_lines(),
            *self._target_lines(),
            *self._splitting_lines(),
        )

    # ---- the lines, in the order of `_batch_of` ---------------------------------------------------------------

    def _cleaning_lines(self) -> tuple[str, ...]:
        lines = ['df = df.dropna(how="all")'] if self.drop_blank else []
        for use in (*self.inputs, *self.targets):
            lines += _column_lines(use, self.reading)
        if self._categories:
            kinds = ", ".join(f'{written(name)}: "category"' for name in self._categories)
            lines.append(f"df = df.astype({{{kinds}}})")
        targets = written(self._target_names)
        needed = targets if self.fill else f"[*columns, {targets[1:]}"
        gaps = (f"df = df.dropna(subset={needed})",) if self.gaps else ()
        return (*_assigned("columns", [use.name for use in self.inputs]), *lines, *gaps)

    def _target_lines(self) -> tuple[str, ...]:
        if not self.classes:
            return (f'Y = df[{written(self._target_names)}].to_numpy("float32")',)
        name = written(self.targets[0].name)
        known = f"  # {', '.join(map(shown, self.class_names))}" if self.class_names else ""
        Y = f"Y = df[{name}].cat.codes.to_numpy()[:, None]"
        if self.one_hot:
            Y = f'Y = np.eye(len(classes), dtype="float32")[df[{name}].cat.codes]'
        return f"classes = df[{name}].cat.categories{known}", Y

    def _splitting_lines(self) -> tuple[str, ...]:
        words, numbers = self._words, [use.name for use in self.inputs if use.kind != CATEGORY]
        made = 'X = df[columns].to_numpy("float32")'
        if words:
            made = f'X = pd.get_dummies(df[columns], columns={written(words)}).to_numpy("float32")'
        fill: tuple[str, ...] = ()
        if self.fill and numbers:
            chosen = "columns" if not words else written(numbers)
            rows = f"df[{chosen}]" + (".iloc[train]" if self.validation else "")
            fill = (f"df[{chosen}] = df[{chosen}].fillna({rows}.mean())",)
        if not self.validation:
            tensors = ("X = tf.constant(X, tf.float32)", "Y_true = tf.constant(Y, tf.float32)")
            return (*fill, made, *tensors)
        tensors = (
            "X, X_val = tf.constant(X[train], tf.float32), tf.constant(X[val], tf.float32)",
            "Y_true, Y_val = tf.constant(Y[train], tf.float32), tf.constant(Y[val], tf.float32)",
        )
        return (*self._order_lines(), *fill, made, *tensors)

    def _order_lines(self) -> tuple[str, ...]:
        order = f"order = np.random.default_rng({self.seed}).permutation(len(df))"
        if not (self.same_share and self.classes):
            return (order, f"train, val = np.split(order, [round({1 - self.validation!r} * len(df))])")
        return (
            order,
            f"by_class = [order[Y[order, {'k] == 1' if self.one_hot else '0] == k'}] for k in range(len(classes))]",
            f"val = np.concatenate([rows[: round({self.validation!r} * len(rows))] for rows in by_class])",
            "train = np.setdiff1d(order, val)",
        )

    @property
    def _needed(self) -> list[str]:
        """The columns without whose values a row is left out."""
        return self._target_names if self.fill else [*(use.name for use in self.inputs), *self._target_names]

    @property
    def _target_names(self) -> list[str]:
        return [use.name for use in self.targets]

    @property
    def _categories(self) -> list[str]:
        """The columns whose values are told apart before any row is left out."""
        return [*self._words, *(self._target_names if self.classes else [])]

    @property
    def _words(self) -> list[str]:
        """The columns of which each value becomes an input."""
        return [use.name for use in self.inputs if use.kind == CATEGORY]


def source_of(table: Table, choices: Choices) -> TableFile:
    """Make the source of these choices.

    Raises:
        Problem: no network can be made of them.
    """
    check_choices(table, choices)
    inputs, targets = choices.inputs(table), tuple(map(table.column, choices.targets))
    classes, used = choices.has_classes(table), (*inputs, *targets)
    return TableFile(
        path=table.path,
        checksum=table.checksum,
        reading=table.reading,
        inputs=tuple(_use(column, choices) for column in inputs),
        targets=tuple(_use(column, choices) for column in targets),
        classes=classes,
        one_hot=choices.one_hot and classes and len(targets[0].values) > 2,
        class_names=table.class_names if classes and len(table.class_names) == len(targets[0].values) else (),
        drop_blank=bool(table.blank_rows),
        gaps=any(column.missing for column in used),
        fill=choices.missing == "fill" and any(column.missing for column in used),
        scale=choices.scale,
        validation=float(choices.validation),
        seed=choices.seed,
        same_share=choices.same_share and classes,
    )


def _use(column: Column, choices: Choices) -> ColumnUse:
    shift = column.low if column.merged and choices.shift else 0.0
    day_first = choices.day_first if column.day_first is None else column.day_first
    use = ColumnUse(column.name, column.kind, column.currency, column.unit, column.spaced, shift)
    return replace(use, day_first=day_first, first=column.first) if column.kind == DATE else use


@lru_cache(maxsize=2)
def _batch_of(source: TableFile) -> Batch:
    """Do what the lines say."""
    import numpy as np
    import pandas as pd

    df = frame_of(source.path, source.checksum, source.reading)
    df = df.dropna(how="all") if source.drop_blank else df.copy()
    for use in (*source.inputs, *source.targets):
        _convert(df, use, source.reading)
    df = df.astype(dict.fromkeys(source._categories, "category"))
    df = df.dropna(subset=source._needed) if source.gaps else df
    if not len(df):
        raise Problem("table.no_rows")
    Y, names = _targets(source, df)
    names = source.class_names or names
    columns = [use.name for use in source.inputs]
    words, numbers = source._words, [use.name for use in source.inputs if use.kind != CATEGORY]
    train, val = _split(source, Y, names)
    if source.fill and numbers:
        df[numbers] = df[numbers].fillna(df[numbers].iloc[train].mean())
    X = pd.get_dummies(df[columns], columns=words) if words else df[columns]
    inputs = tuple(str(name) for name in X.columns)
    if len(inputs) > MAX_INPUTS:
        raise Problem("table.too_many_inputs", received=len(inputs), limit=MAX_INPUTS)
    X = X.to_numpy("float32")
    if not np.isfinite(X).all():
        bad = inputs[int(np.flatnonzero(~np.isfinite(X).all(axis=0))[0])]
        raise Problem("table.no_mean", name=bad)
    validation = (X[val], Y[val]) if source.validation else (None, None)
    targets = names if source.one_hot else tuple(source._target_names)
    return Batch(X[train], Y[train], inputs, targets, names, *validation)


def _convert(df: Any, use: ColumnUse, reading: Reading) -> None:
    """Make numbers of a column, in the frame itself."""
    import pandas as pd

    if use.marked:
        df[use.name] = numbers_in(df[use.name], use.currency, use.unit, reading.decimal, reading.thousands)
    if use.kind == DATE:
        days = pd.to_datetime(df[use.name], dayfirst=use.day_first)
        df[use.name] = (days - pd.Timestamp(use.first)) / pd.Timedelta(days=1)
    if use.shift:
        df[use.name] -= use.shift


def _column_lines(use: ColumnUse, reading: Reading) -> list[str]:
    """Write what `_convert` does."""
    column, lines = f"df[{written(use.name)}]", []
    if use.marked:
        bare = f"{column}.str.strip().str.removeprefix({written(use.currency)}).str.removesuffix({written(use.unit)})"
        bare = bare.replace('.str.removeprefix("")', "").replace('.str.removesuffix("")', "")
        if reading.thousands:
            bare += f".str.replace({written(reading.thousands)}, '', regex=False)"
        if reading.decimal != ".":
            bare += f".str.replace({written(reading.decimal)}, '.', regex=False)"
        lines.append(f'{column} = pd.to_numeric({bare}, errors="coerce")')
    if use.kind == DATE:
        lines.append(f"days = pd.to_datetime({column}, dayfirst={use.day_first})")
        lines.append(f"{column} = (days - pd.Timestamp({written(use.first)})) / pd.Timedelta(days=1)")
    if use.shift:
        lines.append(f"{column} -= {use.shift!r}  # else float32 could not tell these numbers apart")
    return lines


def _targets(source: TableFile, df: Any) -> tuple[Any, tuple[str, ...]]:
    """Return the targets, (rows, columns of Y_true), and the names of the classes; none if they are numbers."""
    import numpy as np

    if not source.classes:
        return df[source._target_names].to_numpy("float32"), ()
    target = df[source.targets[0].name].cat
    names = tuple(str(int(c)) if isinstance(c, float) and c == int(c) else str(c) for c in target.categories)
    if source.one_hot:
        return np.eye(len(names), dtype="float32")[target.codes], names
    return target.codes.to_numpy()[:, None], names


def validation_rows(share: float, rows: int, by_class: Sequence[int] = ()) -> int:
    """Return how many of the rows no step learns from; with the rows of each class, each class gives its share."""
    if by_class:
        return sum(round(share * count) for count in by_class)
    return rows - round((1 - share) * rows)


def _split(source: TableFile, Y: Any, names: tuple[str, ...]) -> tuple[Any, Any]:
    """Return the training and the validation rows."""
    import numpy as np

    if not source.validation:
        return slice(None), slice(0)
    order, labels = np.random.default_rng(source.seed).permutation(len(Y)), class_numbers(Y)[:, 0]
    if source.same_share and source.classes:
        by_class = [order[labels[order] == k] for k in range(len(names))]
        val = np.concatenate([some[: validation_rows(source.validation, 0, (len(some),))] for some in by_class])
        train = np.setdiff1d(order, val)
    else:
        train, val = np.split(order, [len(Y) - validation_rows(source.validation, len(Y))])
    if not len(train) or not len(val):
        raise Problem("table.validation", received=source.validation)
    unseen = set(labels[val].tolist()) - set(labels[train].tolist()) if names else set()
    if unseen:
        raise Problem("table.class_unseen", received=names[int(min(unseen))])
    return train, val


def _assigned(name: str, value: str | list[str]) -> tuple[str, ...]:
    """Write an assignment, in several lines if it is long."""
    if len(name) + len(written(value)) + 3 <= LONGEST_LINE:
        return (f"{name} = {written(value)}",)
    if isinstance(value, list):
        return (f"{name} = [", *(f"    {written(item)}," for item in value), "]")
    pieces = [value[i : i + 80] for i in range(0, len(value), 80)]
    return (f"{name} = (", *(f"    {written(piece)}" for piece in pieces), ")")
