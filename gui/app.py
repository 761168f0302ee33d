"""Where programs and tests get the window from; it lives in `gui.start.app`."""

from gui.start.app import create_window, run

__all__ = ["create_window", "run"]
