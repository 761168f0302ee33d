"""Which learning rates steps were taken with."""

from __future__ import annotations

import pytest

from core.commands import SetLearningRate, SetOptimizer, Step
from core.history.branch import Entry
from core.history.rates import last_rate_below

START = SetOptimizer("sgd", 0.05)


@pytest.mark.parametrize(
    ("commands", "found"),
    [
        ((START, Step(5), SetLearningRate(8.0), Step(3)), 0.05),
        ((START, SetLearningRate(8.0), Step(3)), None),  # nothing was tried with 0.05
        ((START, Step(5), SetLearningRate(0.5), Step(1), SetLearningRate(8.0), Step(3)), 0.5),
        ((START, Step(5), SetLearningRate(9.0), Step(1), SetLearningRate(8.0), Step(3)), 0.05),  # the last smaller one
        ((START, Step(5), SetOptimizer("adam", 0.01), Step(1), SetLearningRate(8.0)), 0.01),
        ((), None),
    ],
)
def test_that_it_is_the_last_smaller_rate_that_a_step_was_taken_with(commands, found):
    assert last_rate_below([Entry(command, 0) for command in commands], 8.0) == found
