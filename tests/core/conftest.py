"""Fixtures for the tests of the domain. TensorFlow is imported only by the tests that need it, once per process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from core.workbench import Workbench


@pytest.fixture(scope="module")
def shared_bench() -> Workbench:
    """One bench with a compiled descent for all tests of a module."""
    from tests.core.benches import bench_with

    return bench_with()


@pytest.fixture
def bench(shared_bench: Workbench) -> Iterator[Workbench]:
    """A bench with TWO_LAYERS and the notebook's batch, at step 0 with everything trainable."""
    from core.commands import Reset, SetLearningRate, SetTrainable

    names = [None, *shared_bench.layers]
    shared_bench.do([Reset(), SetLearningRate(0.05), *(SetTrainable(name, True) for name in names)])
    shared_bench.take_events()
    yield shared_bench
    shared_bench.interrupt.clear()
