"""The environment variables that Keras, TensorFlow and XLA read when they are imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

XLA_FLAGS = ("--xla_cpu_multi_thread_eigen=false", "--xla_cpu_enable_concurrency_optimized_scheduler=false")
"""XLA computes in one thread and in one order. A network this small has nothing to share out: a step takes two thirds
of the time, the other cores are left to the window, and no result depends on how many of them there are.
"""

LINES = (
    "import os",
    "",
    f'XLA_FLAGS = "{XLA_FLAGS[0]}"  # one thread: faster for a small network',
    f'XLA_FLAGS += " {XLA_FLAGS[1]}"',
    'if XLA_FLAGS not in os.environ.get("XLA_FLAGS", ""):  # TensorFlow reads it when it is imported',
    "    os.environ[\"XLA_FLAGS\"] = f\"{XLA_FLAGS} {os.environ.get('XLA_FLAGS', '')}\"",
    "",
)
"""The lines with which a script sets the same flags. They round otherwise than XLA without them."""


def prepare() -> None:
    """Set the variables, before TensorFlow is imported. The user's own flags for XLA come last, where they count."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    flags, own = " ".join(XLA_FLAGS), os.environ.get("XLA_FLAGS", "")
    if flags not in own:
        os.environ["XLA_FLAGS"] = f"{flags} {own}"


@contextmanager
def without_scikit_learn() -> Iterator[None]:
    """Keep Keras from importing scikit-learn, for wrappers that nothing here uses: a sixth of the time of the start.

    Keras imports it where it is installed, and does without it where it is not.
    """
    if "sklearn" in sys.modules:
        yield
        return
    sys.modules["sklearn"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop("sklearn", None)
