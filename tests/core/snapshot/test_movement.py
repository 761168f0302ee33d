"""How far weights moved, against numpy written out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.snapshot.movement import BIAS_SHARE, MOST_CELLS, changed_most, relative_change, since_freezing
from tests.core.helpers.benches import examples

kernels = arrays(np.float32, (3, 4), elements=st.floats(-8, 8, width=16))


@examples(60)
@given(now=kernels, then=kernels)
def test_that_the_movement_is_the_norm_of_the_change_over_the_norm_before(now, then):
    change = math.sqrt(sum((float(a) - float(b)) ** 2 for a, b in zip(now.ravel(), then.ravel())))
    before = math.sqrt(sum(float(b) ** 2 for b in then.ravel()))
    expected = change / before if before else (math.inf if change else 0.0)
    assert relative_change(now, then) == pytest.approx(expected, rel=1e-12)


def test_that_twice_the_weights_are_a_movement_of_one():
    kernel = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert relative_change(2 * kernel, kernel) == 1.0
    assert relative_change(kernel, kernel) == 0.0


@examples(60)
@given(now=kernels, then=kernels, share=st.sampled_from([0.6, BIAS_SHARE]))
def test_that_the_cells_that_changed_most_are_those_within_a_share_of_the_largest_change(now, then, share):
    change = np.abs(now.astype(float) - then)
    cells = changed_most(now, then, share)
    within = {tuple(cell) for cell in np.argwhere((change >= share * change.max()) & (change > 0)).tolist()}
    assert set(cells) <= within
    assert len(cells) == min(len(within), MOST_CELLS)
    sizes = [change[cell] for cell in cells]
    assert (
        sizes == sorted(change[tuple(np.array(list(within)).T)].tolist(), reverse=True)[:MOST_CELLS] if within else True
    )


def test_that_nothing_changed_most_where_nothing_changed_or_something_is_not_finite():
    still = np.ones((2, 2), np.float32)
    broken = np.array([[np.nan, 2], [3, 4]], np.float32)
    assert changed_most(still, still) == ()
    assert changed_most(broken, still) == ()


def test_that_unchanged_means_bit_for_bit():
    kernel, bias = np.array([[0.1, -0.2]], np.float32), np.zeros(2, np.float32)
    same = since_freezing((kernel, bias), (kernel.copy(), bias.copy()), 12)
    assert (same.steps, same.change, same.unchanged) == (12, 0.0, True)
    nearly = since_freezing((np.nextafter(kernel, np.float32(1)), bias), (kernel, bias), 12)
    assert not nearly.unchanged
    assert 0 < nearly.change < 2e-8
    moved = since_freezing((kernel, bias + np.float32([0, 0.5])), (kernel, bias), 12)
    assert moved.change == 0.5
    assert not moved.unchanged
    minus_zero = since_freezing((kernel, -bias), (kernel, bias), 12)
    assert minus_zero.change == 0.0
    assert not minus_zero.unchanged
