"""The frame clock, with a clock that the tests set."""

from __future__ import annotations

import pytest

from gui.frames.frame_clock import LONGEST_DEBT, FrameClock
from tests.gui.helpers.clocks import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def frames(qtbot, clock):
    made = FrameClock(clock=clock)
    made.start()
    yield made
    made.stop()


def test_that_a_late_tick_does_not_move_the_next_ones(frames, clock):
    for number in range(1, 601):
        assert frames.next_tick == pytest.approx(100 + number / 60)
        clock.now = frames.next_tick + 0.01
        frames._tick()


def test_that_missed_ticks_follow_at_once_unless_too_many_were(frames, clock):
    clock.now += 0.1
    frames._tick()
    assert frames.next_tick < clock.now
    assert frames._timer.interval() == 0
    clock.now += LONGEST_DEBT + 1.0
    frames._tick()
    assert frames.next_tick == pytest.approx(clock.now + 1 / 60)


def test_that_it_ticks_until_it_is_stopped_also_by_a_tick(qtbot):
    frames, ticks = FrameClock(), []
    frames.ticked.connect(lambda: ticks.append(1))
    frames.ticked.connect(lambda: len(ticks) == 3 and frames.stop())
    frames.start()
    qtbot.waitUntil(lambda: len(ticks) == 3)
    qtbot.wait(50)
    assert len(ticks) == 3
    assert not frames.running
