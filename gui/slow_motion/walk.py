"""Slow motion: go through the parts of one step, by hand or automatically, and then take the step for real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.explain.step_parts import Moment, OnRows, Phase, same_step
from core.explain.tape import Tape, TapeRecord
from core.intents.questions import NextStep, Question
from core.snapshot.preview import Preview

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

PART_MS = 750
"""How long each part is shown while it runs by itself, at normal speed."""


class SlowMotion(QObject):
    """The state of slow motion: the moment in a step, and whether it runs. It shows nothing itself.

    Attributes:
        active: whether slow motion is on.
        moment: the shown moment, or None while the next step is being previewed.
        tape: the record of a GradientTape, or None while it is being asked for.
        running: whether it goes through the parts automatically.
        held: whether it is held, e.g. because the pointer is over the canvas.
        speed: 0.5, 1 or 2.

    Signals:
        changed(): an attribute has changed.
        question_asked(Question): `take_answer` waits for the answer.
        step_wanted(): take the step that was shown; `take_snapshot` waits for its result.
    """

    changed = Signal()
    question_asked = Signal(object)
    step_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.active = self.running = self.held = False
        self.speed: float = 1
        self.moment: Moment | None = None
        self.tape: Tape | None = None
        self._snapshot: Snapshot | None = None
        self._preview: Preview | None = None
        self._stepping = False
        self._traced = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    # ---- for everyone ---------------------------------------------------------------------------------------

    def enter(self, snapshot: Snapshot) -> None:
        """Begin with the step that follows a snapshot."""
        if not self.active:
            self.active = True
            self._begin(snapshot)
            self.changed.emit()

    def leave(self) -> None:
        """Leave slow motion; a step that was not gone through to its end is not taken."""
        if self.active:
            self.active = self.running = self.held = self._stepping = False
            self.moment = self.tape = self._snapshot = self._preview = None
            self._timer.stop()
            self.changed.emit()

    def next(self) -> None:
        """Go to the next part; after the last one take the step for real and begin the next one."""
        self.running = False
        self._advance()

    def back(self) -> None:
        """Go to the previous part."""
        self.running = False
        if self.moment is not None and not self._stepping:
            self._show(self.moment.moved(-1))

    def go_to(self, phase: Phase) -> None:
        """Go to the first part of a phase."""
        self.running = False
        if self.moment is not None and not self._stepping:
            self._show(self.moment.at(phase))

    def toggle_running(self) -> None:
        """Start or stop running, even while the pointer holds slow motion."""
        if self.active:
            self.running, self.held = not self.running, False
            self._schedule()
            self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """Set the speed at which it runs."""
        self.speed = speed
        self._schedule()
        self.changed.emit()

    def hold(self, held: bool) -> None:
        """Hold slow motion, or let it go on."""
        if self.active and held != self.held:
            self.held = held
            self._schedule()
            self.changed.emit()

    def stop(self) -> None:
        """Stop the timer, because the window is closing."""
        self._timer.stop()
        self.active = self.running = False

    # ---- inside ---------------------------------------------------------------------------------------------

    def _begin(self, snapshot: Snapshot) -> None:
        """Begin with the step that follows a snapshot."""
        asked = self._stepping
        self._snapshot, self._preview, self._stepping = snapshot, None, False
        self.moment = None
        self._timer.stop()
        if not asked:  # after a step, the next one was already asked for, and the tape records the same again
            self._traced = 0
            self.question_asked.emit(NextStep())

    def _advance(self) -> None:
        if self.moment is None or self._stepping:
            return
        if self.moment.last:
            self._stepping = True
            self.step_wanted.emit()
            self.question_asked.emit(NextStep())  # at once, so that the next step begins without a pause
            self.changed.emit()
        else:
            self._show(self.moment.moved(1))

    def _show(self, moment: Moment) -> None:
        self.moment = moment
        self._schedule()
        self.changed.emit()

    def _schedule(self) -> None:
        self._timer.stop()
        if self.running and not self.held and self.moment is not None and not self._stepping:
            self._timer.start(round(PART_MS / self.speed))

    def _go_on(self) -> None:
        self._advance()

    # ---- from outside -----------------------------------------------------------------------------------

    def take_snapshot(self, snapshot: Snapshot) -> None:
        """Begin again if something has changed; ignore the snapshot that comes with every answer."""
        if not self.active or self._snapshot is None or same_step(snapshot, self._snapshot):
            return
        if snapshot.why_no_step or not snapshot.finite:
            self.leave()
            return
        self.running = self.running and self._stepping
        self._begin(snapshot)
        self.changed.emit()

    def take_answer(self, question: Question, answer: object) -> None:
        """Take in an answer, whoever asked the question."""
        if not self.active or self._snapshot is None:
            return
        if isinstance(answer, Preview) and answer.step == self._snapshot.step:
            self._previewed(answer)
        elif isinstance(question, OnRows) and self._preview is not None and question.rows == self._preview.rows:
            self._show_step(answer)  # type: ignore[arg-type]
        elif isinstance(question, TapeRecord) and question.samples == self._traced:
            self.tape = answer  # type: ignore[assignment]
            self.changed.emit()

    def _previewed(self, preview: Preview) -> None:
        """Take in a preview; ignore one that other panels asked for if it says the same."""
        if self._preview is not None and _same(preview, self._preview):
            return
        assert self._snapshot is not None
        self._preview = preview
        samples = self._snapshot.batch.samples if preview.rows is None else len(preview.rows)
        if samples != self._traced:
            self._traced = samples
            self.question_asked.emit(TapeRecord(samples))
        if preview.rows is None:
            self._show_step(self._snapshot)
        else:
            self.question_asked.emit(OnRows(preview.rows))

    def _show_step(self, snapshot: Snapshot) -> None:
        """Show the step from the present part or, if there is none, from the beginning."""
        assert self._preview is not None
        index = self.moment.index if self.moment is not None else 0
        self._show(Moment(snapshot, self._preview).moved(index))


def _same(one: Preview, other: Preview) -> bool:
    """Return whether two previews are of the same step."""
    bits = [{path: array.tobytes() for path, array in preview.weights.items()} for preview in (one, other)]
    return (one.step, one.rows) == (other.step, other.rows) and bits[0] == bits[1]
