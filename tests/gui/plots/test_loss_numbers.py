"""The numbers behind the loss chart and the sparkline."""

from __future__ import annotations

import numpy as np
import pytest

from core.history.loss_curve import Mark
from gui.plots import loss_numbers
from gui.training.sparkline import Sparkline


def test_that_a_night_of_training_keeps_its_spikes_in_few_points():
    steps, losses = np.arange(10_000_000), np.full(10_000_000, 0.5, np.float32)
    losses[4_321_987] = 99
    x, y = loss_numbers.finite_points(steps, losses)
    assert len(x) <= 2010
    assert y[np.flatnonzero(x == 4_321_987)] == [99]
    assert (x[0], x[-1]) == (0, 9_999_999)


@pytest.mark.parametrize(("value", "text"), [(250, "250"), (9000, "9000"), (20_000, "20k"), (1e6, "1M"), (1e7, "10M")])
def test_that_large_steps_are_short(value, text):
    assert loss_numbers.step_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.01, "0.01"), (1.0, "1"), (1e-6, "1e−6"), (0.00025, "2.5e−4"), (1e6, "1e6")]
)
def test_that_losses_beside_the_axis_are_short(value, text):
    assert loss_numbers.loss_text(value) == text


def test_that_a_frozen_model_stays_hatched_until_its_last_layer_learns_again():
    marks = [Mark(10, "freeze", "model"), Mark(20, "unfreeze", "a"), Mark(40, "unfreeze", "b")]
    assert loss_numbers.frozen_spans(marks, 60, ("a", "b")) == [(10, 40)]
    assert loss_numbers.frozen_spans([Mark(5, "freeze", "a")], 60) == [(5, 60)]


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
