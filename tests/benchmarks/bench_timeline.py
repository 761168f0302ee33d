"""What a long history costs: memory, and the time of a jump to any step of it.

    uv run python -m tests.benchmarks.bench_timeline [--steps 1000000] [--optimizer sgd] [--samples 3] [--jumps 200]

The steps are taken a frame of playing at a time, and their losses are folded into the curves, as in the window.
Memory is what Python and numpy allocated for states, entries and losses (tracemalloc) after the first frame.
"""

from __future__ import annotations

import argparse
import tracemalloc
from statistics import median, quantiles
from time import perf_counter

import numpy as np

from core.commands import SetOptimizer, Step, UseData, build_network
from core.data.built_in import InsideSphere, NotebookBatch
from core.design.network_spec import FOUR_LAYERS
from core.design.optimizers import OPTIMIZERS
from core.history.loss_curves import LossCurves
from core.intents.moves import GoTo
from core.workbench.workbench import Workbench
from tests.benchmarks.timing import machine

FRAME = 1000
"""Steps done together."""


def played(steps: int, optimizer: str, samples: int) -> tuple[Workbench, LossCurves, float, int]:
    """A bench after so many steps, the curves, the seconds that it took, and the bytes that the history takes."""
    source = NotebookBatch() if samples == 3 else InsideSphere(samples)
    bench, curves = Workbench(), LossCurves()
    bench.do([*build_network(FOUR_LAYERS, 1), UseData(source), SetOptimizer(optimizer, 0.001)])

    def frame(size: int) -> None:
        bench.do([Step(size)], continued=bench.network.step > 0)
        curves.fold(bench.take_events(), bench.timeline.place(), None)

    frame(1)
    bench.snapshot()
    tracemalloc.start()
    before, started = tracemalloc.get_traced_memory()[0], perf_counter()
    while bench.network.step < steps:
        frame(min(FRAME, steps - bench.network.step))
    seconds, taken = perf_counter() - started, tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return bench, curves, seconds, taken


def jumps(bench: Workbench, count: int) -> list[float]:
    """The milliseconds of visits to random steps, each with a snapshot."""
    taken, places = [], np.random.default_rng(1).integers(0, bench.network.step + 1, count)
    GoTo(0).make(bench)
    for step in places:
        started = perf_counter()
        GoTo(int(step)).make(bench)
        bench.snapshot()
        taken.append(1000 * (perf_counter() - started))
        assert bench.network.step == step
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--optimizer", choices=[kind.key for kind in OPTIMIZERS], default="sgd")
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--jumps", type=int, default=200)
    options = parser.parse_args()
    bench, curves, seconds, taken = played(options.steps, options.optimizer, options.samples)
    branch = bench.history.branch
    times = jumps(bench, options.jumps)
    print(f"history                  {bench.timeline.place().last_step:,} steps, {options.optimizer}, ", end="")
    print(f"batch {options.samples}, {len(branch.entries)} entries, {seconds:.1f} s with the memory watched")
    print(f"keyframes                {len(branch.keyframes):,}")
    losses = curves.current._losses.nbytes
    print(f"memory of the history    {taken / 2**20:.1f} MB, of which losses {losses / 2**20:.1f} MB")
    print(f"jump and snapshot        median {median(times):.1f} ms, ", end="")
    print(f"p95 {quantiles(times, n=20)[-1]:.1f} ms, longest {max(times):.1f} ms, {len(times)} jumps")
    print(f"\n{machine().split(';')[0]}")


if __name__ == "__main__":
    main()
