"""Read lessons in a thread: a stranger's folder may be slow to read, and the window must not wait for it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.lessons.reader import load
from core.problems.problem import Problem
from core.service.unexpected import unexpected
from gui.threads.message_queue import MessageQueue, ThreadMessages


class LessonReader(QObject):
    """Read the lesson of a folder; of several that are asked for, only the last counts.

    Signals:
        read(Lesson): it was read.
        refused(Problem): it is broken, and why.
    """

    read = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._queue = MessageQueue(self)
        self._queue.arrived.connect(self._arrived)
        self._asked = 0

    def ask(self, folder: str) -> None:
        """Read a lesson; `read` or `refused` follows."""
        self._asked += 1
        work = (self._queue.messages, str(self._asked), folder)
        threading.Thread(target=_read, args=work, name="lesson", daemon=True).start()

    def close(self) -> None:
        """Forget what is being read."""
        self._asked += 1
        self._queue.close()

    def _arrived(self, number: str, outcome: Any) -> None:
        if number != str(self._asked):
            return
        (self.refused if isinstance(outcome, Problem) else self.read).emit(outcome)


def _read(messages: ThreadMessages, number: str, folder: str) -> None:
    """Read a lesson in a thread of its own."""
    try:
        messages.put(number, load(Path(folder)))
    except Problem as problem:
        messages.put(number, problem)
    except Exception as error:  # whoever asked gets an answer
        messages.put(number, unexpected(error))
