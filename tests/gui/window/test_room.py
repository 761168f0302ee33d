"""The room of the window is shared out by a pure function: what gives way, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.window.room import CANVAS_WIDTH, INSPECTOR, LARGE, LESSON, SIDES, TABS, USUAL, share_out

widths, heights = st.integers(400, 4000), st.integers(300, 2400)
ROWS = 34 + 38 + 26 + 4 * 24 + 10
"""Tabs, the Data page's row of buttons, the header, four rows and a scroll bar, in px."""


@pytest.mark.parametrize(
    ("size", "sides", "bottom"),
    [
        ((1920, 1080), {LESSON: 300, INSPECTOR: 400}, 236),
        ((1440, 900), {LESSON: 272, INSPECTOR: 352}, 204),
        ((1280, 720), {LESSON: 236, INSPECTOR: 312}, 150),
        ((1024, 640), {LESSON: 236}, 0),
        ((960, 600), {LESSON: 236}, 0),
        ((700, 500), {}, 0),
    ],
)
def test_what_each_size_of_the_window_shows(size, sides, bottom):
    room = share_out(*size)
    assert room.widths == sides
    assert room.bottom == bottom


@pytest.mark.parametrize("height", [720, 900, 1080])
def test_that_a_table_has_room_for_four_rows(height):
    assert share_out(1280, height, rows=True).bottom >= ROWS


@given(widths, heights, st.sets(st.sampled_from(SIDES)))
def test_that_the_canvas_keeps_its_width_and_the_lesson_stays_longer_than_the_inspector(width, height, wanted):
    sides = [side for side in SIDES if side in wanted]
    room = share_out(width, height, sides)
    assert set(room.widths) <= wanted
    assert not room.widths or width - sum(room.widths.values()) >= CANVAS_WIDTH
    if wanted == set(SIDES) and INSPECTOR in room.widths:
        assert LESSON in room.widths


@given(widths, heights, st.sampled_from(SIDES))
def test_that_what_the_learner_opened_last_stays(width, height, asked):
    assert asked in share_out(width, height, asked=asked).widths


@given(widths, heights, st.booleans())
def test_that_the_bottom_panel_collapses_before_a_side_gives_way_to_height_and_opens_when_asked(width, height, rows):
    assert share_out(width, height, bottom=TABS, rows=rows).bottom == 0
    usual, large = (share_out(width, height, bottom=shown, rows=rows).bottom for shown in (USUAL, LARGE))
    assert usual > 0
    assert height < 450 or large > usual


@given(widths, widths, heights)
def test_that_a_wider_window_shows_no_less(one, other, height):
    narrow, wide = (share_out(width, height).widths.keys() for width in sorted((one, other)))
    assert narrow <= wide
