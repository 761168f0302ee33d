"""The movement of the last second, with a clock that the test turns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.health.movement_log import Movement, MovementLog
from core.snapshot.snapshot import Snapshot
from tests.core.helpers.benches import examples
from tests.gui.helpers.snapshots import make_snapshot


def share(now: Snapshot, then: Snapshot, layer: str = "hidden_2") -> float:
    """||W(now) - W(then)|| / ||W(then)||, by numpy alone."""
    one, other = (snapshot.layer(layer).kernel.astype(np.float64).ravel() for snapshot in (now, then))
    return float(np.sqrt(((one - other) ** 2).sum() / (other**2).sum()))


@examples(30)
@given(gaps=st.lists(st.sampled_from([1 / 64, 1 / 8, 1 / 2, 1.0, 2.0]), min_size=2, max_size=40))
def test_that_it_compares_with_the_moment_nearest_to_a_second_ago(gaps):
    log, times = MovementLog(), np.cumsum(gaps).tolist()
    seen = [make_snapshot(seed=n, step=n) for n in range(len(times) + 1)]
    log.restart(seen[0], 0.0)
    clock = [0.0]
    for now, snapshot in zip(times, seen[1:]):
        log.note_play(snapshot, now)
        clock.append(now)
        then = min(range(len(clock) - 1), key=lambda i: (abs(clock[i] - (now - 1)), -i))
        assert log.movements["hidden_2"] == Movement(pytest.approx(share(snapshot, seen[then]), rel=1e-9))


def test_that_steps_by_hand_are_compared_with_the_snapshot_before_and_a_play_after_them_begins_there():
    log = MovementLog()
    first, played, stepped, again = (make_snapshot(seed=n, step=step) for n, step in enumerate((0, 40, 43, 44)))
    log.restart(first, 0.0)
    assert log.movements == {}
    log.note_play(played, 0.5)
    log.note_steps(stepped, 0.5)
    assert log.movements["hidden_2"] == Movement(pytest.approx(share(stepped, played)), steps=3)
    log.note_play(again, 0.6)
    assert log.movements["hidden_2"] == Movement(pytest.approx(share(again, stepped)))


def test_that_nothing_is_said_after_a_jump_and_of_a_layer_that_was_made_anew():
    log = MovementLog()
    first, other = make_snapshot(seed=1), make_snapshot(seed=2, step=5)
    log.restart(first, 0.0)
    log.note_play(other, 0.1)
    log.restart(first, 0.1)
    assert log.movements == {}
    wider = replace(other.layers[0], kernel=np.ones((3, 9), np.float32))
    log.note_steps(replace(other, layers=(wider, *other.layers[1:])), 0.1)
    assert set(log.movements) == {layer.name for layer in other.layers[1:]}
