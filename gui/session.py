"""The one owner of state between the Keras objects and the views."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QTimer, Signal, Slot

from core.commands import (
    MakeModel,
    Reset,
    SetLearningRate,
    SetTrainable,
    Step,
    UseData,
    build_network,
    freeze,
)
from core.datasets import NotebookBatch, Source
from core.history import Done
from core.spec import FOUR_LAYERS, NetworkSpec
from gui.selection import Selection
from gui.worker import Answer, Intent, OpenCsv, Request, Worker

if TYPE_CHECKING:
    from core.errors import Problem
    from core.snapshot import Snapshot
    from core.timeline import LossCurve

FRAME_SECONDS = 1 / 60
LONGEST_PAINT_SECONDS = 0.1
START_SEED = 1
START_RATE = 0.05


class Session(QObject):
    """Takes intents, has them done in the worker thread, and tells the views what came of it.

    One request is in flight at a time; what is asked meanwhile waits and goes out together. While playing, the
    next steps are asked for only after the views were painted, so that the window never falls behind. An answer
    to a request from before a reset or new data is not shown (but what it did is in the history: it happened).

    Attributes:
        selection: the selected place and sample.
        snapshot: the latest Snapshot, or None before the model is built.
        history: the commands done so far.
        curve: the losses of the steps taken, or None before numpy is loaded with TensorFlow.
        spec: the network as designed.
        source: the data as chosen.
        stage: what is being loaded: "libraries", "tensorflow", "model", or "" when ready or failed.
        versions: of Keras and TensorFlow, once loaded.
        ready: TensorFlow is loaded and the model is built.
        playing: steps are taken frame by frame.
        steps_per_frame: how many steps `play` takes between two repaints.

    Signals:
        snapshot_changed(Snapshot): the network looks different now.
        history_changed(): commands were done.
        state_changed(): ready, playing, stage, busy or a setting changed.
        problem_raised(Problem): something could not be done.
        problem_resolved(): what raised the last problem was undone, e.g. by a reset.
    """

    snapshot_changed = Signal(object)
    history_changed = Signal()
    state_changed = Signal()
    problem_raised = Signal(object)
    problem_resolved = Signal()
    _requested = Signal(object)
    _idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selection = Selection(self)
        self.snapshot: Snapshot | None = None
        self.history: tuple[Done, ...] = ()
        self.curve: LossCurve | None = None
        self.spec: NetworkSpec = FOUR_LAYERS
        self.source: Source = NotebookBatch()
        self.stage = "libraries"
        self.versions = ""
        self.ready = False
        self.playing = False
        self.steps_per_frame = 10
        self._loaded = self._in_flight = self._awaiting_paint = self._closed = False
        self._generation = 0
        self._sent_at = 0.0
        self._pending: list[Intent] = [
            SetLearningRate(START_RATE),
            *build_network(self.spec, START_SEED),
            UseData(self.source),
        ]
        self._frame_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._frame_due)
        self._thread = QThread(self)
        self._worker = Worker()
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.load)
        self._requested.connect(self._worker.carry_out)
        self._worker.stage_reached.connect(self._stage_reached)
        self._worker.loaded.connect(self._worker_loaded)
        self._worker.start_failed.connect(self._start_failed)
        self._worker.answered.connect(self._answered)

    # ---- for everyone ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the worker thread, which begins by importing TensorFlow."""
        if not self._thread.isRunning():
            self._thread.start()

    def close(self) -> None:
        """End the worker thread; waits for the call it is in."""
        self._closed = True
        self.playing = False
        self._frame_timer.stop()
        self._pending.clear()
        self._interrupt()
        self._thread.quit()
        self._thread.wait()

    def do(self, *intents: Intent) -> None:
        """Have commands done, in order, all or none; while TensorFlow is loading they wait for it."""
        if any(isinstance(intent, (Reset, UseData, OpenCsv, MakeModel)) for intent in intents):
            self._generation += 1
        self._pending.extend(intents)
        self._pump()

    def wait_idle(self, timeout_ms: int) -> bool:
        """Run the event loop until nothing is asked for any more; False if that took longer than `timeout_ms`."""
        if self.idle:
            return True
        loop = QEventLoop()
        self._idle.connect(loop.quit)
        QTimer.singleShot(timeout_ms, loop, loop.quit)
        loop.exec()
        self._idle.disconnect(loop.quit)
        return self.idle

    @property
    def idle(self) -> bool:
        """Ready, not playing, and no request is waiting or in flight."""
        return self.ready and not (self.playing or self._in_flight or self._pending)

    @property
    def busy(self) -> bool:
        """A request that is not a frame of playing is in flight."""
        return self._in_flight and not self.playing

    @property
    def model(self) -> Any:
        """The real `keras.Model`, or None. To be read only when idle: it belongs to the worker thread."""
        return self._worker.bench.model if self._worker.bench is not None else None

    @property
    def learning_rate(self) -> float:
        """The rate asked for last, done or still waiting."""
        for intent in reversed(self._pending):
            if isinstance(intent, SetLearningRate):
                return intent.rate
        return self.snapshot.learning_rate if self.snapshot is not None else START_RATE

    @property
    def seed(self) -> int:
        """The seed that the present initial weights came from."""
        return self.snapshot.seed if self.snapshot is not None else START_SEED

    # ---- intents --------------------------------------------------------------------------------------------

    def step(self, steps: int = 1) -> None:
        """Take steps of gradient descent; a click while earlier steps are under way is not lost."""
        self.pause()
        self.do(Step(steps))

    def play(self) -> None:
        """Take steps frame by frame, until paused or the loss is not finite any more."""
        if self.ready and not self.playing:
            self.playing = True
            self.state_changed.emit()
            self._pump()

    def pause(self) -> None:
        """Stop playing; a run of steps that is under way ends early."""
        if self.playing:
            self.playing = False
            self._frame_timer.stop()
            self._interrupt()
            self.state_changed.emit()
            self._tell_if_idle()

    def toggle_play(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def cancel(self) -> None:
        """End a long run of steps early; the steps taken so far stay."""
        self._interrupt()

    def reset(self) -> None:
        """Back to the very same initial weights."""
        self.pause()
        self.do(Reset())
        self.problem_resolved.emit()

    def set_learning_rate(self, rate: float) -> None:
        """Another rate from the next step on; also while playing."""
        self._pending = [intent for intent in self._pending if not isinstance(intent, SetLearningRate)]
        self.do(SetLearningRate(rate))

    def set_steps_per_frame(self, steps: int) -> None:
        """How many steps `play` takes between two repaints."""
        self.steps_per_frame = steps
        self.state_changed.emit()

    def set_seed(self, seed: int) -> None:
        """A new network of the same design, with initial weights from another seed; frozen layers stay frozen."""
        self.pause()
        self.do(*build_network(self.spec, seed), *freeze(self._frozen()))
        self.problem_resolved.emit()

    def use(self, source: Source) -> None:
        """Learn from other data, with the weights as they are."""
        self.pause()
        self.source = source
        self.do(UseData(source))

    def open_csv(self, path: str) -> None:
        """Read a CSV file and learn from it."""
        self.pause()
        self.do(OpenCsv(path))

    def build_for(self, source: Source, inputs: int) -> None:
        """A new network with `inputs` input units, for data that the present one has no place for."""
        self.pause()
        spec = NetworkSpec(inputs, self.spec.layers, self.spec.name)
        seed = self.seed
        self.do(*build_network(spec, seed), *freeze(self._frozen()), UseData(source))
        self.problem_resolved.emit()

    def set_trainable(self, layer: str | None, trainable: bool) -> None:
        """Freeze or unfreeze a layer, or with None the model; also while playing.

        In Keras a model whose own `trainable` is False trains nothing, whatever its layers say. So to unfreeze
        one layer of such a model, the model is unfrozen and its other layers are frozen.
        """
        snapshot = self.snapshot
        if layer is not None and trainable and snapshot is not None and not snapshot.model_trainable:
            others = tuple(other.name for other in snapshot.layers if other.name != layer and not other.trainable)
            self.do(SetTrainable(None, True), *freeze(others))
        else:
            self.do(SetTrainable(layer, trainable))

    def views_painted(self) -> None:
        """The views have shown the latest snapshot; called by the window."""
        self._awaiting_paint = False

    # ---- inside ---------------------------------------------------------------------------------------------

    def _frozen(self) -> tuple[str, ...]:
        snapshot = self.snapshot
        return tuple(layer.name for layer in snapshot.layers if not layer.trainable) if snapshot else ()

    def _interrupt(self) -> None:
        if self._worker.bench is not None:
            self._worker.bench.interrupt.set()

    def _pump(self) -> None:
        """Send what is waiting, or plan the next frame."""
        if not self._loaded or self._in_flight or self._closed:
            return
        if self._pending:
            intents, self._pending = tuple(self._pending), []
            self._send(intents)
        elif self.playing and not self._frame_timer.isActive():
            spent = perf_counter() - self._sent_at
            self._frame_timer.start(max(0, round(1000 * (FRAME_SECONDS - spent))))

    def _send(self, intents: tuple[Intent, ...]) -> None:
        assert self._worker.bench is not None
        self._worker.bench.interrupt.clear()
        self._in_flight = True
        self._sent_at = perf_counter()
        self._requested.emit(Request(self._generation, intents))

    @Slot()
    def _frame_due(self) -> None:
        if not self.playing or self._in_flight:
            return
        if self._awaiting_paint and perf_counter() - self._sent_at < LONGEST_PAINT_SECONDS:
            self._frame_timer.start(2)
            return
        self._pending.append(Step(self.steps_per_frame))
        self._pump()

    @Slot(str)
    def _stage_reached(self, stage: str) -> None:
        self.stage = stage
        self.state_changed.emit()

    @Slot(str)
    def _worker_loaded(self, versions: str) -> None:
        from core.timeline import LossCurve

        self.versions = versions
        self.curve = LossCurve()
        self._loaded = True
        self._pump()

    @Slot(object)
    def _start_failed(self, problem: Problem) -> None:
        self.stage = ""
        self.state_changed.emit()
        self.problem_raised.emit(problem)

    @Slot(object)
    def _answered(self, answer: Answer) -> None:
        self._in_flight = False
        if self._closed:
            return
        became_ready = not self.ready and answer.snapshot is not None
        self._take_in(answer)
        if became_ready:
            self.ready, self.stage = True, ""
        if answer.problem is not None:
            self.playing = False
            self._frame_timer.stop()
        if answer.snapshot is not None and answer.generation == self._generation:
            self._awaiting_paint = True
            self.snapshot = answer.snapshot
            self._fit_selection(answer.snapshot)
            self.snapshot_changed.emit(answer.snapshot)
        if answer.events:
            self.history_changed.emit()
        if became_ready or answer.problem is not None or not self.playing:
            self.state_changed.emit()
        if answer.problem is not None:
            self.problem_raised.emit(answer.problem)
        self._pump()
        self._tell_if_idle()

    def _take_in(self, answer: Answer) -> None:
        """Fold what happened into the curve and the settings, in the order in which it happened."""
        assert self.curve is not None
        self.history = answer.history
        for event in answer.events:
            if not isinstance(event, Done):
                self.curve.record(event.first_step, event.losses)
                continue
            if isinstance(event.command, (Reset, MakeModel)):
                self.curve.clear()
            if self.ready:
                self.curve.add_mark(event)
            if isinstance(event.command, UseData):
                self.source = event.command.source
        if answer.problem is not None:
            done = [entry.command.source for entry in answer.history if isinstance(entry.command, UseData)]
            self.source = done[-1] if done else self.source
        if answer.snapshot is not None:
            self.curve.set_head(answer.snapshot.step, answer.snapshot.loss)
            self._note_design(answer.snapshot)

    def _note_design(self, snapshot: Snapshot) -> None:
        inputs = snapshot.input_shape[-1]
        if inputs is not None and inputs != self.spec.inputs:
            self.spec = NetworkSpec(inputs, self.spec.layers, self.spec.name)

    def _fit_selection(self, snapshot: Snapshot) -> None:
        units = {layer.name: layer.kernel.shape for layer in snapshot.layers}
        units[snapshot.input_name] = (0, self.spec.inputs)
        self.selection.fit(units, snapshot.batch.samples)

    def _tell_if_idle(self) -> None:
        if self.idle:
            self._idle.emit()
