"""What the program knows of an optimizer. A test walks the registry and names what an entry lacks."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Factors = tuple[float, ...]
"""What is multiplied to make a term."""


@dataclass(frozen=True)
class Slot:
    """A number that an optimizer keeps for each weight.

    Attributes:
        name: Keras's name for it, e.g. "velocity".
        letter: the Maths page's symbol for its next value.
        formula: of its next value, in mathtext.
        terms: the names of the two summands of the next value: a share of the old one, and what is new.
        start: the number that it begins with.
    """

    name: str
    letter: str
    formula: str
    terms: tuple[str, str]
    start: float = 0.0


@dataclass(frozen=True)
class Coefficient:
    """A number in the update that is the same for all weights, since it depends only on the learning rate and time.

    Attributes:
        letter: its symbol in the formulas.
        formula: in mathtext.
        about: one or two English sentences, to be translated.
        at: gives it for a learning rate and t, the number of this update, counted from 1.
    """

    letter: str
    formula: str
    about: str
    at: Callable[[float, int], float]


@dataclass(frozen=True)
class UpdateTerms:
    """The update of one weight, term by term, in float64.

    Attributes:
        slots: for each slot the factors of the two summands of its next value.
        changes: the factors of each term that is added to the weight.
    """

    slots: Mapping[str, tuple[Factors, Factors]]
    changes: tuple[Factors, ...]

    def slot(self, name: str) -> float:
        """Compute the next value of a slot."""
        return sum(map(math.prod, self.slots[name]))

    @property
    def change(self) -> float:
        """The sum of all that is added to the weight."""
        return sum(map(math.prod, self.changes))


Rule = Callable[[float, float, float, int, Mapping[str, float]], UpdateTerms]
"""`update_step` of the class in Keras: from weight, gradient, learning rate, t and the slots' present values."""


def no_doubt(_time: int) -> float:
    """Return 0: float32 holds the coefficients to the last digit."""
    return 0.0


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """One of `keras.optimizers`.

    Attributes:
        key: a short name, as `Snapshot.optimizer` says it.
        name: what a list shows.
        class_name: the class in `keras.optimizers`.
        keras_rate: the learning rate that Keras takes where none is given.
        hyperparameters: those that the rule depends on, with their values, in Keras's order.
        written: the names of those that differ from Keras's defaults and must be written.
        slots: what it keeps for each weight.
        coefficients: the other numbers that the change needs.
        rule: how it updates a weight.
        doubt: how far float32 may be off in the change because of the coefficients, in units of the last digit; of t.
        formula: of the new weight, in mathtext, as the Maths page shows it.
        changes: the name of each term that is added to the weight; may contain {rate}.
        matrix_formula: of the whole new kernel, in mathtext, as slow motion shows it.
    """

    key: str
    name: str
    class_name: str
    keras_rate: float
    hyperparameters: tuple[tuple[str, float], ...]
    rule: Rule
    formula: str
    changes: tuple[str, ...]
    matrix_formula: str
    written: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    doubt: Callable[[int], float] = no_doubt

    @property
    def arguments(self) -> tuple[tuple[str, float], ...]:
        """The hyperparameters to be written, besides the learning rate."""
        return tuple((name, value) for name, value in self.hyperparameters if name in self.written)

    def expression(self, learning_rate: float) -> str:
        """Write the Python that makes it."""
        arguments = "".join(f", {name}={value!r}" for name, value in self.arguments)
        return f"keras.optimizers.{self.class_name}(learning_rate={learning_rate!r}{arguments})"

    def make(self, learning_rate: float) -> Any:
        """Make the real Keras object, not built yet."""
        import keras

        return getattr(keras.optimizers, self.class_name)(learning_rate=learning_rate, **dict(self.arguments))


def rest_of(share: float) -> float:
    """Return 1 - `share`, without the last digits that binary numbers leave behind."""
    return round(1 - share, 9)


def as_float32(value: float) -> float:
    """Return the number as float32 holds it."""
    rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    return rounded
