"""How the descents of a test are compiled."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_traces: OrderedDict[Hashable, Any] = OrderedDict()


@contextmanager
def quickly_compiled() -> Iterator[None]:
    """Compile without XLA and without optimizing the graph, for the window and its script alike: five times as fast.

    Both then run the same graph, so what holds to the last bit still does. What XLA makes of it is compared with loops
    of Keras in `tests/core/learning` and `tests/core/design`.
    """
    import tensorflow as tf

    from core.learning import shared_functions

    def function(*arguments: Any, jit_compile: bool = False, **others: Any) -> Any:
        return original(*arguments, **others)

    original = tf.function
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tf, "function", function)
            patch.setattr(shared_functions, "_traces", _traces)  # a window of another test finds them again
            yield
    finally:
        tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": False})
