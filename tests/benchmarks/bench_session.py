"""What a saved session costs: the size of its file, and the seconds of saving and of opening.

uv run python -m tests.benchmarks.bench_session [--steps 1000000] [--optimizer sgd] [--samples 128]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from core.design.optimizers import OPTIMIZERS
from core.files.saved_session import SavedSession, saved_curves
from core.files.session_file import read_session, write_session
from core.workbench.workbench import Workbench
from tests.benchmarks.bench_timeline import played
from tests.benchmarks.timing import machine


def timed(name: str, action: Callable[[], Any]) -> Any:
    started = perf_counter()
    result = action()
    print(f"{name:32} {perf_counter() - started:.2f} s")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--optimizer", choices=[kind.key for kind in OPTIMIZERS], default="sgd")
    parser.add_argument("--samples", type=int, default=128)
    options = parser.parse_args()
    bench, curves, _, _ = played(options.steps, options.optimizer, options.samples)
    curves.fold((), bench.timeline.place(), None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.layerscope"
        session = timed("taken as plain data", lambda: SavedSession(bench.saved(), saved_curves(curves)))
        timed("written", lambda: write_session(path, session))
        print(f"{'size':32} {path.stat().st_size / 2**20:.1f} MB, {len(bench.history.branch.keyframes)} keyframes")
        again = timed("read", lambda: read_session(path))
        restored = timed("restored", lambda: Workbench.restored(again.history))
        timed("first snapshot", restored.snapshot)
    print(f"\n{machine().split(';')[0]}")


if __name__ == "__main__":
    main()
