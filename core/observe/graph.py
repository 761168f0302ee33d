"""The graph of layers, from Keras's own symbolic tensors."""

from __future__ import annotations

from typing import Any

import keras


def chain(model: Any) -> list[Any]:
    """Return the layers from a model's input to its output, found from the output back."""
    found, tensor = [], model.outputs[0]
    while not isinstance(layer := producer(tensor), keras.layers.InputLayer):
        found.append(layer)
        tensor = node_of(tensor).input_tensors[0]
    return found[::-1]


def is_chain(model: Any) -> bool:
    """Return whether a model calls every one of its layers once, one after another."""
    names = [layer.name for layer in chain(model)]
    return len(model.inputs) == len(model.outputs) == 1 and len(set(names)) == len(names)


def producer(tensor: Any) -> Any:
    """Return the layer, perhaps an InputLayer, whose output a symbolic tensor is."""
    return tensor._keras_history.operation


def node_of(tensor: Any) -> Any:
    """Return the call whose output a symbolic tensor is."""
    history = tensor._keras_history
    return history.operation._inbound_nodes[history.node_index]


def way_to(tensor: Any) -> list[Any]:
    """Return the symbolic tensors from an Input to this one, both included; every layer between takes one tensor."""
    way = [tensor]
    while not isinstance(producer(way[-1]), keras.layers.InputLayer):
        way.append(node_of(way[-1]).input_tensors[0])
    return way[::-1]


def sources(layer: Any) -> list[Any]:
    """Return the layers on whose symbolic outputs a layer was called, the latest last."""
    tensors = [tensor for node in layer._inbound_nodes for tensor in node.input_tensors]
    return [producer(tensor) for tensor in tensors]


def calls(layer: Any) -> list[Any]:
    """Copy the list of calls on symbolic tensors that a layer remembers."""
    return list(layer._inbound_nodes)


def set_calls(layer: Any, nodes: list[Any]) -> None:
    """Let a layer remember these calls and no others, e.g. because one of them was undone.

    `layer.output` is the output of the first call, so a call that was undone must not stay.
    """
    layer._inbound_nodes[:] = nodes
