"""What the tests of tables share."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

CASES = Path(__file__).parent / "cases"
NO_TENSORFLOW = SimpleNamespace(float32="float32", constant=lambda values, dtype: np.asarray(values, dtype))
"""Enough of TensorFlow for the lines of a table."""


def run_lines(lines: tuple[str, ...]) -> dict[str, Any]:
    """Run the lines as the script does, and return its variables."""
    variables: dict[str, Any] = {"np": np, "tf": NO_TENSORFLOW}
    exec("\n".join(lines), variables)
    return variables
