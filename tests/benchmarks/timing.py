"""What the benchmarks share: measuring the ways side by side, and saying on what machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from statistics import median
from time import perf_counter

REPETITIONS = 7
SECONDS = 0.25


def seconds_per_call(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds that one call of each way takes.

    Every way is warmed up twice (the first timed call of a compiled loop may compile once more). The ways then
    take turns, so that whatever else the machine does in these seconds hits all of them alike.
    """
    calls = {}
    for name, way in ways.items():
        way()
        way()
        started = perf_counter()
        way()
        calls[name] = max(1, round(SECONDS / (perf_counter() - started)))
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(REPETITIONS):
        for name, way in ways.items():
            started = perf_counter()
            for _ in range(calls[name]):
                way()
            taken[name].append((perf_counter() - started) / calls[name])
    return {name: median(times) for name, times in taken.items()}


def machine() -> str:
    """Cores, load and versions, on one line."""
    import keras
    import numpy as np
    import tensorflow as tf

    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), load {load} at the end, Python {platform.python_version()}, "
        f"TensorFlow {tf.__version__}, Keras {keras.__version__}, numpy {np.__version__}; "
        f"median of {REPETITIONS} repetitions"
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table whose first column is text and whose others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
