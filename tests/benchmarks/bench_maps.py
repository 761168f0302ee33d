"""What response maps cost: a refresh, and the frames of the real window with and without them.

    uv run python -m tests.benchmarks.bench_maps [--seconds 8] [--tempo max]

Prints how long the Keras thread takes for all layers over 24x24 and 48x48 points, compiled and as `layer(X)` does; how
long the window takes to make the pictures; and the gaps between frames while it plays, in turns: without any maps, with
the map of the prediction, with maps in all units, and with a large one as well. Nothing here is a test: figures belong
to the machine they were taken on.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.benchmarks.real_window import make_window, run_for
from tests.benchmarks.timing import seconds_per_call

if TYPE_CHECKING:
    from gui.session.session import Session
    from gui.window.main_window import MainWindow

ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--tempo", default="max", help="steps per second, or max")
    options = parser.parse_args()
    window = make_window()
    window.resize(1440, 900)
    window.show()
    session = window.session
    assert session.wait_idle(300_000), "the network did not get ready"
    session.set_tempo(None if options.tempo == "max" else float(options.tempo))
    session.step(10)
    assert session.wait_idle(60_000)
    _time_passes(session)
    _time_pictures(window)
    ways = _ways(window)
    gaps: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, arrange in ways.items():
            arrange()
            gaps[name] += _gaps_while_playing(window, options.seconds / ROUNDS)
    for name, found in gaps.items():
        found.sort()
        shares = "   ".join(f"p{round(100 * s)} {found[int(s * (len(found) - 1))]:5.1f}" for s in (0.5, 0.95, 0.99))
        print(f"{name:34} {len(found):5d} frames   {shares}   longest {found[-1]:5.1f} ms")
    window.close()
    session.close()


def _time_passes(session: Session) -> None:
    """Print how long the Keras thread takes for one pass over all layers."""
    from core.observe.responses import Responses
    from core.snapshot.response import slice_through

    model, X, responses = session.model, session.snapshot.batch.X, Responses()
    ways = {}
    for size in (24, 48):
        points = slice_through(X, 0, size=size)
        ways[f"{size}x{size} points, compiled"] = partial(responses.over, model, 0, points, eager=False)
        ways[f"{size}x{size} points, layer(X)"] = partial(responses.over, model, 0, points, eager=True)
    _print("pass over ", ways)


def _time_pictures(window: MainWindow) -> None:
    """Print how long the window takes to make the pictures of a refresh, and to paint with and without one."""
    canvas, maps = window.canvas, window.session.maps

    def make() -> None:
        canvas.state.show_maps(maps.points, maps.latest)

    def make_and_paint() -> None:
        make()
        canvas.grab()

    for units in ("numbers", "maps"):
        canvas.set_units(units)
        ways = {"pictures of a refresh": make, "paint after a refresh": make_and_paint, "paint": canvas.grab}
        _print(f"{units}: ", ways)
    canvas.set_units("numbers")


def _print(before: str, ways: dict[str, Callable[[], object]]) -> None:
    for name, seconds in seconds_per_call(ways).items():
        print(f"{before + name:34} {1000 * seconds:6.2f} ms")


def _ways(window: MainWindow) -> dict[str, Callable[[], None]]:
    """Return what is compared, and how to bring it about."""
    maps, inspector = window.session.maps, window.inspector
    points, watch = maps.points, maps.watch

    def show(watched: bool, units: str, large: bool) -> None:
        maps.watch = watch if watched else lambda points: None
        watch(points if watched else None)
        window.actions_[f"units_{units}"].trigger()
        inspector.activations.set_mode("map" if large else "samples")
        inspector.show_page(inspector.activations if large else inspector.weights)

    return {
        "without maps": lambda: show(False, "numbers", False),
        "the map of the prediction": lambda: show(True, "numbers", False),
        "maps in all units": lambda: show(True, "maps", False),
        "and a large one": lambda: show(True, "maps", True),
    }


def _gaps_while_playing(window: MainWindow, seconds: float) -> list[float]:
    """Play, and return the gaps between paints of the canvas in ms."""
    paints: list[float] = []
    session, canvas = window.session, window.canvas

    def note() -> None:
        paints.append(time.perf_counter())

    session.play()
    run_for(0.7)
    canvas.painted.connect(note)
    run_for(seconds)
    canvas.painted.disconnect(note)
    session.pause()
    session.wait_idle(10_000)
    return [1000 * (after - before) for before, after in pairwise(paints)]


if __name__ == "__main__":
    main()
