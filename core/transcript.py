"""Commands to a script: the Keras lines that, run alone, give the same weights."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.commands import START_RATE, SetLearningRate, Step
from core.history import Done

IMPORTS = (
    "import keras",
    "import numpy as np",
    "import tensorflow as tf",
    "from keras import layers",
)


@dataclass(frozen=True)
class Passage:
    """Some lines and what wrote them.

    Attributes:
        label: one word for the click, e.g. "freeze"; "step" has its first and last step in `steps`.
        lines: the lines of Python.
        steps: the first and the last step taken by these lines, or None.
    """

    label: str
    lines: tuple[str, ...]
    steps: tuple[int, int] | None = None


@cache
def descent_source() -> tuple[str, ...]:
    """The text of `core.descent.make_descent` without its annotations, read without importing TensorFlow."""
    text = Path(__file__).with_name("descent.py").read_text(encoding="utf-8")
    body = ast.parse(text).body
    node = next(n for n in body if isinstance(n, ast.FunctionDef) and n.name == "make_descent")
    source = ast.get_source_segment(text, node) or ""
    return tuple(source.replace(": Any", "").replace(" -> Any", "").splitlines())


def passages(history: Iterable[Done]) -> tuple[Passage, ...]:
    """The script, passage by passage, in the order in which things were done.

    A compiled descent holds the model, the batch and the trainable variables it was made with. So it is made
    anew before the first step after any of these changed, here just as in the workbench.
    """
    written: list[Passage] = [Passage("setup", IMPORTS)]
    defined = fresh = rated = False
    for done in history:
        rated = rated or isinstance(done.command, SetLearningRate)
        if done.command.renews_descent:
            fresh = False
        if not isinstance(done.command, Step):
            written.append(Passage(done.command.label, done.command.lines()))
            continue
        if not defined:
            written.append(Passage("descent", ("", "", *descent_source(), "", "")))
            defined = True
        if not fresh:
            written.append(Passage("descent", ("descend = make_descent(model, X, Y_true)",)))
            fresh = True
        if not rated:
            written.append(Passage(SetLearningRate.label, SetLearningRate(START_RATE).lines()))
            rated = True
        span = (done.step, done.step + done.command.steps)
        written.append(Passage("step", done.command.lines(), span))
    return tuple(written)


def script(history: Iterable[Done]) -> str:
    """The whole text; after running it, `model` holds the weights.

    Example:
        >>> script([]).splitlines()[0]
        'import keras'
    """
    return joined(passages(history))


def joined(written: Iterable[Passage]) -> str:
    """The text of passages."""
    return "\n".join(line for passage in written for line in passage.lines) + "\n"
