"""How long the event loop stood still, and where; and whether memory grows."""

from __future__ import annotations

import faulthandler
import gc
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

BEAT_MS = 5
NOTICEABLE_SECONDS = 0.1
"""What stands still as long as this is looked at."""

ARM_SECONDS = 1.0
MOST_SECONDS = 60.0
"""For one action, whose menu e.g. may run an event loop of its own."""

LONGEST_KEPT, MOST_CALLS = 6, 4

OWN_MODULES = ("core.", "gui.", "PySide6.")

CALL = re.compile(r'File "(.*)", line \d+ in (.*)')
"""A line of faulthandler."""


@dataclass(frozen=True, order=True)
class StandStill:
    """The event loop did not run: for how long, how much of that was computing, during which action, and where."""

    seconds: float
    computed: float
    action: str
    stack: str


class Heartbeat(QObject):
    """Measure the time between two turns of the event loop; end the process if it hangs.

    Args:
        hang_seconds: after how long the process is ended, with the stacks of all threads; 0 for never.

    Attributes:
        longest: the longest times, the longest first.
        busiest: those in which most was computed; on a machine with other work the longest tell little.
    """

    def __init__(self, hang_seconds: float) -> None:
        super().__init__()
        self.longest: list[StandStill] = []
        self.busiest: list[StandStill] = []
        self._action, self._action_ends = "", 0.0
        self._hang_seconds, self._armed = hang_seconds, 0.0
        self._last, self._computed, self._paused = perf_counter(), thread_time(), False
        self._stack = ""
        self._stopped = threading.Event()
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Measure until the block ends."""
        sampler = threading.Thread(target=self._sample, args=(threading.get_ident(),), daemon=True)
        self._last, self._computed = perf_counter(), thread_time()
        self._timer.start()
        sampler.start()
        try:
            yield
        finally:
            self._timer.stop()
            self._stopped.set()
            sampler.join()
            faulthandler.cancel_dump_traceback_later()

    def begin(self, action: str, most_seconds: float = MOST_SECONDS) -> None:
        """Note what is done from now on. After `most_seconds` that is a hang, although events are handled."""
        self._action, self._action_ends = action, perf_counter() + most_seconds

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count what the monkey itself does in the UI thread."""
        self._note(perf_counter())
        self._paused = True
        if self._hang_seconds:
            faulthandler.cancel_dump_traceback_later()
        try:
            yield
        finally:
            self._paused, self._armed, self._stack = False, 0.0, ""
            self._last, self._computed = perf_counter(), thread_time()

    def _beat(self) -> None:
        now = perf_counter()
        if not self._paused:
            self._note(now)
        if self._hang_seconds and not self._paused and now - self._armed > ARM_SECONDS and now < self._action_ends:
            self._armed = now
            faulthandler.dump_traceback_later(self._hang_seconds + ARM_SECONDS, exit=True)

    def _note(self, now: float) -> None:
        seconds, computed = now - self._last, thread_time() - self._computed
        if seconds > NOTICEABLE_SECONDS:
            still = StandStill(seconds, computed, self._action, self._stack)
            self.longest = sorted([*self.longest, still], reverse=True)[:LONGEST_KEPT]
            self.busiest = sorted([*self.busiest, still], key=lambda one: one.computed, reverse=True)[:LONGEST_KEPT]
        self._last, self._computed, self._stack = now, thread_time(), ""

    def _sample(self, ui_thread: int) -> None:
        """Look from another thread where the UI thread is while it stands still."""
        while not self._stopped.wait(NOTICEABLE_SECONDS / 2):
            if not self._paused and not self._stack and perf_counter() - self._last > NOTICEABLE_SECONDS:
                self._stack = _own_calls(ui_thread)


def _own_calls(thread: int) -> str:
    """Return a thread's innermost calls of the program itself, e.g. "main_window.apply_theme > theme.use".

    faulthandler looks at the thread without a reference to its frames, which would keep their painters alive.
    """
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        stacks = file.read().split("\n\n")
    stack = next((stack for stack in stacks if f"{thread:#018x}" in stack), "")
    calls = [(Path(path), name) for path, name in CALL.findall(stack)]
    own = [f"{path.stem}.{name}" for path, name in calls if {"gui", "core"} & set(path.parts)]
    return " > ".join(reversed(own[:MOST_CALLS]))


@dataclass(frozen=True)
class Memory:
    """What the process holds: megabytes, objects of the program's and of Qt's classes, and widgets."""

    megabytes: float
    objects: int
    widgets: int

    @classmethod
    def now(cls) -> Memory:
        gc.collect()
        own = sum(str(type(one).__module__).startswith(OWN_MODULES) for one in gc.get_objects())
        return cls(_resident_megabytes(), own, len(QApplication.allWidgets()))


def _resident_megabytes() -> float:
    """Return the resident memory; 0 where the system does not tell it in /proc."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if statm.exists() else 0.0
