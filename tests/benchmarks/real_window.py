"""The real window for benchmarks. Importing this imports nothing slow, so that a start can be measured."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow


def make_window() -> MainWindow:
    """Make the window, light and English, without showing it; offscreen where there is no screen."""
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    from gui.start.app import create_window

    # --screenshot only keeps the user's own settings out
    return create_window(["--screenshot", "unused.png", "--lang", "en", "--theme", "light"])


def run_for(seconds: float) -> None:
    """Run the event loop as the program does."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
