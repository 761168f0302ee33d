"""Points that were drawn by hand."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import ClassVar

from core.data.built_in import Batch, read_only
from core.data.written import table_lines

MOST_POINTS = 500
"""More would make a script that nobody reads."""

LONGEST_NAME = 100
"""Characters of a class's name."""


@dataclass(frozen=True)
class DrawnPoints:
    """Points of two classes over two inputs, or of a curve over one input.

    Args:
        X: the inputs of each point.
        Y_true: the target of each, the number of its class or of the curve's height.
        classes: the names of the classes; none for a curve.

    Raises:
        ValueError: these are no points; the message says what was expected.
    """

    name: ClassVar[str] = "Drawn points"
    scale: ClassVar[bool] = False
    X: tuple[tuple[float, ...], ...]
    Y_true: tuple[tuple[float, ...], ...]
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.X) <= MOST_POINTS or len(self.X) != len(self.Y_true):
            raise ValueError(f"Expected 1 to {MOST_POINTS} points, received {len(self.X)}.")
        if {len(row) for row in self.X} not in ({1}, {2}) or {len(row) for row in self.Y_true} != {1}:
            raise ValueError("Expected one or two inputs and one target for each point.")
        if not all(isfinite(value) for row in (*self.X, *self.Y_true) for value in row):
            raise ValueError("Expected finite numbers.")
        if self.classes and (len(self.classes) != 2 or not {value for (value,) in self.Y_true} <= {0.0, 1.0}):
            raise ValueError("Expected two classes, 0 and 1.")
        if any(len(name) > LONGEST_NAME for name in self.classes):
            raise ValueError(f"Expected names of at most {LONGEST_NAME} characters.")

    def load(self) -> Batch:
        columns = tuple(f"x{i}" for i in range(len(self.X[0])))
        return Batch(read_only(self.X), read_only(self.Y_true), columns, ("y",), self.classes)

    def lines(self) -> tuple[str, ...]:
        return (
            *table_lines("X = tf.constant(", self.X, ", tf.float32)"),
            *table_lines("Y_true = tf.constant(", self.Y_true, ", tf.float32)"),
        )
