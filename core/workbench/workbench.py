"""Do commands on a network, all or none, keep the timeline, and go to any place in it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from traceback import walk_tb

from core.commands import Command
from core.history.events import Event, Rewritten, Visited
from core.history.history import Entry, History
from core.history.saved_history import SavedHistory
from core.network.network import Network
from core.network.saved_state import SavedState
from core.problems.problem import Problem
from core.snapshot.place import Place
from core.snapshot.records import Recording
from core.snapshot.snapshot import Snapshot
from core.snapshot.weight_history import WeightHistory
from core.workbench.restoring import Restoring
from core.workbench.saving import saved
from core.workbench.timeline import Timeline
from core.workbench.weight_trail import WeightTrail

log = logging.getLogger(__name__)

LIBRARIES = ("keras", "tensorflow", "numpy")
"""What a command hands its arguments to. They call others, as optree, in which their refusal may be raised."""

_Applied = tuple[Command, int, list[tuple[int, SavedState]], list[Recording], SavedState | None]


class Workbench:
    """A network, and the history of what was done to it.

    Attributes:
        network: the real Keras objects.
        timeline: what was done, and the way back to any place in it.
        trail: the weights over the steps.

    Example:
        >>> bench = Workbench()
        >>> bench.do([*build_network(FOUR_LAYERS, seed=1), UseData(NotebookBatch()), Step(10)])
        >>> bench.snapshot().step
        10
    """

    def __init__(self) -> None:
        self.network = Network()
        self.timeline = Timeline(self.network)
        self.trail = WeightTrail(self.timeline.history)
        self._groups = 0
        self._followed = 0  # the branch that the last event was about
        self._events: list[Event] = []

    @property
    def history(self) -> History:
        """The commands done."""
        return self.timeline.history

    def do(self, commands: Iterable[Command], continued: bool = False) -> None:
        """Do commands, all or none: if one cannot be done, everything is put back as it was, weights included.

        Args:
            continued: they belong to the group done before, as the next frame of playing does; one undo undoes both.

        Raises:
            Problem: a command cannot be done; it has Keras's own message where Keras refused.
        """
        before, done = self.network.state(), []
        try:
            for command in commands:
                if (applied := self._apply(command)) is not None:
                    done.append(applied)
        except Exception as error:
            self.network.restore(before)
            if not isinstance(error, Problem) and _is_refusal(error):
                log.info("Refused", exc_info=error)
                raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error
            raise
        self._groups += not continued
        if done and self._followed != self.history.branch.number:
            self._events.append(Visited(self.history.branch.number))
        for command, step, states, recordings, earlier in done:
            parent = self.timeline.append(command, step, self._groups, states, earlier)
            if parent is not None:
                self._events.append(self._rewritten(command, step, parent))
            self._events += [*recordings, Entry(command, step, self._groups)]
        self._followed = self.history.branch.number

    def snapshot(self, eager: bool = True) -> Snapshot | None:
        """Take a snapshot of the network, see `snapshot_of`; None while there are no data."""
        snapshot = self.network.snapshot(eager)
        if snapshot is None:
            return None
        self.trail.note(snapshot)
        frozen = self.timeline.since_freezing(snapshot)
        return replace(snapshot, frozen=frozen) if frozen else snapshot

    def weights_over_time(self, place: Place) -> WeightHistory | None:
        """Return the weights of a place over the steps of the present branch; see `WeightTrail.over_time`."""
        training = self.network.training
        return self.trail.over_time(place, self.network.weights(place.layer), training.step, training.run)

    def saved(self) -> SavedHistory:
        """Return everything as plain data, for a file."""
        return saved(self.history, self.network)

    @classmethod
    def restored(cls, history: SavedHistory) -> Workbench:
        """Make a workbench with everything as it was when it was saved.

        Raises:
            Problem: a command cannot be done, or the numbers are not those of its objects.
        """
        bench = cls()
        try:
            Restoring(bench.timeline, bench.network).restore(history)
        except Problem:
            raise
        except Exception as error:  # a file may hold anything
            raise Problem("session.damaged", reason=f"{type(error).__name__}: {error}") from error
        bench._groups = max((done.group for branch in history.branches for done in branch.entries), default=0)
        bench._followed = bench.history.branch.number
        return bench

    def take_events(self) -> tuple[Event, ...]:
        """Return the events since the last call, in order: commands done, and losses recorded before them."""
        events, self._events = tuple(self._events), []
        return events

    # ---- inside ---------------------------------------------------------------------------------------------

    def _apply(self, command: Command) -> _Applied | None:
        """Apply one command; return what was really done, at which step, the states and losses on the way, and the
        state before it, which only a command needs that takes no steps that can be retaken.
        """
        network, recorder = self.network, self.network.recorder
        recorder.begin()
        retaken = command.takes_steps and command.replayable
        before = None if retaken else network.state()
        step, applied = network.step, command.apply(network)
        if not retaken:
            recorder.known = None
            recorder.states.append((0, network.state()))
        history = self.history
        if applied is None or (not applied.written_in_past and history.position != history.branch.end):
            return None
        return applied, step, recorder.states, recorder.recordings, before

    def _rewritten(self, command: Command, step: int, parent: int) -> Rewritten:
        branch = self.history.branch
        shared = None if command.starts_run else parent
        return Rewritten(branch.number, shared, step, tuple(branch.entries[:-1]))


def _is_refusal(error: BaseException) -> bool:
    """Return whether the program called a library that refused what a command was given."""
    names = [str(frame.f_globals.get("__name__")).split(".")[0] for frame, _ in walk_tb(error.__traceback__)]
    own = max((place for place, name in enumerate(names) if name == "core"), default=-1)
    return any(name in LIBRARIES for name in names[own + 1 : own + 2])
