"""The output of a printed expression, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.problems.problem import Problem


@dataclass(frozen=True, eq=False)
class Printed:
    """The value of an expression.

    Attributes:
        expression: as it was written.
        text: what printing it prints.
        problem: why it was refused, or None.
        value: a dictionary, such as a config, to be shown as a tree; else None.
    """

    expression: str
    text: str
    problem: Problem | None = None
    value: Mapping[str, Any] | None = None
