"""Where the colours of numbers end, for every view that paints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, Snapshot

START_LIMIT = 1.25
WEIGHTS = "weights"


class Limits:
    """Limits of symmetric colour scales. They only ever widen, so that no colour jumps while a network learns.

    They begin anew with another network or another run, i.e. after a reset; those of the numbers of samples also
    with other samples.
    """

    def __init__(self) -> None:
        self._run: object = None
        self._batch: object = None
        self._limits: dict[str, float] = {}

    def fit(self, snapshot: Snapshot) -> None:
        """Begin anew where the snapshot is of another run."""
        run = (snapshot.run, [(layer.name, layer.kernel.shape) for layer in snapshot.columns])
        if run != self._run:
            self._run, self._limits = run, {}
        if snapshot.batch is not self._batch:
            self._batch = snapshot.batch
            self._limits = {name: limit for name, limit in self._limits.items() if name == WEIGHTS}

    def widened(self, name: str, *arrays: Array) -> float:
        """The limit of this name, wide enough for the arrays."""
        from gui.look import heat_colours  # numpy, which loads later than the window

        self._limits[name] = heat_colours.widened(self._limits.get(name, START_LIMIT), *arrays)
        return self._limits[name]

    def weights(self, snapshot: Snapshot) -> float:
        """One limit for all weights of the network, so that layers can be compared."""
        layers = snapshot.columns
        return self.widened(WEIGHTS, *[layer.kernel for layer in layers], *[layer.bias for layer in layers])
