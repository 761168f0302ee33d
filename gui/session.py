"""The one owner of state between the Keras objects and the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.commands import START_RATE, MakeModel, Reset, SetLearningRate, Step, UseData, build_network
from core.datasets import NotebookBatch, Source
from core.history import Done
from core.plans import OpenCsv, Rebuild, SwitchTrainable
from core.spec import FOUR_LAYERS, NetworkSpec
from gui.engine import Engine
from gui.selection import NOWHERE, Place, Selection
from gui.worker import Answer

if TYPE_CHECKING:
    from core.questions import Question
    from core.snapshot import Snapshot
    from core.timeline import LossCurve

START_SEED = 20


class Session(Engine):
    """What the window is about: the network as it is, how it got there, and what is selected.

    Attributes:
        selection: the selected place and sample.
        snapshot: the latest Snapshot, or None before the model is built.
        history: the commands done so far.
        curve: the losses of the steps taken, or None before the model is built.
        spec: the network as designed.
        source: the data in use, or chosen while TensorFlow is loading.

    Signals:
        snapshot_changed(Snapshot): the network looks different now.
        history_changed(): commands were done.
        problem_resolved(): what raised the last problem was undone, e.g. by a reset.
        question_answered(Question, object): what was asked, and the answer; about the snapshot shown last.
    """

    snapshot_changed = Signal(object)
    history_changed = Signal()
    problem_resolved = Signal()
    question_answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selection = Selection(self)
        self.snapshot: Snapshot | None = None
        self.history: tuple[Done, ...] = ()
        self.curve: LossCurve | None = None
        self.spec: NetworkSpec = FOUR_LAYERS
        self.source: Source = NotebookBatch()
        start = (*build_network(self.spec, START_SEED), UseData(self.source), SetLearningRate(START_RATE))
        self._pending.append(start)

    # ---- questions ------------------------------------------------------------------------------------------

    @property
    def model(self) -> Any:
        """The real `keras.Model`, or None. To be read only when idle: it belongs to the worker thread."""
        return self._worker.bench.model if self._worker.bench is not None else None

    @property
    def learning_rate(self) -> float:
        """The rate asked for last, done or not yet."""
        asked = self.asked(SetLearningRate)
        if asked is not None:
            return asked.rate
        return self.snapshot.learning_rate if self.snapshot is not None else START_RATE

    @property
    def seed(self) -> int:
        """The seed asked for last; the initial weights come from it."""
        asked = self.asked(Rebuild)
        if asked is not None:
            return asked.seed
        return self.snapshot.seed if self.snapshot is not None else START_SEED

    # ---- intents --------------------------------------------------------------------------------------------

    def step(self, steps: int = 1) -> None:
        """Take steps of gradient descent; a click while earlier steps are under way is not lost."""
        self.pause()
        self.do(Step(steps))

    def toggle_play(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def reset(self) -> None:
        """Back to the very same initial weights."""
        self.pause()
        self.do(Reset())

    def set_learning_rate(self, rate: float) -> None:
        """Another rate from the next step on; also while playing."""
        self.do_instead(SetLearningRate(rate))

    def set_steps_per_frame(self, steps: int) -> None:
        """How many steps are taken between two repaints while playing."""
        self.steps_per_frame = steps
        self.state_changed.emit()

    def set_seed(self, seed: int) -> None:
        """A new network of the same design, with initial weights from another seed; frozen layers stay frozen."""
        self.pause()
        self.do_instead(Rebuild(self.spec, seed))

    def use(self, source: Source) -> None:
        """Learn from other data, with the weights as they are."""
        self.pause()
        self.source = source
        self.do(UseData(source))
        self.state_changed.emit()

    def open_csv(self, path: str) -> None:
        """Read a CSV file and learn from it."""
        self.pause()
        self.do(OpenCsv(path))

    def build_for(self, source: Source, inputs: int) -> None:
        """A new network with `inputs` input units, for data that the present one has no place for."""
        self.pause()
        self.do(Rebuild(self.spec, self.seed, inputs), UseData(source))

    def set_trainable(self, layer: str | None, trainable: bool) -> None:
        """Freeze or unfreeze a layer, or with None the model; also while playing."""
        self.do(SwitchTrainable(layer, trainable))

    def toggle_trainable(self, layer: str | None) -> None:
        """The other state of a layer or, with None, of the model: partly or not trainable becomes trainable."""
        self.do(SwitchTrainable(layer))

    def ask(self, question: Question) -> None:
        """Have a question answered, unless an equal one waits already; `question_answered` follows."""
        if (question,) not in self._pending:
            self.do(question)

    # ---- answers --------------------------------------------------------------------------------------------

    def take_in(self, answer: Answer, current: bool) -> None:
        self.history = answer.history
        self._fold(answer)
        done = [event.command for event in answer.events if isinstance(event, Done)]
        if any(isinstance(command, (Reset, MakeModel, UseData)) for command in done):
            self.problem_resolved.emit()
        used = [done.command.source for done in answer.history if isinstance(done.command, UseData)]
        if used and (current or answer.problem is not None):
            self.source = used[-1]
        if answer.snapshot is not None and current:
            first = self.snapshot is None
            self.snapshot = answer.snapshot
            self._note_design(answer.snapshot)
            self.snapshot_changed.emit(answer.snapshot)
            if first and self.selection.place == NOWHERE:
                self.selection.select(Place(answer.snapshot.layers[0].name))
        if answer.events:
            self.history_changed.emit()
        for question, result in answer.answers if current else ():
            self.question_answered.emit(question, result)

    def _fold(self, answer: Answer) -> None:
        """Fold what happened into the curve, in the order in which it happened."""
        if self.curve is None:
            from core.timeline import LossCurve  # numpy, which is loaded by now

            self.curve = LossCurve()
        for event in answer.events:
            if not isinstance(event, Done):
                self.curve.record(event.first_step, event.losses)
                continue
            if isinstance(event.command, (Reset, MakeModel)):
                self.curve.clear()
            if self.ready:
                self.curve.add_mark(event)
        if answer.snapshot is not None:
            self.curve.set_head(answer.snapshot.step, answer.snapshot.loss)

    def _note_design(self, snapshot: Snapshot) -> None:
        """Let design and selection follow the network that there is now."""
        self.spec = NetworkSpec(snapshot.batch.inputs, self.spec.layers, self.spec.name)
        units = {layer.name: (len(layer.kernel), layer.units) for layer in snapshot.layers}
        units[snapshot.input_name] = (0, snapshot.batch.inputs)
        self.selection.fit(units, snapshot.batch.samples)
