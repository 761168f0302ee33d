"""The curve of the validation losses against a plain dictionary, its best step, and overfitting."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.commands import SetLoss, Step
from core.history.branch import Entry
from core.history.loss_curve import LossCurve
from core.history.validation_curve import ValidationCurve
from core.snapshot.validation import Measured


@given(points=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=60), until=st.integers(0, 99))
def test_that_a_step_has_its_newest_value_and_the_best_one_is_never_dropped(points, until):
    curve, small, plain = ValidationCurve(), ValidationCurve(capacity=8), {}
    for step, loss in points:
        for one in (curve, small):
            one.add(Measured(step, loss / 8, loss / 16))
        plain[step] = loss / 8
    assert dict(zip(curve.steps.tolist(), curve.losses.tolist(), strict=True)) == plain
    assert curve.steps.tolist() == sorted(plain)
    first = {step: loss for step, loss in plain.items() if step <= until}
    assert curve.upto(until).steps.tolist() == sorted(first)
    assert len(small.steps) <= 9
    if plain:
        lowest = min(sorted(plain), key=plain.__getitem__)
        assert curve.best() == Measured(lowest, plain[lowest], plain[lowest] / 2)
        assert curve.at(lowest) == curve.best()
    curve.cut(until)
    assert curve.steps.tolist() == sorted(step for step in plain if step < until)


def test_that_what_is_not_finite_is_never_the_best():
    curve = ValidationCurve()
    assert curve.best() is None
    for step, loss in enumerate((np.nan, np.inf, 3.0, 4.0, np.nan)):
        curve.add(Measured(step, loss))
    assert curve.best() == Measured(2, 3.0)


def test_that_overfitting_is_a_rising_validation_loss_while_the_loss_falls():
    curve = LossCurve()
    curve.record(0, np.linspace(2.0, 1.0, 41, dtype=np.float32))
    for step in range(41):
        curve.validation.add(Measured(step, 1.0 + 0.05 * abs(step - 20)))
    assert curve.best == Measured(20, 1.0)
    assert [curve.overfits(step) for step in (5, 20, 23, 40)] == [False, False, False, True]
    curve.record(41, np.full(9, 3.0, np.float32))
    curve.validation.add(Measured(49, 2.5))
    assert not curve.overfits(49), "both rise: it is the learning rate"
    noisy = LossCurve()
    noisy.record(0, np.linspace(2.0, 1.0, 201, dtype=np.float32))
    for step in range(201):
        noisy.validation.add(Measured(step, 1.0 + 0.04 * (step % 3)))
    assert not any(map(noisy.overfits, range(201))), "it jumps, and does not rise"
    curve.marks.add_all([Entry(Step(30), 0), Entry(SetLoss("mae"), 30)])
    assert curve.best == Measured(30, 1.5), "the losses before are those of another loss function"
