"""The names in the written code: what a layer can be called on, and where a model can begin or end."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from core.network.namespace import Namespace
from core.observe import graph
from core.snapshot.snapshot import NumberTensor, SymbolicTensor

NO_INPUTS = ("Y_true", "Y_pred", "loss")
"""Variables whose numbers are not inputs for a layer."""


def names_of(names: Namespace) -> dict[str, Any]:
    """Return the fields of a Snapshot about names: `names`, `variables_of`, `ends` and `numbers`."""
    return {
        "names": frozenset(names.all),
        "variables_of": _variables_of(names),
        "ends": _ends(names),
        "numbers": _numbers(names),
    }


def described(names: Namespace, variable: str, tensor: Any) -> SymbolicTensor:
    """Describe a symbolic tensor, and the way to it from its Input.

    Args:
        variable: its name in the written code.
    """
    way = graph.way_to(tensor)
    source = next((name for name, other in names.tensors.items() if other is way[0]), "")
    return SymbolicTensor(
        variable=variable,
        name=tensor.name,
        shape=tuple(tensor.shape),
        dtype=str(tensor.dtype),
        layer=graph.producer(tensor).name,
        source=source,
        way=tuple(one.name for one in way),
        layers=tuple(graph.producer(one).name for one in way[1:]),
    )


def is_symbolic(tensor: Any) -> bool:
    """Return whether a value is a KerasTensor."""
    return isinstance(tensor, keras.KerasTensor)


def _ends(names: Namespace) -> tuple[SymbolicTensor, ...]:
    """Return every symbolic tensor that a line can name, by a variable or as a layer's `output`; those near an Input
    first.
    """
    symbolic = {name: tensor for name, tensor in names.tensors.items() if is_symbolic(tensor)}
    named = {id(tensor) for tensor in symbolic.values()}
    for name, layer in names.layers.items():
        if graph.calls(layer) and id(layer.output) not in named:
            named.add(id(layer.output))
            symbolic[f"{name}.output"] = layer.output
    known = {id(layer) for layer in names.layers.values()}
    found = (described(names, name, tensor) for name, tensor in symbolic.items() if _is_known(tensor, known))
    return tuple(sorted(found, key=lambda end: len(end.layers)))


def _variables_of(names: Namespace) -> dict[str, str]:
    """Return by the names of the layers that are shown their variables, where these are others."""
    shown = {layer.name: layer for layer in reversed(names.layers.values())}
    shown |= {layer.name: layer for layer in (names.model.layers if names.model is not None else ())}
    found: dict[str, str] = {}
    for variable, layer in names.layers.items():
        if shown[layer.name] is layer and names.layers.get(layer.name) is not layer:
            found.setdefault(layer.name, variable)
    return found


def _is_known(tensor: Any, known: set[int]) -> bool:
    """Return whether a tensor is the output of an Input or of a layer that has a variable, not of one that was
    replaced.
    """
    layer = graph.producer(tensor)
    return isinstance(layer, keras.layers.InputLayer) or id(layer) in known


def _numbers(names: Namespace) -> tuple[NumberTensor, ...]:
    """Return the tensors of numbers with a row for each sample, X first."""
    named = {} if names.samples is None else {"X": names.samples[0]}
    named |= {name: value for name, value in names.tensors.items() if tf.is_tensor(value) and not is_symbolic(value)}
    return tuple(
        NumberTensor(name, tuple(value.shape))
        for name, value in named.items()
        if name not in NO_INPUTS and len(value.shape) == 2
    )
