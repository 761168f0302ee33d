"""Sums with their terms, and whether they agree with Keras's numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TOLERANCE = 1e-6
"""Relative; float32 holds a number to 6e-8."""

SMALLEST = float(2**-126)
"""The smallest normal float32; what is below it may be flushed to 0."""


@dataclass(frozen=True)
class Result:
    """A number computed here from the terms shown, and Keras's own.

    Attributes:
        value: computed here, in float64.
        keras: Keras's or the tape's number, or None if there is nothing to compare with.
        scale: the size of the terms that went into it: the sum of their absolute values.
        slack: how much more the two may differ, because their inputs already differ by rounding.
    """

    value: float
    keras: float | None
    scale: float = 0.0
    slack: float = 0.0

    @property
    def agrees(self) -> bool | None:
        """Whether both are the same number, to 1e-6; None if there is nothing to compare with.

        The 1e-6 is relative to the number itself or, if they are larger, to its terms: float32 rounds every term of a
        sum, so where large terms cancel, the rest is known only to a share of *their* size. Numbers that are not
        finite agree if float32 makes the same of both.
        """
        if self.keras is None:
            return None
        if not math.isfinite(self.value) or not math.isfinite(self.keras):
            return _as_float32(self.value) == _as_float32(self.keras)
        allowed = TOLERANCE * max(abs(self.value), abs(self.keras), self.scale) + self.slack
        return self.difference <= max(allowed, SMALLEST)

    @property
    def difference(self) -> float:
        """The distance between the two; 0 if there is nothing to compare with."""
        return abs(self.value - self.keras) if self.keras is not None else 0.0


@dataclass(frozen=True)
class Term:
    """One summand.

    Attributes:
        index: of the input, the unit or the sample it belongs to; None for a bias or for the rest.
        factors: what is multiplied, e.g. the input and the weight.
        value: their product or, for the rest, the exact sum.
        count: how many terms it stands for; more than 1, or 0 factors, only for the rest.
    """

    index: int | None
    factors: tuple[float, ...]
    value: float
    count: int = 1


@dataclass(frozen=True)
class Sum:
    """Terms and their sum."""

    terms: tuple[Term, ...]
    result: Result


def product(index: int | None, *factors: float) -> Term:
    """Return the term of these factors."""
    return Term(index, factors, math.prod(factors))


def total(terms: Sequence[Term], keras: float | None, slack: float = 0.0) -> Sum:
    """Sum some terms, and compare the sum with Keras's number."""
    values = [term.value for term in terms]
    return Sum(tuple(terms), Result(exact_sum(values), keras, exact_sum(map(abs, values)), slack))


def shortened(terms: tuple[Term, ...], most: int) -> tuple[Term, ...]:
    """Keep the largest terms in their order, and add one for the rest; keep all if they are at most `most`."""
    if len(terms) <= most:
        return terms
    by_size = sorted(range(len(terms)), key=lambda index: -abs(terms[index].value))
    kept = sorted(by_size[: most - 1])
    rest = [terms[index] for index in by_size[most - 1 :]]
    return (*(terms[index] for index in kept), Term(None, (), exact_sum(term.value for term in rest), len(rest)))


def exact_sum(values: Iterable[float]) -> float:
    """Compute the sum without intermediate rounding; NaN and infinities are added as in float64."""
    listed = list(values)
    try:
        return math.fsum(listed)
    except (ValueError, OverflowError):  # infinities of both signs, or a sum that is too large
        return float(sum(listed))


def _as_float32(value: float) -> str:
    """Write what float32 makes of a number: "nan", or its sign, with "inf" if it is infinite."""
    largest = 3.4028235677973366e38
    if value != value:
        return "nan"
    return f"{math.copysign(1, value):+.0f}" + ("inf" if abs(value) >= largest else "")
