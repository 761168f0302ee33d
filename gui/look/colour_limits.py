"""The ends of the colour scales of numbers, for every view that paints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, Snapshot

START_LIMIT = 1.25
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

    def reset_if_new(self, snapshot: Snapshot) -> None:
        """Start over if the snapshot is of another network or run, or of other samples."""
        run = (snapshot.run, [(layer.name, layer.kernel.shape) for layer in snapshot.columns])
        if run != self._run:
            self._run, self._limits = run, {}
        if snapshot.batch is not self._batch:
            self._batch = snapshot.batch
            self._limits = {name: limit for name, limit in self._limits.items() if name == WEIGHTS}

    def widened(self, name: str, *arrays: Array) -> float:
        """Widen the limit of this name until it holds the arrays, and return it."""
        from gui.look import heat_colours  # numpy, which loads later than the window

        self._limits[name] = heat_colours.widened(self._limits.get(name, START_LIMIT), *arrays)
        return self._limits[name]

    def weights(self, snapshot: Snapshot) -> float:
        """Widen and return the one limit of all weights of the network, so that layers can be compared."""
        layers = snapshot.columns
        return self.widened(WEIGHTS, *[layer.kernel for layer in layers], *[layer.bias for layer in layers])
