"""The questions of the design editor: Keras's activations, and the config of a layer that is only designed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.design.network_spec import LayerSpec
from core.intents.questions import Question

if TYPE_CHECKING:
    from core.network.network import Network

USUAL_ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh", "softmax")
"""Those of a first course, listed first."""

NOT_FOR_LAYERS = frozenset({"get", "serialize", "deserialize", "glu", "threshold"})
"""The rest of `keras.activations`: helpers, and what changes the number of units or needs another argument."""


@dataclass(frozen=True)
class Activations(Question):
    """Which activations does Keras have for a layer? The answer is a tuple of names, the usual ones first."""

    def answer(self, network: Network) -> tuple[str, ...]:
        import keras

        names = {name for name in dir(keras.activations) if callable(getattr(keras.activations, name))}
        others = sorted(name for name in names - NOT_FOR_LAYERS - set(USUAL_ACTIVATIONS) if not name.startswith("_"))
        return (*USUAL_ACTIVATIONS, *others)


@dataclass(frozen=True)
class ConfigOf(Question):
    """What would `get_config()` of this layer be? The answer is the dictionary that Keras gives.

    Args:
        spec: the layer's design.
    """

    spec: LayerSpec

    def answer(self, network: Network) -> Mapping[str, Any]:
        return network.names.config_of(self.spec)
