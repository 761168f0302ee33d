"""Things a learner asks for whose commands depend on how the network is at that moment.

A window shows the network as it was an instant ago. Whether "the other state of this switch" means freeze or
unfreeze, or which layers are frozen when a network is built anew, is decided here, when the turn has come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.commands import Command, SetTrainable, UseData, build_network, freeze
from core.spec import NetworkSpec

if TYPE_CHECKING:
    from core.workbench import Workbench


@dataclass(frozen=True)
class Plan:
    """Becomes commands when its turn has come."""

    def commands(self, bench: Workbench) -> tuple[Command, ...]:
        """The commands for the network as it is now.

        Raises:
            Problem: it cannot be done.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class OpenCsv(Plan):
    """Read a CSV file and learn from it."""

    path: str

    def commands(self, bench: Workbench) -> tuple[Command, ...]:
        from core import csv_file  # numpy, which loads later than the window

        return (UseData(csv_file.read(self.path)),)


@dataclass(frozen=True)
class Rebuild(Plan):
    """A new network, with new initial weights; layers that are frozen now will be frozen.

    Attributes:
        spec: its design.
        seed: what its weights are drawn from.
        inputs: another number of input units, or None for as many as the present network has.
    """

    spec: NetworkSpec
    seed: int
    inputs: int | None = None

    def commands(self, bench: Workbench) -> tuple[Command, ...]:
        inputs = self.inputs
        if inputs is None:
            inputs = bench.model.input_shape[-1] if bench.model is not None else self.spec.inputs
        names = {layer.name for layer in self.spec.layers}
        frozen = tuple(name for name in bench.frozen_layers() if name in names)
        return (*build_network(replace(self.spec, inputs=inputs), self.seed), *freeze(frozen))


@dataclass(frozen=True)
class SwitchTrainable(Plan):
    """Freeze or unfreeze a layer or the model, in as many lines as it takes.

    Two things of Keras would surprise a learner who ticks a box. A model whose own `trainable` is False trains
    nothing, whatever its layers say: to unfreeze one layer of it, the model is unfrozen and its other frozen layers
    are frozen again. And setting `model.trainable = True` where it is True already does nothing (TensorFlow's
    `AutoTrackable` skips an assignment of the same value): to unfreeze every layer then, each one is unfrozen.

    Attributes:
        layer: the layer's name, or None for the model.
        trainable: the wanted state, or None for the other one. The other state of a model that trains only a part
            of its variables is to train all.
    """

    layer: str | None
    trainable: bool | None = None

    def commands(self, bench: Workbench) -> tuple[Command, ...]:
        frozen, model_off = bench.frozen_layers(), bench.model is not None and not bench.model.trainable
        wanted = self.trainable
        if wanted is None:
            wanted = bool(frozen) or model_off if self.layer is None else self.layer in frozen
        if not wanted or (self.layer is None and model_off):
            return (SetTrainable(self.layer, wanted),)
        if self.layer is None:
            return tuple(SetTrainable(name, True) for name in frozen)
        if model_off:
            others = tuple(name for name in frozen if name != self.layer)
            return (SetTrainable(None, True), *freeze(others))
        return (SetTrainable(self.layer, True),)
