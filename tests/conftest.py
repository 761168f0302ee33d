"""What all tests share: an offscreen screen, quiet TensorFlow, and settings that are not the user's."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from core import environment

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
environment.prepare()

try:
    import PySide6.QtWidgets  # noqa: F401
except ImportError as error:
    from gui.start.command_line import library_sentence

    raise SystemExit(library_sentence(error)) from error


# How long the tests of random examples take is fixed; `--hypothesis-profile=long` tries ten times as many.
settings.register_profile("fixed", max_examples=100, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("fixed")


@pytest.fixture(autouse=True, scope="module")
def _garbage() -> Iterator[None]:
    """What TensorFlow keeps from one module on is not searched again: by the end that took seconds for every window."""
    yield
    gc.collect()
    gc.freeze()
