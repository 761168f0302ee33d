"""Questions about layers that are only described: Keras's activations, the config of a design, shapes of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.design.activations import activation_names
from core.design.model_boxes import Box, Shape
from core.design.network_spec import LayerSpec
from core.intents.questions import Question

if TYPE_CHECKING:
    from core.network.network import Network


@dataclass(frozen=True)
class Activations(Question):
    """Which activations does Keras have for a layer? The answer is a tuple of names, the usual ones first."""

    def answer(self, network: Network) -> tuple[str, ...]:
        return activation_names()


@dataclass(frozen=True)
class ConfigOf(Question):
    """What would `get_config()` of this layer be? The answer is the dictionary that Keras gives.

    Args:
        spec: the layer's design.
    """

    spec: LayerSpec

    def answer(self, network: Network) -> Mapping[str, Any]:
        return network.names.config_of(self.spec)


@dataclass(frozen=True)
class OutputShapes(Question):
    """Which shapes do the layers of a model return that was only read from a file? The answer is one for each box."""

    boxes: tuple[Box, ...]

    def answer(self, network: Network) -> tuple[Shape | None, ...]:
        return network.output_shapes(self.boxes)
