"""What the context menu of a lane offers: lines of Keras, each as the commands that it is done with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from core.commands import CallLayer, Command, CreateInput, MakeModel, Show

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot, SymbolicTensor

MODEL = "model"
BUILD_LINE, INPUT_LINE = "{layer}.build((None, …))", "{variable} = keras.Input(shape=(…,))"


@dataclass(frozen=True)
class Offer:
    """One entry.

    Attributes:
        commands: what it does.
        word: what it is about, e.g. a tensor's name and shape; empty where its place in the menu says it.
        layers: the layers that its model would collect, or None if it makes no model.
        fits: False for a call that Keras will refuse. It is offered all the same: the refusal is worth reading.
    """

    commands: tuple[Command, ...]
    word: str = ""
    layers: frozenset[str] | None = None
    fits: bool = True

    @property
    def line(self) -> str:
        """The first line that it writes."""
        return self.commands[0].lines()[0]


def calls(snapshot: Snapshot, layer: str) -> tuple[Offer, ...]:
    """A layer, called on every tensor there is; those that fit its kernel first."""
    found = snapshot.layer(layer)
    rows = len(found.kernel) if found is not None and found.built else None
    offers = []
    for tensor in snapshot.numbers:
        command = CallLayer(layer, tensor.variable, _number_result(tensor.variable))
        fits = rows in (None, tensor.shape[-1])
        offers.append(Offer((command,), f"{tensor.variable} {tensor.shape}", fits=fits))
    result = free_name(tensor_name(layer), snapshot.names)
    for end in snapshot.ends:
        if layer not in end.layers:
            fits = rows in (None, end.shape[-1])
            offers.append(Offer((CallLayer(layer, end.variable, result),), f"{end.variable} {end.shape}", fits=fits))
    return tuple(sorted(offers, key=lambda offer: not offer.fits))


def models_to(snapshot: Snapshot, layer: str) -> tuple[Offer, ...]:
    """The model, made anew to end at a layer: one for each symbolic tensor that comes out of it."""
    name = snapshot.model_name or "mlp"
    return tuple(
        Offer((MakeModel(name, end.source, end.variable),), layers=frozenset(end.layers))
        for end in _ends_of(snapshot, layer)
        if end.source and end.layers
    )


def models_from(snapshot: Snapshot, lane: str) -> tuple[Offer, ...]:
    """Another model for each way that begins at a tensor of this lane, with its summary."""
    offers = []
    for start in _ends_of(snapshot, lane):
        variable = free_name("tail" if start.layers else "part", snapshot.names)
        show = Show(f"{variable}.summary()")
        for end in snapshot.ends:
            if layers := end.layers_after(start):
                make = MakeModel(variable, start.variable, end.variable, variable)
                offers.append(Offer((make, show), end.variable, frozenset(layers)))
    return tuple(offers)


def inputs(snapshot: Snapshot) -> tuple[Offer, ...]:
    """An Input for as many numbers as the samples have, and for as many as each built layer takes."""
    sizes = dict.fromkeys((snapshot.batch.inputs, *(len(one.kernel) for one in snapshot.columns if one.built)))
    return tuple(Offer((new_input(snapshot, size),), str(size)) for size in sorted(sizes))


def new_input(snapshot: Snapshot, size: int) -> CreateInput:
    """The command for an Input under a name that is free."""
    variable = free_name("inputs", snapshot.names)
    return CreateInput(size, variable, variable.replace("inputs", "input"))


def shows(layer: str) -> tuple[Offer, ...]:
    """What can be asked of a layer: its config, its weights."""
    return tuple(Offer((Show(f"{layer}.get_{what}()"),)) for what in ("config", "weights"))


def tensor_name(layer: str) -> str:
    """The variable of what comes out of a layer, as one would write it: hidden_1 -> hidden1, output -> outputs."""
    plain = layer.replace("_", "")
    return plain if plain != layer and plain.isidentifier() else f"{layer}s"


def free_name(name: str, taken: Iterable[str]) -> str:
    """This variable, or with a number if it is taken, so that nothing that is there loses its name."""
    return next(one for one in _numbered(name) if one not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))


def _number_result(argument: str) -> str:
    """Z for X, Z1 for X1; else Z."""
    return f"Z{argument[1:]}" if argument[:1] == "X" and argument[1:].isdigit() else "Z"


def _ends_of(snapshot: Snapshot, lane: str) -> list[SymbolicTensor]:
    """The symbolic tensors that come out of a lane; those of every Input out of the first one."""
    names = {layer.name for layer in snapshot.columns}
    if lane in names:
        return [end for end in snapshot.ends if end.layer == lane]
    return [end for end in snapshot.ends if not end.layers]
