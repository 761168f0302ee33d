"""What a view may ask of the real Keras objects beyond a snapshot. Asking leaves everything as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.snapshot.snapshot import Array
    from core.workbench.workbench import Workbench


@dataclass(frozen=True)
class Question:
    """Asked in the worker thread, where the Keras objects live; the answer is frozen data."""

    def answer(self, bench: Workbench) -> Any:
        """The answer at this moment.

        Raises:
            Problem: it cannot be answered.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class WasDone(Question):
    """Asked behind commands, in one group with them: it is answered only if they were done.

    Attributes:
        number: tells one from the next.
    """

    number: int

    def answer(self, bench: Workbench) -> None:
        return None


@dataclass(frozen=True, eq=False)
class Preview:
    """What the next step will do, found by really taking it and going back. All arrays are read-only float32.

    Attributes:
        step: the step it starts from.
        weights: the value of every variable of the model after the step, by path, e.g. "hidden_1/kernel".
        slots: what the optimizer remembers of a variable, before and after the step: by the variable's path, then by
            the slot's name, e.g. "momentum" or "velocity". Plain SGD remembers nothing.
        iterations: how many updates the optimizer made before.
        rows: the samples that the step learns from, or None for the whole batch.
    """

    step: int
    weights: Mapping[str, Array]
    slots: Mapping[str, Mapping[str, tuple[Array, Array]]]
    iterations: int
    rows: tuple[int, ...] | None


@dataclass(frozen=True, eq=False)
class Prediction:
    """What `model.predict` gave.

    Attributes:
        argument, result: names in the written code.
        values: the numbers, (samples, units), read-only float32.
        kind: the name of their class in Python.
    """

    argument: str
    result: str
    values: Array
    kind: str


@dataclass(frozen=True, eq=False)
class Forward:
    """The two ways forward, side by side, and what a tape makes of them.

    Attributes:
        called: what `model(X)` gives, (samples, units).
        called_kind: the name of its class.
        predicted: what `model.predict(X)` gives.
        call_gradients, predict_gradients: for each trainable variable, its path and whether the tape finds a gradient.
    """

    called: Array
    called_kind: str
    predicted: Prediction
    call_gradients: tuple[tuple[str, bool], ...]
    predict_gradients: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class CompareForward(Question):
    """What do `model(X)` and `model.predict(X)` give? To be asked right after a `Predict`, which it looks at."""

    def answer(self, bench: Workbench) -> Forward | None:
        from core.network.fit import compare_forward  # TensorFlow, which is loaded by now

        return compare_forward(bench)


@dataclass(frozen=True)
class NextStep(Question):
    """What will the next step do? The answer is a Preview."""

    def answer(self, bench: Workbench) -> Preview:
        return bench.preview()
