"""The numbers behind the loss chart: points, limits and ticks, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

import numpy as np

from core.history.loss_curve import decimated
from gui.look.number_text import MINUS

if TYPE_CHECKING:
    from core.history.loss_curve import Mark

Numbers = np.ndarray[Any, np.dtype[Any]]

MOST_POINTS = 2000
LOG, LINEAR = "log", "linear"


def finite_points(steps: Numbers, losses: Numbers, limit: int = MOST_POINTS) -> tuple[Numbers, Numbers]:
    """Return the finite points, at most about `limit` of them."""
    finite = np.isfinite(losses)
    if not finite.all():
        steps, losses = steps[finite], losses[finite]
    index = decimated(losses, limit)
    return steps[index], losses[index]


def frozen_spans(marks: Sequence[Mark], last: int, layers: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Return the spans of steps with at least one frozen layer; spans that touch are joined.

    Args:
        layers: the names of the model's layers, which "model" stands for.
    """
    since: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    for mark in sorted((mark for mark in marks if mark.kind in ("freeze", "unfreeze")), key=_step):
        names = list(layers) or ["model", *since] if mark.subject == "model" else [mark.subject]
        for name in names:
            if mark.kind == "unfreeze" and name in since:
                spans.append((since.pop(name), mark.step))
            elif mark.kind == "freeze" and (layers or name == mark.subject):
                since.setdefault(name, mark.step)
    spans += [(first, max(first, last)) for first in since.values()]
    merged: list[tuple[int, int]] = []
    for first, end in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((first, end))
    return [span for span in merged if span[1] > span[0]]


def _step(mark: Mark) -> int:
    return mark.step


def widest_step(last: float) -> float:
    """Return the end of the x axis: it grows by a third to a half at a time, so that it seldom moves."""
    if last <= 10:
        return 10
    power = 10 ** floor(log10(last))
    return next(power * nice for nice in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15) if power * nice >= last)


def loss_limits(losses: Numbers, scale: str) -> tuple[float, float]:
    """Return the ends of the y axis: 1, 2 or 5 times a power of ten around all finite losses."""
    if scale == LINEAR:
        top = float(losses.max()) if len(losses) else 0.0
        return 0.0, _nice(top * 1.05, up=True) if top > 0 else 1.0
    positive = losses[losses > 0]
    if not len(positive):
        return 1e-3, 1.0
    return _nice(float(positive.min()) * 0.8, up=False), _nice(float(positive.max()) * 1.1, up=True)


def _nice(value: float, *, up: bool) -> float:
    exponent = floor(log10(value))
    candidates = [digit * 10.0**power for power in (exponent, exponent + 1) for digit in (1, 2, 5)]
    return next(c for c in candidates if c >= value) if up else max(c for c in candidates if c <= value)


def log_ticks(low: float, high: float) -> list[float]:
    """Return powers of ten, at most five; over less than two decades also 2 and 5 times these."""
    first, last = floor(log10(low) + 1e-9), ceil(log10(high) - 1e-9)
    digits = (1,) if last - first > 2 else (1, 2, 5)
    every = max(1, ceil((last - first) / 5))
    ticks = [digit * 10.0**power for power in range(first - first % every, last + 1, every) for digit in digits]
    return [tick for tick in ticks if low * 0.999 <= tick <= high * 1.001]


def loss_text(value: float, _position: int | None = None) -> str:
    """Write a loss beside the axis, e.g. "0.01", "1000", "1e−6"."""
    if value == 0 or 1e-3 <= value < 1e5:
        return f"{value:g}"
    exponent = floor(log10(value) + 1e-9)
    return f"{value / 10.0**exponent:.3g}e{exponent}".replace("-", MINUS)


def step_text(value: float, _position: int | None = None) -> str:
    """Write a step under the axis, e.g. "250", "10k", "1.5M"."""
    if value >= 1e6:
        return f"{value / 1e6:.4g}M"
    return f"{value / 1e3:.4g}k" if value >= 1e4 else f"{value:g}"
