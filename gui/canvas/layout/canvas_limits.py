"""Where the colours of the canvas end: one limit for all weights, and one for the units of each layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gui.look.colour_limits import LIMIT_STEP, START_LIMIT, Limits

if TYPE_CHECKING:
    from core.snapshot.response import ResponseMaps
    from core.snapshot.snapshot import Array, Snapshot
    from gui.canvas.layout.lane import Lane


class CanvasLimits:
    """The limits of one network's colours. They only widen until it starts anew.

    Attributes:
        weights: of weights and their lines.
        units: of each lane's units, in numbers and in maps, by the lane's name.
        gradients: of each lane's ∂L/∂a.
    """

    def __init__(self) -> None:
        self.weights = START_LIMIT
        self.units: dict[str, float] = {}
        self.gradients: dict[str, float] = {}
        self._limits = Limits()
        self._output = ""

    def unit(self, name: str) -> float:
        """Return the limit of a lane's units."""
        return self.units.get(name, START_LIMIT)

    def gradient(self, name: str) -> float:
        """Return the limit of a lane's gradients."""
        return self.gradients.get(name, START_LIMIT)

    @property
    def output(self) -> float:
        """The limit of the model's output, and of the targets."""
        return self.unit(self._output)

    def widen(self, snapshot: Snapshot, sample: int, lanes: Sequence[Lane]) -> None:
        """Hold the numbers of a snapshot: all weights, and what the units show for a sample."""
        if self._limits.reset_if_new(snapshot):
            self.units, self.gradients = {}, {}
        self.weights = self._limits.weights(snapshot)
        self._output = next((lane.name for lane in lanes if lane.output), "")
        for lane in lanes:
            layer = snapshot.layer(lane.name)
            shown = snapshot.shown_inputs if layer is None else layer.activation
            self._widen_units(lane.name, shown[sample : sample + 1])
            if layer is not None:
                self.gradients[lane.name] = self._limits.widened_round(
                    f"gradients {lane.name}", layer.activation_gradient[sample : sample + 1]
                )

    def widen_maps(self, input_name: str, maps: ResponseMaps | None, X: Array, targets: Array) -> None:
        """Hold what all units return over a slice through the data, and the targets."""
        self._widen_units(self._output, targets)
        self._widen_units(input_name, X)
        for name, values in maps.layers.items() if maps is not None else ():
            self._widen_units(name, values)

    def _widen_units(self, name: str, *arrays: Array) -> None:
        start = START_LIMIT if name == self._output else LIMIT_STEP
        self.units[name] = self._limits.widened(f"units {name}", *arrays, start=start)
