"""The single owner of the state between the Keras objects and the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.commands import SetLearningRate, Step
from core.data.built_in import Source
from core.design.network_spec import NetworkSpec
from core.history.branch import Entry
from core.intents.moves import GoTo, Redo, Undo
from core.intents.plans import (
    ChooseBatchSize,
    ChooseLoss,
    ChooseOptimizer,
    Rebuild,
    StartAgain,
    SwitchTrainable,
    TakeData,
)
from core.intents.questions import Question
from core.intents.table_plans import opening
from core.service.messages import Intent, only_asks
from gui.pacing.tempo import default_tempo
from gui.saving.session_files import SessionFiles
from gui.session.exchange import Exchange
from gui.session.maps import Maps
from gui.session.request_queue import IntentT
from gui.session.shown_network import ShownNetwork
from gui.session.standstill_watch import StandstillWatch
from gui.session.weights import Movements, WeightLines

if TYPE_CHECKING:
    from core.lessons.page_opening import Opening
    from core.snapshot.snapshot import Snapshot


class Session(QObject):
    """The state of the window (the network, its history, the selection) and everything one can ask for.

    Its signals are those of its parts, where each is described, except for `settings_changed`; so are `response_map`
    and `set_tempo`.

    Attributes:
        files: saves the session and opens others; `save` and `open` are its own.
        loading: the progress of the start.
        maps: what the units return over a slice through the inputs.
        movements: how much each kernel moved lately.
        player: takes steps frame by frame.
        problems: the problem on show.
        selection: the selected place and sample.
        turns: pass signals on to panels that need not follow every frame.
        standstill: says when nothing moves any more while playing.
        weight_lines: the weights of one place over the steps.

    Signals:
        settings_changed(): learning rate, seed, tempo or data.
    """

    settings_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exchange = exchange = Exchange(self)
        self._queue, self._workspaces = exchange.queue, exchange.workspaces
        self.loading, self.player, self.problems = exchange.loading, exchange.player, exchange.problems
        self.selection, self.turns = self._workspaces.selection, exchange.turns
        self.maps, self.movements = Maps(exchange, self), Movements(exchange, self)
        self.weight_lines = WeightLines(exchange, self)
        self.cancel = self._queue.cancel_steps
        self.response_map, self.set_tempo = self.maps.response_map, self.player.set_tempo
        self.files = SessionFiles(exchange, self)
        self.save, self.open = self.files.save, self.files.open
        self.standstill = StandstillWatch(exchange, self)
        self._name_signals()
        changes = (self._queue.sent, self._queue.answered, self.workspace_changed, self.player.tempo_changed)
        for signal in changes:
            signal.connect(self._tell_settings)
        self._queue.add(self.network.start.commands())
        self._settings: tuple[object, ...] = ()
        self._tell_settings()

    def _name_signals(self) -> None:
        """Make the signals of all parts attributes of the session."""
        exchange, workspaces = self._exchange, self._workspaces
        self.loading_changed, self.playing_changed = self.loading.changed, self.player.playing_changed
        self.shortfall_changed = self.player.shortfall_changed
        self.problem_raised, self.problem_resolved = self.problems.raised, self.problems.resolved
        self.snapshot_changed, self.history_changed = workspaces.snapshot_changed, workspaces.history_changed
        self.workspace_changed = workspaces.workspace_changed
        self.busy_changed, self.became_idle = exchange.busy_changed, exchange.became_idle
        self.question_answered, self.expression_shown = exchange.question_answered, exchange.expression_shown
        self.fit_progressed, self.reported = exchange.fit_progressed, exchange.reported

    # ---- what there is ----------------------------------------------------------------------------------------

    @property
    def model(self) -> Any:
        """The real `keras.Model`, or None. Read it only when idle: it belongs to the worker thread."""
        return self._exchange.worker.model

    @property
    def network(self) -> ShownNetwork:
        """The network on show, and its history."""
        return self._workspaces.shown

    @property
    def snapshot(self) -> Snapshot | None:
        """The latest snapshot, or None before the model is built."""
        return self.network.snapshot

    @property
    def history(self) -> tuple[Entry, ...]:
        """The commands that led to the network on show; a copy."""
        return self.network.history

    @property
    def learning_rate(self) -> float:
        """The rate asked for last, applied or not yet."""
        asked, snapshot = self.asked(SetLearningRate), self.snapshot
        if asked is not None:
            return asked.rate
        return snapshot.learning_rate if snapshot is not None else self.network.start.rate

    @property
    def seed(self) -> int:
        """The seed asked for last; the initial weights come from it."""
        asked, snapshot = self.asked(Rebuild), self.snapshot
        if asked is not None:
            return asked.seed
        return snapshot.seed if snapshot is not None else self.network.start.seed

    @property
    def workspace(self) -> str:
        """Whose network is shown, the learner's own or the lesson's."""
        return self._queue.workspace

    @property
    def ready(self) -> bool:
        """Whether TensorFlow is loaded and the model is built."""
        return self.loading.ready

    @property
    def playing(self) -> bool:
        """Whether steps are taken frame by frame."""
        return self.player.playing

    @property
    def idle(self) -> bool:
        """Whether it is ready, not playing, and no request is waiting or in flight."""
        return self._exchange.idle

    def start(self) -> None:
        """Start the worker thread, which imports TensorFlow first; a second call does nothing."""
        self._exchange.start()

    def wait_idle(self, timeout_ms: int) -> bool:
        """Run the event loop until no request is left; return False if that takes longer than `timeout_ms`."""
        return self._exchange.wait_idle(timeout_ms)

    def close(self, timeout_ms: int | None = None) -> bool:
        """End the worker thread after its present call; return False if that takes longer than `timeout_ms`."""
        return self._exchange.close(timeout_ms)

    # ---- asking -----------------------------------------------------------------------------------------------

    def do(self, *intents: Intent) -> None:
        """Do commands in order, all or none of them; while TensorFlow is loading they wait."""
        self._queue.add(intents)
        if self._queue.frames_in_flight and not only_asks(intents):
            self._queue.interrupt()  # what was clicked while playing is done at once, not after the frame
        self._queue.go_on()
        self._tell_settings()

    def do_paused(self, *intents: Intent) -> None:
        """Pause, and do commands."""
        self.pause()
        self.do(*intents)

    def do_instead(self, intent: Intent) -> None:
        """Do an intent. It replaces the last waiting intent if that is of the same kind."""
        self._queue.drop_last(type(intent))
        self.do(intent)

    def ask(self, question: Question) -> None:
        """Ask a question, unless an equal one waits already; `question_answered` follows."""
        if not self._queue.holds((question,)):
            self.do(question)

    def asked(self, kind: type[IntentT]) -> IntentT | None:
        """Return the last intent of a kind whose outcome is not shown yet, or None."""
        return self._exchange.asked(kind)

    def enter(self, workspace: str, opening: Opening | None = None) -> None:
        """Show another workspace's network, and open a page there, once this one's requests are done."""
        self.pause()
        self._queue.enter(workspace, opening)

    def play(self) -> None:
        """Take steps frame by frame, until paused or the loss is not finite any more."""
        if self.ready and not self.playing:
            self.player.play()

    def pause(self) -> None:
        """Stop playing; a run of steps in progress ends early."""
        self.player.stop()

    def toggle_play(self) -> None:
        """Play or pause."""
        (self.pause if self.playing else self.play)()

    def step(self, steps: int = 1) -> None:
        """Take steps of gradient descent; a click during earlier steps is not lost."""
        self.do_paused(Step(steps))

    def reset(self) -> None:
        """Return to the initial weights, bit for bit; the learned weights stay on a branch of their own."""
        self.do_paused(StartAgain())

    def undo(self) -> None:
        """Undo the last command: go to the place before it."""
        self.do_paused(Undo())

    def redo(self) -> None:
        """Return to the place left by the last undo."""
        self.do_paused(Redo())

    def go_to(self, step: int, branch: int | None = None) -> None:
        """Show a step that was taken before, on any branch; learning can go on from there."""
        self.pause()
        self.do_instead(GoTo(step, branch))

    def set_learning_rate(self, rate: float) -> None:
        """Use another rate from the next step on, also while playing."""
        self.do_instead(SetLearningRate(rate))

    def set_seed(self, seed: int) -> None:
        """Make a network of the same design with initial weights from another seed; frozen layers stay frozen."""
        self.pause()
        self.do_instead(Rebuild(self.network.spec, seed))

    def build_network(self, spec: NetworkSpec) -> None:
        """Make a network of another design, with initial weights from the same seed."""
        self.do_paused(Rebuild(spec, self.seed))

    def choose_optimizer(self, key: str) -> None:
        """Use another optimizer from the next step on, also while playing."""
        self.do(ChooseOptimizer(key))

    def choose_loss(self, key: str) -> None:
        """Use another loss function from the next step on, also while playing."""
        self.do(ChooseLoss(key))

    def choose_batch_size(self, size: int | None) -> None:
        """Use mini-batches of `size` samples from the next step on, or all samples in every step (None)."""
        self.do(ChooseBatchSize(size))

    def use(self, source: Source) -> None:
        """Learn from other data, with the weights as they are."""
        self.pause()
        self.network.source = source
        self.do(TakeData(source))

    def open_table(self, path: str, **choices: Any) -> None:
        """Read a table, and learn from it with a network for its columns; see `core.tables.choices`."""
        self.do_paused(opening(path, self.network.spec, self.seed, choices))

    def set_trainable(self, layer: str | None, trainable: bool) -> None:
        """Freeze or unfreeze a layer, or with None the model; also while playing."""
        self.do(SwitchTrainable(layer, trainable))

    def toggle_trainable(self, layer: str | None) -> None:
        """Switch a layer or, with None, the model; a partly trainable model becomes trainable."""
        self.do(SwitchTrainable(layer))

    # ---- telling ----------------------------------------------------------------------------------------------

    def _tell_settings(self) -> None:
        """Emit `settings_changed` if the settings are not the same as before."""
        self.player.suggest_tempo(default_tempo(self.network.source))
        settings = self.learning_rate, self.seed, self.player.tempo, self.network.source
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit()
