"""The exchange with the Keras thread: requests go out, and answers go to the objects they concern."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.commands import Reset
from core.intents.questions import Respond, WeightsOverTime
from core.intents.saving import Reopening
from core.lessons.page_opening import Opening
from core.problems.problem import Problem
from core.service.messages import Answer, Intent
from core.snapshot.records import Progress
from gui.frames.turns import Turns
from gui.session.loading import Loading
from gui.session.player import Player
from gui.session.problems import ProblemOnShow
from gui.session.request_queue import IntentT, RequestQueue
from gui.session.waiting import wait_until
from gui.session.worker import Worker
from gui.session.workspaces import Workspaces
from gui.threads.background import Background


class Exchange(QObject):
    """Connect queue, player, networks and the problem on show with the Keras thread.

    Attributes:
        worker, queue, player, loading, workspaces, problems, background: the parts.
        turns: the turns in which panels follow the frames.
        busy: whether anything but a frame of playing is being done.

    Signals:
        busy_changed(bool): busy or not any more.
        question_answered(Question, object): a question and its answer, about the snapshot shown last.
        expression_shown(Printed): the value of an expression, or why it cannot be shown.
        fit_progressed(Progress): the progress of the `fit` that is running.
        reported(Answer): a request was carried out, and its results are shown already.
        became_idle(): no request is left.
    """

    busy_changed = Signal(bool)
    question_answered = Signal(object, object)
    expression_shown = Signal(object)
    fit_progressed = Signal(object)
    reported = Signal(object)
    became_idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = False
        self.worker = Worker(self)
        self.queue = RequestQueue(self.worker, self)
        self.player = Player(self.queue, self)
        self.turns = Turns(self)
        self._showing = False
        self.loading = Loading(self.worker, self)
        self.workspaces = Workspaces(self)
        self.problems = ProblemOnShow(self)
        self.background = Background(self)
        self.background.ended.connect(self._tell_if_idle)
        self.queue.may_enter = lambda: not (self._showing or self.player.waiting)
        self.worker.loaded.connect(self.queue.open)
        self.worker.start_failed.connect(self._start_failed)
        self.queue.sent.connect(self._tell_busy)
        self.queue.answered.connect(self._answered)
        self.queue.progressed.connect(self._progressed)
        self.queue.entering.connect(self._enter)
        self.queue.free.connect(self._look_again_at_rest)
        self.player.frames.ticked.connect(self._tick)
        self.player.ending.connect(self._show_waiting)
        self.player.playing_changed.connect(self._send_what_waits)
        self.player.playing_changed.connect(self._look_again_at_rest)
        self.player.playing_changed.connect(self._tell_busy)
        self.player.playing_changed.connect(self._tell_if_idle)
        self.player.playing_changed.connect(lambda: self.worker.show_frames(self.player.playing))

    @property
    def idle(self) -> bool:
        """Whether it is ready, not playing, no request is waiting or in flight, and no file is read or written."""
        resting = not (self.player.playing or self.player.waiting) and not self.background.busy
        return self.loading.ready and resting and self.queue.empty

    def asked(self, kind: type[IntentT]) -> IntentT | None:
        """Return the last intent of a kind whose outcome is not shown yet, or None."""
        answered = (intent for answer in reversed(self.player.waiting) for intent in reversed(_done_in(answer)))
        return self.queue.last_of(kind) or next((intent for intent in answered if isinstance(intent, kind)), None)

    def start(self) -> None:
        """Start the worker thread, which imports TensorFlow first; a second call does nothing."""
        if not self.queue.closed:
            self.worker.start()

    def wait_idle(self, timeout_ms: int) -> bool:
        """Run the event loop until no request is left; return False if that takes longer than `timeout_ms`."""
        # whoever is told of it may ask for more
        wait_until(lambda: self.idle or self.loading.failed, self.became_idle, timeout_ms)
        return self.idle

    def close(self, timeout_ms: int | None = None) -> bool:
        """End the worker thread after its present call; return False if that takes longer than `timeout_ms`."""
        self.player.stop()
        self.queue.close()
        self.background.close()
        return self.worker.stop(None if timeout_ms is None else timeout_ms / 1000)

    # ---- from the worker ----------------------------------------------------------------------------------------

    def _answered(self, answer: Answer, frame: bool) -> None:
        """Let a frame wait for its tick; everything else is shown at once, after what waits."""
        if frame:
            self.player.keep(answer)
        else:
            self.player.waiting.append(answer)
        if not (frame and self.player.playing and answer.problem is None):
            self._show_waiting()
        self.queue.go_on()
        self._tell_busy()
        self._tell_if_idle()

    def _tick(self) -> None:
        """Show the next frame, while the Keras thread works at the one after it, and let a panel have its turn."""
        answer = self.player.take_due()
        self.player.ask()
        if answer is not None:
            with self.turns.frame():
                self._show(answer)
        if not self.player.playing:  # any more, since what was shown is an end to it
            self._show_waiting()
            self.queue.go_on()
        self.turns.take_soon()

    def _show_waiting(self) -> None:
        """Show all answers that wait, unless one is being shown now; then this follows."""
        while self.player.waiting and not self._showing:
            self._show(self.player.waiting.popleft())

    def _show(self, answer: Answer) -> None:
        self._showing = True
        try:
            self._take_in(answer, self.queue.is_current(answer))
        finally:
            self._showing = False

    def _take_in(self, answer: Answer, current: bool) -> None:
        problem, before = answer.problem, self.workspaces.shown.where
        if problem is not None and problem.kind == "descent.not_finite" and not current:
            problem = None  # a reset is on its way already
        if problem is not None:
            self.player.stop()
        if _begins_anew(answer) or (before is not None and answer.where != before):
            self.problems.resolve()
        self.workspaces.take_in(answer, current)
        self._tell_what_was_asked(answer, current)
        if answer.snapshot is not None:
            self.loading.finish()
        self.player.note_shown(answer.snapshot is not None and current)
        if problem is not None:
            self.problems.show(problem)

    def _tell_what_was_asked(self, answer: Answer, current: bool) -> None:
        if current and _was_asked(answer):
            self.turns.tell_asking()
        for question, result in answer.answers if current else ():
            self.question_answered.emit(question, result)
        for shown in answer.shown:
            self.expression_shown.emit(shown)
        self.reported.emit(answer)

    def _send_what_waits(self) -> None:
        """Ask what was to go along with a frame that will not come."""
        if not self.player.playing:
            self.queue.go_on()

    def _look_again_at_rest(self) -> None:
        """Show the numbers of eager calls, to the last bit, instead of those of the last frame of playing."""
        if self.player.playing:
            return
        self.turns.catch_up()
        snapshot = self.workspaces.shown.snapshot
        if snapshot is not None and not snapshot.eager:
            self.queue.look_again()

    def _progressed(self, progress: Progress, current: bool) -> None:
        self.workspaces.take_progress(progress, current)
        self.fit_progressed.emit(progress)

    def _enter(self, workspace: str, opening: Opening | Reopening | None) -> None:
        self.problems.resolve()
        self.workspaces.enter(workspace, opening)

    def _start_failed(self, problem: Problem) -> None:
        self.loading.fail()
        self.problems.show(problem)
        self.became_idle.emit()

    # ---- telling ------------------------------------------------------------------------------------------------

    def _tell_busy(self) -> None:
        busy = self.loading.ready and not self.player.playing and self.queue.in_flight is not None
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    def _tell_if_idle(self) -> None:
        if self.idle:
            self.became_idle.emit()


def _done_in(answer: Answer) -> tuple[Intent, ...]:
    """Return the commands that were done and the questions that were answered."""
    return (*answer.commands, *(question for question, _ in answer.answers))


def _was_asked(answer: Answer) -> bool:
    """Tell whether a panel waits for an answer about this very snapshot; maps and lines are nobody's question."""
    return any(not isinstance(question, (Respond, WeightsOverTime)) for question, _ in answer.answers)


def _begins_anew(answer: Answer) -> bool:
    """Tell whether the cause of a problem is gone: the weights, the model or the data are new."""
    return any(isinstance(command, Reset) or command.renews_model or command.renews_data for command in answer.commands)
