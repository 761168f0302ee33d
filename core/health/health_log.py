"""The health over the steps: norms, update ratios, and the distributions of weights, gradients and activations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from core.health.health import norm
from core.history.place_in_time import PlaceInTime
from core.history.validation_curve import Steps
from core.snapshot.snapshot import Array, LayerSnapshot, Snapshot

KINDS = ("weights", "gradients", "activations")
POINTS = 64
"""How many numbers stand for a distribution: evenly spaced ones of the sorted numbers."""

FIRST_ROWS = 64
MOST_LOGS = 6


class HealthLog:
    """What was recorded at the steps of one branch, each step once and in order.

    Memory is bounded: of every stretch of `stride` steps only the first recorded one is kept, and the newest step; at
    `capacity`, stretches become twice as long. So what is kept does not depend on when it was thinned.

    Args:
        capacity: the most steps held, an even number of at least 4.

    Attributes:
        run: the run of the snapshots.
        names: the layers' names, from the first to the output.
        stride: the number of steps of a stretch.
    """

    def __init__(self, capacity: int = 512) -> None:
        if capacity < 4 or capacity % 2:
            raise ValueError(f"Expected an even capacity of at least 4, received {capacity}.")
        self.capacity = capacity
        self._count = 0
        self._clear(0, ())

    def record(self, snapshot: Snapshot) -> bool:
        """Record a snapshot, unless it or a later step was recorded before; a new run clears the log.

        Returns:
            Whether it was recorded.
        """
        names = tuple(layer.name for layer in snapshot.layers)
        if (snapshot.run, names) != (self.run, self.names):
            self._clear(snapshot.run, names)
        if self._count and snapshot.step <= self._steps[self._count - 1]:
            return False
        self._reserve_row()
        row, self._count = self._count, self._count + 1
        self._steps[row] = snapshot.step
        for index, layer in enumerate(snapshot.layers):
            self._tables["norms"][row, index] = norm(layer.kernel_gradient, layer.bias_gradient)
            self._tables["ratios"][row, index] = np.nan
            for kind in KINDS:
                self._tables[kind][row, index] = distribution(layer, kind)
        return True

    def note_ratios(self, step: int, ratios: Mapping[str, float]) -> None:
        """Add the update ratios of the layers to a step that was recorded; ignore those of other steps."""
        row = int(np.searchsorted(self.steps, step))
        if row < self._count and self._steps[row] == step:
            self._tables["ratios"][row] = [ratios.get(name, np.nan) for name in self.names]

    def cut(self, step: int) -> None:
        """Forget what was recorded after `step`: other steps will follow it."""
        self._count = int(np.searchsorted(self.steps, step, side="right"))

    def upto(self, step: int) -> HealthLog:
        """Return a new log of what was recorded up to `step`, for a branch that begins there."""
        other = HealthLog(self.capacity)
        other.run, other.names, other.stride, other._count = self.run, self.names, self.stride, self._count
        other._steps = self._steps.copy()
        other._tables = {name: table.copy() for name, table in self._tables.items()}
        other.cut(step)
        return other

    # ---- questions ------------------------------------------------------------------------------------------

    @property
    def steps(self) -> Steps:
        """(n,), ascending."""
        return self._steps[: self._count]

    @property
    def norms(self) -> Any:
        """(n, layers), float64: the L2 norm of each layer's gradient."""
        return self._tables["norms"][: self._count]

    @property
    def ratios(self) -> Any:
        """(n, layers), float64: each layer's update ratio, NaN where it was not measured."""
        return self._tables["ratios"][: self._count]

    def points(self, kind: str) -> Array:
        """Return the distributions of a kind: (n, layers, POINTS), float32, sorted; NaN where there is none."""
        table: Array = self._tables[kind][: self._count]
        return table

    def averages(self, before: int) -> dict[str, float]:
        """Return each layer's average gradient norm over the steps before `before`; layers without any are left out."""
        rows = self.norms[: int(np.searchsorted(self.steps, before))]
        finite = np.isfinite(rows)
        counts = finite.sum(axis=0)
        sums = np.where(finite, rows, 0.0).sum(axis=0)
        each = zip(self.names, sums, counts, strict=True)
        return {name: float(total / count) for name, total, count in each if count}

    # ---- inside ---------------------------------------------------------------------------------------------

    def _clear(self, run: int, names: tuple[str, ...]) -> None:
        self.run, self.names = run, names
        self.stride, self._count = 1, 0
        rows, layers = min(FIRST_ROWS, self.capacity), len(names)
        self._steps: Steps = np.empty(rows, np.int64)
        self._tables: dict[str, Any] = {name: np.empty((rows, layers)) for name in ("norms", "ratios")}
        self._tables |= {kind: np.empty((rows, layers, POINTS), np.float32) for kind in KINDS}

    def _reserve_row(self) -> None:
        """Allocate or free a row for one more step."""
        if self._count > 1:
            before, newest = (int(step) // self.stride for step in self._steps[self._count - 2 : self._count])
            if before == newest:  # it was kept only as long as it was the newest
                self._count -= 1
        if self._count == self.capacity:
            self._thin()
        elif self._count == len(self._steps):
            more = min(self._count, self.capacity - self._count)
            self._steps = np.concatenate([self._steps, np.empty(more, np.int64)])
            for name, table in self._tables.items():
                self._tables[name] = np.concatenate([table, np.empty((more, *table.shape[1:]), table.dtype)])

    def _thin(self) -> None:
        kept = np.arange(self._count)
        while len(kept) > self.capacity // 2:
            self.stride *= 2
            _, first = np.unique(self.steps[kept] // self.stride, return_index=True)
            kept = kept[first]
        self._count = len(kept)
        self._steps[: self._count] = self._steps[kept]
        for table in self._tables.values():
            table[: self._count] = table[kept]


class HealthLogs:
    """One log for each recently shown branch; a new branch copies its parent's log up to where it begins."""

    def __init__(self) -> None:
        self._logs: dict[int, HealthLog] = {}

    def follow(self, where: PlaceInTime | None) -> HealthLog:
        """Return the log of the branch that is shown."""
        number = where.branch if where is not None else 0
        if number in self._logs:
            log = self._logs.pop(number)
        else:
            infos = {info.number: info for info in where.branches} if where is not None else {}
            info = infos.get(number)
            parent = self._logs.get(info.parent) if info is not None and info.parent is not None else None
            log = parent.upto(info.first_step) if parent is not None and info is not None else HealthLog()
        self._logs[number] = log  # the most recently used one comes last
        while len(self._logs) > MOST_LOGS:
            del self._logs[next(iter(self._logs))]
        return log


def distribution(layer: LayerSnapshot, kind: str) -> Array:
    """Return (POINTS,) evenly spaced ones of a layer's sorted numbers, so that each stands for an equal share of them.

    Args:
        kind: "weights" (kernel and bias), "gradients" (of both) or "activations" (of every sample).
    """
    if kind == "activations":
        values = layer.activation.ravel()
    elif kind == "gradients":
        values = np.concatenate([layer.kernel_gradient.ravel(), layer.bias_gradient])
    else:
        values = np.concatenate([layer.kernel.ravel(), layer.bias])
    if not len(values):
        return np.full(POINTS, np.nan, np.float32)
    points: Array = np.sort(values)[_places(len(values))]
    return points


@cache
def _places(count: int) -> Steps:
    """Return which of `count` sorted numbers are kept: the middles of POINTS equal shares, and both ends."""
    places = ((np.arange(POINTS) + 0.5) * count / POINTS).astype(np.int64)
    places[[0, -1]] = 0, count - 1
    return places
