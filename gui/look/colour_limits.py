"""The ends of the colour scales of numbers, for every view that paints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, Snapshot

START_LIMIT, LIMIT_STEP = 1.25, 0.25
WEIGHTS = "weights"


class Limits:
    """Limits of symmetric colour scales. They only widen, so that no colour jumps while a network learns.

    They start over with another network or another run, e.g. after a reset. The limits of the samples' numbers also
    start over with other samples.
    """

    def __init__(self) -> None:
        self._run: object = None
        self._batch: object = None
        self._limits: dict[str, float] = {}

    def reset_if_new(self, snapshot: Snapshot) -> bool:
        """Start over if the snapshot is of another network or run, or of other samples; return whether it is."""
        before = self._run, self._batch
        run = (snapshot.run, [(layer.name, layer.kernel.shape) for layer in snapshot.columns])
        if run != self._run:
            self._run, self._limits = run, {}
        if snapshot.batch is not self._batch:
            self._batch = snapshot.batch
            self._limits = {name: limit for name, limit in self._limits.items() if name == WEIGHTS}
        return before[0] != self._run or before[1] is not self._batch

    def widened(self, name: str, *arrays: Array, start: float = START_LIMIT) -> float:
        """Widen the limit of this name in quarters until it holds the arrays, and return it; it begins at `start`."""
        from gui.look import heat_colours  # numpy, which loads later than the window

        self._limits[name] = heat_colours.widened(self._limits.get(name, start), *arrays)
        return self._limits[name]

    def widened_round(self, name: str, array: Array) -> float:
        """Widen the limit of this name to 1, 2 or 5 times a power of ten until it holds the array, and return it."""
        from gui.look import heat_colours  # numpy, which loads later than the window

        self._limits[name] = heat_colours.widened_round(self._limits.get(name, 0.0), array)
        return self._limits[name]

    def weights(self, snapshot: Snapshot) -> float:
        """Widen and return the one limit of all weights of the network, so that layers can be compared."""
        layers = snapshot.columns
        return self.widened(WEIGHTS, *[layer.kernel for layer in layers], *[layer.bias for layer in layers])
