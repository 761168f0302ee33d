"""The content of the canvas, resolved from the snapshot once, so that painters only paint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSizeF

from core.design.layer_kinds import kind_of
from core.design.network_spec import NetworkSpec
from core.snapshot.place import BIAS, NOWHERE, Place
from gui.canvas.layout.canvas_limits import CanvasLimits
from gui.canvas.layout.geometry import arrange
from gui.canvas.layout.lane import Lane
from gui.canvas.layout.layout import Layout
from gui.look import theme

if TYPE_CHECKING:
    from core.snapshot.response import ResponseMaps, Slice
    from core.snapshot.snapshot import LayerSnapshot, Snapshot
    from gui.canvas.layout.canvas_maps import CanvasMaps
    from gui.canvas.layout.movement_row import MovementRow
    from gui.canvas.layout.slow_look import LaneLook, SlowLook

NUMBERS, MAPS, GRADIENTS = "numbers", "maps", "gradients"
"""What the units show: what they return for the sample, over two inputs, or the gradient of that for the sample."""

UNIT_MODES = (NUMBERS, MAPS, GRADIENTS)

SAMPLE_REACH = 8
"""How near to a sample's point a click must be, in px."""


def lanes_of_spec(spec: NetworkSpec) -> tuple[Lane, ...]:
    """Return the lanes of a network that is only designed."""
    sizes = [spec.inputs, *(layer.units for layer in spec.layers)]
    hidden = tuple(
        Lane(layer.name, kind_of(layer).class_name, layer.units, rows, layer.activation or "linear", layer.use_bias)
        for layer, rows in zip(spec.layers, sizes, strict=False)
    )
    return (
        Lane("input", "InputLayer", spec.inputs),
        *hidden[:-1],
        *(replace(lane, output=True) for lane in hidden[-1:]),
    )


def lanes_of_snapshot(snapshot: Snapshot) -> tuple[Lane, ...]:
    """Return the lanes of all layers: those of the model first, then the others."""
    inputs = snapshot.input_shape[-1] if snapshot.input_shape else None
    lanes = [Lane(snapshot.input_name, snapshot.input_kind, inputs or snapshot.batch.inputs)]
    for layer in snapshot.columns:
        before = lanes[-1]
        lanes.append(
            Lane(
                name=layer.name,
                kind=layer.kind,
                units=layer.units,
                rows=len(layer.kernel) or before.units,
                activation=layer.activation_name,
                bias=bool(layer.config.get("use_bias", len(layer.bias) > 0)),
                built=layer.built,
                linked=_is_linked(snapshot, layer, before),
                in_model=layer.in_model,
                call=f"{layer.written}({layer.called})" if layer.called and not layer.in_model else "",
            )
        )
    if snapshot.given is not None and snapshot.input_kind != "Tensor":
        lanes[0] = replace(lanes[0], call=snapshot.given_name)
    last = len(snapshot.layers) or len(lanes) - 1
    if last:
        names = snapshot.batch.classes or (snapshot.batch.targets if len(snapshot.batch.targets) > 1 else ())
        lanes[last] = replace(lanes[last], output=True, named=lanes[last].units == len(names))
    if snapshot.given is None and lanes[0].units == snapshot.batch.inputs:
        named = any(name != f"x{i}" for i, name in enumerate(snapshot.batch.columns))
        scaled = snapshot.scaling.name if snapshot.scaling is not None and snapshot.layers else ""
        lanes[0] = replace(lanes[0], named=named, image=snapshot.batch.image, scaled=scaled)
    names = {lane.name for lane in lanes[1:]}
    return (
        replace(lanes[0], tensors=_tensor_texts(snapshot, lambda layer: layer not in names)),
        *(replace(lane, tensors=_tensor_texts(snapshot, lane.name.__eq__)) for lane in lanes[1:]),
    )


def _is_linked(snapshot: Snapshot, layer: LayerSnapshot, before: Lane) -> bool:
    """Tell whether the layer is called on the output of the lane before."""
    return not snapshot.why_no_step if layer in snapshot.layers else before.name in layer.sources


