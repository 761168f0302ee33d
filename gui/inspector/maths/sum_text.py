"""Write a sum and its terms with digits that add up."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.snapshot.place import Place
from gui.inspector.maths.term_table import TermRow
from gui.look import number_text

if TYPE_CHECKING:
    from core.explain.digits import Column
    from core.explain.terms import Sum, Term

MOST_ROWS = 8
"""How many terms are shown: a longer sum shows its largest ones, and one line for the rest."""

FACTOR_DECIMALS = 4


def write_sum(
    shown: Sum,
    name: Callable[[Term], str],
    place: Callable[[Term], Place | None] | None = None,
    *,
    most: int = MOST_ROWS,
    smallest: float | None = None,
) -> tuple[tuple[TermRow, ...], str]:
    """Return the rows of a sum and its value, rounded so that the numbers as written add up.

    Args:
        shown: the sum.
        name: what a term is called; a term without factors stands for `term.count` others.
        place: the weight that a term belongs to.
        most: the largest number of rows.
        smallest: see `core.explain.digits.column_for`.
    """
    from core.explain.digits import add_up, column_for
    from core.explain.terms import shortened

    terms = shortened(shown.terms, most)
    values = [term.value for term in terms]
    total = shown.result.value
    if all(map(math.isfinite, [*values, total])):
        column = column_for([*values, total], smallest)
        units, sum_units = add_up(values, column)
        texts, result = [(write(unit, column), _sign(unit)) for unit in units], write(sum_units, column)
    else:
        texts, result = [(number_text.signed(value, 3), _sign(value)) for value in values], number_text.signed(total, 3)
    rows = tuple(
        TermRow(
            name(term),
            " × ".join(map(factor, term.factors)) if len(term.factors) > 1 else "",
            text,
            sign,
            exactly(term),
            place(term) if place is not None else None,
        )
        for term, (text, sign) in zip(terms, texts, strict=True)
    )
    return rows, result


def write(units: int, column: Column) -> str:
    """Write a number of a column with its sign; 0 has none."""
    digits = f"{abs(units):0{column.decimals + 1}d}"
    text = f"{digits[: -column.decimals]}.{digits[-column.decimals :]}"
    power = f"e{column.exponent}".replace("-", number_text.MINUS) if column.exponent else ""
    sign = "" if units == 0 else (number_text.MINUS if units < 0 else "+")
    return sign + text + (power if units else "")


def write_like(value: float, like: tuple[float, ...]) -> str:
    """Write a number with the decimals that a column holding `like` has."""
    from core.explain.digits import column_for

    if not math.isfinite(value):
        return number_text.signed(value)
    column = column_for([value, *like])
    return write(column.units(value), column)


def factor(value: float) -> str:
    """Write a factor with one digit more than the products, so that a pocket calculator gives the same products."""
    if value == 0:
        return "0"  # or −0, which is a float, too
    if not math.isfinite(value):
        return number_text.signed(value).removeprefix("+")
    short = f"{value:.3g}"
    if float(short) == value and "e" not in short:  # a setting such as 0.9, or a whole number
        return short.replace("-", number_text.MINUS)
    if not 0.001 <= abs(value) < 1e4:
        return number_text.power(value, 2).removeprefix("+")
    size = math.floor(math.log10(abs(value)))
    return number_text.plain(value, FACTOR_DECIMALS - size if size > 0 else FACTOR_DECIMALS + (size < -2))


def exactly(term: Term) -> str:
    """Write a term with every digit that float32 holds."""
    if not term.factors:
        return number_text.signed(term.value, 9)
    product = " × ".join(f"{value:.9g}".replace("-", number_text.MINUS) for value in term.factors)
    return product if len(term.factors) == 1 else f"{product} = {term.value:.9g}".replace("-", number_text.MINUS)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
