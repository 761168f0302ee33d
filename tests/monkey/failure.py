"""What the monkey found."""

from __future__ import annotations


class Failure(AssertionError):
    """A promise that does not hold.

    Attributes:
        kind: in one word or two, by which two failures are compared, e.g. "exception KeyError".
        details: everything that helps to find the cause.
    """

    def __init__(self, kind: str, details: str = "") -> None:
        super().__init__(f"{kind}: {details}")
        self.kind, self.details = kind, details
