"""Gets work done in the worker thread: one request in flight, frames paced by the painting."""

from __future__ import annotations

import math
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from core.commands import Command, Step
from core.intents.questions import Question
from core.problems.problem import Problem
from core.service.messages import OWN, STARTS_ANEW, Answer, Intent, Request
from gui.session.waiting import wait_for
from gui.session.worker import Worker

if TYPE_CHECKING:
    from core.lessons.page_opening import Opening
    from core.snapshot.records import Progress

FRAME_SECONDS, LONGEST_PAINT_SECONDS = 1 / 60, 0.1
LONGEST_FRAME_SECONDS = 0.1
"""A frame of a large batch takes as many steps as fit into this, so that one sees them happen."""

Group = tuple[Intent, ...]
IntentT = TypeVar("IntentT")


class Engine(QObject):
    """Sends intents to the worker thread and takes its answers.

    One request is in flight at a time; what is asked meanwhile waits and goes out together. While playing, steps are
    taken while the views paint the ones before, but only one frame ahead, so that the window never falls behind.
    An answer to a request from before a reset or new data is not shown (but it happened, and is in the history).

    Attributes:
        failed: TensorFlow could not be loaded; nothing will ever be ready.
        ready: TensorFlow is loaded and the model is built.
        playing: steps are taken frame by frame.
        stage: what is being loaded: "libraries", "tensorflow", "model", or "" when ready or failed.
        versions: of Keras and TensorFlow, once loaded.
        steps_per_frame: how many steps are taken between two repaints while playing.
        room: whose network is shown, the learner's own or the lesson's.

    Signals:
        state_changed(): ready, playing, stage, busy or a setting changed.
        problem_raised(Problem): something could not be done.
        fit_progressed(Progress): how far the `fit` under way is.
    """

    state_changed = Signal()
    problem_raised = Signal(object)
    fit_progressed = Signal(object)
    _became_idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ready = self.playing = self.failed = False
        self.stage = "libraries"
        self.versions = ""
        self.steps_per_frame = 10
        self.room = OWN
        self._entering: list[tuple[str, Opening | None]] = []
        self._pending: list[Group] = []
        self._sent: tuple[Group, ...] = ()
        self._continued = False  # a frame of this play was sent before
        self._loaded = self._frame_sent = self._closed = False
        self._awaiting_paint = False  # of the latest snapshot
        self._behind = False  # when it arrived, the one before was not painted yet
        self._generation = self._sent_generation = 0
        self._sent_at = self._answered_at = 0.0
        self._frame_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._frame_due)
        self._worker = Worker(self)
        self._worker.stage_reached.connect(self._stage_reached)
        self._worker.loaded.connect(self._worker_loaded)
        self._worker.start_failed.connect(self._start_failed)
        self._worker.answered.connect(self._answered)
        self._worker.progressed.connect(self._progressed)

    # ---- for everyone ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the worker thread, which begins by importing TensorFlow; does nothing the second time."""
        if not self._closed:
            self._worker.start()

    def close(self, timeout_ms: int | None = None) -> bool:
        """End the worker thread after the call it is in; False if that takes longer than `timeout_ms`."""
        self._closed = True
        self.playing = False
        self._frame_timer.stop()
        self._pending.clear()
        self._interrupt()
        return self._worker.stop(None if timeout_ms is None else timeout_ms / 1000)

    def do(self, *intents: Intent) -> None:
        """Have commands done, in order, all or none of them; while TensorFlow is loading they wait for it."""
        if any(isinstance(intent, STARTS_ANEW) for intent in intents):
            self._generation += 1
        self._pending.append(intents)
        asking = all(isinstance(intent, Question) for intent in intents)
        if self._sent and self._frame_sent and not asking:
            self._interrupt()  # what was clicked while playing is done at once, not after the frame
        self._pump()

    def do_instead(self, intent: Intent) -> None:
        """The same for an intent that makes an equal one superfluous if that is the last that waits."""
        if self._pending and len(self._pending[-1]) == 1 and type(self._pending[-1][0]) is type(intent):
            self._pending.pop()
        self.do(intent)

    def asked(self, kind: type[IntentT]) -> IntentT | None:
        """The intent of a kind that was asked for last and is not answered yet, or None."""
        waiting = [intent for group in (*self._sent, *self._pending) for intent in group if isinstance(intent, kind)]
        return waiting[-1] if waiting else None

    def play(self) -> None:
        """Take steps frame by frame, until paused or the loss is not finite any more."""
        if self.ready and not self.playing:
            self.playing, self._continued = True, False
            self.state_changed.emit()
            self._pump()

    def pause(self) -> None:
        """Stop playing; a run of steps that is under way ends early."""
        if self.playing:
            self.playing = False
            self._frame_timer.stop()
            if self._frame_sent:
                self._interrupt()
            self.state_changed.emit()
            self._tell_if_idle()

    def enter(self, room: str, opening: Opening | None = None) -> None:
        """Show another room's network, and open a page there, once everything asked of this one is done or ended."""
        self.pause()
        self._entering = [(room, opening)]  # of several, only the last one will be seen
        if self._sent:
            self._interrupt()
        self._pump()

    def cancel(self) -> None:
        """End the run of steps under way early, and those that wait; the steps taken so far stay."""
        self._pending = [group for group in self._pending if not all(map(_takes_steps, group))]
        self._interrupt()

    def wait_idle(self, timeout_ms: int) -> bool:
        """Run the event loop until nothing is asked for any more; False if that took longer than `timeout_ms`."""
        if not (self.idle or self.failed):
            wait_for(self._became_idle, timeout_ms)
        return self.idle

    @property
    def idle(self) -> bool:
        """Ready, not playing, and no request is waiting or in flight."""
        return self.ready and not (self.playing or self._sent or self._pending or self._entering)

    @property
    def busy(self) -> bool:
        """A request that is not a frame of playing is in flight."""
        return bool(self._sent) and self.ready and not self.playing

    def views_painted(self) -> None:
        """The views have shown the latest snapshot; called by the window."""
        self._awaiting_paint = self._behind = False

    # ---- for the session ------------------------------------------------------------------------------------

    def take_in(self, answer: Answer, current: bool) -> None:
        """Note what came of a request, and show it if it is `current`. The session overrides this."""
        raise NotImplementedError

    def take_progress(self, progress: Progress, current: bool) -> None:
        """Show how far `fit` is, if that is `current`. The session overrides this."""
        raise NotImplementedError

    def swap(self, room: str, anew: bool) -> None:
        """Put aside all that belongs to this room and take out another's; `anew` if it begins with nothing."""
        raise NotImplementedError

    # ---- inside ---------------------------------------------------------------------------------------------

    def _interrupt(self) -> None:
        self._worker.set_hurry(True)

    def _pump(self) -> None:
        """Send what is waiting, or plan the next frame."""
        if not self._loaded or self._sent or self._closed:
            return
        if self._pending:
            self._send()
        elif self._entering:
            self._enter(*self._entering.pop(0))
        elif self.playing and not self._frame_timer.isActive():
            self._plan_frame()

    def _enter(self, room: str, opening: Opening | None) -> None:
        """Change rooms; nothing is under way now."""
        self._generation += 1
        anew = opening is not None and opening.commands is not None
        if room != self.room or anew:
            self.swap(room, anew)
        self._send(opening=opening)  # also where no page is opened: the worker has to change rooms, too

    def _plan_frame(self) -> None:
        """Ask for the next frame a sixtieth of a second after the last one, or at once if that is over."""
        left = FRAME_SECONDS - (perf_counter() - self._sent_at)
        if left > 0.001:
            self._frame_timer.start(int(1000 * left))
        else:
            self._frame_due()

    def _send(self, frame: bool = False, opening: Opening | None = None) -> None:
        self._worker.set_hurry(False)
        self._sent, self._pending = tuple(self._pending) or ((),), []  # a group of nothing, where only a page is opened
        self._frame_sent = frame
        self._sent_at = perf_counter()
        seconds = LONGEST_FRAME_SECONDS if frame else math.inf
        self._sent_generation = self._generation
        going_on = frame and self._continued
        self._worker.ask(Request(self._generation, self._sent, seconds, going_on, self.room, opening))
        asking = all(isinstance(intent, Question) for group in self._sent for intent in group)
        self._continued = frame or (self._continued and asking)  # what is set while playing is undone by itself
        if self.busy:
            self.state_changed.emit()

    @Slot()
    def _frame_due(self) -> None:
        if not self.playing or self._sent:
            return
        if self._behind and perf_counter() - self._answered_at < LONGEST_PAINT_SECONDS:
            self._frame_timer.start(2)
            return
        self._pending.append((Step(self.steps_per_frame),))
        self._send(frame=True)

    @Slot(str)
    def _stage_reached(self, stage: str) -> None:
        self.stage = stage
        self.state_changed.emit()

    @Slot(str)
    def _worker_loaded(self, versions: str) -> None:
        self.versions = versions
        self._loaded = True
        self._pump()

    @Slot(object)
    def _start_failed(self, problem: Problem) -> None:
        self.stage, self.failed = "", True
        self.state_changed.emit()
        self.problem_raised.emit(problem)
        self._became_idle.emit()

    @Slot(object)
    def _answered(self, answer: Answer) -> None:
        self._sent, self._answered_at = (), perf_counter()
        if self._closed:
            return
        current = answer.generation == self._generation
        problem = answer.problem
        if problem is not None and problem.kind == "descent.not_finite" and not current:
            problem = None  # a reset is on its way already
        if problem is not None:
            self.playing = False
            self._frame_timer.stop()
        became_ready = not self.ready and answer.snapshot is not None
        if self.playing and current and problem is None and not self._pending and not self._awaiting_paint:
            self._plan_frame()  # the worker goes on while the views are given what it has found
        self.take_in(answer, current)
        if became_ready:
            self.ready, self.stage = True, ""
        shown = answer.snapshot is not None and current
        self._behind, self._awaiting_paint = self._awaiting_paint and shown, shown
        if became_ready or not self.playing:
            self.state_changed.emit()
        if problem is not None:
            self.problem_raised.emit(problem)
        self._pump()
        self._tell_if_idle()

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        if not self._closed:
            self.take_progress(progress, self._sent_generation == self._generation)
            self.fit_progressed.emit(progress)

    def _tell_if_idle(self) -> None:
        if self.idle:
            self._became_idle.emit()


def _takes_steps(intent: Intent) -> bool:
    return isinstance(intent, Command) and intent.takes_steps
