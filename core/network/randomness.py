"""A state of Python's one `random` that nobody else draws from."""

from __future__ import annotations

import random
from types import TracebackType


class OwnRandomness:
    """Keep a state of Python's `random` of our own, in force inside a `with` block.

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
