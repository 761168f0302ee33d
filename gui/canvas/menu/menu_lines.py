"""The entries of a lane's context menu: lines of Keras, each with the commands that do it."""

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
class MenuEntry:
    """One entry.

    Attributes:
        commands: what it does.
        word: its subject, e.g. a tensor's name and shape; empty if its place in the menu says it.
        layers: the layers that its model would collect, or None if it makes no model.
        fits: False for a call that Keras will refuse. It is listed all the same: the refusal is worth reading.
    """

    commands: tuple[Command, ...]
    word: str = ""
    layers: frozenset[str] | None = None
    fits: bool = True

    @property
    def line(self) -> str:
        """The first line that its commands write."""
        return self.commands[0].lines()[0]


def calls(snapshot: Snapshot, layer: str) -> tuple[MenuEntry, ...]:
    """Return the calls of a layer on every tensor there is; those that match its kernel first."""
    found, called = snapshot.layer(layer), snapshot.variable_of(layer)
    rows = len(found.kernel) if found is not None and found.built else None
    entries = []
    for tensor in snapshot.numbers:
        command = CallLayer(called, tensor.variable, _number_result(tensor.variable))
        fits = rows in (None, tensor.shape[-1])
        entries.append(MenuEntry((command,), f"{tensor.variable} {tensor.shape}", fits=fits))
    result = free_name(tensor_name(layer), snapshot.names)
    for end in snapshot.ends:
        if layer not in end.layers:
            fits = rows in (None, end.shape[-1])
            entries.append(
                MenuEntry((CallLayer(called, end.variable, result),), f"{end.variable} {end.shape}", fits=fits)
            )
    return tuple(sorted(entries, key=lambda entry: not entry.fits))


def models_to(snapshot: Snapshot, layer: str) -> tuple[MenuEntry, ...]:
    """Return the models that end at a layer: one for each symbolic tensor that comes out of it."""
    name = snapshot.model_name or "mlp"
    return tuple(
        MenuEntry((MakeModel(name, end.source, end.variable),), layers=frozenset(end.layers))
        for end in _ends_of(snapshot, layer)
        if end.source and end.layers
    )


def models_from(snapshot: Snapshot, lane: str) -> tuple[MenuEntry, ...]:
    """Return a model for each path that begins at a tensor of this lane, with its summary."""
    entries = []
    for start in _ends_of(snapshot, lane):
        variable = free_name("tail" if start.layers else "part", snapshot.names)
        show = Show(f"{variable}.summary()")
        for end in snapshot.ends:
            if layers := end.layers_after(start):
                make = MakeModel(variable, start.variable, end.variable, variable)
                entries.append(MenuEntry((make, show), end.variable, frozenset(layers)))
    return tuple(entries)


def inputs(snapshot: Snapshot) -> tuple[MenuEntry, ...]:
    """Return an Input for as many numbers as the samples have, and for as many as each built layer takes."""
    sizes = dict.fromkeys((snapshot.batch.inputs, *(len(one.kernel) for one in snapshot.columns if one.built)))
    return tuple(MenuEntry((new_input(snapshot, size),), str(size)) for size in sorted(sizes))


def new_input(snapshot: Snapshot, size: int) -> CreateInput:
    """Return the command for an Input under a free name."""
    variable = free_name("inputs", snapshot.names)
    return CreateInput(size, variable, variable.replace("inputs", "input"))


def shows(layer: str) -> tuple[MenuEntry, ...]:
    """Return the questions to a layer in a variable: its config, its weights."""
    return tuple(MenuEntry((Show(f"{layer}.get_{what}()"),)) for what in ("config", "weights"))


def tensor_name(layer: str) -> str:
    """Return a natural variable name for a layer's output: hidden_1 -> hidden1, output -> outputs."""
    plain = layer.replace("_", "")
    return plain if plain != layer and plain.isidentifier() else f"{layer}s"


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return this variable name, with a number if it is taken, so that nothing loses its name."""
    return next(one for one in _numbered(name) if one not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))


def _number_result(argument: str) -> str:
    """Return Z for X, Z1 for X1; else Z."""
    return f"Z{argument[1:]}" if argument[:1] == "X" and argument[1:].isdigit() else "Z"


def _ends_of(snapshot: Snapshot, lane: str) -> list[SymbolicTensor]:
    """Return the symbolic tensors that come out of a lane; the first lane gives those of every Input."""
    names = {layer.name for layer in snapshot.columns}
    if lane in names:
        return [end for end in snapshot.ends if end.layer == lane]
    return [end for end in snapshot.ends if not end.layers]
