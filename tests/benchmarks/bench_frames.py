"""How evenly the real window paints while it trains.

    uv run python -m tests.benchmarks.bench_frames [--seconds 10] [--tempo max] [--page health] [--bare]

On a machine without a screen it runs offscreen; under a virtual X server it measures a real window. Prints the gaps
between paints of the canvas (p50, p99, longest), the time to the first paint and to the first step, and the steps
per second; of a run longer than a minute also the memory as it goes (`--seconds 600` is the soak). Every dock is open;
`--page` says which page of the bottom one is in front. `--bare` leaves out what is refreshed a few times a second: the
maps, the movements and the weights over time; so two runs tell what these cost. Nothing here is a test: figures belong
to the machine they were taken on.
"""

from __future__ import annotations

import time

STARTED = time.perf_counter()

import argparse  # noqa: E402
import os  # noqa: E402
from itertools import pairwise  # noqa: E402

from tests.benchmarks.real_window import make_window, run_for  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--tempo", default="max", help="steps per second, or max")
    parser.add_argument(
        "--page", choices=("loss_chart", "code", "layers", "data", "health", "tape"), default="loss_chart"
    )
    parser.add_argument("--bare", action="store_true", help="without maps, movements and weights over time")
    options = parser.parse_args()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    window = make_window()
    paints: list[float] = []
    window.canvas.painted.connect(lambda: paints.append(time.perf_counter()))
    window.show()
    while not paints:
        QApplication.processEvents()
    print(f"platform                 {QApplication.platformName()}")
    print(f"time to first paint      {paints[0] - STARTED:6.2f} s after the interpreter's first line")
    assert window.session.wait_idle(300_000), "the network did not get ready"
    print(f"time to a ready network  {time.perf_counter() - STARTED:6.2f} s")
    asked = time.perf_counter()
    window.session.step()
    window.session.wait_idle(60_000)
    print(f"first step (compiles)    {time.perf_counter() - asked:6.2f} s")
    asked = time.perf_counter()
    window.session.step()
    window.session.wait_idle(60_000)
    print(f"second step              {1000 * (time.perf_counter() - asked):6.1f} ms")

    session = window.session
    session.set_tempo(None if options.tempo == "max" else float(options.tempo))
    window.pages.show_page(getattr(window, options.page))
    if options.bare:
        session._queue.companions.clear()
        session.movements.blockSignals(True)
    session.play()
    run_for(1.0)  # the chart draws its first picture, caches fill
    paints.clear()
    first_step = session.snapshot.step
    _run_with_memory(options.seconds)
    taken = session.snapshot.step - first_step
    session.pause()
    session.wait_idle(10_000)

    gaps = sorted(1000 * (after - before) for before, after in pairwise(paints))
    print(f"frames                   {len(gaps)} in {options.seconds:g} s at tempo {options.tempo}")
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        print(f"frame gap {name}            {gaps[int(share * (len(gaps) - 1))]:6.1f} ms")
    print(f"longest frame gap        {gaps[-1]:6.1f} ms")
    print(f"steps per second         {taken / options.seconds:,.0f}")

    asked = time.perf_counter()
    for _ in range(100):
        window.canvas.grab()
    print(f"repaint of the canvas    {10 * (time.perf_counter() - asked):6.1f} ms")
    QTimer.singleShot(0, window.close)
    QApplication.processEvents()
    session.close()


def _run_with_memory(seconds: float) -> None:
    """Run; say each half minute how much memory the process holds."""
    for passed in range(30, int(seconds) + 1, 30):
        run_for(30)
        print(f"memory after {passed:4d} s       {_resident_mb():6.0f} MB", flush=True)
    run_for(seconds % 30)


def _resident_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
