"""Digits that add up: round the terms of a sum so that the shown terms give exactly the shown sum."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIGNIFICANT = 3
"""Digits that the largest number of a column has at least."""

FEWEST, MOST = 3, 9
"""Decimals of a column."""

SMALLEST, LARGEST = 1e-4, 1e5
"""Numbers that are all smaller, or not all smaller, are written with a power of ten."""

TINIEST = 1e-99
"""What is smaller is shown as 0; no product of three float32 is, unless one of them is nearly 0."""


@dataclass(frozen=True)
class Column:
    """How the numbers of one column are written: all with the same number of decimals and the same power of ten.

    Attributes:
        decimals: digits after the point.
        exponent: of the power of ten, 0 for none: a number n is written as n / 10**exponent, then "e" and the exponent.
    """

    decimals: int = FEWEST
    exponent: int = 0

    def units(self, value: float) -> int:
        """Return a finite number in units of the last digit, properly rounded."""
        return round(self.scaled(value))

    def scaled(self, value: float) -> float:
        """Return a number in units of the last digit, not rounded."""
        shift = self.decimals - self.exponent
        return value * 10.0**shift if shift >= 0 else value / 10.0**-shift


def column_for(values: Iterable[float], smallest: float | None = None) -> Column:
    """Choose the column for some numbers that are shown together.

    Args:
        values: the numbers; those that are not finite are left out.
        smallest: a number that must show `SIGNIFICANT` digits too, if `MOST` decimals are enough for it.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if largest < TINIEST:
        return Column()
    if not SMALLEST <= largest < LARGEST:
        return Column(SIGNIFICANT, math.floor(math.log10(largest)))
    wanted = largest if not smallest or not math.isfinite(smallest) else min(abs(smallest), largest)
    return Column(min(max(SIGNIFICANT - 1 - math.floor(math.log10(wanted)), FEWEST), MOST))


def add_up(terms: Sequence[float], column: Column) -> tuple[tuple[int, ...], int]:
    """Round the finite terms of a sum so that they add up.

    The sum is rounded properly. Each term is rounded to one of its two neighbours: to the farther one only if the
    sum needs it, starting with the terms nearest to the middle (the largest remainder method). So no term is off
    by a whole digit, and an exact one, such as 0, stays as it is.

    Returns:
        The terms and the sum, in units of the last digit: the first add up to the second, exactly.
    """
    scaled = [column.scaled(term) for term in terms]
    rounded = [round(term) for term in scaled]
    total = round(math.fsum(scaled))
    missing = total - sum(rounded)
    step = 1 if missing > 0 else -1
    by_need = sorted(range(len(scaled)), key=lambda index: step * (rounded[index] - scaled[index]))
    for index in by_need[: abs(missing)]:
        rounded[index] += step
    return tuple(rounded), total
