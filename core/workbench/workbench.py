"""Does commands to the real Keras objects, all or none; takes steps; keeps the timeline; answers questions."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from core.commands import Command
from core.history.branch import Done
from core.history.events import Event, Recording, Rewritten, Visited
from core.history.history import History
from core.intents.questions import Preview
from core.learning.descent import RUN
from core.learning.fit_memory import stale_layers
from core.network.loose_layers import with_loose, without_steps
from core.network.network import Objects
from core.network.saved_state import State, origin
from core.problems.layer_texts import OBSTACLES
from core.problems.problem import Problem
from core.snapshot.snapshot import Array, Snapshot, read_only
from core.workbench.timeline import Timeline

if TYPE_CHECKING:
    from core.history.events import Progress

SLICE_SECONDS = 0.05
"""How long one uninterruptible call should last."""


class Workbench(Objects):
    """The real Keras objects, and everything that is done to them. Views get snapshots.

    Attributes:
        timeline: what was done, and the way back to any place in it.
        interrupt: set it, from any thread, to make a long run of steps end early.
        progress: called, in the thread that fits, a few times a second while `fit` runs; or None.
        deadline: when, by `perf_counter`, a run of steps is to end even if it is not complete.
        known: the state that everything is in now, if it was taken already.

    Example:
        >>> bench = Workbench()
        >>> bench.do([*build_network(FOUR_LAYERS, seed=1), UseData(NotebookBatch()), Step(10)])
        >>> bench.snapshot().step
        10
    """

    def __init__(self) -> None:
        super().__init__()
        self.timeline = Timeline()
        self.interrupt = threading.Event()
        self.deadline = math.inf
        self.progress: Callable[[Progress], None] | None = None
        self._groups = 0
        self._followed = 0  # the branch that the last event was about
        self.known: State | None = None
        self._recordings: list[Recording] = []
        self._states: list[tuple[int, State]] = []
        self._events: list[Event] = []

    # ---- commands -------------------------------------------------------------------------------------------

    def do(self, commands: Iterable[Command], continued: bool = False) -> None:
        """Do commands, all or none: if one cannot be done, everything is put back as it was, weights too.

        Args:
            continued: they belong to the group done before, as the next frame of playing does; one undo undoes both.

        Raises:
            Problem: what cannot be done, with Keras's own message where Keras refused.
        """
        self.known = before = self.known or State(self)
        done = []
        try:
            for command in commands:
                self._recordings, self._states = [], []
                step, applied = self.step, command.apply(self)
                if not (command.takes_steps and command.replayable):
                    self.known = State(self)
                    self._states.append((0, self.known))
                if applied is not None:
                    done.append((applied, step, self._states, self._recordings))
        except Exception as error:
            before.restore(self)
            self.known = before
            if not isinstance(error, Problem) and "keras" in Path(origin(error)).parts:
                raise Problem("keras.refused", keras_message=f"{type(error).__name__}: {error}") from error
            raise
        self._groups += not continued
        if done and self._followed != self.history.branch.number:
            self._events.append(Visited(self.history.branch.number))
        for command, step, states, recordings in done:
            parent = self.timeline.append(command, step, self._groups, states)
            if parent is not None:
                self._events.append(self._rewritten(command, step, parent))
            self._events += [*recordings, Done(command, step, self._groups)]
        self._followed = self.history.branch.number

    def descend(self, steps: int) -> int:
        """Take steps of gradient descent, stopping early at weights whose loss is not finite, or when interrupted.

        Returns:
            How many steps were taken.
        """
        if steps < 1:
            raise Problem("steps.out_of_range", received=steps)
        if self.obstacle in ("inputs", "outputs", "chain"):
            raise Problem("step.impossible", reason=OBSTACLES[self.obstacle])
        usable = self.optimizer is not None and self.known is not None
        self._need_optimizer()
        start, start_at = self.known if usable else State(self), 0  # to go back to, and the steps taken before it
        self.known = None
        taken, self.diverged = 0, False
        self.largest_rate = largest = max(self.largest_rate, self.learning_rate)
        while taken < steps and not self.diverged and not (taken and self._hurried()):
            started = perf_counter()
            asked = min(self._slice, RUN, steps - taken, self.timeline.due_in)
            losses = finite_part(self._runner.run(self, asked))
            seconds = perf_counter() - started
            if len(losses):
                self._recordings.append(Recording(self.step, losses))
            self.step += len(losses)
            taken += len(losses)
            if len(losses) < asked:
                assert start is not None
                start.restore(self)
                self.retake(taken - start_at)
                self.diverged, self.largest_rate, self.bad_step = True, largest, self.step
            if self.timeline.count(len(losses), seconds):
                start, start_at = State(self), taken
                self._states.append((taken, start))
            # the result does not depend on how the steps are cut, so cut them to stay interruptible
            self._slice = max(1, int(asked * SLICE_SECONDS / seconds))
        if start_at == taken:
            self.known = start
        return taken

    def note_steps(self, first: int, losses: Sequence[float], states: list[tuple[int, State]]) -> None:
        """Steps were taken by others than `descend`: keep what was recorded on the way.

        Args:
            first: the step before them.
            losses: before each of them.
            states: after some of them, with the number of steps.
        """
        self._recordings.append(Recording(first, read_only(losses)))
        self._states = [(steps, state) for steps, state in states if steps < len(losses)]
        bad = np.flatnonzero(~np.isfinite(losses))
        self.diverged = bool(len(bad))
        if self.diverged:
            self.bad_step = first + int(bad[0])

    def retake(self, steps: int) -> None:
        """Take steps again, from where they were taken before; they leave no trace in the history."""
        self.known = None
        self._need_optimizer()  # a keyframe from before the first step may have none
        self._runner.retake(self, steps)
        self.step += steps
        self.largest_rate = max(self.largest_rate, self.learning_rate)

    def prepare(self) -> None:
        """Compile what the next step needs, if there is something to learn from; changes nothing."""
        if self.optimizer is not None and not self.obstacle:
            self._runner.descent(self)(0)

    # ---- questions ------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot | None:
        """What the network looks like now; None while there are no data."""
        if self.batch is None:
            return None
        settings = {
            "step": self.step,
            "run": self.run,
            "learning_rate": self.learning_rate,
            "seed": self.seed,
            "optimizer": self.optimizer_key,
            "loss_kind": self.loss_key,
            "batch_size": self.batches.size if self.batches is not None else None,
            "epoch": self._epoch(),
            "compiled": self.fitting.memory_of(self.model).compiled,
            **stale_layers(self),
        }
        if self.obstacle:
            return without_steps(self, self.batch, settings)
        assert self._observer is not None
        assert self.constants is not None
        return with_loose(self, self._observer.observe(self.constants, self.batch, settings))

    def loss(self) -> float:
        """The loss of all samples, at the present weights."""
        if self._observer is None or self.constants is None:
            raise Problem("data.missing")
        return self._observer.loss(self.constants)

    def preview(self) -> Preview:
        """What the next step will do; everything is put back afterwards."""
        state = State(self)
        self._need_optimizer()
        slots_before, iterations, rows = self._slots(), int(self.optimizer.iterations.numpy()), self._next_rows()
        try:
            self._runner.retake(self, 1)
            weights = {variable.path: read_only(variable.numpy()) for variable in self.model.variables}
            slots = {
                path: {name: (before, self._slots()[path][name]) for name, before in slots.items()}
                for path, slots in slots_before.items()
            }
        finally:
            state.restore(self)
        return Preview(self.step, weights, slots, iterations, rows)

    @property
    def history(self) -> History:
        """The commands done."""
        return self.timeline.history

    def take_events(self) -> tuple[Event, ...]:
        """What happened since this was last asked, in order: commands done, and losses recorded before them."""
        events, self._events = tuple(self._events), []
        return events

    # ---- inside ---------------------------------------------------------------------------------------------

    def _hurried(self) -> bool:
        return self.interrupt.is_set() or perf_counter() > self.deadline

    def _epoch(self) -> int:
        """How often the steps went through all samples."""
        own = self.step - self.fit_steps
        return self.fit_epochs + (own if self.batches is None else self.batches.step // self.batches.per_epoch)

    def _rewritten(self, command: Command, step: int, parent: int) -> Rewritten:
        branch = self.history.branch
        shared = None if command.starts_run else parent
        return Rewritten(branch.number, shared, step, tuple(branch.entries[:-1]))

    def _slots(self) -> dict[str, dict[str, Array]]:
        """What the optimizer remembers of each variable, by the variable's path and the slot's name."""
        found: dict[str, dict[str, Array]] = {variable.path: {} for variable in self.model.variables}
        slots = self.optimizer.variables[2:]  # after iterations and learning_rate
        each = len(slots) // len(found)
        for index, path in enumerate(found):
            for slot in slots[index * each : (index + 1) * each]:
                found[path][slot.name.rsplit("_", 1)[1]] = read_only(slot.numpy())
        return found

    def _next_rows(self) -> tuple[int, ...] | None:
        """The samples that the next step learns from, or None for all."""
        if self.batches is None:
            return None
        rows, shares = copy(self.batches).take(1)
        return tuple(int(row) for row, share in zip(rows[0].numpy(), shares[0].numpy()) if share)


def finite_part(losses: Array) -> Array:
    """The losses before the first one that is not finite."""
    bad = np.flatnonzero(~np.isfinite(losses))
    return losses[: int(bad[0])] if len(bad) else losses
