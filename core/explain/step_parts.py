"""One step of gradient descent in its parts, and what is known after each of them.

The parts are those of a step as a learner writes it: the forward pass, the loss,
`tape.gradient(loss, model.trainable_variables)`, and the optimizer's update.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from core.intents.questions import Question

if TYPE_CHECKING:
    from core.network.network import Network
    from core.snapshot.preview import Preview
    from core.snapshot.snapshot import Array, LayerSnapshot, Snapshot


class Phase(StrEnum):
    """The four phases of a step, in order."""

    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"


class What(StrEnum):
    """What a part computes, or why it computes nothing."""

    Y = "Y"
    LOSS = "loss"
    DY = "dY"
    DZ = "dz"
    DW = "dW"
    DB = "db"
    THROUGH = "through"
    """A frozen layer: its dL/dW and dL/db are not asked for; the gradient only flows through it."""
    STOP = "stop"
    """No layer from this one back to the input is trainable, so no gradient is asked for there."""
    UPDATE = "update"
    KEPT = "kept"
    """A frozen layer's own update, which does not happen."""


class PartState(StrEnum):
    """The state of a layer in the present phase."""

    WAITS = "waits"
    NOW = "now"
    DONE = "done"
    LEFT_OUT = "left out"
    """The backward pass does not reach this layer."""


@dataclass(frozen=True)
class Part:
    """One part of a step.

    Attributes:
        phase: the phase it belongs to.
        layer: the layer's name; "" for the loss.
        what: what it computes.
    """

    phase: Phase
    layer: str
    what: What


def parts_of(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of the next step, in the order in which they are shown.

    The backward pass goes from the last layer to the first one that learns. A frozen layer on the way gets dL/dY and
    dL/dz, which the layers before it need, but no dL/dW or dL/db.
    """
    names = [layer.name for layer in snapshot.layers]
    forward = [Part(Phase.FORWARD, name, What.Y) for name in names]
    learning = [index for index, layer in enumerate(snapshot.layers) if snapshot.learns(layer)]
    first = learning[0] if learning else len(names)
    backward = [part for layer in reversed(snapshot.layers[first:]) for part in _backward(snapshot, layer)]
    if first:
        backward.append(Part(Phase.BACKWARD, names[first - 1], What.STOP))
    update = [
        Part(Phase.UPDATE, layer.name, What.UPDATE if snapshot.learns(layer) else What.KEPT)
        for layer in snapshot.layers
    ]
    return (*forward, Part(Phase.LOSS, "", What.LOSS), *backward, *update)


def _backward(snapshot: Snapshot, layer: LayerSnapshot) -> list[Part]:
    """Return the parts of the backward pass through one layer."""
    whats = [What.DY, What.DZ]
    if snapshot.learns(layer):
        whats += [What.DW, What.DB] if len(layer.bias) else [What.DW]
    else:
        whats.append(What.THROUGH)
    return [Part(Phase.BACKWARD, layer.name, what) for what in whats]


def same_step(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two snapshots have the same place and settings, so that the same step follows."""
    if one.batch is not other.batch or len(one.layers) != len(other.layers):
        return False
    names = ("run", "step", "learning_rate", "optimizer", "loss_kind", "batch_size", "model_trainable")
    if any(getattr(one, name) != getattr(other, name) for name in names):
        return False
    return all(
        (a.name, a.trainable, a.activation_name) == (b.name, b.trainable, b.activation_name)
        and a.kernel.tobytes() == b.kernel.tobytes()
        and a.bias.tobytes() == b.bias.tobytes()
        for a, b in zip(one.layers, other.layers, strict=True)
    )


@dataclass(frozen=True, eq=False)
class Moment:
    """A place within a step, from which everything in slow motion follows.

    Attributes:
        snapshot: the network before the step, on the step's samples.
        preview: what the step will do.
        index: which part is being computed now.
    """

    snapshot: Snapshot
    preview: Preview
    index: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parts", parts_of(self.snapshot))

    @property
    def parts(self) -> tuple[Part, ...]:
        parts: tuple[Part, ...] = self.__dict__["_parts"]
        return parts

    @property
    def part(self) -> Part:
        """The part being computed now."""
        return self.parts[self.index]

    @property
    def first(self) -> bool:
        return self.index == 0

    @property
    def last(self) -> bool:
        return self.index == len(self.parts) - 1

    def moved(self, parts: int) -> Moment:
        """Return the moment `parts` parts later, or earlier if negative, but not beyond the first or the last part."""
        return replace(self, index=min(max(self.index + parts, 0), len(self.parts) - 1))

    def at(self, phase: Phase) -> Moment:
        """Return the moment of the first part of a phase."""
        return replace(self, index=next(i for i, part in enumerate(self.parts) if part.phase == phase))

    def row_of(self, sample: int) -> int:
        """Return the row of a sample among those that the step learns from; 0 if it is not one of them."""
        rows = self.preview.rows
        if rows is None:
            return min(sample, self.snapshot.batch.samples - 1)
        return rows.index(sample) if sample in rows else 0

    def known(self, layer: str, what: What) -> bool:
        """Return whether a quantity of a layer has been computed, now or earlier in the step."""
        return any(part.layer == layer and part.what == what for part in self.parts[: self.index + 1])

    def asked(self, layer: str, what: What) -> bool:
        """Return whether the step computes a quantity of a layer at all."""
        return any(part.layer == layer and part.what == what for part in self.parts)

    def state(self, layer: str) -> PartState:
        """Return the state of a layer in the present phase."""
        now = self.part
        if now.phase == Phase.LOSS:
            return PartState.DONE
        own = [i for i, part in enumerate(self.parts) if part.phase == now.phase and part.layer == layer]
        if not own or self.parts[own[0]].what == What.STOP:
            return PartState.LEFT_OUT
        if own[0] <= self.index <= own[-1]:
            return PartState.NOW
        return PartState.DONE if own[-1] < self.index else PartState.WAITS

    def new_weights(self, layer: LayerSnapshot) -> tuple[Array, Array]:
        """Return kernel and bias of a layer after the step; the bias is of length 0 if the layer has none."""
        weights = self.preview.weights
        kernel, *bias = (weights[path] for path in layer.variables)
        return kernel, bias[0] if bias else layer.bias


@dataclass(frozen=True)
class OnRows(Question):
    """What does the network look like on some samples only, e.g. a mini-batch? The answer is a Snapshot.

    Attributes:
        rows: of the batch, as `Preview.rows` gives them.
    """

    needs_step = True
    rows: tuple[int, ...]

    def answer(self, network: Network) -> Snapshot:
        import tensorflow as tf  # imported here, because the window makes this question before TensorFlow is loaded

        from core.data.built_in import Batch

        whole, observer = network.snapshot(), network.training.observer
        assert whole is not None
        assert observer is not None
        rows, batch = list(self.rows), whole.batch
        some = Batch(batch.X[rows], batch.Y_true[rows], batch.columns, batch.targets, batch.classes)
        names = ("step", "run", "learning_rate", "seed", "optimizer", "loss_kind", "batch_size", "epoch")
        settings = {name: getattr(whole, name) for name in names}
        return observer.observe((tf.constant(some.X), tf.constant(some.Y_true)), some, settings)
