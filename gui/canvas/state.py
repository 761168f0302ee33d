"""What the canvas shows, resolved from the snapshot once so that painters only paint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.spec import NetworkSpec
from gui.canvas.lane import Lane
from gui.canvas.layout import Layout
from gui.limits import START_LIMIT, Limits
from gui.selection import BIAS, NOWHERE, Place

if TYPE_CHECKING:
    from core.snapshot import LayerSnapshot, Snapshot
    from gui.canvas.slow_look import LaneLook, SlowLook


def lanes_of_spec(spec: NetworkSpec) -> tuple[Lane, ...]:
    """The lanes of a network that is only designed."""
    sizes = [spec.inputs, *(layer.units for layer in spec.layers)]
    hidden = tuple(
        Lane(layer.name, "Dense", layer.units, rows, layer.activation or "linear", layer.use_bias)
        for layer, rows in zip(spec.layers, sizes, strict=False)
    )
    return (Lane("input", "InputLayer", spec.inputs), *hidden)


def lanes_of_snapshot(snapshot: Snapshot) -> tuple[Lane, ...]:
    """The lanes of a built network."""
    hidden = tuple(
        Lane(layer.name, layer.kind, layer.units, len(layer.kernel), layer.activation_name, len(layer.bias) > 0)
        for layer in snapshot.layers
    )
    return (Lane(snapshot.input_name, snapshot.input_kind, snapshot.batch.inputs), *hidden)


@dataclass
class CanvasState:
    """Everything a painter needs to know.

    Attributes:
        lanes: the layers to draw.
        layout: where they are.
        snapshot: the network, or None while it is only designed.
        sample: index of the sample whose activations the units show.
        place: what is selected.
        hovered: what the mouse is over, or None.
        cursor: what the keyboard's cursor is on, or None while the canvas has no focus.
        weight_limit: the colour map and the edges go from minus to plus this.
        unit_limit: the same for the units' activations.
        input_limit: the same for the input units.
        slow: what slow motion shows, or None without it.
    """

    lanes: tuple[Lane, ...]
    layout: Layout
    snapshot: Snapshot | None = None
    sample: int = 0
    place: Place = NOWHERE
    hovered: Place | None = None
    cursor: Place | None = None
    weight_limit: float = START_LIMIT
    unit_limit: float = START_LIMIT
    input_limit: float = START_LIMIT
    slow: SlowLook | None = None
    _limits: Limits = field(default_factory=Limits, repr=False)

    @property
    def built(self) -> bool:
        return self.snapshot is not None

    def layer(self, name: str) -> LayerSnapshot | None:
        """The snapshot of a layer; None for the input layer and before it is built."""
        return self.snapshot.layer(name) if self.snapshot is not None else None

    def trainable(self, name: str) -> bool:
        """Whether a layer is trainable; one that is only designed will be."""
        layer = self.layer(name)
        return layer is None or layer.trainable

    def unit_value(self, name: str, unit: int) -> float | None:
        """What a unit gives for the sample, or None before it is built."""
        if self.snapshot is None:
            return None
        layer = self.layer(name)
        values = self.snapshot.batch.X if layer is None else layer.activation
        return float(values[self.sample, unit])

    def look(self, name: str) -> LaneLook | None:
        """How a layer looks in slow motion; None without it."""
        return self.slow.lanes.get(name) if self.slow is not None else None

    def shown_value(self, lane: Lane, unit: int) -> float | None:
        """The number in a unit: what it gives or, in slow motion, what is known of it by then."""
        look = self.look(lane.name)
        if look is None:
            return self.unit_value(lane.name, unit)
        return look.values[unit] if look.values is not None else None

    def shown_limit(self, lane: Lane) -> float:
        """Where the colours of a lane's units end."""
        look = self.look(lane.name)
        if look is not None and look.gradient and self.slow is not None:
            return self.slow.gradient_limit
        return self.unit_limit if lane.rows else self.input_limit

    @property
    def shown_sample(self) -> int:
        """Whose numbers the units show; a step on a mini-batch may not know the chosen sample."""
        return self.slow.sample if self.slow is not None else self.sample

    def weight(self, place: Place) -> tuple[float, float] | None:
        """A weight and its gradient, or None before it is built."""
        layer = self.layer(place.layer or "")
        if layer is None or place.unit is None or place.row is None:
            return None
        if place.row == BIAS:
            return float(layer.bias[place.unit]), float(layer.bias_gradient[place.unit])
        return float(layer.kernel[place.row, place.unit]), float(layer.kernel_gradient[place.row, place.unit])

    def widen(self, snapshot: Snapshot) -> None:
        """Let the colour limits hold the snapshot's numbers."""
        limits, sample = self._limits, self.sample
        limits.fit(snapshot)
        self.weight_limit = limits.weights(snapshot)
        self.unit_limit = limits.widened("units", *(layer.activation[sample] for layer in snapshot.layers))
        self.input_limit = limits.widened("inputs", snapshot.batch.X[sample])
