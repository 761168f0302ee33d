"""The one owner of state between the Keras objects and the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.commands import MakeModel, Reset, SetLearningRate, SetOptimizer, UseData, build_network
from core.data.built_in import NotebookBatch, Source
from core.design.network_spec import FOUR_LAYERS, NetworkSpec
from core.design.optimizers import OPTIMIZERS
from core.design.rates import START_RATE
from core.history.branch import Done
from core.intents.plans import Rebuild
from core.service.messages import Answer
from core.snapshot.design_of import design_of
from core.snapshot.place import NOWHERE, Place
from gui.session.requests import Intents
from gui.session.selection import Selection
from gui.session.shown_network import Kept

if TYPE_CHECKING:
    from core.history.loss_curve import LossCurve
    from core.history.loss_curves import Curves
    from core.history.place_in_time import Whereabouts
    from core.snapshot.records import Progress
    from core.snapshot.snapshot import Snapshot

START_SEED = 20


class Session(Intents):
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
        expression_shown(Printed): what an expression gave, or why it cannot be shown.
        room_changed(): the network of another room is shown, or the lesson's begins with nothing.
        reported(Answer): a request was carried out; what came of it is shown already.
    """

    snapshot_changed = Signal(object)
    history_changed = Signal()
    problem_resolved = Signal()
    question_answered = Signal(object, object)
    room_changed = Signal()
    reported = Signal(object)
    expression_shown = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selection = Selection(self)
        self.snapshot: Snapshot | None = None
        self.history: tuple[Done, ...] = ()
        self.curves: Curves | None = None
        self.where: Whereabouts | None = None
        self.spec: NetworkSpec = FOUR_LAYERS
        self.source: Source = NotebookBatch()
        self._kept: dict[str, Kept] = {}
        start = (*build_network(self.spec, START_SEED), UseData(self.source), SetOptimizer(OPTIMIZERS[0].key))
        self._pending.append(start)

    # ---- questions ------------------------------------------------------------------------------------------

    @property
    def model(self) -> Any:
        """The real `keras.Model`, or None. To be read only when idle: it belongs to the worker thread."""
        return self._worker.model

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
            if first and self.selection.place == NOWHERE and answer.snapshot.columns:
                self.selection.select(Place(answer.snapshot.columns[0].name))
        if answer.events or moved:
            self.history_changed.emit()
        for question, result in answer.answers if current else ():
            self.question_answered.emit(question, result)
        for shown in answer.shown:
            self.expression_shown.emit(shown)
        self.reported.emit(answer)

    def swap(self, room: str, anew: bool) -> None:
        if room != self.room:
            self._kept[self.room] = Kept.of(self)
        kept = None if anew else self._kept.get(room)
        self.room = room
        self.problem_resolved.emit()
        self.room_changed.emit()
        (kept or Kept()).put_into(self)

    def take_progress(self, progress: Progress, current: bool) -> None:
        if progress.snapshot is not None and current:
            self.snapshot = progress.snapshot
            self.snapshot_changed.emit(progress.snapshot)

    def _fold(self, answer: Answer) -> None:
        """Fold what happened into the curves."""
        if self.curves is None:
            from core.history.loss_curves import Curves  # TensorFlow, which is loaded by now

            self.curves = Curves()
        snapshot = answer.snapshot
        loss = snapshot.loss if snapshot is not None and not snapshot.obstacle else None
        self.curves.fold(answer.events, answer.where, loss)
        self.where = answer.where

    def _note_design(self, snapshot: Snapshot) -> None:
        """Let design and selection follow the network that there is now."""
        if snapshot.columns:
            self.spec = design_of(snapshot, self.spec.name)
        units = {layer.name: (len(layer.kernel), layer.units) for layer in snapshot.columns}
        units[snapshot.input_name] = (0, snapshot.inputs.shape[1])
        self.selection.keep_within(units, snapshot.samples)
