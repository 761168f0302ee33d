"""Plans about data: a set is chosen, and learned from by the present network or a new one; samples are edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.commands import AddRows, Command, RemoveRows, SetBatchSize, SetCells
from core.data.built_in import Batch, Source
from core.design.losses import loss
from core.design.network_spec import NetworkSpec
from core.intents.plans import Plan, TakeData, learn_from, task_for

if TYPE_CHECKING:
    from core.network.network import Network

Edit = AddRows | RemoveRows | SetCells


@dataclass(frozen=True)
class ChooseData(Plan):
    """Learn from other data with the weights as they are; where the network cannot take them, with a new one.

    Attributes:
        source: the data.
        spec: the design whose hidden layers a new network gets.
        seed: of its weights.
    """

    source: Source
    spec: NetworkSpec
    seed: int

    def commands(self, network: Network) -> tuple[Command, ...]:
        batch = self.source.load()
        if network.model is None or _takes(network, self.spec, self.source, batch):
            return TakeData(self.source).commands(network)
        return learn_from(network, design_for(self.spec, self.source, batch), self.seed, self.source, batch)


@dataclass(frozen=True)
class EditData(Plan):
    """Edit samples by hand, and go on in mini-batches of the same size if there are any.

    Attributes:
        edits: the commands that do it, in order.
    """

    edits: tuple[Edit, ...]

    def commands(self, network: Network) -> tuple[Command, ...]:
        if network.training.batches is None or network.batch is None:
            return self.edits
        batch = network.batch
        for edit in self.edits:
            batch = edit.edited(batch)
        size = min(network.training.batches.size, batch.samples)
        return *self.edits, SetBatchSize(size, network.training.seed)


def design_for(spec: NetworkSpec, source: Source, batch: Batch) -> NetworkSpec:
    """Return a design for data, except for its last layer. No hidden layer has fewer units than there are outputs."""
    hidden = (replace(layer, units=max(layer.units, batch.outputs)) for layer in spec.layers[:-1])
    return replace(spec, layers=(*hidden, spec.layers[-1]), scaled=source.scale)


def _takes(network: Network, spec: NetworkSpec, source: Source, batch: Batch) -> bool:
    """Return whether the network can learn from data as it is."""
    if spec.scaled or source.scale:  # a layer that scales is adapted to the data
        return False
    present = loss(network.training.loss_key)
    fits_loss = task_for(network, batch).loss == present if batch.classes else not present.classes
    shapes = network.model.input_shape[-1], network.model.output_shape[-1]
    return fits_loss and shapes == (batch.inputs, batch.outputs)
