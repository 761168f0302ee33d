"""The real Keras objects of one network, and all that can be done to them."""

from __future__ import annotations

from typing import Any

from core.data.built_in import Batch
from core.design.model_boxes import Box, Shape
from core.learning.variables import scaling_of
from core.network.fitting import Fitting
from core.network.namespace import Namespace
from core.network.randomness import OwnRandomness
from core.network.recorder import Recorder
from core.network.saved_state import SavedState, all_layers
from core.network.snapshots import snapshot_of
from core.network.stepping import Stepping
from core.network.training import Training
from core.network.values import Values
from core.observe import graph
from core.observe.layer_shapes import output_shapes
from core.observe.responses import Responses
from core.snapshot.response import ResponseMaps, Slice
from core.snapshot.snapshot import Array, Snapshot, read_only


class Network:
    """The Keras objects behind a session. Commands are applied to it; views get snapshots.

    Attributes:
        names: layers, tensors and models, by the variables of the written code.
        training: model, data, optimizer, loss and batches.
        stepping: gradient descent, compiled.
        fitting: `compile`, `fit`, `predict`, and steps by hand.
        values: expressions, and what typed lines do with their values.
        responses: what the layers return over a slice through the inputs.
        recorder: what is recorded while weights are updated.

    Example:
        >>> network = Network()
        >>> for command in (*build_network(FOUR_LAYERS, seed=1), UseData(NotebookBatch()), Step(10)):
        ...     command.apply(network)
        >>> network.snapshot().step
        10
    """

    def __init__(self) -> None:
        self.names = Namespace()
        self.training = Training(self.names)
        self.recorder = Recorder()
        self.stepping = Stepping(self.training, self.recorder)
        self.fitting = Fitting(self.training, self.recorder)
        self.values = Values(self.training, self.fitting)
        self.responses = Responses()

    @property
    def model(self) -> Any:
        """The Keras model that is trained, or None."""
        return self.names.model

    def chain(self) -> list[Any]:
        """Return the model's layers as they are called one after another, from the input to the output."""
        return graph.chain(self.model)

    @property
    def scaling(self) -> Any:
        """The layer of the model that scales the inputs, or None."""
        return None if self.model is None else scaling_of(self.model)

    @property
    def batch(self) -> Batch | None:
        """The samples to learn from, or None."""
        return self.training.batch

    @property
    def step(self) -> int:
        """The number of updates of the weights since the initial ones."""
        return self.training.step

    def snapshot(self, eager: bool = True) -> Snapshot | None:
        """Take a snapshot of the network, see `snapshot_of`; None while there are no data."""
        return snapshot_of(self.training, eager)

    def weights(self, layer: str | None) -> tuple[Array, ...]:
        """Return the kernel and, if it has one, the bias of a layer; none if there is no such layer, or it has none."""
        layers = (one for one in all_layers(self.training) if one.name == layer)
        return next((tuple(read_only(variable.numpy()) for variable in one.variables) for one in layers), ())

    def respond(self, points: Slice, eager: bool = True) -> ResponseMaps | None:
        """Return what every layer of the model returns over a slice; see `Responses.over`."""
        return self.responses.over(self.names.model, self.step, points, eager)

    def output_shapes(self, boxes: tuple[Box, ...]) -> tuple[Shape | None, ...]:
        """Return what the layers of a model that was only read return; the network stays as it is."""
        with OwnRandomness():
            return output_shapes(boxes)

    def evaluate(self, expression: str) -> Any:
        """Evaluate an expression over the variables, without changing anything; see `core.network.expressions`."""
        return self.values.evaluate(expression)

    def state(self) -> SavedState:
        """Return everything as it is now, to put it back later."""
        known = self.recorder.known = self.recorder.known or SavedState(self.training)
        return known

    def restore(self, state: SavedState) -> None:
        """Put everything back as it was."""
        self.stepping.restore(state)
