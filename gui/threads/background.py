"""Work that needs no Keras, in a thread of its own: reading and writing files."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.problems.problem import Problem
from core.service.unexpected import unexpected
from gui.threads.message_queue import MessageQueue, ThreadMessages


class Background(QObject):
    """Do one job after another, in the order in which they were asked for. What was begun is ended before Python ends.

    Signals:
        ended(): a job is done, and its result was handed over.
    """

    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = MessageQueue(self)
        self._queue.arrived.connect(self._hand_over)
        self._executor: ThreadPoolExecutor | None = None
        self._receivers: dict[str, Callable[[Any], None]] = {}
        self._asked = 0
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a job is not done yet."""
        return bool(self._receivers)

    def run(self, job: Callable[[], Any], receive: Callable[[Any], None]) -> None:
        """Do a job.

        Args:
            job: is called in the thread; it may raise a Problem.
            receive: is called in the UI thread with what the job returned, or with the Problem.
        """
        if self._closed:
            return
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, "files")
        self._asked += 1
        number = str(self._asked)
        self._receivers[number] = receive
        self._executor.submit(_do, self._queue.messages, number, job)

    def close(self) -> None:
        """Take no more jobs, and hand nothing over any more; what was asked for is still done."""
        self._closed = True
        self._receivers.clear()
        if self._executor is not None:
            self._executor.shutdown(wait=False)
        self._queue.close()

    def _hand_over(self, number: str, outcome: Any) -> None:
        receive = self._receivers.pop(number, None)
        if receive is not None:
            receive(outcome)
            self.ended.emit()


def _do(messages: ThreadMessages, number: str, job: Callable[[], Any]) -> None:
    try:
        messages.put(number, job())
    except Problem as problem:
        messages.put(number, problem)
    except Exception as error:  # whoever asked gets an answer
        messages.put(number, unexpected(error))
