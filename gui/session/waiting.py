"""Waiting in an event loop, for tests and screenshots; nothing in the window waits."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import perf_counter

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance


def wait_until(done: Callable[[], bool], signal: SignalInstance, timeout_ms: int) -> None:
    """Run the event loop until something is done, or for `timeout_ms`. Whether it is done is asked at each signal."""
    end = perf_counter() + timeout_ms / 1000
    while not done() and (left := end - perf_counter()) > 0:
        _wait_for(signal, ceil(1000 * left))


def _wait_for(signal: SignalInstance, timeout_ms: int) -> None:
    """Run the event loop until a signal comes, or for `timeout_ms`."""
    loop = QEventLoop()
    timer = QTimer(singleShot=True)
    timer.timeout.connect(loop.quit)
    signal.connect(loop.quit)
    timer.start(timeout_ms)
    loop.exec()
    timer.stop()
    signal.disconnect(loop.quit)
