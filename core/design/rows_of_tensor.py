"""Some rows of a tensor or an array, as they are written: `X[:2]`, `X[1:3]`, `X[0]`."""

from __future__ import annotations

import re

ROWS = re.compile(r"(\w+)\[(?:(-?\d{1,9})|(-?\d{1,9})?:(-?\d{1,9})?)\]")


def is_rows(written: str) -> bool:
    """Return whether this stands for rows of a variable."""
    return ROWS.fullmatch(written) is not None


def variable_of(written: str) -> str:
    """Return the variable of which these are rows; what is written, if it is something else."""
    return parts_of(written)[0]


def parts_of(written: str) -> tuple[str, int | slice | None]:
    """Return the variable and which of its rows are meant: None for all, without brackets.

    Example:
        >>> parts_of("X[:2]")
        ('X', slice(None, 2, None))
    """
    found = ROWS.fullmatch(written)
    if found is None:
        return written, None
    name, row, first, end = found.groups()
    return name, int(row) if row is not None else slice(*(None if part is None else int(part) for part in (first, end)))
