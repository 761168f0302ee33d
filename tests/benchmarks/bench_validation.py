"""What the validation rows cost: steps per second of CPU time early and late in a run, and the time of a frame.

Run by hand: uv run python -m tests.benchmarks.bench_validation
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np

from core.commands import Reset, Step
from core.design.network_spec import FOUR_LAYERS
from core.intents.table_plans import opening
from core.workbench.workbench import Workbench
from tests.benchmarks.timing import machine, table

ROWS = (150, 1500)
EARLY, LATE, ROUNDS = 1000, 20_000, 5


def bench_of(folder: Path, rows: int) -> Workbench:
    """A network that learns three classes from four inputs, with a fifth of the rows to check with."""
    rng, path = np.random.default_rng(1), folder / f"{rows}.csv"
    numbers = [(k, k + rng.normal(size=4)) for k in range(3) for _ in range(rows // 3)]
    lines = [",".join([*(f"{x:.3f}" for x in row), "abc"[k]]) for k, row in numbers]
    path.write_text("\n".join(["a,b,c,d,kind", *lines]))
    bench = Workbench()
    bench.do(opening(str(path), FOUR_LAYERS, 3, {"validation": 0.2}).commands(bench.network))
    return bench


def without(bench: Workbench) -> Workbench:
    """Take away the validation rows; the rows that are learned from stay."""
    training = bench.network.training
    training.batch = replace(training.batch, X_val=None, Y_val=None)
    training.names.validation = None
    return bench


def cpu_seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def figures(bench: Workbench) -> tuple[float, float, float]:
    """CPU seconds of the first steps, of many late ones, and of a hundred frames."""
    bench.do([Reset()])
    early = cpu_seconds(lambda: bench.do([Step(EARLY)]))
    bench.do([Step(LATE)])
    late = cpu_seconds(lambda: bench.do([Step(LATE)]))
    return early, late, cpu_seconds(lambda: [bench.snapshot(eager=False) for _ in range(100)])


def main() -> None:
    rows: dict[str, list[str]] = {"with": [], "without": []}
    with TemporaryDirectory() as folder:
        for count in ROWS:
            benches = {"with": bench_of(Path(folder), count), "without": without(bench_of(Path(folder), count))}
            found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in benches}
            for _ in range(1 + ROUNDS):  # in turns, so that both have the same neighbours; the first compiles
                for name, bench in benches.items():
                    found[name].append(figures(bench))
            for name, each in found.items():
                early, late, frames = (min(column) for column in zip(*each[1:]))
                rows[name] += [f"{EARLY / early:,.0f}", f"{LATE / late:,.0f}", f"{10 * frames:.2f}"]
    heads = (f"first {EARLY:,} steps, per second", f"from step {LATE:,} on", "ms a frame")
    head = ["validation rows", *(f"{text} ({count} rows)" for count in ROWS for text in heads)]
    print(table(head, [[name, *cells] for name, cells in rows.items()]))
    print(machine())


if __name__ == "__main__":
    main()
