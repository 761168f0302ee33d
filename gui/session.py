"""The one owner of state between the Keras objects and the views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.branch import Done
from core.commands import (
    START_RATE,
    Compile,
    Fit,
    MakeModel,
    Predict,
    Reset,
    SetLearningRate,
    SetOptimizer,
    Step,
    UseData,
    build_network,
)
from core.datasets import NotebookBatch, Source
from core.moves import GoBack, GoTo, Redo, Undo
from core.optimizers import OPTIMIZERS
from core.plans import (
    ChooseBatchSize,
    ChooseLoss,
    ChooseOptimizer,
    OpenCsv,
    PrepareFit,
    Rebuild,
    StartAgain,
    SwitchTrainable,
    TakeData,
)
from core.questions import CompareForward
from core.spec import FOUR_LAYERS, NetworkSpec
from gui.engine import Engine
from gui.selection import NOWHERE, Place, Selection
from gui.worker import Answer

if TYPE_CHECKING:
    from core.curve import LossCurve
    from core.curves import Curves
    from core.events import Progress
    from core.questions import Question
    from core.snapshot import Snapshot
    from core.whereabouts import Whereabouts

START_SEED = 20


class Session(Engine):
    """What the window is about: the network as it is, how it got there, and what is selected.

    Attributes:
        selection: the selected place and sample.
        snapshot: the latest Snapshot, or None before the model is built.
        history: the commands done so far.
        curves: the losses of the steps taken, branch by branch, or None before the model is built.
        where: the place in the timeline that is shown, or None before the model is built.
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
        self.curves: Curves | None = None
        self.where: Whereabouts | None = None
        self.spec: NetworkSpec = FOUR_LAYERS
        self.source: Source = NotebookBatch()
        start = (*build_network(self.spec, START_SEED), UseData(self.source), SetOptimizer(OPTIMIZERS[0].key))
        self._pending.append(start)

    # ---- questions ------------------------------------------------------------------------------------------

    @property
    def model(self) -> Any:
        """The real `keras.Model`, or None. To be read only when idle: it belongs to the worker thread."""
        return self._worker.bench.model if self._worker.bench is not None else None

    @property
    def curve(self) -> LossCurve | None:
        """The losses of the branch that is shown, or None before the model is built."""
        return self.curves.current if self.curves is not None else None

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
        """Back to the very same initial weights; what was learned stays visitable as a branch."""
        self.pause()
        self.do(StartAgain())

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

    def choose_optimizer(self, key: str) -> None:
        """Another optimizer from the next step on; also while playing."""
        self.do(ChooseOptimizer(key))

    def choose_loss(self, key: str) -> None:
        """Another loss function from the next step on; also while playing."""
        self.do(ChooseLoss(key))

    def choose_batch_size(self, size: int | None) -> None:
        """Mini-batches of `size` samples from the next step on, or all samples in every step (None)."""
        self.do(ChooseBatchSize(size))

    def use(self, source: Source) -> None:
        """Learn from other data, with the weights as they are."""
        self.pause()
        self.source = source
        self.do(TakeData(source))
        self.state_changed.emit()

    def open_csv(self, path: str) -> None:
        """Read a CSV file and learn from it."""
        self.pause()
        self.do(OpenCsv(path))

    def build_for(self, source: Source, inputs: int) -> None:
        """A new network with `inputs` input units, for data that the present one has no place for."""
        self.pause()
        self.do(Rebuild(self.spec, self.seed, inputs, source))

    def set_trainable(self, layer: str | None, trainable: bool) -> None:
        """Freeze or unfreeze a layer, or with None the model; also while playing."""
        self.do(SwitchTrainable(layer, trainable))

    def toggle_trainable(self, layer: str | None) -> None:
        """The other state of a layer or, with None, of the model: partly or not trainable becomes trainable."""
        self.do(SwitchTrainable(layer))

    def compile_model(self, command: Compile | None) -> None:
        """Compile the model for `fit`, or with None the same way again, so that `fit` learns what is trainable now."""
        self.pause()
        self.do(PrepareFit(command))

    def fit_model(self, command: Fit) -> None:
        """Let Keras learn; `fit_progressed` tells how far it is, and `cancel` ends it after an epoch."""
        self.pause()
        self.do(command)

    def predict(self) -> None:
        """`model.predict`, and what stands beside it: the answer to `CompareForward` follows."""
        self.pause()
        self.do(Predict(), CompareForward())

    def go_to(self, step: int, branch: int | None = None) -> None:
        """Show a step that was taken before, of a branch or of the present one; it can be learned on from there."""
        self.pause()
        self.do_instead(GoTo(step, branch))

    def step_back(self, steps: int = 1) -> None:
        """Show the step `steps` before the one shown."""
        self.pause()
        self.do(GoBack(steps))

    def go_live(self) -> None:
        """Show the last step of the branch."""
        if self.where is not None:
            self.go_to(self.where.last_step)

    def show_branch(self, branch: int) -> None:
        """Show the end of a branch."""
        last = {info.number: info.last_step for info in self.where.branches} if self.where is not None else {}
        if branch in last:
            self.go_to(last[branch], branch)

    def undo(self) -> None:
        """Go to the place before what was done last."""
        self.pause()
        self.do(Undo())

    def redo(self) -> None:
        """Return to the place left by the last undo."""
        self.pause()
        self.do(Redo())

    def ask(self, question: Question) -> None:
        """Have a question answered, unless an equal one waits already; `question_answered` follows."""
        if (question,) not in self._pending:
            self.do(question)

    # ---- answers --------------------------------------------------------------------------------------------

    def take_in(self, answer: Answer, current: bool) -> None:
        moved = self.where is not None and answer.where != self.where
        self.history = answer.history
        self._fold(answer)
        done = [event.command for event in answer.events if isinstance(event, Done)]
        if moved or any(isinstance(command, (Reset, MakeModel, UseData)) for command in done):
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
        if answer.events or moved:
            self.history_changed.emit()
        for question, result in answer.answers if current else ():
            self.question_answered.emit(question, result)

    def take_progress(self, progress: Progress, current: bool) -> None:
        if progress.snapshot is not None and current:
            self.snapshot = progress.snapshot
            self.snapshot_changed.emit(progress.snapshot)

    def _fold(self, answer: Answer) -> None:
        """Fold what happened into the curves."""
        if self.curves is None:
            from core.curves import Curves  # TensorFlow, which is loaded by now

            self.curves = Curves()
        loss = answer.snapshot.loss if answer.snapshot is not None else None
        self.curves.fold(answer.events, answer.where, loss)
        self.where = answer.where

    def _note_design(self, snapshot: Snapshot) -> None:
        """Let design and selection follow the network that there is now."""
        activations = {layer.name: layer.activation_name for layer in snapshot.layers}
        layers = tuple(
            replace(layer, activation=activations.get(layer.name, layer.activation)) for layer in self.spec.layers
        )
        self.spec = NetworkSpec(snapshot.batch.inputs, layers, self.spec.name)
        units = {layer.name: (len(layer.kernel), layer.units) for layer in snapshot.layers}
        units[snapshot.input_name] = (0, snapshot.batch.inputs)
        self.selection.fit(units, snapshot.batch.samples)
