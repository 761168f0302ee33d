"""The learning rates with which steps were taken."""

from __future__ import annotations

from collections.abc import Iterable

from core.commands import SetLearningRate, SetOptimizer, Step
from core.history.branch import Entry


def last_rate_below(entries: Iterable[Entry], rate: float) -> float | None:
    """Return the last learning rate below `rate` with which a step was taken, or None if there is none."""
    current, found = rate, None
    for command in (done.command for done in entries):
        if isinstance(command, SetLearningRate | SetOptimizer):
            current = command.rate
        elif isinstance(command, Step) and current < rate:
            found = current
    return found
