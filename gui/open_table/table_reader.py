"""Read tables in a thread of their own: a large file takes seconds, and neither the window nor Keras waits for it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.files.atomic import write_bytes
from core.problems.problem import Problem
from core.service.unexpected import unexpected
from gui.threads.message_queue import MessageQueue, ThreadMessages

LEAST_PROGRESS = 0.01
"""How much further a reading must be before it is told again."""


class TableReader(QObject):
    """Read one file at a time; asked for another one, it leaves the one before.

    Signals:
        progressed(float): how far it is, from 0 to 1.
        read(object): the Table, and what it is with the proposed choices.
        failed(Problem): what is wrong with the file.
    """

    progressed = Signal(float)
    read = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = MessageQueue(self)
        self._queue.arrived.connect(self._tell)
        self._reading: _Reading | None = None

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._reading is not None

    def start(self, path: str, chosen: dict[str, Any], content: bytes | None = None) -> None:
        """Read a file with these choices; `read` or `failed` follows. If content is given, the file is made of it."""
        self.cancel()
        self._reading = _Reading(path, chosen, content, self._queue.messages)
        self._reading.start()

    def cancel(self) -> None:
        """Leave what is being read; nothing follows."""
        if self._reading is not None:
            self._reading.wanted = False
            self._reading = None

    def close(self) -> None:
        """End for good."""
        reading = self._reading
        self.cancel()
        if reading is not None:
            reading.join(1.0)
        self._queue.close()

    def _tell(self, name: str, what: Any) -> None:
        reading, value = what
        if reading is not self._reading:
            return
        if name != "progressed":
            self._reading = None
        getattr(self, name).emit(value)


class _Reading(threading.Thread):
    """One reading.

    Attributes:
        wanted: whether its result is still wanted.
    """

    def __init__(self, path: str, chosen: dict[str, Any], content: bytes | None, messages: ThreadMessages) -> None:
        super().__init__(name="table", daemon=True)
        self.wanted = True
        self._path, self._chosen, self._content, self._messages = path, chosen, content, messages
        self._told = -1.0

    def run(self) -> None:
        from core.tables.table import Cancelled, read_table  # with pandas, which takes as long as the window

        try:
            self._write()
            self._messages.put("read", (self, read_table(self._path, self._chosen, self._tell)))
        except Cancelled:
            return
        except Problem as problem:
            self._messages.put("failed", (self, problem))
        except Exception as error:
            self._messages.put("failed", (self, unexpected(error)))

    def _write(self) -> None:
        """Make the file of its content, if it is given.

        Raises:
            Problem: it cannot be written.
        """
        if self._content is None:
            return
        path = Path(self._path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, self._content)
        except OSError as error:
            raise Problem("table.unreadable", path=self._path, reason=str(error)) from error

    def _tell(self, share: float) -> bool:
        if share - self._told >= LEAST_PROGRESS and self.wanted:
            self._told = share
            self._messages.put("progressed", (self, share))
        return self.wanted
