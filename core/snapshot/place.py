"""A place in the network: a layer, a unit or a weight."""

from __future__ import annotations

from dataclasses import dataclass

BIAS = -1
"""The row of a weight that is the unit's bias and not in the kernel."""


@dataclass(frozen=True)
class Place:
    """A layer, one of its units, or one of its weights.

    Attributes:
        layer: the layer's name, or None for no place.
        unit: index of the unit, or None for the layer as a whole.
        row: row of the kernel for a weight into `unit` (i.e. the unit it comes from), `BIAS` for the unit's bias,
            or None for no weight.
    """

    layer: str | None = None
    unit: int | None = None
    row: int | None = None

    @property
    def is_weight(self) -> bool:
        return self.row is not None


NOWHERE = Place()
