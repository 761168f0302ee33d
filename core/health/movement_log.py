"""How much each kernel moved lately: in the last second of play, or in the steps just taken."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from core.snapshot.movement import BIAS_SHARE, Cell, changed_most, relative_change
from core.snapshot.place import BIAS
from core.snapshot.snapshot import Snapshot

SPAN_SECONDS = 1.0
"""The time that a movement is measured over, in seconds of play."""


@dataclass(frozen=True)
class Movement:
    """How much a kernel moved.

    Attributes:
        share: ||W(now) - W(then)|| / ||W(then)||.
        steps: how many steps were taken between, if they were taken by hand; None of the last second of play.
    """

    share: float
    steps: int | None = None


class MovementLog:
    """The snapshots of the last second of play. The clock is its caller's, and stands still while nothing plays.

    In the first second there is no moment a second ago; then the beginning of the play counts.

    Attributes:
        movements: for each layer with weights, by its name, how much it moved; empty if nothing is known to have moved.
    """

    def __init__(self) -> None:
        self.movements: dict[str, Movement] = {}
        self._seen: deque[tuple[float, Snapshot]] = deque()  # with the seconds of play, the last one is the latest
        self._by_hand = False

    @property
    def latest(self) -> Snapshot | None:
        """The snapshot that was noted last, or None."""
        return self._seen[-1][1] if self._seen else None

    def restart(self, snapshot: Snapshot | None, seconds: float) -> None:
        """Measure from this snapshot: the weights came here on another way than by steps.

        Args:
            seconds: of play, from any beginning; never less than the time before. So it is below.
        """
        self.movements, self._by_hand = {}, False
        self._seen.clear()
        if snapshot is not None:
            self._seen.append((seconds, snapshot))

    def note_play(self, snapshot: Snapshot, seconds: float) -> None:
        """Note the weights after steps of playing."""
        seen = self._seen
        if self._by_hand:  # measure the play alone
            self.restart(self.latest, seen[-1][0])
        seen.append((seconds, snapshot))
        while len(seen) > 2 and _is_nearer(seen[1][0], seen[0][0], seconds - SPAN_SECONDS):
            seen.popleft()
        self.movements = {name: Movement(share) for name, share in _shares(snapshot, seen[0][1]).items()}

    def note_steps(self, snapshot: Snapshot, seconds: float) -> None:
        """Note the weights after steps that were taken by hand, since the snapshot before."""
        before = self.latest
        self.restart(snapshot, seconds)
        self._by_hand = True
        if before is not None:
            steps = snapshot.step - before.step
            self.movements = {name: Movement(share, steps) for name, share in _shares(snapshot, before).items()}


def _is_nearer(one: float, other: float, goal: float) -> bool:
    return abs(one - goal) <= abs(other - goal)


def _shares(now: Snapshot, then: Snapshot) -> dict[str, float]:
    """Return the movement of every kernel that both have, in one shape."""
    found = {}
    for layer in now.columns:
        before = then.layer(layer.name)
        if layer.built and before is not None and before.kernel.shape == layer.kernel.shape:
            found[layer.name] = relative_change(layer.kernel, before.kernel)
    return found


def most_changed(now: Snapshot, then: Snapshot) -> dict[str, tuple[Cell, ...]]:
    """Return for each layer that learns the cells that changed most, those of its bias in the row `BIAS`."""
    found = {}
    for layer in now.columns:
        before = then.layer(layer.name)
        if before is None or before.kernel.shape != layer.kernel.shape or not now.learns(layer):
            continue
        cells = changed_most(layer.kernel, before.kernel)
        if len(layer.bias) == len(before.bias):
            strip = changed_most(layer.bias.reshape(1, -1), before.bias.reshape(1, -1), BIAS_SHARE)
            cells += tuple((BIAS, unit) for _, unit in strip)
        if cells:
            found[layer.name] = cells
    return found
