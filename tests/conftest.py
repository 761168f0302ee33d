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


# How many random examples a test tries: fewer in the default run, all in the thorough one and in that of the numbers.
# `--hypothesis-profile=long` tries ten times as many.
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("fixed", max_examples=100, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("fixed")


def pytest_configure(config: pytest.Config) -> None:
    if "not thorough" in config.option.markexpr and not config.getoption("--hypothesis-profile"):
        settings.load_profile("quick")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: tests of the window wait for timers a fifth of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the thorough run what the default one does not try of `sampled` tests, and all random examples."""
    sampled: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sampled"):
            sampled.setdefault(item.nodeid.split("[")[0], []).append(item)
        if config.option.markexpr == "thorough" and getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker("thorough")
    for cases in sampled.values():
        count = cases[0].get_closest_marker("sampled").args[0]
        kept = {round(number * (len(cases) - 1) / (count - 1)) for number in range(count)}
        for number, case in enumerate(cases):
            if number not in kept:
                case.add_marker("thorough")


@pytest.fixture(autouse=True, scope="module")
def _garbage() -> Iterator[None]:
    """What TensorFlow keeps from one module on is not searched again: by the end that took seconds for every window."""
    yield
    gc.collect()
    gc.freeze()
