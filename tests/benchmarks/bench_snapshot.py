"""What one click costs: milliseconds of a snapshot, of a step, and of a step and a snapshot.

Run by hand: uv run python -m tests.benchmarks.bench_snapshot
"""

from __future__ import annotations

from core.commands import SetLearningRate, Step, UseData, build_network
from core.data.built_in import InsideSphere
from core.design.network_spec import FOUR_LAYERS
from core.workbench.workbench import Workbench
from tests.benchmarks.timing import machine, seconds_per_call, table

SAMPLES = (3, 32, 256)


def column(samples: int) -> dict[str, float]:
    bench = Workbench()
    bench.do([*build_network(FOUR_LAYERS, 1), UseData(InsideSphere(samples)), SetLearningRate(0.01)])

    def take(steps: int) -> None:
        bench.do([Step(steps)])
        bench.take_events()

    def click(steps: int) -> None:
        take(steps)
        bench.snapshot()

    return seconds_per_call(
        {
            "`Workbench.snapshot()`": bench.snapshot,
            "`Workbench.preview()`": bench.network.stepping.preview,
            "`Step(1)`": lambda: take(1),
            "`Step(1)` and a snapshot (one click)": lambda: click(1),
            "`Step(10)` and a snapshot (one frame of playing)": lambda: click(10),
        }
    )


def main() -> None:
    columns = [column(samples) for samples in SAMPLES]
    rows = [[name, *(f"{1000 * each[name]:.2f}" for each in columns)] for name in columns[0]]
    print(f"Milliseconds with {FOUR_LAYERS.inputs}-5-5-5-1\n")
    print(table(["what", *(f"batch {samples}" for samples in SAMPLES)], rows))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
