"""How evenly the real window paints while it trains, with everything open and with less.

    uv run python -m tests.benchmarks.bench_frames [--seconds 10] [--tempo max] [--page health] [--batch 3] [--rounds 1]

On a machine without a screen it runs offscreen; under a virtual X server it measures a real window. Prints the time to
the first paint and to the first step and then, side by side, of the window with everything open (maps in all units, a
large one in the Inspector), without maps, and without whatever else is refreshed a few times a second: the gaps between
frames (p50, p95, p99, longest), the steps per second, and the processor time of a frame in the window's thread and in
the Keras thread. They take turns of `--seconds` each, so that whatever else the machine does hits all alike.

Every dock is open; `--page` says which page of the bottom one is in front. `--batch` is 3 (the notebook's), or another
number of samples of "Inside a sphere". A run longer than a minute also prints the memory as it goes
(`--seconds 600 --only "everything open"` is the soak). Nothing here is a test: figures belong to the machine they were
taken on.
"""

from __future__ import annotations

import time

STARTED = time.perf_counter()

import argparse  # noqa: E402
import os  # noqa: E402
from collections.abc import Callable  # noqa: E402
from itertools import pairwise  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

from tests.benchmarks.real_window import make_window, run_for  # noqa: E402

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

HEAD = f"{'':26}    p50    p95    p99  longest  frames/s   steps/s  window  Keras"
WARM_UP_SECONDS = 1.5
"""The chart draws its first picture, caches fill."""


def main() -> None:
    options = _options()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    window = make_window()
    window.resize(1440, 900)
    paints: list[float] = []
    window.canvas.painted.connect(lambda: paints.append(time.perf_counter()))
    window.show()
    while not paints:
        QApplication.processEvents()
    print(f"platform                 {QApplication.platformName()}")
    print(f"time to first paint      {paints[0] - STARTED:6.2f} s after the interpreter's first line")
    session = window.session
    assert session.wait_idle(300_000), "the network did not get ready"
    print(f"time to a ready network  {time.perf_counter() - STARTED:6.2f} s")
    _take_samples(window, options.batch)
    for name in ("first step (compiles)", "second step"):
        print(f"{name:24} {1000 * _seconds_of_a_step(window):6.0f} ms until it is painted")
    session.set_tempo(None if options.tempo == "max" else float(options.tempo))
    window.show_page(getattr(window, options.page))
    ways = {name: way for name, way in _ways(window).items() if options.only in ("", name)}
    plays: dict[str, list[Play]] = {name: [] for name in ways}
    for _ in range(options.rounds):
        for name, arrange in ways.items():
            arrange()
            plays[name].append(Play(window, options.seconds))
    print(f"\ntempo {options.tempo}, {session.snapshot.batch.samples} samples, {options.page} in front\n")
    print(HEAD)
    for name, found in plays.items():
        _print(name, found)
    _time_repaint(window)
    QTimer.singleShot(0, window.close)
    QApplication.processEvents()
    session.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--tempo", default="max", help="steps per second, or max")
    parser.add_argument("--batch", type=int, default=3, help="samples")
    parser.add_argument("--page", choices=("loss_chart", "code", "layers", "data", "health", "tape"), default="health")
    parser.add_argument("--only", default="", help="one of the ways, by its name")
    return parser.parse_args()


def _take_samples(window: MainWindow, samples: int) -> None:
    from core.data.built_in import InsideSphere, NotebookBatch

    window.session.use(NotebookBatch() if samples == 3 else InsideSphere(samples))
    assert window.session.wait_idle(60_000)


def _seconds_of_a_step(window: MainWindow) -> float:
    """Take a step as a click does; return the seconds until the canvas has painted it."""
    from PySide6.QtCore import QEventLoop

    loop, session, asked = QEventLoop(), window.session, time.perf_counter()
    step = session.snapshot.step + 1

    def look() -> None:
        if session.snapshot.step >= step:
            loop.quit()

    window.canvas.painted.connect(look)
    session.step()
    loop.exec()
    seconds = time.perf_counter() - asked
    window.canvas.painted.disconnect(look)
    session.wait_idle(60_000)
    run_for(0.5)
    return seconds


def _ways(window: MainWindow) -> dict[str, Callable[[], None]]:
    """Return what is compared, and how to bring it about."""
    session, inspector = window.session, window.inspector
    queue, maps = session._queue, session.maps
    companions, points, watch = list(queue.companions), session.maps.points, session.maps.watch

    def show(units: str, watched: bool, along: bool) -> None:
        maps.watch = watch if watched else lambda points: None
        watch(points if watched else None)
        window.actions_[f"units_{units}"].trigger()
        inspector.activations.set_mode("map" if watched else "samples")
        inspector.show_page(inspector.activations if watched else inspector.weights)
        queue.companions[:] = companions if along else []
        session.movements.blockSignals(not along)

    return {
        "everything open": lambda: show("maps", True, True),
        "without maps": lambda: show("numbers", False, True),
        "nor movements and lines": lambda: show("numbers", False, False),
    }


class Play:
    """Some seconds of playing.

    Attributes:
        gaps: between shown frames, in ms.
        seconds: how long it was.
        steps: taken in this time.
        window_ms, keras_ms: the processor time of both threads.
    """

    def __init__(self, window: MainWindow, seconds: float) -> None:
        session, frames = window.session, []
        session.play()
        run_for(WARM_UP_SECONDS)
        keras = session._exchange.worker._keras._thread.native_id
        first, own, others, began = session.snapshot.step, time.thread_time(), _cpu_ms(keras), time.perf_counter()
        shown = session.snapshot

        def note() -> None:
            nonlocal shown
            if session.snapshot is not shown:  # not a repaint of what was there
                shown = session.snapshot
                frames.append(time.perf_counter())

        window.canvas.painted.connect(note)
        _run_with_memory(seconds)
        window.canvas.painted.disconnect(note)
        self.seconds, self.steps = time.perf_counter() - began, session.snapshot.step - first
        self.window_ms, self.keras_ms = 1000 * (time.thread_time() - own), _cpu_ms(keras) - others
        self.gaps = [1000 * (after - before) for before, after in pairwise(frames)]
        session.pause()
        session.wait_idle(10_000)


def _print(name: str, plays: list[Play]) -> None:
    gaps = sorted(gap for play in plays for gap in play.gaps)
    seconds, frames = sum(play.seconds for play in plays), len(gaps)
    shares = [gaps[round(share * (frames - 1))] for share in (0.5, 0.95, 0.99)]
    numbers = " ".join(f"{gap:6.1f}" for gap in shares)
    own, keras = sum(play.window_ms for play in plays) / frames, sum(play.keras_ms for play in plays) / frames
    rates = f"{frames / seconds:9.1f} {sum(play.steps for play in plays) / seconds:9,.0f}"
    print(f"{name:26} {numbers} {gaps[-1]:8.1f} {rates} {own:7.1f} {keras:6.1f}  ms")


def _time_repaint(window: MainWindow) -> None:
    asked = time.thread_time()
    for _ in range(100):
        window.canvas.grab()
    print(f"\nrepaint of the canvas    {10 * (time.thread_time() - asked):6.1f} ms of processor time")


def _cpu_ms(thread: int) -> float:
    """Return the processor time of a thread of this process so far, in ms; 0 where the system does not say."""
    try:
        with open(f"/proc/self/task/{thread}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
