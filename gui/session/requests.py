"""What a learner can ask a session for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.commands import (
    BuildLayer,
    Command,
    Compile,
    Fit,
    Predict,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Show,
    Step,
)
from core.data.built_in import Source
from core.design.network_spec import NetworkSpec
from core.intents.moves import GoBack, GoTo, Redo, Undo
from core.intents.plans import (
    ChooseBatchSize,
    ChooseLoss,
    ChooseOptimizer,
    OpenCsv,
    PrepareFit,
    Rebuild,
    StartAgain,
    StartUnbuilt,
    SwitchTrainable,
    TakeData,
)
from core.intents.questions import CompareForward
from gui.session.request_queue import Engine

if TYPE_CHECKING:
    from core.history.place_in_time import Whereabouts
    from core.intents.questions import Question


GO_ON = (SetLearningRate, SetTrainable, SetOptimizer, SetLoss, SetBatchSize, Show)
"""What can be done while playing."""


class Intents(Engine):
    """The engine, with a method for each thing that can be asked for. The session, which is one, knows the state.

    Attributes:
        spec: the network as designed.
        source: the data in use, or chosen while TensorFlow is loading.
        where: the place in the timeline that is shown, or None before the model is built.
        seed: the seed asked for last.
    """

    spec: NetworkSpec
    source: Source
    where: Whereabouts | None

    @property
    def seed(self) -> int:
        """The seed asked for last; the initial weights come from it. The session knows it."""
        raise NotImplementedError

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

    def build_network(self, spec: NetworkSpec) -> None:
        """A new network of another design, with initial weights from the same seed."""
        self.pause()
        self.do(Rebuild(spec, self.seed))

    def build_anew(self) -> None:
        """All layers of the design and a model of them, with the initial weights of the seed."""
        self.build_network(self.spec)

    def start_unbuilt(self) -> None:
        """The layers of the design, newly created, without weights and without a model."""
        self.pause()
        self.do(StartUnbuilt(self.spec, self.seed))

    def build_layer(self, layer: str, inputs: int) -> None:
        """Give a layer its weights."""
        self.do(BuildLayer(layer, inputs))

    def compile_model(self, command: Compile | None) -> None:
        """Compile the model for `fit`, or with None the same way again, so that `fit` learns what is trainable now."""
        self.pause()
        self.do(PrepareFit(command.spec if command is not None else None))

    def fit_model(self, command: Fit) -> None:
        """Let Keras learn; `fit_progressed` tells how far it is, and `cancel` ends it after an epoch."""
        self.pause()
        self.do(command)

    def predict(self) -> None:
        """`model.predict`, and what stands beside it: the answer to `CompareForward` follows."""
        self.pause()
        self.do(Predict(), CompareForward())

    def do_typed(self, command: Command, asked: Question) -> None:
        """Do what was typed, and answer a question behind it; what a click changes while playing, a line does, too."""
        if not isinstance(command, GO_ON):
            self.pause()
        self.do(command, asked)

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
