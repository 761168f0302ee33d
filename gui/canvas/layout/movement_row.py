"""The row of a card that says how much its kernel moves, or that it stands still."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST, MOST = 1e-4, 1.0
"""Where the bar begins and ends: 0.01 % and 100 %, as shares."""

GAPS = tuple(math.log10(share / LEAST) / math.log10(MOST / LEAST) for share in (1e-3, 1e-2, 1e-1))
"""Where the bar has gaps, as shares of its length: at 0.1, 1 and 10 %."""


@dataclass(frozen=True)
class MovementRow:
    """What the row says, resolved, so that painters only paint.

    Attributes:
        texts: what to write at the left and at the right; of a layer that stands still, in two lines. The longest
            come first: the first that fit are shown.
        spoken: the same as a sentence for a screen reader.
        length: of the bar, from 0 to 1; None without one.
        look: "playing", "paused", "frozen", or "broken" of a frozen layer that moved.
    """

    texts: tuple[tuple[str, str], ...]
    spoken: str
    length: float | None
    look: str


def bar_length(share: float) -> float:
    """Return the length of the bar for a movement, from 0 to 1, on a logarithmic scale."""
    if not share > LEAST:
        return 0.0
    return min(1.0, math.log10(share / LEAST) / math.log10(MOST / LEAST))
