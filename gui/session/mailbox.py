"""Letters from a thread that knows nothing of Qt to the one that paints."""

from __future__ import annotations

import contextlib
import queue
import socket
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

MOST_BYTES = 4096


class Letters:
    """A queue that rings a bell: a byte in a pair of sockets, on which an event loop can wait."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.bell, self._button = socket.socketpair()
        self.bell.setblocking(False)
        self._button.setblocking(False)

    def put(self, name: str, what: Any) -> None:
        """Post a letter, in any thread."""
        self._queue.put((name, what))
        with contextlib.suppress(OSError):  # the bell is ringing already, or nobody listens any more
            self._button.send(b"!")

    def take(self) -> list[tuple[str, Any]]:
        """All letters that have arrived."""
        with contextlib.suppress(OSError):
            self.bell.recv(MOST_BYTES)
        letters = []
        with contextlib.suppress(queue.Empty):
            while True:
                letters.append(self._queue.get_nowait())
        return letters

    def close(self) -> None:
        self.bell.close()
        self._button.close()


class Mailbox(QObject):
    """Says in its own thread what was posted in another.

    A signal could be emitted in the other thread instead; but then that thread would have to hold objects of Qt, and
    PySide would look them up there while Qt, which has let go of Python's lock, deletes others here.

    Attributes:
        letters: what the other thread posts to.

    Signals:
        arrived(str, object): the name of a letter and what it says, in the order of posting.
    """

    arrived = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.letters = Letters()
        self._notifier = QSocketNotifier(self.letters.bell.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._empty)

    def _empty(self) -> None:
        for name, what in self.letters.take():
            self.arrived.emit(name, what)

    def close(self) -> None:
        """Wait for letters no more."""
        self._notifier.setEnabled(False)
        self.letters.close()
