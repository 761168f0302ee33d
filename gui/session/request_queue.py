"""The queue of requests: it sends intents to the Keras thread, one request at a time, and frames of playing ahead."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from core.commands import Command
from core.intents.saving import Reopening, TakeHistory
from core.lessons.page_opening import Opening
from core.service.messages import OWN, STARTS_ANEW, Answer, Intent, Request, only_asks
from core.snapshot.records import Progress
from gui.session.worker import Worker

Group = tuple[Intent, ...]
IntentT = TypeVar("IntentT")


@dataclass(frozen=True)
class Sent:
    """A request that is not answered yet.

    Attributes:
        groups: the groups of intents in it.
        generation: the queue's when it was sent.
        frame: whether it is a frame of playing.
    """

    groups: tuple[Group, ...]
    generation: int
    frame: bool


class RequestQueue(QObject):
    """The requests that are not answered yet.

    One request is in flight at a time, and intents that come meanwhile wait and go out together. Only a frame of
    playing may follow one that is in flight, so that the Keras thread need not wait for the window. An answer to a
    request from before a reset or new data is not current: its commands were done and are in the history, but it must
    not be shown.

    Args:
        worker: carries the requests out.
        parent: what owns this.

    Attributes:
        workspace: whose network the requests are about, the learner's own or the lesson's.
        closed: nothing is sent any more.
        may_enter: tells whether every answer is shown; only then another workspace is entered.
        takes_along: tells whether the next frame comes so soon that waiting questions can go along with it.
        companions: each returns the questions to send along with a request, told whether that is a frame of playing.

    Signals:
        sent(): a request was sent.
        answered(Answer, bool): a request was carried out; whether it was a frame. The receiver calls `go_on`.
        progressed(Progress, bool): the progress of the `fit` in flight; whether that is current.
        entering(str, object): the next requests are about this workspace; what is opened there, or None.
        free(): nothing is in flight, and nothing waits.
    """

    sent = Signal()
    answered = Signal(object, bool)
    progressed = Signal(object, bool)
    entering = Signal(str, object)
    free = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = OWN
        self.may_enter: Callable[[], bool] = lambda: True
        self.takes_along: Callable[[], bool] = lambda: False
        self.companions: list[Callable[[bool], Group]] = []
        self._worker = worker
        self._sent: deque[Sent] = deque()  # and not answered yet, the oldest first
        self._waiting: list[Group] = []
        self._to_enter: list[tuple[str, Opening | Reopening | None]] = []
        self.closed = self._open = self._entering = False
        self._generation = 0
        self._continued = False  # the last request was a frame of the same play
        worker.answered.connect(self._answered)
        worker.progressed.connect(self._progressed)

    # ---- asking ---------------------------------------------------------------------------------------------

    def add(self, intents: Group) -> None:
        """Let a group of intents wait for its turn; either all of a group is done or none of it."""
        if self.closed:
            return  # it would wait for ever
        if any(isinstance(intent, STARTS_ANEW) or getattr(intent, "renews_data", False) for intent in intents):
            self._generation += 1
        self._waiting.append(intents)

    def drop_last(self, kind: type) -> None:
        """Drop the last waiting group if it is one intent of this kind, which the next one replaces."""
        if self._waiting and len(self._waiting[-1]) == 1 and type(self._waiting[-1][0]) is kind:
            self._waiting.pop()

    def enter(self, workspace: str, opening: Opening | Reopening | None) -> None:
        """Go to another workspace, and open a page or a session there, once everything that waits is done and shown."""
        if self.closed:
            return
        session = isinstance(opening, Reopening)  # it replaces the learner's network, whatever is shown afterwards
        kept = [one for one in self._to_enter if isinstance(one[1], Reopening) and not session]
        self._to_enter = [*kept, (workspace, opening)]  # of several pages, only the last one will be seen
        if self.in_flight is not None:
            self.interrupt()
        self.go_on()

    def send_frame(self, intents: Group, seconds: float) -> None:
        """Ask for a frame of playing, which ends after some seconds, complete or not."""
        self._waiting.insert(0, intents)  # before the questions, which are about the network after its steps
        self._send(frame=True, seconds=seconds)

    def look_again(self) -> None:
        """Ask for another snapshot of the network as it is, if nothing else is in flight or waits."""
        if self._open and not self.closed and self.empty:
            self._send()

    def begin_play(self) -> None:
        """Make the next frame the first of its play: one undo undoes all frames from there on."""
        self._continued = False

    def cancel_steps(self) -> None:
        """End the run of steps in progress early, and drop those that wait; the steps taken so far stay."""
        self._waiting = [group for group in self._waiting if not _takes_steps(group)]
        self.interrupt()

    def interrupt(self) -> None:
        """End the request in flight early."""
        self._worker.set_hurry(True)

    # ---- requests --------------------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """Whether nothing is in flight and nothing waits."""
        return self.in_flight is None and not (self._waiting or self._to_enter or self._entering)

    @property
    def waits(self) -> bool:
        """Whether there is something to send by itself. A frame takes questions along: they need no other snapshot."""
        return bool(self._waiting) and not (self.takes_along() and all(map(only_asks, self._waiting)))

    @property
    def in_flight(self) -> Sent | None:
        """The oldest request that is not answered yet, or None."""
        return self._sent[0] if self._sent else None

    @property
    def frames_in_flight(self) -> int:
        """How many frames are not answered yet."""
        return sum(sent.frame for sent in self._sent)

    def last_of(self, kind: type[IntentT]) -> IntentT | None:
        """Return the last intent of a kind that waits or is in flight, or None."""
        groups = (*(group for sent in self._sent for group in sent.groups), *self._waiting)
        return next((one for group in reversed(groups) for one in reversed(group) if isinstance(one, kind)), None)

    def holds(self, group: Group) -> bool:
        """Tell whether an equal group waits already."""
        return group in self._waiting

    # ---- sending ----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Begin to send, now that Keras is loaded."""
        self._open = True
        self.go_on()

    def close(self) -> None:
        """Stop sending and receiving."""
        self.closed = True
        self._waiting.clear()
        self._to_enter.clear()
        self.interrupt()

    def go_on(self) -> None:
        """Send what waits, or enter the workspace that was asked for, or emit `free`."""
        if not self._open or self.closed or self.in_flight is not None or self._entering:
            return
        if self.waits:
            self._send()
        elif self._to_enter:
            if self.may_enter():
                self._enter(*self._to_enter.pop(0))
        else:
            self.free.emit()

    def _enter(self, workspace: str, opening: Opening | Reopening | None) -> None:
        self._generation += 1
        anew = isinstance(opening, Reopening) or (opening is not None and opening.commands is not None)
        if workspace != self.workspace or anew:
            self.workspace = workspace
            self._entering = True  # what is asked meanwhile goes out together with the opening, in one request
            self.entering.emit(workspace, opening if anew else None)
            self._entering = False
        self._send(opening=opening)  # also where no page is opened: the worker has to change workspaces, too

    def _send(self, frame: bool = False, seconds: float = math.inf, opening: Opening | Reopening | None = None) -> None:
        if not self._sent:
            self._worker.set_hurry(False)
        groups = self._take_waiting() or ((),)  # a group of nothing, where only a page is opened
        asking = all(map(only_asks, groups))
        for companion in self.companions:
            along = companion(frame)
            if along and along not in groups:
                groups += (along,)
        self._sent.append(Sent(groups, self._generation, frame))
        continued = frame and self._continued
        self._worker.ask(Request(self._generation, groups, seconds, frame, continued, self.workspace, opening))
        self._continued = frame or (self._continued and asking)  # what is set while playing is undone by itself
        self.sent.emit()

    def _take_waiting(self) -> tuple[Group, ...]:
        """Take what goes out together: nothing after a question for the history, which would lack it."""
        ends = (place for place, group in enumerate(self._waiting, 1) if any(isinstance(i, TakeHistory) for i in group))
        count = next(ends, len(self._waiting))
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return tuple(taken)

    # ---- answers ----------------------------------------------------------------------------------------------

    def _answered(self, answer: Answer) -> None:
        sent = self._sent.popleft()
        if not self.closed:
            self.answered.emit(answer, sent.frame)

    def is_current(self, answer: Answer) -> bool:
        """Tell whether an answer may be shown: nothing that starts anew was asked for after it."""
        return answer.generation == self._generation

    def _progressed(self, progress: Progress) -> None:
        if not self.closed and self.in_flight is not None:
            self.progressed.emit(progress, self.in_flight.generation == self._generation)


def _takes_steps(group: Group) -> bool:
    return all(isinstance(intent, Command) and intent.takes_steps for intent in group)
