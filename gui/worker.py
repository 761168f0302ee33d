"""The thread in which all Keras work happens.

A `Worker` runs a Python thread that imports TensorFlow, owns the `Workbench`, and answers one request at a time.
Requests and answers are frozen, so nothing is shared between the threads but the workbench's `interrupt` event.

It is a `threading.Thread` and not a QThread: Python drops a QThread's thread state after each slot, and TensorFlow
2.21 crashes in `EagerTensor.numpy()` when the thread that imported it comes back with another one.
"""

from __future__ import annotations

import gc
import logging
import math
import os
import queue
import threading
import traceback
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.branch import Done
from core.commands import Command
from core.errors import Problem
from core.moves import Move
from core.plans import Plan
from core.questions import Question

if TYPE_CHECKING:
    from core.events import Event
    from core.opening import Opening
    from core.room import Room
    from core.show import Shown
    from core.snapshot import Snapshot
    from core.whereabouts import Whereabouts
    from core.workbench import Workbench

log = logging.getLogger(__name__)


Intent = Command | Plan | Move | Question

OWN, LESSON = "own", "lesson"
"""The rooms: where the learner's own network is, and the lesson's."""

QUIET_SECONDS = 0.3
"""When nothing was asked for this long, what the next step needs is compiled."""


@dataclass(frozen=True)
class Request:
    """Intents to carry out.

    Attributes:
        generation: the session's generation when it was sent; an answer to an older one is not shown.
        groups: what to do, in order; of each group all or nothing is done.
        seconds: a run of steps ends after this time, complete or not.
        continued: it is the next frame of playing; one undo undoes all frames.
        room: whose network it is about.
        opening: the page to open in this room before anything else, or None.
    """

    generation: int
    groups: tuple[tuple[Intent, ...], ...]
    seconds: float = math.inf
    continued: bool = False
    room: str = OWN
    opening: Opening | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a request.

    Attributes:
        generation: the request's.
        events: commands done and losses recorded, in order.
        history: all commands done on the way to what is shown.
        where: the place in the timeline that is shown.
        snapshot: the network now, or None while there is nothing to look at.
        problem: what could not be done, or None.
        answers: what was asked and, to each, the answer.
        shown: what expressions gave, in the order in which they were shown.
        page: the name of the lesson's page that is open in this room, empty if none is.
        reached: which of its goals are reached.
    """

    generation: int
    events: tuple[Event, ...]
    history: tuple[Done, ...]
    where: Whereabouts
    snapshot: Snapshot | None
    problem: Problem | None = None
    answers: tuple[tuple[Question, Any], ...] = ()
    shown: tuple[Shown, ...] = ()
    page: str = ""
    reached: tuple[bool, ...] = ()


class Worker(QObject):
    """Does Keras work in a thread of its own. Its signals are emitted there, and arrive queued.

    Attributes:
        bench: the workbench of the room that was asked about last, or None until TensorFlow is loaded.

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
        self.bench: Workbench | None = None
        self._rooms: dict[str, Room] = {}
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="keras", daemon=True)

    def start(self) -> None:
        """Start the thread, which begins by importing TensorFlow; does nothing the second time."""
        if self._thread.ident is None:
            self._thread.start()

    def ask(self, request: Request) -> None:
        """Have a request carried out; `answered` follows."""
        self._requests.put(request)

    def set_hurry(self, hurry: bool) -> None:
        """Let a long run in any room end early, or not any more."""
        for room in list(self._rooms.values()):
            (room.bench.interrupt.set if hurry else room.bench.interrupt.clear)()

    def stop(self, timeout: float | None = None) -> bool:
        """End the thread after the call it is in; False if that takes longer than `timeout` seconds."""
        self._requests.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    # ---- in the thread --------------------------------------------------------------------------------------

    def _run(self) -> None:
        if self._load():
            while (request := self._next_request()) is not None:
                self._carry_out(request)

    def _next_request(self) -> Request | None:
        """The next request. While there is none, what a step will need is compiled, so that none has to wait for it."""
        try:
            return self._requests.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            assert self.bench is not None
            try:
                self.bench.prepare()
            except Exception:
                log.exception("The next step could not be prepared")  # whoever takes it will be told
            return self._requests.get()

    def _load(self) -> bool:
        """Import what is slow to import, and make the workbench."""
        try:
            self.stage_reached.emit("libraries")
            import matplotlib.figure  # noqa: F401 (so that the charts need not wait for it)

            self.stage_reached.emit("tensorflow")
            os.environ["KERAS_BACKEND"] = "tensorflow"
            os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
            import keras
            import tensorflow as tf

            tf.get_logger().setLevel("ERROR")  # it warns of the new descent that another setting needs
            self.stage_reached.emit("model")
            from core.room import Room

            if not gc.get_freeze_count():
                gc.freeze()  # what was imported stays; searching it for garbage would stop the painting for 0.2 s
            self._rooms[OWN] = Room()
            self.bench = self._rooms[OWN].bench
            self.loaded.emit(f"Keras {keras.__version__} · TensorFlow {tf.__version__}")
        except Exception as error:
            log.exception("TensorFlow could not be loaded")
            self.start_failed.emit(Problem("start.failed", reason=error, details=traceback.format_exc()))
        return self.bench is not None

    def _carry_out(self, request: Request) -> None:
        """Answer one request; whatever happens, there is an answer."""
        problem: Problem | None = None
        answers: list[tuple[Question, Any]] = []
        room = self._enter(request.room)
        if request.opening is not None:
            problem = self._open(room, request.opening)
        self.bench = bench = room.bench
        bench.progress = self.progressed.emit
        bench.deadline = perf_counter() + request.seconds
        events: list[Event] = list(bench.take_events())
        for group in request.groups:
            refusal = self._do(bench, group, request.continued, answers)
            happened = bench.take_events()
            room.note([event.command for event in happened if isinstance(event, Done)], group, refusal)
            events += happened
            problem = refusal or problem
        snapshot: Snapshot | None = None
        try:
            snapshot = bench.snapshot()
        except Exception as error:
            problem = problem or unexpected(error)
        intents = [intent for group in request.groups for intent in group]
        stepped = any(isinstance(intent, Command) and intent.takes_steps for intent in intents)
        if problem is None and stepped and snapshot is not None and (bench.diverged or not snapshot.finite):
            step = bench.bad_step if bench.diverged else bench.step
            problem = Problem("descent.not_finite", step=step, rate=bench.largest_rate)
        self.answered.emit(
            Answer(
                generation=request.generation,
                events=tuple(events),
                history=bench.history.entries,
                where=bench.timeline.whereabouts(),
                snapshot=snapshot,
                problem=problem,
                answers=tuple(answers),
                shown=bench.take_shown(),
                page=room.page,
                reached=room.reached(),
            )
        )

    def _enter(self, name: str) -> Room:
        """The room of a name, empty when it is entered for the first time."""
        if name not in self._rooms:
            from core.room import Room

            self._rooms[name] = Room()
        return self._rooms[name]

    def _open(self, room: Room, opening: Opening) -> Problem | None:
        """Open a page of a lesson; returns what stood in the way."""
        try:
            room.open(opening)
        except Problem as problem:
            return problem
        except Exception as error:
            return unexpected(error)
        return None

    def _do(
        self, bench: Workbench, group: tuple[Intent, ...], continued: bool, answers: list[tuple[Question, Any]]
    ) -> Problem | None:
        """Do all intents of a group or none, and note the answers to questions; returns what stood in the way."""
        try:
            commands = [command for intent in group for command in _commands(intent, bench)]
            if commands:
                bench.do(commands, continued)
            for intent in group:
                if isinstance(intent, Move):
                    intent.make(bench)
                elif isinstance(intent, Question):
                    answers.append((intent, intent.answer(bench)))
        except Problem as problem:
            return problem
        except Exception as error:
            return unexpected(error)
        return None


def _commands(intent: Intent, bench: Workbench) -> tuple[Command, ...]:
    if isinstance(intent, Plan):
        return intent.commands(bench)
    return (intent,) if isinstance(intent, Command) else ()


def unexpected(error: BaseException) -> Problem:
    """A problem for an exception that nobody foresaw; its traceback goes to the log as well."""
    log.error("Unexpected exception", exc_info=error)
    details = "".join(traceback.format_exception(error))
    return Problem("unexpected", reason=f"{type(error).__name__}: {error}", log=log_path(), details=details)


def log_path() -> str:
    """Where the log is written, or a dash if it goes nowhere."""
    files = [h.baseFilename for h in logging.getLogger().handlers if isinstance(h, logging.FileHandler)]
    return files[0] if files else "–"
