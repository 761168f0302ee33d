"""Questions that go along with requests."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from core.intents.questions import Question

if TYPE_CHECKING:
    from gui.session.exchange import Exchange


class Companion:
    """Send a question along with requests that are sent anyway, so that its answer belongs to what is shown with it.

    It goes along with every request, but only with a few a second of the frames of playing.

    Args:
        exchange: carries the question.
        question: returns it, told whether it goes along with a frame; None while there is nothing to ask.
        least_seconds: returns the time between two frames that it goes along with.
    """

    def __init__(
        self, exchange: Exchange, question: Callable[[bool], Question | None], least_seconds: Callable[[], float]
    ) -> None:
        self._exchange, self._question, self._least_seconds = exchange, question, least_seconds
        self._sent_at = float("-inf")
        exchange.queue.companions.append(self._along)

    def ask(self) -> None:
        """Ask now, where no frame will ask soon."""
        question = self._question(False)
        if question is not None and not self._exchange.player.playing:
            self._exchange.queue.add((question,))
            self._exchange.queue.go_on()

    def hurry(self) -> None:
        """Go along with the next frame, whenever the last one was."""
        self._sent_at = float("-inf")

    def _along(self, frame: bool) -> tuple[Question, ...]:
        now = perf_counter()
        if frame and now - self._sent_at < self._least_seconds():
            return ()
        question = self._question(frame)
        if question is None:
            return ()
        self._sent_at = now
        return (question,)
