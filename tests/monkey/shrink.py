"""Find a short list of actions that still fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

ENDS = (10, 25, 50, 100, 200, 400, 800)
"""How many of the last items are tried alone first."""


def shorten(items: Sequence[Item], fails: Callable[[list[Item]], bool], in_time: Callable[[], bool]) -> list[Item]:
    """Leave out what is not needed to fail, by delta debugging: https://doi.org/10.1109/32.988498.

    Args:
        items: a list that fails.
        fails: whether a shorter list fails, too.
        in_time: whether there is time left to try more.
    """
    shortest = list(items)
    for end in ENDS:
        if end < len(shortest) and in_time() and fails(shortest[-end:]):
            shortest = shortest[-end:]
            break
    parts = 2
    while len(shortest) > 1 and in_time():
        size = -(-len(shortest) // parts)
        for first in range(0, len(shortest), size):
            without = shortest[:first] + shortest[first + size :]
            if without and in_time() and fails(without):
                shortest, parts = without, max(parts - 1, 2)
                break
        else:
            if size == 1:
                break
            parts = min(2 * parts, len(shortest))
    return shortest
