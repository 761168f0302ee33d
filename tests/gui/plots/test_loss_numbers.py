"""The numbers behind the loss chart and the sparkline."""

from __future__ import annotations

import numpy as np
import pytest

from gui.plots import loss_numbers
from gui.plots.free_place import free_place
from gui.training.sparkline import Sparkline


def test_that_a_night_of_training_keeps_its_spikes_in_few_points():
    steps, losses = np.arange(10_000_000), np.full(10_000_000, 0.5, np.float32)
    losses[4_321_987] = 99
    x, y = loss_numbers.finite_points(steps, losses)
    assert len(x) <= 2010
    assert y[np.flatnonzero(x == 4_321_987)] == [99]
    assert (x[0], x[-1]) == (0, 9_999_999)


@pytest.mark.parametrize(("value", "text"), [(250, "250"), (9000, "9,000"), (20_000, "20k"), (1e6, "1M"), (1e7, "10M")])
def test_that_large_steps_are_short(value, text):
    assert loss_numbers.step_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.01, "0.01"), (1.0, "1"), (1e-6, "1e−6"), (0.00025, "2.5e−4"), (1e6, "1e6")]
)
def test_that_losses_beside_the_axis_are_short(value, text):
    assert loss_numbers.loss_text(value) == text


@pytest.mark.parametrize(
    ("last", "end"), [(0, 10), (10, 10), (11, 20), (99, 100), (1184, 1250), (1660, 1750), (2e6, 2e6)]
)
def test_that_the_axis_ends_at_a_round_step_just_after_the_last_one(last, end):
    assert loss_numbers.widest_step(last) == end


def test_that_ticks_of_steps_are_whole_and_few_and_one_is_at_the_end():
    for end in {loss_numbers.widest_step(last) for last in range(1, 100_000, 7)}:
        ticks = loss_numbers.step_ticks(end, 8)
        assert 3 <= len(ticks) <= 9
        assert (ticks[0], ticks[-1]) == (0, end)


@pytest.mark.parametrize("scale", ["log", "linear"])
@pytest.mark.parametrize("losses", [(0.41, 0.0246), (1e-12, 3e-12), (1e-30, 1e30), (0.5,), (7.0, 6.9)])
def test_that_the_limits_of_the_loss_hold_it_and_little_more(losses, scale):
    low, high = loss_numbers.loss_limits(np.array(losses), scale)
    assert low <= min(losses) <= max(losses) <= high <= 2 * max(losses)
    assert low == 0 if scale == "linear" else low >= min(losses) / 2


def test_that_a_text_finds_room_where_neither_curve_nor_text_is():
    x = np.arange(100.0)
    y = x.copy()
    above, on_the_line, below = (10.0, 60.0, 40.0, 80.0), (40.0, 45.0, 60.0, 55.0), (60.0, 10.0, 90.0, 30.0)
    assert free_place([on_the_line, above, below], x, y) == above
    assert free_place([on_the_line, above, below], x, y, taken=[above]) == below
    assert free_place([on_the_line], x, y) is None
    assert free_place([(40.0, 45.0, 60.0, 55.0)], np.array([0.0, 100.0]), np.array([0.0, 100.0])) is None
    assert free_place([on_the_line], x[:0], y[:0]) == on_the_line


def test_that_the_sparkline_leaves_out_what_is_not_finite(qtbot):
    sparkline = Sparkline()
    qtbot.addWidget(sparkline)
    sparkline.set_points(np.arange(4), np.array([1.0, np.nan, 0.1, 0.01]))
    assert [round(y, 3) for _, y in sparkline.line] == [1.0, 0.5, 0.0]
    sparkline.set_points(np.arange(100_000), np.random.default_rng(0).random(100_000))
    assert len(sparkline.line) <= 125
    sparkline.set_points((), ())
    assert sparkline.line == []
    sparkline.grab()
