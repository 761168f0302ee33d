"""What the design editor asks of Keras: its activations, and the config of a layer that is only designed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.design.network_spec import LayerSpec
from core.intents.questions import Question

if TYPE_CHECKING:
    from core.workbench.workbench import Workbench

USUAL_ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh", "softmax")
"""Those of a first course; they stand first."""

NOT_FOR_DENSE = frozenset({"get", "serialize", "deserialize", "glu", "threshold"})
"""What `keras.activations` holds besides: helpers, what changes the number of units, what needs a further argument."""


@dataclass(frozen=True)
class Activations(Question):
    """Which activations does Keras have for a Dense layer? The answer is a tuple of names, the usual ones first."""

    def answer(self, bench: Workbench) -> tuple[str, ...]:
        import keras

        names = {name for name in dir(keras.activations) if callable(getattr(keras.activations, name))}
        others = sorted(name for name in names - NOT_FOR_DENSE - set(USUAL_ACTIVATIONS) if not name.startswith("_"))
        return (*USUAL_ACTIVATIONS, *others)


@dataclass(frozen=True)
class ConfigOf(Question):
    """What would `get_config()` of this layer be? The answer is the dictionary that Keras gives.

    Args:
        spec: the layer's design.
    """

    spec: LayerSpec

    def answer(self, bench: Workbench) -> Mapping[str, Any]:
        import keras

        from core.network.saved_state import OwnRandomness

        with OwnRandomness():  # creating a layer draws a random seed, which the next real one is to have
            spec = self.spec
            made = keras.layers.Dense(spec.units, activation=spec.activation, use_bias=spec.use_bias, name=spec.name)
        config: Mapping[str, Any] = made.get_config()
        return config
