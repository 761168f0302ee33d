"""The weights over the steps of each branch: those that snapshots showed, and those of the keyframes."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from core.history.branch import Branch
from core.history.history import History
from core.snapshot.place import BIAS, Place
from core.snapshot.snapshot import Array, Snapshot, read_only
from core.snapshot.weight_history import MOST_LINES, QUANTILES, WeightHistory, cells_of, lines_of

MOST_SEEN, FEWEST_SEEN, MOST_BYTES = 600, 64, 2**24
"""How many snapshots' weights are kept for a branch."""

MOST_POINTS = 300
"""The most points of a line."""

Weights = tuple[Array, ...]
"""The kernel of a layer and, if it has one, the bias."""


class Stretches:
    """Weights by their steps. Of every stretch of `stride` steps those that were seen first are kept.

    Attributes:
        run: the run of the snapshots.
        stride: the number of steps of a stretch; it doubles as often as there are too many.
    """

    def __init__(self, run: int) -> None:
        self.run, self.stride = run, 1
        self._seen: dict[int, tuple[int, dict[str, Weights]]] = {}

    def note(self, snapshot: Snapshot) -> None:
        """Keep a snapshot's weights, unless others of the same stretch are kept."""
        if snapshot.step // self.stride in self._seen:
            return
        weights = {layer.name: _weights_of(layer.kernel, layer.bias) for layer in snapshot.columns if layer.built}
        self._seen[snapshot.step // self.stride] = snapshot.step, weights
        size = sum(array.nbytes for arrays in weights.values() for array in arrays)
        while len(self._seen) > max(FEWEST_SEEN, min(MOST_SEEN, MOST_BYTES // max(size, 1))):
            self.stride *= 2
            kept = sorted(self._seen.values(), key=lambda seen: seen[0], reverse=True)
            self._seen = {step // self.stride: (step, weights) for step, weights in kept}

    def of(self, layer: str, upto: float) -> Iterator[tuple[int, Weights]]:
        """Return the weights of a layer at the steps up to one, in no order."""
        return ((step, known[layer]) for step, known in self._seen.values() if step <= upto and layer in known)


class WeightTrail:
    """What is known of the weights at the steps of every branch. Nothing is computed again to know more.

    Args:
        history: the branches, with their keyframes.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._branches: dict[int, Stretches] = {}

    def note(self, snapshot: Snapshot) -> None:
        """Remember the weights of a snapshot of the present place."""
        number = self._history.branch.number
        if number not in self._branches or self._branches[number].run != snapshot.run:
            self._branches[number] = Stretches(snapshot.run)
        self._branches[number].note(snapshot)

    def over_time(self, place: Place, now: Weights, step: int, run: int) -> WeightHistory | None:
        """Return the weights of a place at up to `MOST_POINTS` steps of the present branch.

        Args:
            now: the weights of its layer at the present place in the history; none if there are none.
            step, run: of the present place.
        """
        if place.layer is None or not now or (place.row == BIAS and len(now) == 1):
            return None
        rows, units = now[0].shape
        if (place.unit or 0) >= units or (place.row or 0) >= rows:
            return None  # asked of a network that has been replaced by a smaller one
        branch = self._history.branch
        known = {**dict(self._known(place.layer, run)), step: now}
        like_now = [array.shape for array in now]
        fitting = {at: weights for at, weights in known.items() if [array.shape for array in weights] == like_now}
        steps = _thinned(sorted(fitting), step)
        cells = cells_of(place, now[0].shape)
        many = len(cells) > MOST_LINES
        return WeightHistory(
            place=place,
            run=run,
            branch=branch.number,
            steps=np.array(steps),
            values=lines_of(cells, [fitting[step] for step in steps]),
            cells=() if many else cells,
            quantiles=QUANTILES if many else (),
            weights=len(cells),
            frozen=_frozen_stretches(branch, place.layer, run),
            last_step=branch.step_at(branch.end),
        )

    def _known(self, layer: str, run: int) -> Iterator[tuple[int, Weights]]:
        """Return all that is known of a layer's weights in one run: on this branch, and on those it came from."""
        branch: Branch | None = self._history.branch
        upto = math.inf
        for frame in self._history.branch.keyframes:
            if frame.state.run == run and (weights := frame.state.weights(layer)):
                yield frame.state.step, weights
        while branch is not None:
            seen = self._branches.get(branch.number)
            if seen is not None and seen.run == run:
                yield from seen.of(layer, upto)
            upto = min(upto, branch.first_step)
            branch = self._history.branches[branch.parent] if branch.parent is not None else None


def _weights_of(kernel: Array, bias: Array) -> Weights:
    """Copy them: a snapshot's arrays may be views of all its numbers, which are not to be kept."""
    return (read_only(kernel), read_only(bias)) if len(bias) else (read_only(kernel),)


def _thinned(steps: list[int], now: int) -> list[int]:
    """Return at most `MOST_POINTS` of ascending steps: of every stretch the first one, and the last and the present."""
    stride = math.ceil((steps[-1] + 1) / (MOST_POINTS - 2))
    firsts = {step // stride: step for step in reversed(steps)}
    return sorted({*firsts.values(), steps[-1], now})


def _frozen_stretches(branch: Branch, layer: str, run: int) -> tuple[tuple[int, int], ...]:
    """Return the first and the last step of every stretch of a branch in which a layer was frozen."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for frame in branch.keyframes:
        frozen = frame.state.run == run and layer in frame.frozen
        if frozen and since is None:
            since = frame.state.step
        elif not frozen and since is not None:
            found.append((since, frame.state.step))
            since = None
    if since is not None:
        found.append((since, branch.step_at(branch.end)))
    return tuple((first, last) for first, last in found if last > first)
