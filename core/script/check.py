"""Run a script alone, in a fresh interpreter, and compare the weights that it gives with others."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from core.problems.problem import Problem

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array

MOST_SECONDS = 600
POLL_SECONDS = 0.1
LONGEST_ERROR = 2000
RESULT = "weights.npz"

TAIL = """
import numpy
numpy.savez({path!r}, *[variable.numpy() for variable in model.variables])
"""
"""What is added to the script: nothing in it is changed."""

Weights = Sequence[tuple[str, "Array"]]
"""The path and the numbers of each variable."""


@dataclass(frozen=True)
class Compared:
    """One array of the script beside that of the window.

    Attributes:
        name: the path of the variable.
        equal: whether they are equal to the last bit.
        difference: the largest difference of two numbers; infinite if the shapes differ.
    """

    name: str
    equal: bool
    difference: float


class Cancelled(Exception):
    """The run was stopped by whoever asked for it."""


def check(text: str, weights: Weights, cancel: Event) -> tuple[Compared, ...]:
    """Run a script in a fresh interpreter, and compare its model's weights.

    Args:
        text: the script.
        weights: the weights that it should give.
        cancel: set from any thread to end the run.

    Raises:
        Problem: the script ended in an error, or takes too long.
        Cancelled: the run was stopped.
    """
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / RESULT
        run_alone(text + TAIL.format(path=str(path)), folder, cancel)
        with np.load(path, allow_pickle=False) as arrays:
            return compared(weights, [arrays[name] for name in arrays.files])


def compared(weights: Weights, others: Sequence[Any]) -> tuple[Compared, ...]:
    """Compare weights with those of the script, in their order."""
    padded = [*others, *[None] * (len(weights) - len(others))]
    return tuple(_compare(name, one, other) for (name, one), other in zip(weights, padded))


def run_alone(text: str, folder: str, cancel: Event, environment: Mapping[str, str] | None = None) -> None:
    """Run a script in a fresh interpreter, in a folder; raises as `check`."""
    script = Path(folder) / "script.py"
    script.write_text(text, encoding="utf-8")
    settings = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONIOENCODING": "utf-8", **(environment or {})}
    errors = Path(folder) / "errors.txt"
    with errors.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(script)], cwd=folder, env=settings, stdout=subprocess.DEVNULL, stderr=file
        )
        try:
            _wait(process, cancel)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if process.returncode:
        said = errors.read_text(encoding="utf-8", errors="replace").strip()
        raise Problem("check.failed", reason=said.rpartition("\n")[2][:LONGEST_ERROR], details=said[-20_000:])


def _wait(process: subprocess.Popen[bytes], cancel: Event) -> None:
    waited = 0.0
    while process.poll() is None:
        if cancel.wait(POLL_SECONDS):
            raise Cancelled
        waited += POLL_SECONDS
        if waited > MOST_SECONDS:
            raise Problem("check.failed", reason=f"it takes longer than {MOST_SECONDS} s")


def _compare(name: str, one: Any, other: Any) -> Compared:
    import numpy as np

    if other is None or one.shape != other.shape:
        return Compared(name, False, float("inf"))
    if one.tobytes() == other.tobytes():
        return Compared(name, True, 0.0)
    difference = np.abs(one.astype(float) - other.astype(float))
    return Compared(name, False, float(difference.max()) if difference.size else 0.0)
