"""The seeds to choose from."""

from __future__ import annotations

from core.problems.problem import Problem

LARGEST_SEED = 2**32 - 1


def check_seed(seed: int) -> None:
    """Raise a Problem unless numpy and Keras take the seed: 0 to LARGEST_SEED."""
    if not 0 <= seed <= LARGEST_SEED:
        raise Problem("seed.out_of_range", received=seed, largest=LARGEST_SEED)
