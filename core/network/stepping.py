"""Take steps of gradient descent, take them again, and find out what the next one will do."""

from __future__ import annotations

from copy import copy
from time import perf_counter

import numpy as np

from core.learning.descent import RUN
from core.network.recorder import Recorder, next_measured
from core.network.saved_state import SavedState
from core.network.snapshots import slots_now
from core.network.training import Training, validate
from core.problems.layer_texts import WHY_NO_STEP
from core.problems.problem import Problem
from core.snapshot.preview import Preview
from core.snapshot.records import Recording
from core.snapshot.snapshot import Array
from core.snapshot.validation import Measured

SLICE_SECONDS = 0.05
"""How long one uninterruptible call should last."""


class Stepping:
    """Take steps with the compiled descent.

    Args:
        training: the training whose steps are taken.
        recorder: receives the losses, and states to return to.
    """

    def __init__(self, training: Training, recorder: Recorder) -> None:
        self._training, self._recorder = training, recorder

    def descend(self, steps: int) -> int:
        """Take steps of gradient descent, stopping early when interrupted, or when the loss, a weight or a slot of the
        optimizer is not finite.

        Returns:
            The number of steps taken.

        Raises:
            Problem: the number is below 1, or no step can be taken.
        """
        training, recorder = self._training, self._recorder
        if steps < 1:
            raise Problem("steps.out_of_range", received=steps)
        if training.why_no_step in ("inputs", "rows", "outputs", "chain"):
            raise Problem("step.impossible", reason=WHY_NO_STEP[training.why_no_step])
        known = recorder.known if training.names.optimizer is not None else None
        training.need_optimizer()
        start, start_at = known or SavedState(training), 0  # to go back to, and the steps taken before it
        recorder.known = None
        taken, training.diverged = 0, False
        training.largest_rate = largest = max(training.largest_rate, training.learning_rate)
        measures = training.names.validation is not None
        while taken < steps and not training.diverged and not (taken and recorder.hurried):
            started, first = perf_counter(), training.step
            until = next_measured(first) - first if measures else RUN
            asked = min(equal_part(steps - taken, min(training.slice, RUN, recorder.spacing.most)), until)
            losses = finite_part(training.descents.run(training.recipe, asked))
            seconds = perf_counter() - started
            training.step += len(losses)
            state = SavedState(training)
            if len(losses) < asked or not state.finite:  # the call went on beyond: stop where it began
                losses = losses[: self._go_to_first_bad(start, taken - start_at, len(losses))]
                training.diverged, training.largest_rate, training.bad_step = True, largest, training.step
                state = SavedState(training)
            taken += len(losses)
            if len(losses):
                on_way = measures and asked == until and taken < steps  # what is at the end is shown, so measured then
                recorder.recordings.append(Recording(first, losses, seconds, self._measured() if on_way else ()))
            if recorder.spacing.count(len(losses), seconds):
                start, start_at = state, taken
                recorder.states.append((taken, start))
            # the result does not depend on how the steps are split into calls, so split them to stay interruptible
            # (one that is cut short for a measurement says little about longer ones)
            if not measures or asked < until or seconds > SLICE_SECONDS:
                training.slice = max(1, int(asked * SLICE_SECONDS / seconds))
        recorder.known = state
        return taken

    def retake(self, steps: int) -> None:
        """Take again steps that were taken before; they are not recorded."""
        training = self._training
        self._recorder.known = None
        training.need_optimizer()  # a keyframe from before the first step may have no optimizer
        training.descents.retake(training.recipe, steps)
        training.step += steps
        training.largest_rate = max(training.largest_rate, training.learning_rate)

    def restore(self, state: SavedState) -> None:
        """Put everything back as it was."""
        state.restore(self._training)
        self._recorder.known = state

    def prepare(self) -> None:
        """Compile what the next step needs, if there are data to learn from; change nothing."""
        training = self._training
        if training.names.optimizer is not None and not training.why_no_step:
            training.descents.descent(training.recipe)(0)

    def preview(self) -> Preview:
        """Find out what the next step will do, by taking it and putting everything back."""
        training, state = self._training, self._recorder.known or SavedState(self._training)
        optimizer = training.need_optimizer()
        slots_before, iterations, rows = slots_now(training), int(optimizer.iterations.numpy()), self._next_rows()
        try:
            training.descents.retake(training.recipe, 1)
            variables = training.model.variables
            weights = {one.path: numbers for one, numbers in zip(variables, training.reading.numbers(variables))}
            slots_after = slots_now(training)
            slots = {
                path: {name: (before, slots_after[path][name]) for name, before in slots.items()}
                for path, slots in slots_before.items()
            }
        finally:
            self.restore(state)
        return Preview(training.step, weights, slots, iterations, rows)

    def _measured(self) -> tuple[Measured, ...]:
        """Measure the validation rows at the present weights."""
        found = validate(self._training, eager=False)
        return () if found is None else (found.measured,)

    def _go_to_first_bad(self, start: SavedState, before: int, steps: int) -> int:
        """Put the network where the weights or slots are first not finite, at most `steps` steps into the present call.

        Args:
            start: a state to begin at.
            before: the number of steps from there to the call's beginning.
            steps: the number of steps in the call before the first loss that is not finite.

        Returns:
            The number of steps in the call that led there.
        """
        self._go(start, before + steps)
        good, bad = (steps, steps) if SavedState(self._training).finite else (-1, steps)
        while bad - good > 1:  # what is not finite stays so
            middle = (good + bad) // 2
            self._go(start, before + middle)
            good, bad = (middle, bad) if SavedState(self._training).finite else (good, middle)
        if good < bad:
            self._go(start, before + bad)
        return bad

    def _go(self, start: SavedState, steps: int) -> None:
        self.restore(start)
        self.retake(steps)

    def _next_rows(self) -> tuple[int, ...] | None:
        """Return the samples that the next step learns from, or None for all."""
        batches = self._training.batches
        if batches is None:
            return None
        rows, shares = copy(batches).take(1)
        return tuple(int(row) for row, share in zip(rows[0].numpy(), shares[0].numpy()) if share)


def equal_part(steps: int, most: int) -> int:
    """Return the size of the first of as few equal parts as possible, none larger than `most`."""
    return -(-steps // -(-steps // most))


def finite_part(losses: Array) -> Array:
    """Return the losses before the first one that is not finite."""
    bad = np.flatnonzero(~np.isfinite(losses))
    return losses[: int(bad[0])] if len(bad) else losses
