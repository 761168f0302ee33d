"""The keyboard reaches everything that the mouse can click."""

from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from core.snapshot.place import BIAS, Place
from gui.canvas import cursor
from gui.canvas.layout.lane import Lane

LANES = (
    Lane("input", "InputLayer", 3),
    Lane("hidden_1", "Dense", 5, 3, "relu"),
    Lane("plain", "Dense", 2, 5, "relu", bias=False),
    Lane("output", "Dense", 1, 2, "linear"),
)
DIRECTIONS = (cursor.LEFT, cursor.RIGHT, cursor.UP, cursor.DOWN)


def everything(built: bool) -> set[Place]:
    places = set()
    for lane in LANES:
        places.add(Place(lane.name))
        places |= {Place(lane.name, unit) for unit in range(lane.units)}
        if built and lane.rows:
            rows = [*range(lane.rows), *([BIAS] if lane.bias else [])]
            places |= {Place(lane.name, unit, row) for unit in range(lane.units) for row in rows}
    return places


def reachable(built: bool) -> set[Place]:
    start = cursor.move(LANES, None, cursor.DOWN, built)
    seen, queue = {start}, deque([start])
    while queue:
        here = queue.popleft()
        for direction in DIRECTIONS:
            there = cursor.move(LANES, here, direction, built)
            if there not in seen:
                seen.add(there)
                queue.append(there)
    return seen


def test_that_the_arrow_keys_reach_every_layer_unit_and_weight_and_nothing_else():
    assert reachable(built=True) == everything(built=True)


def test_that_before_build_they_reach_layers_and_units_only():
    assert reachable(built=False) == everything(built=False)


@given(st.lists(st.sampled_from(DIRECTIONS), max_size=60), st.booleans())
def test_that_no_walk_leaves_the_network(walk, built):
    here = None
    for direction in walk:
        here = cursor.move(LANES, here, direction, built)
        assert here in everything(built)


def test_that_a_layer_that_is_gone_is_left():
    assert cursor.move(LANES, Place("gone", 2), cursor.DOWN, True) == Place("hidden_1")