def _tensor_texts(snapshot: Snapshot, of: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
    """Return the texts of the tensors that come out of the layers `of`; every Input is in the first lane."""
    return tuple(
        (tensor.variable, str(tensor.shape), tensor.dtype, tensor.name)
        for tensor in snapshot.tensors
        if of(tensor.layer)
    )


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
        limits: where the colours end.
        clash: a layer's name, and the number of inputs that it was given and has no rows for; or None.
        collected: the layers that the model of the highlighted menu entry would collect, or None without one.
        on_chip: whether the mouse is over the names of tensors in the hovered lane.
        slow: what slow motion shows, or None without it.
        units: what the units show outside slow motion, one of the constants above.
        maps: what the network returns over two inputs, or None.
        rows: what the cards say of movement and of standing still, by the layers' names.
        changed_most: for each layer the cells of its tiles to mark, those of its bias in the row `BIAS`; None while
            there are no such marks to explain.
        growing: the layers whose tiles come row by row just now, and the share of each that has come.
        map_cursor: where the keyboard's cursor is on the map of the prediction, as shares of its side, or None.
    """

    lanes: tuple[Lane, ...]
    layout: Layout
    snapshot: Snapshot | None = None
    sample: int = 0
    place: Place = NOWHERE
    hovered: Place | None = None
    cursor: Place | None = None
    limits: CanvasLimits = field(default_factory=CanvasLimits, repr=False)
    clash: tuple[str, int] | None = None
    collected: frozenset[str] | None = None
    on_chip: bool = False
    slow: SlowLook | None = None
    maps: CanvasMaps | None = None
    map_cursor: tuple[float, float] | None = None
    rows: Mapping[str, MovementRow] = field(default_factory=dict)
    changed_most: Mapping[str, tuple[tuple[int, int], ...]] | None = None
    growing: Mapping[str, float] = field(default_factory=dict)
    units: str = NUMBERS

    @property
    def built(self) -> bool:
        """Whether there is a Keras object to draw."""
        return self.snapshot is not None

    def has_weights(self, lane: Lane) -> bool:
        """Tell whether a lane's weights can be drawn."""
        return self.built and lane.built and lane.rows > 0

    @property
    def in_model(self) -> bool:
        """Whether there is a model that layers can be in."""
        return self.snapshot is None or self.snapshot.why_no_step != "model"

    def is_muted(self, lane: Lane) -> bool:
        """Tell whether there is a model, present or highlighted by the menu, without this lane."""
        if self.collected is not None and lane.rows:
            return lane.name not in self.collected
        return self.in_model and not lane.in_model

    def can_switch(self, name: str) -> bool:
        """Tell whether a layer's `trainable` can be switched: the window does that through the model."""
        layer = self.layer(name)
        return layer is not None and layer.in_model

    def layer(self, name: str) -> LayerSnapshot | None:
        """Return the snapshot of a layer; None for the input layer and before it is built."""
        return self.snapshot.layer(name) if self.snapshot is not None else None

    def trainable(self, name: str) -> bool:
        """Tell whether a layer is trainable; one that is only designed will be."""
        layer = self.layer(name)
        return layer is None or layer.trainable

    def unit_values(self, name: str) -> list[float]:
        """Return the outputs of a layer's units for the sample; none if it is not built or had no such sample."""
        if self.snapshot is None:
            return []
        layer = self.layer(name)
        values = self.snapshot.shown_inputs if layer is None else layer.activation
        return values[self.sample].tolist() if self.sample < len(values) else []

    def unit_value(self, name: str, unit: int) -> float | None:
        """Return the output of one unit, or None if there is no such number."""
        values = self.unit_values(name)
        return values[unit] if unit < len(values) else None

    def look(self, name: str) -> LaneLook | None:
        """Return the look of a layer in slow motion; None outside it."""
        return self.slow.lanes.get(name) if self.slow is not None else None

    def shown_values(self, lane: Lane) -> Sequence[float]:
        """Return the numbers in the units: the outputs or, in slow motion, what is known by then."""
        look = self.look(lane.name)
        if look is not None:
            return look.values if look.values is not None else ()
        layer = self.layer(lane.name)
        if self.has_gradients(lane) and layer is not None:
            gradients = layer.activation_gradient
            return gradients[self.sample].tolist() if self.sample < len(gradients) else []
        return self.unit_values(lane.name)

    @property
    def shown_units(self) -> str:
        """What the units show now: slow motion always shows numbers."""
        return self.units if self.slow is None else NUMBERS

    def has_gradients(self, lane: Lane) -> bool:
        """Tell whether a lane's units show gradients; those of the input have none."""
        look = self.look(lane.name)
        return (look is not None and look.gradient) or (self.shown_units == GRADIENTS and lane.rows > 0)

    def shown_limit(self, lane: Lane) -> float:
        """Return the limit of the colours of a lane's units."""
        look = self.look(lane.name)
        if look is not None and look.gradient and self.slow is not None:
            return self.slow.gradient_limit
        return self.limits.gradient(lane.name) if self.has_gradients(lane) else self.limits.unit(lane.name)

    @property
    def shown_output(self) -> int:
        """The output whose map is shown: the selected one, or else the one shown before."""
        units = self.snapshot.prediction.shape[1] if self.snapshot is not None else 1
        wanted, before = self.place.unit, self.maps.unit if self.maps is not None else 0
        if wanted is None or not any(lane.output and lane.name == self.place.layer for lane in self.lanes):
            wanted = before
        return min(wanted, units - 1)

    @property
    def shown_sample(self) -> int:
        """The sample whose numbers the units show; a step on a mini-batch may lack the chosen one."""
        return self.slow.sample if self.slow is not None else self.sample

    def weight(self, place: Place) -> tuple[float, float | None] | None:
        """Return a weight and its gradient (None if no tape was asked for it), or None before it is built."""
        layer = self.layer(place.layer or "")
        if layer is None or not layer.built or place.unit is None or place.row is None:
            return None
        bias = place.row == BIAS
        if bias and not len(layer.bias):
            return None
        value = layer.bias[place.unit] if bias else layer.kernel[place.row, place.unit]
        gradients = layer.bias_gradient if bias else layer.kernel_gradient
        gradient = gradients[place.unit if bias else (place.row, place.unit)] if gradients.size else None
        return float(value), None if gradient is None else float(gradient)

    # ---- what is under a point of the layout ----------------------------------------------------------------

    def place_at(self, point: QPointF) -> Place | None:
        """Return the unit, the weight or the layer; or None."""
        return self.layout.place_at(point, self.built)

    def switch_at(self, point: QPointF) -> str | None:
        """Return the layer whose trainable switch is there, if it can be switched."""
        if not self.built:
            return None
        boxes = (box for box in self.layout.boxes if box.check_box.contains(point))
        return next((box.lane.name for box in boxes if self.can_switch(box.lane.name)), None)

    def chip_at(self, point: QPointF) -> str | None:
        """Return the layer whose names of tensors are there."""
        return next((box.lane.name for box in self.layout.boxes if box.chip.contains(point)), None)

    def sample_at(self, point: QPointF) -> int | None:
        """Return the sample whose point is there in the picture of all samples, or None."""
        square = self.layout.boxes[0].samples
        if self.maps is None or not square.contains(point):
            return None
        x, y = (point.x() - square.left()) / square.width(), (point.y() - square.top()) / square.height()
        return self.maps.every.nearest(x, y, SAMPLE_REACH * theme.current().scale / square.width())

    # ---- changes --------------------------------------------------------------------------------------------

    def show(self, snapshot: Snapshot) -> bool:
        """Show the network as it is now; return whether it must be laid out anew."""
        first, before = not self.built, self.in_model
        self.snapshot = snapshot
        self.sample = min(self.sample, snapshot.samples - 1)
        lanes = lanes_of_snapshot(snapshot)
        changed = lanes != self.lanes or first or self.in_model != before
        if changed:
            self.lanes = lanes
            self.hovered = self.cursor = None  # it may not be there any more
        self.widen(snapshot)
        if self.maps is not None and self.maps.batch is not snapshot.batch:
            self.renew_maps()  # at once: who points at a sample reads its numbers in this snapshot
        return changed

    def show_sample(self, sample: int) -> None:
        """Show the activations of a sample, 0-based."""
        self.sample = sample if self.snapshot is None else min(sample, self.snapshot.samples - 1)
        if self.snapshot is not None:
            self.widen(self.snapshot)

    def show_slow(self, look: SlowLook | None) -> bool:
        """Show a moment of slow motion; return whether it must be laid out anew."""
        before, self.slow = self.slow, look
        return (before is None) != (look is None)

    def show_maps(self, points: Slice | None, maps: ResponseMaps | None) -> None:
        """Show what the network returns over a slice through the inputs.

        Args:
            points: the slice, or None for no maps.
            maps: the latest answer, or None without a model.
        """
        before, unit = self.maps, self.shown_output
        self.maps = None
        if points is not None and self.snapshot is not None:
            from gui.canvas.layout.canvas_maps import resolve  # numpy, which is loaded by now

            batch, names = self.snapshot.batch, {}
            self.limits.widen_maps(self.lanes[0].name, maps, batch.X, batch.wanted)
            if self.shown_units == MAPS:
                names = {box.lane.name: tuple(box.centers) for box in self.layout.boxes if box.squares}
            now, name = theme.current(), self.lanes[0].name
            self.maps = resolve(points, batch, maps, self.limits, name, names, now, unit, before)

    def renew_maps(self) -> None:
        """Make the pictures of the maps again, in the colours of the theme in use."""
        if self.maps is not None:
            self.show_maps(self.maps.points, self.maps.maps)

    def sample_place(self) -> tuple[float, float] | None:
        """Return where the chosen sample is on the maps, as shares of a side, or None if it is none of the data."""
        maps, sample = self.maps, self.shown_sample
        return maps.place(sample) if maps is not None and sample < maps.batch.samples else None

    def point_at(self, place: Place | None, on_chip: bool = False) -> bool:
        """Hover a place, or the names of tensors in its lane; return whether that is another one."""
        before = (self.hovered, self.on_chip)
        self.hovered, self.on_chip = place, on_chip
        return before != (place, on_chip)

    def lay_out(self, size: QSizeF, presenting: bool = False) -> None:
        """Lay out the lanes in a canvas of some size in px; in a presentation maps have the room of the tiles."""
        focus, flow, maps = self.cursor or self.place, self.slow is not None, self.shown_units == MAPS
        full, tiles = not self.in_model, not (maps and presenting)  # with a model its tensors are not the subject
        self.layout = arrange(self.lanes, size, theme.current().scale, focus, flow, full, maps, tiles)
        if maps:
            self.renew_maps()  # of the units that are drawn now

    def widen(self, snapshot: Snapshot) -> None:
        """Widen the colour limits until they hold the snapshot's numbers."""
        self.limits.widen(snapshot, self.sample, self.lanes)
