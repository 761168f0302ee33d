"""The design of an existing network: what a learner would have to choose to get it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.design.network_spec import LayerSpec, NetworkSpec

if TYPE_CHECKING:
    from core.snapshot.snapshot import LayerSnapshot, Snapshot


def design_of(snapshot: Snapshot, name: str) -> NetworkSpec:
    """Return the design of a snapshot's layers, of which there must be at least one; `name` is the model's."""
    inputs = snapshot.input_shape[-1] if snapshot.input_shape else None
    return NetworkSpec(inputs or snapshot.batch.inputs, tuple(map(_layer_spec, snapshot.columns)), name)


def _layer_spec(layer: LayerSnapshot) -> LayerSpec:
    """Return the hyperparameters of a layer, with its activation by Keras's name."""
    config = layer.config
    return LayerSpec(layer.name, layer.units, layer.activation_name, bool(config.get("use_bias", len(layer.bias))))
