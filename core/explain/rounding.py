"""Bounds on the difference of two backward passes over the same network that is due to float32 rounding alone.

The step and the view are computed by different compiled programs, which add up in different orders. Where large
numbers cancel (Y close to Y_true, a saturated activation), the remainders differ by far more than the last digit.
The bounds follow this rounding backwards, layer by layer, as the gradients do.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.explain import reference_activations
from core.snapshot.snapshot import Array, Snapshot

ULP = 2.0**-23
"""The relative distance of two neighbouring float32."""

Doubt = np.ndarray[Any, np.dtype[np.float64]]


def doubt_of_deltas(snapshot: Snapshot, name: str) -> Doubt:
    """Return how far each dL/dz of a layer may differ between two passes, (samples, units), for losses that are means.

    The bound is of first order, and assumes that no two roundings cancel.
    """
    prediction, target = _sizes(snapshot.prediction), _sizes(snapshot.batch.wanted)
    doubt = 2 / snapshot.batch.samples * 2 * ULP * (prediction + target)  # of dL/dY; no loss is steeper than the square
    for layer in reversed(snapshot.layers):
        dY, dz = _sizes(layer.activation_gradient), _sizes(layer.pre_activation_gradient)
        slope = np.divide(dz, dY, out=np.where(layer.activation == 0, 0.0, 1.0), where=dY > 0)
        doubt = doubt * slope + dY * reference_activations.rounding(layer.activation_name) + dz * ULP
        if layer.name == name:
            break
        doubt = (doubt + dz * 2 * ULP) @ _sizes(layer.kernel.T)
    return doubt


def _sizes(values: Array) -> Doubt:
    """Return absolute values, with 0 for what is not finite, which is no matter of rounding."""
    sizes = np.abs(values, dtype=float)
    return np.where(np.isfinite(sizes), sizes, 0.0)
