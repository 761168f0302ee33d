"""Keeps apart what must not disturb each other, and keeps what may have to be put back."""

from __future__ import annotations

import random
from collections.abc import Callable
from types import TracebackType
from typing import Any


class OwnRandomness:
    """A state of Python's one `random` of our own, in force inside a `with` block.

    Keras draws the seeds of its initializers from `random`. Kept apart from whoever else uses it, a layer gets the
    weights that the written code gives it when it runs alone.
    """

    def __init__(self) -> None:
        self._state = random.getstate()
        self._outside = self._state

    def __enter__(self) -> None:
        self._outside = random.getstate()
        random.setstate(self._state)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._state = random.getstate()
        random.setstate(self._outside)


def kept(model: Any) -> Callable[[], None]:
    """Keep what commands change inside a model; call the result to put it back."""
    if model is None:
        return _nothing
    weights = model.get_weights()
    settings = [(owner, owner.trainable) for owner in (model, *model.layers)]

    def put_back() -> None:
        model.set_weights(weights)
        for owner, trainable in settings:  # the model first: it hands its own on to every layer
            owner.trainable = trainable

    return put_back


def origin(error: BaseException) -> str:
    """The file in which an error was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename if trace is not None else ""


def _nothing() -> None:
    """There was no model to put back."""
