"""Turns: while frames are shown, the panels beside the picture follow one after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

Slot = Callable[..., object]


class _Follower:
    """A panel's slot, and what it was not told yet."""

    def __init__(self, panel: QWidget, slot: Slot, asks: bool) -> None:
        self.panel, self.slot, self.asks = panel, slot, asks
        self.news: tuple[Any, ...] | None = None

    def tell(self) -> None:
        """Tell the latest, if there is any."""
        news, self.news = self.news, None
        if news is not None:
            self.slot(*news)


class Turns(QObject):
    """Pass signals on to panels: at once or, while a frame is shown, when it is the panel's turn.

    At a turn one visible panel is told the latest it does not know yet. So no frame has the work of all panels to do,
    and a panel follows as often as there are others to wait for. Panels that are hidden take no turn.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: deque[_Follower] = deque()
        self._signals: list[tuple[SignalInstance, list[_Follower]]] = []
        self._in_turns = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.take)

    def follow(self, signal: SignalInstance, panel: QWidget, slot: Slot, asks: bool = False) -> None:
        """Pass a signal on to the slot of a panel.

        Args:
            asks: whether the panel asks questions about what it was told last.
        """
        follower = _Follower(panel, slot, asks)
        self._queue.append(follower)
        for known, followers in self._signals:
            if known is signal:
                followers.append(follower)
                return
        self._signals.append((signal, [follower]))
        signal.connect(partial(self._note, self._signals[-1][1]))

    @contextmanager
    def frame(self) -> Iterator[None]:
        """Let panels wait for their turns with what is told in this context."""
        before, self._in_turns = self._in_turns, True
        try:
            yield
        finally:
            self._in_turns = before

    def take_soon(self) -> None:
        """Let the next panel have its turn once the frame is painted, so that the picture does not wait for it."""
        self._soon.start()

    def tell_asking(self) -> None:
        """Tell the panels that ask what they do not know yet: the answers that come now are about that."""
        for follower in self._queue:
            if follower.asks:
                follower.tell()

    def take(self) -> None:
        """Let the next panel have its turn."""
        for _ in range(len(self._queue)):
            follower = self._queue[0]
            self._queue.rotate(-1)
            if follower.news is not None:
                follower.tell()
                if follower.panel.isVisible():
                    return

    def catch_up(self) -> None:
        """Tell all panels what they do not know yet."""
        for follower in self._queue:
            follower.tell()

    def _note(self, followers: list[_Follower], *news: Any) -> None:
        for follower in followers:
            follower.news = news
            if not self._in_turns:
                follower.tell()
