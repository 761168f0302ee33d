"""Fixtures for the tests of the domain. TensorFlow is imported only by the tests that need it, once per process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.core.helpers.small_lesson import FIRST, LESSON, SECOND

if TYPE_CHECKING:
    from core.workbench.workbench import Workbench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small lesson."""
    for name, text in (("lesson.toml", LESSON), ("first.toml", FIRST), ("second.toml", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("first", "second"):
        (tmp_path / f"{name}.en.md").write_text("Some **prose**.\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def without_xla() -> Iterator[None]:
    """Compile quickly: for tests of what is done and written, not of the descent. Not for what outlives a test."""
    from tests.core.helpers.compiling import quickly_compiled

    with quickly_compiled():
        yield


@pytest.fixture(scope="module")
def shared_bench() -> Workbench:
    """One bench with a compiled descent for all tests of a module."""
    from tests.core.helpers.benches import bench_with

    return bench_with()


@pytest.fixture
def bench(shared_bench: Workbench) -> Iterator[Workbench]:
    """A bench with TWO_LAYERS and the notebook's batch, at step 0 with everything trainable."""
    from core.commands import Reset, SetLearningRate, SetTrainable

    names = [None, *shared_bench.network.names.layers]
    shared_bench.do([Reset(), SetLearningRate(0.05), *(SetTrainable(name, True) for name in names)])
    shared_bench.take_events()
    yield shared_bench
    shared_bench.network.recorder.interrupt.clear()


@pytest.fixture(scope="session")
def all_compiled() -> Iterator[Workbench]:
    """One bench on the XOR of three bits for all tests; whatever it compiled once stays compiled."""
    from core.data.built_in import XorOfThreeBits
    from core.learning import compiled_descents
    from tests.core.helpers.benches import TWO_LAYERS, bench_with

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_descents, "MOST_DESCENTS", 64)
        yield bench_with(TWO_LAYERS, XorOfThreeBits(), seed=5)


@pytest.fixture
def xor(all_compiled: Workbench) -> Iterator[Workbench]:
    """That bench, at the beginning of a history: step 0, everything trainable, plain SGD on all 8 samples."""
    from tests.core.helpers.benches import anew

    yield anew(all_compiled)
    all_compiled.network.recorder.interrupt.clear()
