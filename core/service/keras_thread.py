"""The thread in which all Keras work happens. It knows nothing of Qt.

It is a `threading.Thread` and not a QThread: Python drops a QThread's thread state after each slot, and TensorFlow
2.21 crashes in `EagerTensor.numpy()` when the thread that imported it comes back with another one.
"""

from __future__ import annotations

import gc
import logging
import queue
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core import environment
from core.commands import Command
from core.history.branch import Entry
from core.intents.moves import Move
from core.intents.plans import Plan
from core.intents.questions import Question
from core.problems.problem import Problem
from core.service.messages import OWN, Answer, Intent, Request, only_asks
from core.service.unexpected import unexpected

if TYPE_CHECKING:
    from core.history.events import Event
    from core.intents.saving import Reopening
    from core.lessons.page_opening import Opening
    from core.service.workspace import Workspace
    from core.snapshot.snapshot import Snapshot
    from core.workbench.workbench import Workbench

log = logging.getLogger(__name__)

QUIET_SECONDS = 0.3
"""After this long without a request, the Keras thread compiles what the next step needs."""


class KerasThread:
    """Import TensorFlow, own the workbenches, and answer one request at a time.

    Args:
        tell: called in the thread with the name of a message and its content: those of `Worker`'s signals.
        preload: called in the thread first, to import what a window will need besides TensorFlow.

    Attributes:
        bench: the workbench of the last request's workspace, or None until TensorFlow is loaded.
    """

    def __init__(self, tell: Callable[[str, Any], None], preload: Callable[[], None] = lambda: None) -> None:
        self.bench: Workbench | None = None
        self._tell = tell
        self._preload = preload
        self._workspaces: dict[str, Workspace] = {}
        self._events: list[Event] = []  # of the request that is being carried out
        self._stopped = False  # the last request ended with a problem
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="keras", daemon=True)

    @property
    def model(self) -> Any:
        """The Keras model of the last request's workspace, or None."""
        return self.bench.network.model if self.bench is not None else None

    @property
    def started(self) -> bool:
        return self._thread.ident is not None

    def start(self) -> None:
        """Start the thread, which imports TensorFlow first."""
        self._thread.start()

    def ask(self, request: Request) -> None:
        """Queue a request; "answered" follows."""
        self._requests.put(request)

    def set_hurry(self, hurry: bool) -> None:
        """Make long runs end early in every workspace, or let them run to their end again."""
        for workspace in list(self._workspaces.values()):
            interrupt = workspace.bench.network.recorder.interrupt
            (interrupt.set if hurry else interrupt.clear)()

    def stop(self, timeout: float | None = None) -> bool:
        """End after the present call; return False if that takes longer than `timeout` seconds."""
        self._requests.put(None)
        if self.started:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    # ---- in the thread --------------------------------------------------------------------------------------

    def _run(self) -> None:
        if self._load():
            while (request := self._next_request()) is not None:
                try:
                    self._carry_out(request)
                except Exception as error:  # nothing may end this thread, and every request has its answer
                    self._tell("answered", self._broken_off(request, unexpected(error)))

    def _next_request(self) -> Request | None:
        """Return the next request. While there is none, compile what a step will need, so that no step waits for it."""
        try:
            return self._requests.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            assert self.bench is not None
            try:
                self.bench.network.stepping.prepare()
            except Exception:
                log.exception("The next step could not be prepared")  # the step itself will report it
            return self._requests.get()

    def _load(self) -> bool:
        """Import what is slow to import, and make the workbench."""
        try:
            self._tell("stage_reached", "libraries")
            self._preload()

            self._tell("stage_reached", "tensorflow")
            environment.prepare()
            with environment.without_scikit_learn():
                import keras
                import tensorflow as tf

            tf.get_logger().setLevel("ERROR")  # it warns about the new descent that another setting needs
            self._tell("stage_reached", "model")
            from core.service.workspace import Workspace
            from core.workbench.workbench import Workbench

            _freeze_libraries()
            self._workspaces[OWN] = Workspace(Workbench)
            self.bench = self._workspaces[OWN].bench
            self._tell("loaded", f"Keras {keras.__version__} · TensorFlow {tf.__version__}")
        except Exception as error:
            log.exception("TensorFlow could not be loaded")
            self._tell("start_failed", Problem("start.failed", reason=error, details=traceback.format_exc()))
        return self.bench is not None

    def _carry_out(self, request: Request) -> None:
        """Answer one request; whatever happens, there is an answer."""
        self._events = []
        problem: Problem | None = None
        answers: list[tuple[Question, Any]] = []
        workspace = self._enter(request.workspace)
        if self._comes_too_late(request, workspace):
            request = replace(request, groups=tuple(filter(only_asks, request.groups)))
        if request.opening is not None:
            problem = self._open(workspace, request.opening)
        self.bench = bench = workspace.bench
        bench.network.recorder.progress = partial(self._tell, "progressed")
        bench.network.recorder.deadline = perf_counter() + request.seconds
        self._events += bench.take_events()
        for group in request.groups:
            refusal = self._do(bench, group, request.continued, answers)
            happened = bench.take_events()
            workspace.note([event.command for event in happened if isinstance(event, Entry)], group, refusal)
            self._events += happened
            problem = refusal or problem
        snapshot: Snapshot | None = None
        try:
            snapshot = bench.snapshot(eager=not request.frame)
        except Exception as error:
            problem = problem or unexpected(error)
        problem = problem or _divergence(request, bench, snapshot)
        problem = problem or workspace.moved_while_frozen(self._events, snapshot)
        self._stopped = problem is not None
        self._tell(
            "answered",
            Answer(
                generation=request.generation,
                events=tuple(self._events),
                history=workspace.history_change(),
                where=bench.timeline.place(),
                snapshot=snapshot,
                problem=problem,
                answers=tuple(answers),
                shown=bench.network.names.take_shown(),
                opened=request.opening,
                page=workspace.page,
                reached=workspace.reached(),
            ),
        )

    def _comes_too_late(self, request: Request, workspace: Workspace) -> bool:
        """Tell whether a frame was asked for before it was known that playing ends, or that a click comes first."""
        interrupted = workspace.bench.network.recorder.interrupt.is_set()
        return request.frame and request.continued and (self._stopped or interrupted)

    def _broken_off(self, request: Request, problem: Problem) -> Answer:
        """Answer a request that was broken off. The lesson begins anew, with nothing done; the learner's own stays."""
        if request.workspace != OWN:
            del self._workspaces[request.workspace]
        workspace = self._enter(request.workspace)
        self.bench = workspace.bench
        place = workspace.bench.timeline.place()
        events = (*self._events, *workspace.bench.take_events()) if request.workspace == OWN else ()
        change = workspace.history_change()
        return Answer(request.generation, events, change, place, None, problem, opened=request.opening)

    def _enter(self, name: str) -> Workspace:
        """Return the workspace of a name, an empty one at the first request."""
        if name not in self._workspaces:
            from core.service.workspace import Workspace
            from core.workbench.workbench import Workbench

            self._workspaces[name] = Workspace(Workbench)
        return self._workspaces[name]

    def _open(self, workspace: Workspace, opening: Opening | Reopening) -> Problem | None:
        """Open a page of a lesson, or a saved session; return why it could not be opened, or None."""
        try:
            workspace.open(opening)
        except Problem as problem:
            return problem
        except Exception as error:
            return unexpected(error)
        return None

    def _do(
        self, bench: Workbench, group: tuple[Intent, ...], continued: bool, answers: list[tuple[Question, Any]]
    ) -> Problem | None:
        """Do all intents of a group or none, and collect the answers to questions; return what was refused, or None."""
        try:
            if any(isinstance(intent, (Command, Plan)) for intent in group):  # a plan sees what those before it did
                bench.do((command for intent in group for command in _commands(intent, bench)), continued)
            for intent in group:
                if isinstance(intent, Move):
                    intent.make(bench)
                elif isinstance(intent, Question) and not (intent.needs_step and bench.network.training.why_no_step):
                    asked = self._workspaces[OWN].bench if intent.of_own else bench
                    answers.append((intent, intent.answer_from(asked)))
        except Problem as problem:
            return problem
        except Exception as error:
            return unexpected(error)
        return None


def _divergence(request: Request, bench: Workbench, snapshot: Snapshot | None) -> Problem | None:
    """Say that the steps just taken left the numbers that float32 has, if they did."""
    intents = [intent for group in request.groups for intent in group]
    stepped = any(isinstance(intent, Command) and intent.takes_steps for intent in intents)
    training = bench.network.training
    if not stepped or snapshot is None or not (training.diverged or not snapshot.finite):
        return None
    step = training.bad_step if training.diverged else training.step
    return Problem("descent.not_finite", step=step, rate=training.largest_rate)


def _commands(intent: Intent, bench: Workbench) -> tuple[Command, ...]:
    if isinstance(intent, Plan):
        return intent.commands(bench.network)
    return (intent,) if isinstance(intent, Command) else ()


@cache
def _freeze_libraries() -> None:
    """Exempt what was imported from garbage collection, once: searching it would stop the painting for 0.2 s."""
    gc.freeze()
