"""The content of the canvas in slow motion, resolved from a moment once, so that painters only paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.explain.step_parts import Moment, PartState, Phase, What

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array, LayerSnapshot

KERNEL, GRADIENT, NEW, NOT_ASKED, KEPT = "kernel", "gradient", "new", "not asked", "kept"
"""The possible contents of a lane's tile."""

FADED = 0.45
"""The opacity of a layer that waits."""


@dataclass(frozen=True, eq=False)
class LaneLook:
    """One layer in slow motion.

    Attributes:
        state: the state of the layer in the present phase.
        values: (units,), the numbers of its units for the sample; None if they are not computed yet.
        gradient: whether these are gradients.
        tile: what the kernel's tile holds, one of the constants above.
        kernel, bias: the layer's numbers now; None if they are not computed yet.
        kernel_change, bias_change: by how much the update changed them, or None; the tile shows this instead.
    """

    state: PartState
    values: tuple[float, ...] | None
    gradient: bool = False
    tile: str = KERNEL
    kernel: Array | None = None
    bias: Array | None = None
    kernel_change: Array | None = None
    bias_change: Array | None = None

    @property
    def gradient_tile(self) -> bool:
        """Whether the tile holds gradients."""
        return self.tile == GRADIENT

    @property
    def in_tile(self) -> tuple[Array | None, Array | None]:
        """What the tile shows of kernel and bias."""
        return (self.kernel, self.bias) if self.kernel_change is None else (self.kernel_change, self.bias_change)

    @property
    def opacity(self) -> float:
        return FADED if self.state in (PartState.WAITS, PartState.LEFT_OUT) else 1.0


@dataclass(frozen=True, eq=False)
class SlowLook:
    """The whole canvas in slow motion.

    Attributes:
        phase: the phase of the present part.
        what: what the present part computes, or why it computes nothing.
        lanes: the layers, the input layer too, by name.
        lit: the layer into which the lines carry something now, or "".
        gradient_limit: where the colours of gradients end.
        change_limit: where the colours of what the update changes end.
        gradients: whether units and tiles show gradients, so that the key speaks of them.
        result: whether prediction, target and error are known.
        sample: which sample of the whole batch the units show.
    """

    phase: Phase
    what: What
    lanes: dict[str, LaneLook]
    lit: str
    gradient_limit: float
    change_limit: float
    gradients: bool
    result: bool
    sample: int

    @property
    def key_limit(self) -> float | None:
        """Where the colours of the key end; None for those of weights."""
        if self.phase == Phase.UPDATE:
            return self.change_limit
        return self.gradient_limit if self.gradients else None

    def tile_limit(self, lane: LaneLook) -> float | None:
        """Where the colours of a lane's tile end; None for those of weights."""
        if lane.kernel_change is not None:
            return self.change_limit
        return self.gradient_limit if lane.gradient_tile else None

    @property
    def still_key(self) -> tuple[object, ...]:
        """A key that changes whenever the canvas's pixmap must be painted again."""
        states = tuple((name, lane.state, lane.tile) for name, lane in self.lanes.items())
        return (self.phase, self.what, states, self.gradient_limit, self.change_limit)


def resolve(moment: Moment, sample: int) -> SlowLook:
    """Return the canvas at a moment, for a sample of the whole batch, or another if the step does not use it."""
    snapshot, part, rows = moment.snapshot, moment.part, moment.preview.rows
    row = moment.row_of(sample)
    lanes = {layer.name: _lane(moment, layer, row) for layer in snapshot.layers}
    waits = part.phase in (Phase.BACKWARD, Phase.UPDATE)
    inputs = tuple(snapshot.shown_inputs[row].tolist())
    return SlowLook(
        phase=part.phase,
        what=part.what,
        lanes={snapshot.input_name: LaneLook(PartState.LEFT_OUT if waits else PartState.DONE, inputs), **lanes},
        lit=_lit(moment),
        gradient_limit=_gradient_limit(moment, row),
        change_limit=_change_limit(moment),
        gradients=part.phase == Phase.BACKWARD,
        result=moment.known(snapshot.layers[-1].name, What.Y),
        sample=row if rows is None else rows[row],
    )


def _lit(moment: Moment) -> str:
    """Return whose incoming lines carry something: a layer being computed, or the one before when going back."""
    part = moment.part
    if part.what in (What.Y, What.DW, What.UPDATE):
        return part.layer
    if part.what == What.DY:
        names = [layer.name for layer in moment.snapshot.layers]
        after = names[names.index(part.layer) + 1 :]
        return after[0] if after else ""
    return ""


def _lane(moment: Moment, layer: LayerSnapshot, row: int) -> LaneLook:
    phase, state = moment.part.phase, moment.state(layer.name)
    if phase == Phase.BACKWARD:
        return _backward_lane(moment, layer, row, state)
    known = moment.known(layer.name, What.Y)
    values = tuple(layer.activation[row].tolist()) if known else None
    if phase != Phase.UPDATE or state == PartState.WAITS:
        return LaneLook(state, values, False, KERNEL, layer.kernel, layer.bias)
    if not moment.snapshot.learns(layer):
        return LaneLook(state, values, False, KEPT, layer.kernel, layer.bias)
    kernel, bias = moment.new_weights(layer)
    return LaneLook(state, values, False, NEW, kernel, bias, kernel - layer.kernel, bias - layer.bias)


def _backward_lane(moment: Moment, layer: LayerSnapshot, row: int, state: PartState) -> LaneLook:
    """Return a layer while the gradient flows back: dL/dz in its units if it is known, else dL/dY, else Y."""
    name, gradient = layer.name, moment.known(layer.name, What.DY)
    shown = layer.activation
    if moment.known(name, What.DZ):
        shown = layer.pre_activation_gradient
    elif gradient:
        shown = layer.activation_gradient
    values = tuple(shown[row].tolist())
    if moment.known(name, What.DW):
        with_bias = moment.known(name, What.DB)
        bias_gradient = layer.bias_gradient if with_bias else None
        return LaneLook(state, values, gradient, GRADIENT, layer.kernel_gradient, bias_gradient)
    tile = NOT_ASKED if moment.known(name, What.THROUGH) else KERNEL
    return LaneLook(state, values, gradient, tile, layer.kernel, layer.bias)


def _gradient_limit(moment: Moment, row: int) -> float:
    """Return the largest gradient of the backward pass, the one limit for all of it, so that no colour jumps."""
    shown: list[Array] = []
    for layer in moment.snapshot.layers:
        if moment.asked(layer.name, What.DY):
            shown += [layer.activation_gradient[row], layer.pre_activation_gradient[row]]
        if moment.asked(layer.name, What.DW):
            shown += [layer.kernel_gradient, layer.bias_gradient]
    return _largest(shown)


def _change_limit(moment: Moment) -> float:
    """Return the largest change of the update, the one limit for all layers."""
    shown: list[Array] = []
    if moment.part.phase == Phase.UPDATE:
        for layer in moment.snapshot.layers:
            if moment.snapshot.learns(layer):
                kernel, bias = moment.new_weights(layer)
                shown += [kernel - layer.kernel, bias - layer.bias]
    return _largest(shown)


def _largest(arrays: list[Array]) -> float:
    """Return the largest size of a number, or 1 where there is none to speak of."""
    largest = max((float(np.abs(array).max()) for array in arrays if array.size), default=0.0)
    return largest if np.isfinite(largest) and largest > 0 else 1.0
