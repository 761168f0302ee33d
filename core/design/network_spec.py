"""The network as the learner designed it: validated frozen data, before any Keras object exists."""

from __future__ import annotations

import keyword
from dataclasses import dataclass

from core.design.names import IN_KERAS, RESERVED

MAX_UNITS = 16
MAX_INPUTS = 256


@dataclass(frozen=True)
class LayerSpec:
    """The hyperparameters of one Dense layer.

    Args:
        name: the layer's name in Keras; also its variable in the written code, so it must be an identifier.
        units: number of units, 1 to 16.
        activation: the name of a Keras activation, or None for linear.
        use_bias: whether the layer has a bias.

    Raises:
        ValueError: a hyperparameter is outside its range; the message says what was expected and received.
    """

    name: str
    units: int
    activation: str | None = None
    use_bias: bool = True

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or keyword.iskeyword(self.name):
            raise ValueError(f"A layer's name must be a Python identifier, received {self.name!r}.")
        if self.name in RESERVED:
            raise ValueError(f"A layer's name must not be one that the written code uses, received {self.name!r}.")
        if not IN_KERAS.fullmatch(self.name):
            raise ValueError(f"A layer's name must be Latin letters, digits and _, received {self.name!r}.")
        if not 1 <= self.units <= MAX_UNITS:
            raise ValueError(f"Expected 1 to {MAX_UNITS} units, received {self.units!r}.")


@dataclass(frozen=True)
class NetworkSpec:
    """A chain of Dense layers on one input.

    Args:
        inputs: number of input units, i.e. of columns of X.
        layers: the layers from the first hidden one to the output.
        name: the model's name in Keras.
        scaled: whether a Normalization layer, adapted to X, stands before them.

    Raises:
        ValueError: no layer, two layers of one name, or an impossible number of inputs.
    """

    inputs: int
    layers: tuple[LayerSpec, ...]
    name: str = "mlp"
    scaled: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.inputs <= MAX_INPUTS:
            raise ValueError(f"Expected 1 to {MAX_INPUTS} inputs, received {self.inputs!r}.")
        if not self.layers:
            raise ValueError("Expected at least one layer, received none.")
        names = [layer.name for layer in self.layers]
        if len(set(names)) != len(names):
            raise ValueError(f"Expected a different name for each layer, received {names}.")


FOUR_LAYERS = NetworkSpec(
    inputs=3,
    layers=(
        LayerSpec("hidden_1", 5, "relu"),
        LayerSpec("hidden_2", 5, "relu"),
        LayerSpec("hidden_3", 5, "relu"),
        LayerSpec("output", 1),
    ),
)
"""The network the window starts with."""
