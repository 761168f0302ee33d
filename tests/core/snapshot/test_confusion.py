"""Which samples a cell of the confusion matrix counts, and the way from one to the next."""

from __future__ import annotations

import numpy as np
import pytest

from core.snapshot.validation import confusion, next_of, rows_of_cell

RNG = np.random.default_rng(0)
LABELS = RNG.integers(0, 3, (50, 1)).astype(np.float32)
PREDICTION = RNG.random((50, 3)).astype(np.float32)


def test_that_each_sample_is_in_exactly_the_cell_that_counts_it():
    counts = confusion(LABELS, PREDICTION, 3)
    seen = []
    for true in range(3):
        for predicted in range(3):
            rows = rows_of_cell(LABELS, PREDICTION, true, predicted)
            expected = [i for i in range(50) if LABELS[i, 0] == true and max(PREDICTION[i]) == PREDICTION[i, predicted]]
            assert rows.tolist() == expected
            assert len(rows) == counts[true, predicted]
            seen += rows.tolist()
    assert sorted(seen) == list(range(50))
    assert not len(rows_of_cell(LABELS, np.full_like(PREDICTION, np.nan), 0, 0))


@pytest.mark.parametrize(
    ("present", "step", "found"),
    [(0, 1, 2), (2, 1, 5), (3, 1, 5), (9, 1, 2), (0, -1, 9), (2, -1, 9), (7, -1, 5), (9, -1, 5)],
)
def test_that_behind_the_last_sample_comes_the_first(present, step, found):
    rows = np.array([2, 5, 9])
    assert rows[next_of(rows, present, step)] == found
    assert next_of(rows[:0], present, step) is None
