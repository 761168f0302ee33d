"""How many of the program's own Python calls one click costs on the window's thread.

    uv run python -m tests.benchmarks.bench_calls [--frames 60] [--top 15] [--by file]

Starts the real window without a screen, as it opens by default, and counts every call of a function whose file lies in
`core/` or `gui/`: for one click on Step, for one freeze of the selected layer, and for one frame of play. A click is
counted from its action until everything it started is shown: the event loop runs for a second, which is longer than
any of the window's timers. Calls are counted, not seconds, so that the figures do not depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

from tests.benchmarks.real_window import make_window, run_for

ROOT = Path(__file__).parents[2]
OWN = tuple(f"{ROOT / folder}{os.sep}" for folder in ("core", "gui"))
CLICKS = 5
SETTLE_SECONDS = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=60, help="frames of play to average over")
    parser.add_argument("--top", type=int, default=15, help="lines to print for each")
    parser.add_argument("--by", choices=("function", "file"), default="function", help="what a line stands for")
    options = parser.parse_args()
    from PySide6.QtGui import QAction

    window = make_window()
    window.resize(1440, 900)
    window.show()
    assert window.session.wait_idle(300_000), "the network did not get ready"
    step, freeze, play = (window.findChild(QAction, name) for name in ("step", "freeze", "play"))
    for action in (step, step, freeze, freeze, step):  # compile, and fill what is kept
        _click(action)

    steps, freezes = Counter[CodeType](), Counter[CodeType]()
    for _ in range(CLICKS):
        steps += count_calls(lambda: _click(step))
    for _ in range(CLICKS):
        freezes += count_calls(lambda: _click(freeze))
        _click(freeze)  # thaw it again
    frames, painted = _frames(window, play, options.frames)
    for title, calls, times in (
        ("one Step click", steps, CLICKS),
        ("one freeze", freezes, CLICKS),
        (f"one frame of play (of {painted})", frames, painted),
    ):
        _report(title, calls, times, options.top, options.by)
    window.close()
    window.session.close()


def count_calls(work: Callable[[], None]) -> Counter[CodeType]:
    """Count the own functions that this thread calls while it works."""
    own: dict[CodeType, bool] = {}
    calls = Counter[CodeType]()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event != "call":
            return
        code = frame.f_code
        if code not in own:
            own[code] = code.co_filename.startswith(OWN)
        if own[code]:
            calls[code] += 1

    sys.setprofile(note)  # of this thread only
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def _click(action: object) -> None:
    action.trigger()  # type: ignore[attr-defined]
    run_for(SETTLE_SECONDS)


def _frames(window: object, play: object, wanted: int) -> tuple[Counter[CodeType], int]:
    """Play until so many frames are painted; the calls of all of them, and how many there were."""
    from PySide6.QtCore import QEventLoop

    loop, painted = QEventLoop(), 0

    def note_painted() -> None:
        nonlocal painted
        painted += 1
        if painted == wanted:
            loop.quit()

    play.trigger()  # type: ignore[attr-defined]
    run_for(SETTLE_SECONDS)
    window.canvas.painted.connect(note_painted)  # type: ignore[attr-defined]
    calls = count_calls(loop.exec)
    window.canvas.painted.disconnect(note_painted)  # type: ignore[attr-defined]
    play.trigger()  # type: ignore[attr-defined]
    assert window.session.wait_idle(60_000)  # type: ignore[attr-defined]
    return calls, painted


def _report(title: str, calls: Counter[CodeType], times: int, top: int, by: str) -> None:
    print(f"\n{title}: {calls.total() / times:,.0f} own calls")
    lines = Counter[str]()
    for code, count in calls.items():
        file = Path(code.co_filename).relative_to(ROOT)
        lines[f"{file}" if by == "file" else f"{file}: {code.co_qualname}"] += count
    for line, count in lines.most_common(top):
        print(f"{count / times:10.1f}  {line}")


if __name__ == "__main__":
    main()
