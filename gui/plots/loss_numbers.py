"""The numbers behind the loss chart: points, limits and ticks, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

import numpy as np

from core.history.loss_curve import decimated
from gui.look.number_text import MINUS

Numbers = np.ndarray[Any, np.dtype[Any]]

MOST_POINTS = 2000
LOG, LINEAR = "log", "linear"

LOSS_ENDS = (1, 1.5, 2, 3, 5, 7)
ENDS = (1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10)
COARSE_ENDS = (1, 2, 3, 5, 10)
"""Where axes end, times a power of ten. The first 100 steps pass so fast that each move of the axis would be seen."""


def finite_points(steps: Numbers, losses: Numbers, limit: int = MOST_POINTS) -> tuple[Numbers, Numbers]:
    """Return the finite points, at most about `limit` of them."""
    finite = np.isfinite(losses)
    if not finite.all():
        steps, losses = steps[finite], losses[finite]
    index = decimated(losses, limit)
    return steps[index], losses[index]


def widest_step(last: float) -> int:
    """Return the end of the x axis: the last step or a little more, so that it moves seldom and ends at a tick."""
    if last <= 10:
        return 10
    power = 10 ** floor(log10(last))
    ends = COARSE_ENDS if power == 10 else ENDS
    return next(int(power * end) for end in ends if power * end >= last)


def step_ticks(last: int, most: int) -> list[int]:
    """Return the ticks of an axis from 0 to `last`: about `most` at most, and one at its end if possible."""
    powers = [10**power for power in range(len(str(last)))]
    apart = [int(power * digit) for power in powers for digit in (1, 2, 2.5, 5, 10) if power * digit % 1 == 0]
    fitting = [gap for gap in apart if last / gap <= most] or [last]
    gap = next((gap for gap in fitting if last % gap == 0 and last / gap > most / 3), fitting[0])
    return list(range(0, last + 1, gap))


def loss_limits(losses: Numbers, scale: str) -> tuple[float, float]:
    """Return the ends of the y axis, round numbers just around all finite losses."""
    if scale == LINEAR:
        top = float(losses.max()) if len(losses) else 0.0
        return 0.0, _nice(top * 1.02, up=True) if top > 0 else 1.0
    positive = losses[losses > 0]
    if not len(positive):
        return 1e-3, 1.0
    return _nice(float(positive.min()) * 0.92, up=False), _nice(float(positive.max()) * 1.05, up=True)


def _nice(value: float, *, up: bool) -> float:
    exponent = floor(log10(value))
    candidates = [digit * 10.0**power for power in (exponent, exponent + 1) for digit in LOSS_ENDS]
    return next(c for c in candidates if c >= value) if up else max(c for c in candidates if c <= value)


def log_ticks(low: float, high: float) -> list[float]:
    """Return powers of ten, at most five; over less than two decades also 2 and 5 times these."""
    first, last = floor(log10(low) + 1e-9), ceil(log10(high) - 1e-9)
    digits = (1,) if high / low > 200 else (1, 2, 5)
    every = max(1, ceil((last - first) / 5))
    ticks = [digit * 10.0**power for power in range(first - first % every, last + 1, every) for digit in digits]
    return [tick for tick in ticks if low * 0.999 <= tick <= high * 1.001]


def fewer(ticks: Sequence[float], most: int) -> Sequence[float]:
    """Return so many ticks at most: every one, every second, every third …"""
    return ticks[:: max(1, ceil(len(ticks) / most))]


def loss_text(value: float) -> str:
    """Write a loss beside the axis, e.g. "0.01", "1000", "1e−6"."""
    if value == 0 or 1e-3 <= value < 1e5:
        return f"{value:g}"
    exponent = floor(log10(value) + 1e-9)
    return f"{value / 10.0**exponent:.3g}e{exponent}".replace("-", MINUS)


def step_text(value: float) -> str:
    """Write a step under the axis, e.g. "250", "1,250", "10k", "1.5M"."""
    if value >= 1e6:
        return f"{value / 1e6:.4g}M"
    return f"{value / 1e3:.4g}k" if value >= 1e4 else f"{value:,g}" if value % 1 else f"{value:,.0f}"
