"""The kinds of layers to choose from. Keras is imported only when a layer is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.design.network_spec import LayerSpec


@dataclass(frozen=True, kw_only=True)
class LayerKind:
    """One class of `keras.layers` with weights.

    Attributes:
        class_name: the class, which is also what the window calls it, in every language.
        parameters: those that can be typed, in Keras's order; those after a "*" are keyword-only.
        example: a line that can be typed, shown when one is refused.
        arguments: gives the arguments to be written for a design; Keras's defaults are left out.
        design: gives a layer's design, from its name and `get_config()`.
    """

    class_name: str
    parameters: str
    example: str
    arguments: Callable[[LayerSpec], Mapping[str, Any]]
    design: Callable[[str, Mapping[str, Any]], LayerSpec]

    @property
    def names(self) -> tuple[str, ...]:
        """How a script may call the class."""
        return self.class_name, f"layers.{self.class_name}", f"keras.layers.{self.class_name}"

    def expression(self, spec: LayerSpec) -> str:
        """Write the Python that makes a layer; the first argument is positional."""
        (_, first), *others = self.arguments(spec).items()
        written = ", ".join([_literal(first), *(f"{name}={_literal(value)}" for name, value in others)])
        return f"layers.{self.class_name}({written})"

    def make(self, spec: LayerSpec) -> Any:
        """Make the real Keras layer, without weights."""
        import keras

        return getattr(keras.layers, self.class_name)(**self.arguments(spec))


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _dense_arguments(spec: LayerSpec) -> dict[str, Any]:
    arguments: dict[str, Any] = {"units": spec.units}
    if spec.activation is not None:
        arguments["activation"] = spec.activation
    if not spec.use_bias:
        arguments["use_bias"] = False
    return {**arguments, "name": spec.name}


DENSE = LayerKind(
    class_name="Dense",
    parameters="units activation use_bias * name",
    example='hidden_1 = layers.Dense(5, activation="relu", use_bias=True, name="hidden_1")',
    arguments=_dense_arguments,
    design=lambda name, config: LayerSpec(name, config["units"], config["activation"], config["use_bias"]),
)
LAYER_KINDS = (DENSE,)


def kind_of(spec: LayerSpec) -> LayerKind:
    """Find the kind of a design. There is only one so far; with a second one, `LayerSpec` will say which."""
    return DENSE


def kind_called(class_name: str) -> LayerKind:
    """Find the kind of a Keras layer by the name of its class.

    Raises:
        ValueError: there is none.
    """
    found = next((kind for kind in LAYER_KINDS if kind.class_name == class_name), None)
    if found is None:
        raise ValueError(f"Expected one of {[kind.class_name for kind in LAYER_KINDS]}, received {class_name!r}.")
    return found
