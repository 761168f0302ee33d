"""Messages from a thread that knows nothing of Qt to the UI thread."""

from __future__ import annotations

import contextlib
import queue
import socket
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

MOST_BYTES = 4096


class ThreadMessages:
    """A thread-safe queue that wakes an event loop: each message also writes a byte to a pair of sockets.

    Attributes:
        wake: the socket to wait on; it is readable while messages wait.
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.wake, self._waker = socket.socketpair()
        self.wake.setblocking(False)
        self._waker.setblocking(False)

    def put(self, name: str, what: Any) -> None:
        """Send a message, from any thread."""
        self._queue.put((name, what))
        with contextlib.suppress(OSError):  # full, so the reader wakes anyway; or closed, so nobody reads any more
            self._waker.send(b"!")

    def take(self) -> list[tuple[str, Any]]:
        """Return all messages that have arrived, and remove them."""
        with contextlib.suppress(OSError):
            self.wake.recv(MOST_BYTES)
        messages = []
        with contextlib.suppress(queue.Empty):
            while True:
                messages.append(self._queue.get_nowait())
        return messages

    def close(self) -> None:
        self.wake.close()
        self._waker.close()


class MessageQueue(QObject):
    """Emit in its own thread what another thread sent.

    A signal could be emitted in the other thread instead. But then that thread would have to hold objects of Qt, and
    PySide would look them up there while Qt, which has released Python's lock, deletes others here.

    Attributes:
        messages: where the other thread puts its messages.

    Signals:
        arrived(str, object): the name of a message and its content, in the order of sending.
    """

    arrived = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.messages = ThreadMessages()
        self._notifier = QSocketNotifier(self.messages.wake.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._emit_all)

    def _emit_all(self) -> None:
        for name, what in self.messages.take():
            self.arrived.emit(name, what)

    def close(self) -> None:
        """Stop waiting for messages."""
        self._notifier.setEnabled(False)
        self.messages.close()
