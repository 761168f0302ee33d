"""Whether a window that has nothing to do also does nothing."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

TURNS = 100
PATIENCE_SECONDS = 10.0
WORK = (QEvent.Type.LayoutRequest, QEvent.Type.Paint)


def stands_still() -> bool:
    """Return whether a hundred turns of the event loop come soon in which hardly anything is laid out or painted.

    Who lays out anew on being told of a layout keeps a processor busy, and playing waits for it.
    """
    end = perf_counter() + PATIENCE_SECONDS
    while _work_of_turns() >= TURNS / 2:  # some may still come, but not one in every turn
        if perf_counter() > end:
            return False
    return True


def _work_of_turns() -> int:
    work, application = _Work(), QApplication.instance()
    application.installEventFilter(work)
    for _ in range(TURNS):
        application.processEvents()
    application.removeEventFilter(work)
    return work.count


class _Work(QObject):
    """Counts how often anything is laid out or painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.count += event.type() in WORK
        return False
