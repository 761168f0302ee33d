"""A short run of the monkey; `python -m tests.monkey` is the long one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.helpers.compiling import quickly_compiled
from tests.monkey.actions import Burst, Click, Drag, Line, NewWindow, Point, Press, read
from tests.monkey.run import Run, at_random
from tests.monkey.shrink import shorten

ACTIONS, SEED = 150, 31


@pytest.mark.thorough
def test_that_a_monkey_finds_nothing_in_a_short_time():
    run = Run(SEED, check_every=ACTIONS)
    with quickly_compiled():
        run.go(at_random(SEED, ACTIONS))
    assert run.report.actions == ACTIONS


def test_that_an_action_is_read_back_from_its_text():
    for action in (
        Click("window/centre/canvas", (0.25, 1.0), "right", 0.5),
        Drag("window/QFrame#2", ((0.1, 0.2), (0.3, 0.4))),
        Line("print('한글', \"\\\\\")"),
        Press("Shift+Right", 5),
        NewWindow(),
        Burst((Point("window", (0.1, 0.2)), Line("'"), Burst(()))),
    ):
        assert read(repr(action)) == action


@given(needed=st.sets(st.integers(0, 299), min_size=1, max_size=4))
def test_that_exactly_what_is_needed_to_fail_is_left(needed):
    left = shorten(range(300), lambda items: needed <= set(items), lambda: True)
    assert left == sorted(needed)


def test_that_shortening_ends_in_time_with_a_list_that_fails():
    tried = []

    def fails(items):
        tried.append(items)
        return 7 in items and 123 in items

    left = shorten(range(300), fails, lambda: len(tried) < 5)
    assert len(tried) == 5
    assert {7, 123} <= set(left)
