"""The UI thread's side of the Keras thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from core.service.keras_thread import KerasThread
from core.service.messages import Request
from gui.session.garbage import GarbageCollector
from gui.session.mailbox import Mailbox


class Worker(QObject):
    """Has Keras work done in a thread of its own, and says here what came of it.

    Signals:
        stage_reached(str): "libraries", "tensorflow" or "model" is being loaded now.
        loaded(str): everything is imported; the versions of Keras and TensorFlow as one text.
        start_failed(Problem): it could not be imported.
        answered(Answer): a request was carried out.
        progressed(Progress): how far the `fit` under way is, some twenty times a second.
    """

    stage_reached = Signal(str)
    loaded = Signal(str)
    start_failed = Signal(object)
    answered = Signal(object)
    progressed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox(self)
        self._mailbox.arrived.connect(self._say)
        self._garbage = GarbageCollector(self)
        self._keras = KerasThread(self._mailbox.letters.put, _load_charts)
        self._closed = False

    @property
    def model(self) -> Any:
        """The Keras model that was asked about last, or None."""
        return self._keras.model

    def start(self) -> None:
        """Start the thread, which begins by importing TensorFlow; does nothing the second time."""
        if not self._keras.started:
            self._garbage.start()
            self._keras.start()

    def ask(self, request: Request) -> None:
        """Have a request carried out; `answered` follows."""
        self._keras.ask(request)

    def set_hurry(self, hurry: bool) -> None:
        """Let a long run in any workspace end early, or not any more."""
        self._keras.set_hurry(hurry)

    def stop(self, timeout: float | None = None) -> bool:
        """End the thread after the call it is in; False if that takes longer than `timeout` seconds."""
        ended = self._keras.stop(timeout)
        if ended and not self._closed:
            self._closed = True
            self._garbage.stop()
            self._mailbox.close()
        return ended

    def _say(self, name: str, what: Any) -> None:
        getattr(self, name).emit(what)


def _load_charts() -> None:
    """Import matplotlib in the Keras thread, so that no chart makes the window wait for it."""
    import matplotlib.figure  # noqa: F401
