"""What is done once the window is painted: one task in each turn of the event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

Task = Callable[[], object]


class StartUp(QObject):
    """Do tasks in order, one in each turn of the event loop, so that the window paints and answers in between.

    Signals:
        finished(): the last task is done.
    """

    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: deque[Task] = deque()
        self._busy = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._take_one)

    def add(self, *tasks: Task) -> None:
        """Append tasks."""
        self._left.extend(tasks)

    def start(self) -> None:
        """Begin with the next turn; a second call does nothing."""
        if self._left:
            self._timer.start()

    def finish(self) -> None:
        """Do at once all that is left; does nothing when it is called by a task."""
        while self._left and not self._busy:
            self._take_one()

    def stop(self) -> None:
        """Do nothing of what is left."""
        self._timer.stop()
        self._left.clear()

    def _take_one(self) -> None:
        task = self._left.popleft()
        self._busy = True
        try:
            task()
        finally:
            self._busy = False
            if not self._left:
                self._timer.stop()
        if not self._left:
            self.finished.emit()
