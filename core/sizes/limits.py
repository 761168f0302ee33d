"""What is too large for an expression, and the work that one may ask for."""

from __future__ import annotations

from core.problems.layer_texts import TOO_LARGE
from core.problems.problem import Problem

MOST_CODE = 2_000
"""Letters of an expression, and of a line or a statement that is typed."""

LARGEST_ARRAY = 1_000_000
"""The most numbers that a result may have; broadcasting multiplies sizes."""

MOST_ENTRIES, DEEPEST = 20_000, 60
"""Of a list, with those of the lists inside it; and how many lists may be one inside the other."""

LONGEST_TEXT = 100_000
"""Of a text, of the texts and whole numbers in a list, and of what is printed, in letters."""

MOST_PRINTED = 10_000
"""Of an array's numbers: numpy leaves out most of a long axis, but prints six places of each, 0.1 s in all."""

MOST_BITS = 8_192
"""Of a whole number: 2,466 digits. Python writes out at most 4,300."""

MOST_ROUNDS = 1_000
"""Of a comprehension or a loop. A model that is opened has up to 600 layers."""

MOST_WORK = 20_000_000
"""Of one expression, where computing one number is 1: about 0.2 s."""

ENTRY, PART, CALL, PREDICTION = 20, 100, 10_000, 1_000_000
"""The work of looking at an entry of a list, at a part of the expression, of a call, and of `model.predict`."""


class TooLarge(Exception):
    """A value, or the work for it, is too large.

    Attributes:
        what: a key of `core.problems.layer_texts.TOO_LARGE`.
        most: the limit.
        received: what there is, as far as it was counted.
    """

    def __init__(self, what: str, most: int, received: int) -> None:
        super().__init__(what)
        self.what, self.most, self.received = what, most, received

    def in_expression(self, expression: str) -> Problem:
        """Return the Problem that an expression gives this."""
        reason = TOO_LARGE[self.what]
        return Problem(
            "value.too_large", expression=expression, reason=reason, expected=self.most, received=self.received
        )


def check(what: str, most: int, received: int) -> None:
    """Raise `TooLarge` if there is more than `most`."""
    if received > most:
        raise TooLarge(what, most, received)


class Work:
    """What one expression may still ask for."""

    def __init__(self) -> None:
        self._done = 0

    def add(self, units: int) -> None:
        """Note work that is about to be done.

        Raises:
            TooLarge: it is too much with what was done before.
        """
        self._done += units
        check("work", MOST_WORK, self._done)
