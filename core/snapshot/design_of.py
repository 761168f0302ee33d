"""The design of an existing network: what a learner would have to choose to get it again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.design.network_spec import LayerSpec, NetworkSpec

if TYPE_CHECKING:
    from core.snapshot.snapshot import LayerSnapshot, Snapshot


def design_of(snapshot: Snapshot, name: str) -> NetworkSpec:
    """Return the design of the model or, before there is one, of all layers, of which there must be at least one.

    Args:
        name: the model's.
    """
    layers = [layer for layer in snapshot.columns if layer.in_model] or snapshot.columns
    inputs = snapshot.input_shape[-1] if snapshot.input_shape else None
    spec = NetworkSpec(inputs or snapshot.batch.inputs, tuple(map(_layer_spec, layers)), name)
    return replace(spec, scaled=snapshot.scaling is not None)


def _layer_spec(layer: LayerSnapshot) -> LayerSpec:
    """Return the hyperparameters of a layer, with its activation by Keras's name."""
    config = layer.config
    return LayerSpec(layer.name, layer.units, layer.activation_name, bool(config.get("use_bias", len(layer.bias))))
