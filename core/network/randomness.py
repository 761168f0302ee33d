"""A private state of Python's one `random`."""

from __future__ import annotations

import random
from types import TracebackType


class OwnRandomness:
    """Keep a private state of Python's `random`, in force inside a `with` block.

    Keras draws the seeds of its initializers from `random`. Separate from all other users of `random`, a layer gets
    the weights that the written code gives it when it runs alone.
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
