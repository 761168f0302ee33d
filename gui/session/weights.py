"""What the weights do in time: how much each kernel moved lately, which weights changed most, and their lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.intents.questions import Question, WeightsOverTime
from core.snapshot.place import NOWHERE, Place
from gui.look import theme
from gui.session.companion import Companion

if TYPE_CHECKING:
    from core.health.movement_log import Movement, MovementLog
    from core.service.messages import Answer
    from core.snapshot.movement import Cell
    from core.snapshot.snapshot import LayerSnapshot, Snapshot
    from core.snapshot.weight_history import WeightHistory
    from gui.session.exchange import Exchange

TELL_SECONDS = 0.25
"""The time between two refreshes of the movements while playing."""

FLASH_SECONDS = 0.2
"""How long a change is marked; while playing other cells are marked at most this often."""

FASTEST_SEEN = 60
"""Steps per second: what changed most is marked up to this tempo, at which every step is painted."""

AFTERGLOW_SECONDS = 1.0
"""For so long after the last flash the marks are still explained, so that the explanation does not flicker."""

LINES_SECONDS = 0.5
"""The time between two refreshes of the weights over time while playing."""


class Movements(QObject):
    """How much each kernel moved: in the last second of play, or in the steps that were taken by hand.

    Args:
        exchange: reports what was done.
        parent: what owns this.
        clock: returns the time in seconds.

    Attributes:
        movements: for each layer, by its name; empty if nothing is known to have moved.
        changed_most: for each layer the cells to mark, those of its bias in the row `BIAS`; None while marks are not
            the subject, and need no explanation.
        last_change: the snapshots before and after what changed a weight last, or None in another network.

    Signals:
        changed(): other movements, or playing began or ended.
        flashed(): other cells to mark, or none any more.
    """

    changed = Signal()
    flashed = Signal()

    def __init__(
        self, exchange: Exchange, parent: QObject | None = None, clock: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(parent)
        self.changed_most: Mapping[str, tuple[Cell, ...]] | None = None
        self.last_change: tuple[Snapshot, Snapshot] | None = None
        self._latest: Snapshot | None = None
        self._exchange, self._clock = exchange, clock
        self._log: MovementLog | None = None
        self._branch = 0
        self._played, self._began = 0.0, 0.0  # the seconds played before the present play, and when that began
        self._told_at = self._flashed_at = float("-inf")
        self._fading = QTimer(self, singleShot=True)
        self._fading.timeout.connect(self._fade)
        exchange.reported.connect(self._take)
        exchange.player.playing_changed.connect(self._turn_clock)
        exchange.workspaces.workspace_changed.connect(self._start_again)

    @property
    def movements(self) -> Mapping[str, Movement]:
        return self._log.movements if self._log is not None else {}

    # ---- inside -------------------------------------------------------------------------------------------------

    @property
    def _seconds(self) -> float:
        """The seconds of play so far."""
        return self._played + (self._clock() - self._began if self._exchange.player.playing else 0.0)

    def _turn_clock(self) -> None:
        if self._exchange.player.playing:
            self._began = self._clock()
        else:
            self._played += self._clock() - self._began
        self._tell()

    def _start_again(self) -> None:
        if self._log is not None:
            self._log.restart(self._exchange.workspaces.shown.snapshot, self._seconds)
        self._latest = self.last_change = None
        self._mark(None)
        self._tell()

    def _take(self, answer: Answer) -> None:
        """Measure from the snapshot before, if steps led from there to that of an answer."""
        snapshot, place = answer.snapshot, answer.where
        if snapshot is None or snapshot is not self._exchange.workspaces.shown.snapshot:
            return
        self._note_change(snapshot, bool(answer.commands))
        if self._log is None:
            from core.health.movement_log import MovementLog  # numpy, which is loaded by now

            self._log = MovementLog()
        before, taken = self._log.latest, _steps_in(answer)
        if before is not None and taken and (snapshot.run, snapshot.step) == (before.run, before.step + taken):
            self._take_steps(before, snapshot)
        else:
            if before is None or (before.run, before.step, self._branch) != (snapshot.run, snapshot.step, place.branch):
                self._mark(None)
                self._log.restart(snapshot, self._seconds)
            elif not self._log.movements:
                self._log.restart(snapshot, self._seconds)  # a layer may be new
            self._tell()
        self._branch = place.branch

    def _note_change(self, snapshot: Snapshot, done: bool) -> None:
        """Keep the snapshots around what was done, if that changed a weight of a layer that was there before."""
        before, self._latest = self._latest, snapshot
        if before is not None and done and before.run == snapshot.run and _differ(before, snapshot):
            self.last_change = before, snapshot

    def _take_steps(self, before: Snapshot, snapshot: Snapshot) -> None:
        assert self._log is not None
        now, played = self._clock(), not snapshot.eager  # so are the frames of playing
        (self._log.note_play if played else self._log.note_steps)(snapshot, self._seconds)
        if not played or now - self._told_at >= TELL_SECONDS or not self._exchange.player.playing:
            self._tell()
        if not played or (self._each_step_is_seen and now - self._flashed_at >= FLASH_SECONDS):
            self._flash(before, snapshot, by_hand=not played)

    def _tell(self) -> None:
        self._told_at = self._clock()
        self.changed.emit()

    # ---- the marks ------------------------------------------------------------------------------------------------

    @property
    def _each_step_is_seen(self) -> bool:
        tempo = self._exchange.player.tempo
        return tempo is not None and tempo <= FASTEST_SEEN

    def _flash(self, before: Snapshot, snapshot: Snapshot, by_hand: bool) -> None:
        """Mark what changed most. Without motion only after steps by hand, and until something else happens."""
        still = theme.current().reduced_motion
        if still and not by_hand:
            self._mark(None)
            return
        from core.health.movement_log import most_changed  # numpy, which is loaded by now

        self._flashed_at = self._clock()
        self._mark(most_changed(snapshot, before))
        if not still:
            self._fading.start(round(1000 * FLASH_SECONDS))

    def _fade(self) -> None:
        if self.changed_most:
            self._mark({})
            self._fading.start(round(1000 * AFTERGLOW_SECONDS))
        else:
            self._mark(None)

    def _mark(self, cells: Mapping[str, tuple[Cell, ...]] | None) -> None:
        if cells is None:
            self._fading.stop()
        if cells != self.changed_most:
            self.changed_most = cells
            self.flashed.emit()


class WeightLines(QObject):
    """Keep the weights of one place over the steps up to date.

    Nothing is computed to answer the question.

    Args:
        exchange: carries the questions.
        parent: what owns this.

    Attributes:
        place: whose weights are shown somewhere, or `NOWHERE`.

    Signals:
        changed(object): a WeightHistory of that place, or None if it has no weights.
    """

    changed = Signal(object)

    def __init__(self, exchange: Exchange, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.place = NOWHERE
        self._companion = Companion(exchange, self._question, lambda: LINES_SECONDS)
        exchange.question_answered.connect(self._answered)

    def watch(self, place: Place) -> None:
        """Show the weights of another place, or with `NOWHERE` of none."""
        if place != self.place:
            self.place = place
            self._companion.hurry()
            self._companion.ask()

    def _question(self, frame: bool) -> WeightsOverTime | None:
        return WeightsOverTime(self.place) if self.place != NOWHERE else None

    def _answered(self, question: Question, history: WeightHistory | None) -> None:
        if isinstance(question, WeightsOverTime) and question.place == self.place:
            self.changed.emit(history)


def _differ(before: Snapshot, after: Snapshot) -> bool:
    """Return whether a weight differs in two snapshots of the same layers."""
    pairs = zip(before.columns, after.columns, strict=False)
    return any(_bits(one) != _bits(other) for one, other in pairs if one.kernel.shape == other.kernel.shape)


def _bits(layer: LayerSnapshot) -> tuple[bytes, bytes]:
    return layer.kernel.tobytes(), layer.bias.tobytes()


def _steps_in(answer: Answer) -> int:
    """Return how many steps were taken for an answer."""
    return sum(command.steps_taken for command in answer.commands if command.takes_steps)
