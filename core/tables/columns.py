"""What stands in one column: numbers, a category, text, dates, a count; and what is wrong or unclear in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from core.tables.cells import OTHER_MARKS, is_date, is_number, shown, unit_of

NUMBER, CATEGORY, YES_NO, DATE, TEXT, COUNT, EMPTY = "number", "category", "yes/no", "date", "text", "count", "empty"

MOST_VALUES = 20
"""A column of words with more different values is text, not a category."""

MOST_CLASSES = 16
"""As many units as a layer can have."""

PROBE = 2000
"""How many cells are looked at one by one."""

COUNT_NAMES = re.compile(
    r"(unnamed: ?0|index|idx|nr|no|row|rownames|#|번호|순번|연번|.*_?id)?", re.IGNORECASE
).fullmatch
FLOAT32_OVERFLOW = 2.0**128 - 2.0**103


@dataclass(frozen=True)
class Fault:
    """A cell that is not what its column is: its row in the frame, from 0, and the cell as it is written."""

    row: int
    cell: str


@dataclass(frozen=True)
class Column:
    """What was found in a column.

    Attributes:
        name: as in the file.
        kind: one of the kinds above.
        missing: how many cells are.
        values: the different values of a category, sorted; of whole numbers, too, if these are few.
        currency, unit: written before and behind the numbers.
        spaced: whether white space that pandas does not know stands around the numbers.
        low, high: the smallest and the largest number, or the first and last day.
        whole: whether all numbers are whole.
        merged: whether float32 cannot tell apart what differs here, e.g. seconds since 1970.
        day_first: whether dates begin with the day; None where that is not known.
        first: the first day, as pandas writes it.
        fault: the first cell that is no number, in a column of numbers.
    """

    name: str
    kind: str
    missing: int = 0
    values: tuple[str, ...] = ()
    currency: str = ""
    unit: str = ""
    spaced: bool = False
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    merged: bool = False
    day_first: bool | None = None
    first: str = ""
    fault: Fault | None = None


def describe(name: str, cells: Any, decimal: str, thousands: str) -> Column:
    """Describe a column.

    Args:
        name: its name.
        cells: the Series that pandas read.
        decimal, thousands: the notation of its numbers.
    """
    import pandas as pd

    there, missing = cells.dropna(), int(cells.isna().sum())
    if not len(there):
        return Column(name, EMPTY, missing)
    if pd.api.types.is_bool_dtype(there):
        return Column(name, YES_NO, missing, ("False", "True"), high=1.0, whole=True)
    if pd.api.types.is_numeric_dtype(there):
        return _numbers(name, there, missing)
    if pd.api.types.is_datetime64_any_dtype(there):
        return Column(name, DATE, missing, day_first=False, first=str(there.min()))
    return _words(name, cells, there, missing, decimal, thousands)


def numbers_in(cells: Any, currency: str, unit: str, decimal: str, thousands: str) -> Any:
    """Return the numbers of a column of texts such as "$1,200" or "180 cm", as float64; as the script does it."""
    import pandas as pd

    bare = cells.str.strip().str.removeprefix(currency).str.removesuffix(unit)
    if thousands:
        bare = bare.str.replace(thousands, "", regex=False)
    if decimal != ".":
        bare = bare.str.replace(decimal, ".", regex=False)
    return pd.to_numeric(bare, errors="coerce")


def _numbers(name: str, there: Any, missing: int, currency: str = "", unit: str = "") -> Column:
    import numpy as np

    numbers = there.to_numpy(float)
    wrong = np.flatnonzero(~(np.abs(numbers) < FLOAT32_OVERFLOW))
    fault = Fault(int(there.index[wrong[0]]), shown(numbers[wrong[0]])) if len(wrong) else None
    whole = not len(wrong) and bool((numbers == np.round(numbers)).all())
    values: tuple[str, ...] = ()
    merged = False
    if fault is None:
        merged = bool(np.abs(numbers).max() >= 2**24) and _merges(numbers)
        different = np.unique(numbers[:PROBE])
        if whole and len(different) <= MOST_VALUES:
            different = np.unique(numbers)
            values = tuple(str(int(value)) for value in different) if len(different) <= MOST_VALUES else ()
        if whole and not missing and _counts(numbers) and COUNT_NAMES(name.strip()):
            return Column(name, COUNT, 0, low=float(numbers[0]), high=float(numbers[-1]), whole=True)
    low, high = (float(numbers.min()), float(numbers.max())) if fault is None else (0.0, 0.0)
    column = Column(name, NUMBER, missing, values, currency, unit, low=low, high=high, whole=whole)
    return replace(column, merged=merged, fault=fault)


def _merges(numbers: Any) -> bool:
    import numpy as np

    return len(np.unique(numbers)) > len(np.unique(numbers.astype(np.float32)))


def _counts(numbers: Any) -> bool:
    import numpy as np

    return len(numbers) > 1 and numbers[0] in (0, 1) and bool((np.diff(numbers) == 1).all())


def _words(name: str, cells: Any, there: Any, missing: int, decimal: str, thousands: str) -> Column:
    """Describe a column that pandas took for text."""
    texts = there.astype(str).str.strip()
    probe = list(texts.iloc[:PROBE])
    if all(map(is_date, probe)):
        return _dates(name, texts, missing)
    shared = unit_of(cell for cell in probe if cell not in OTHER_MARKS)
    if shared is not None:
        numbers = numbers_in(there.astype(str), *shared, decimal, thousands)
        gaps = numbers.isna()
        if set(texts[gaps]) <= OTHER_MARKS:
            return _numbers(name, numbers[~gaps], missing + int(gaps.sum()), *shared)
    values = texts.unique()
    wrong = [row for row, cell in zip(texts.index, texts, strict=True) if not is_number(cell, decimal, thousands)]
    if not wrong:
        numbers = numbers_in(there.astype(str), "", "", decimal, thousands)
        return replace(_numbers(name, numbers, missing), spaced=True)
    few = len(values) <= MOST_VALUES and len(values) * 3 <= len(texts)
    if len(wrong) * 2 <= len(texts) and not few:
        return Column(name, NUMBER, missing, fault=Fault(int(wrong[0]), shown(cells.loc[wrong[0]])))
    phrases = len(values) == len(texts) > 1 and all(" " in cell for cell in probe)
    if len(values) > MOST_VALUES or phrases or (len(values) == len(texts) and COUNT_NAMES(name) and name):
        return Column(name, TEXT, missing)
    return Column(name, CATEGORY, missing, tuple(sorted(there.astype(str).unique())))


def _dates(name: str, texts: Any, missing: int) -> Column:
    """Describe a column of days; where no number is over 12, day and month can be either way round."""
    import pandas as pd

    parts = texts.str.split(r"[-/. T]", regex=True)
    day_first: bool | None = False
    if int(parts.str[0].str.len().max()) <= 2:
        one, two = parts.str[0].astype(int).max(), parts.str[1].astype(int).max()
        day_first = True if one > 12 else False if two > 12 else None
    try:
        days = pd.to_datetime(texts, dayfirst=bool(day_first))
    except ValueError:
        return Column(name, TEXT, missing)
    return Column(name, DATE, missing, day_first=day_first, first=str(days.min()))
