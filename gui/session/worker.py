"""The UI thread's side of the Keras thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from core.service.keras_thread import KerasThread
from core.service.messages import Request
from gui.threads.garbage import OLDEST, GarbageCollector
from gui.threads.message_queue import MessageQueue


class Worker(QObject):
    """Have Keras work done in a thread of its own, and emit the results in the UI thread.

    Signals:
        stage_reached(str): "libraries", "tensorflow" or "model" is being loaded now.
        loaded(str): everything is imported; the versions of Keras and TensorFlow as one text.
        start_failed(Problem): it could not be imported.
        answered(Answer): a request was carried out.
        progressed(Progress): the progress of the running `fit`, some twenty times a second.
    """

    stage_reached = Signal(str)
    loaded = Signal(str)
    start_failed = Signal(object)
    answered = Signal(object)
    progressed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = MessageQueue(self)
        self._queue.arrived.connect(self._say)
        self._garbage = GarbageCollector(self)
        self._keras = KerasThread(self._queue.messages.put, _load_charts)
        self._closed = False

    @property
    def model(self) -> Any:
        """The Keras model of the last request, or None."""
        return self._keras.model

    def start(self) -> None:
        """Start the thread, which imports TensorFlow first; a second call does nothing."""
        if not self._keras.started:
            self._garbage.start()
            self._keras.start()

    def ask(self, request: Request) -> None:
        """Have a request carried out; `answered` follows."""
        self._keras.ask(request)

    def set_hurry(self, hurry: bool) -> None:
        """Let a long run in any workspace end early, or no longer."""
        self._keras.set_hurry(hurry)

    def show_frames(self, shown: bool) -> None:
        """Keep the search for garbage short while frames are shown."""
        self._garbage.oldest = OLDEST - 1 if shown else OLDEST

    def stop(self, timeout: float | None = None) -> bool:
        """End the thread after its present call; return False if that takes longer than `timeout` seconds."""
        ended = self._keras.stop(timeout)
        if ended and not self._closed:
            self._closed = True
            self._garbage.stop()
            self._queue.close()
        return ended

    def _say(self, name: str, what: Any) -> None:
        getattr(self, name).emit(what)


def _load_charts() -> None:
    """Import matplotlib in the Keras thread, so that no chart makes the window wait for it."""
    import matplotlib.figure  # noqa: F401
