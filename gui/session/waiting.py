"""Waiting in an event loop, for tests and screenshots; nothing in the window waits."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance


def wait_for(signal: SignalInstance, timeout_ms: int) -> None:
    """Run the event loop until a signal comes, or for `timeout_ms`."""
    loop = QEventLoop()
    timer = QTimer(singleShot=True)
    timer.timeout.connect(loop.quit)
    signal.connect(loop.quit)
    timer.start(timeout_ms)
    loop.exec()
    timer.stop()
    signal.disconnect(loop.quit)
