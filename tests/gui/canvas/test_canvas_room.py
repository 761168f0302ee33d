"""Which parts of the canvas give way on a low one, so that the units keep their numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from gui.canvas.layout.canvas_room import LARGEST_GROWTH, LEVELS, NUMBERED_PITCH, USUAL_UNITS, canvas_room, unit_zone
from gui.canvas.layout.geometry import arrange
from gui.canvas.layout.lane import Lane
from gui.canvas.layout.map_box import LARGEST_SIDE, LARGEST_SIDE_ALONE

SMALLEST_NUMBERED = 26
"""The diameter of a unit that holds its number, in px."""

FIRST = (
    Lane("input", "InputLayer", 3),
    *(Lane(f"hidden_{n}", "Dense", 5, 3 if n == 1 else 5, "relu") for n in (1, 2, 3)),
    Lane("output", "Dense", 1, 5, "linear", output=True),
)
"""The network of the first start."""

CANVASES = {
    "1920x1080": QSizeF(1204, 662),
    "1440x900": QSizeF(800, 514),
    "1280x720": QSizeF(716, 388),
    "1280x720 with a table": QSizeF(716, 324),
    "1024x640": QSizeF(778, 423),
}


@pytest.mark.parametrize("size", CANVASES.values(), ids=CANVASES.keys())
def test_that_units_hold_their_numbers_at_every_size_of_the_window(size):
    boxes = arrange(FIRST, size).boxes
    assert all(box.diameter >= SMALLEST_NUMBERED for box in boxes)
    assert all(len(box.centers) == box.lane.units for box in boxes)
    assert boxes[-1].map.card.height(), "prediction, target and error stand there, too"


def test_that_the_usual_window_has_the_drawn_measures():
    box = arrange(FIRST, CANVASES["1440x900"]).boxes[-1]
    assert box.map.square.width() == LARGEST_SIDE
    assert box.diameter == pytest.approx(44)
    alone = arrange(FIRST, CANVASES["1440x900"], maps=True).boxes[-1].map.square.width()
    assert LARGEST_SIDE < alone <= LARGEST_SIDE_ALONE


def test_that_units_tiles_and_the_map_grow_on_a_large_canvas():
    usual, large = (arrange(FIRST, CANVASES[name]).boxes[-1] for name in ("1440x900", "1920x1080"))
    assert large.diameter > 1.2 * usual.diameter
    assert large.kernel.height() > 1.2 * usual.kernel.height()
    assert large.map.square.width() > 1.2 * usual.map.square.width()


def test_that_parts_give_way_one_after_the_other():
    levels = [canvas_room(140, height, 5).level for height in range(700, 300, -1)]
    assert [level for at, level in enumerate(levels) if at == 0 or level != levels[at - 1]] == list(LEVELS)
    assert all(one.movement >= other.movement for one, other in pairwise(LEVELS))
    assert all(one.cell >= other.cell for one, other in pairwise(LEVELS))


@given(st.floats(60, 600), st.floats(260, 1600), st.integers(0, 256), st.booleans())
def test_that_the_roomiest_level_with_numbers_is_taken(width, height, rows, tiles):
    room = canvas_room(width, height, rows, tiles)
    assert 1 <= room.growth <= LARGEST_GROWTH
    better = LEVELS[: LEVELS.index(room.level)]
    least = USUAL_UNITS * NUMBERED_PITCH
    assert all(height < level.least or unit_zone(level, height, rows, tiles) < least for level in better)
    assert room.level is LEVELS[-1] or unit_zone(room.level, height, rows, tiles) >= least


@given(st.floats(500, 1500), st.floats(320, 1000))
def test_that_without_tiles_nothing_is_drawn_in_their_place(width, height):
    boxes = arrange(FIRST, QSizeF(width, height), maps=True, tiles=False).boxes
    assert all(box.kernel.height() == 0 and box.bias.height() == 0 for box in boxes)
    assert all(box.unit_rect(unit).bottom() <= box.rect.bottom() for box in boxes for unit in box.centers)


@given(st.floats(500, 1500), st.floats(300, 1000), st.sampled_from([1.0, 1.3, 1.5]))
def test_that_the_result_covers_neither_the_kernel_nor_the_map(width, height, scale):
    box = arrange(FIRST, QSizeF(width, height) * scale, scale).boxes[-1]
    if box.map is not None and box.map.card.height():
        assert box.rect.contains(box.map.card)
        assert not any(box.map.card.intersects(other) for other in (box.kernel, box.bias, box.map.square))
