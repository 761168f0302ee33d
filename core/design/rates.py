"""The learning rates to choose from."""

from __future__ import annotations

import math

from core.problems.problem import Problem

SMALLEST_RATE, LARGEST_RATE = 1e-6, 10.0
START_RATE = 0.05
"""The learning rate where none was set."""

FIRST_RATE = 0.1
"""That of the network which a learner sees first."""


def check_rate(rate: float) -> None:
    """Raise a Problem unless `rate` is finite and from SMALLEST_RATE to LARGEST_RATE."""
    if not (math.isfinite(rate) and SMALLEST_RATE <= rate <= LARGEST_RATE):
        raise Problem("rate.out_of_range", received=rate, smallest=SMALLEST_RATE, largest=LARGEST_RATE)
