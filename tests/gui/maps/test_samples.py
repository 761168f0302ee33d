"""The samples on a map: those near the slice, where they stand, and the one that is nearest to a click."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.built_in import Batch, InsideSphere, NotebookBatch
from core.snapshot.response import slice_through
from gui.maps.samples import MOST, all_samples, level_between, near_slice, place_of

SPHERE = InsideSphere().load()


@pytest.mark.parametrize(("across", "up"), [(0, 1), (2, 0)])
def test_that_the_samples_near_the_slice_stand_where_their_inputs_say(across, up):
    points = slice_through(SPHERE.X, 120, across, up)
    held = 3 - across - up
    near = near_slice(points, SPHERE)
    expected = [row for row, x in enumerate(SPHERE.X) if abs(x[held] - SPHERE.X[120, held]) < 0.25]  # from -1 to 1
    assert near.rows.tolist() == expected
    assert np.allclose(near.places[:, 0], (SPHERE.X[expected, across] + 1) / 2, atol=1e-6)
    assert np.allclose(near.places[:, 1], (1 - SPHERE.X[expected, up]) / 2, atol=1e-6)
    assert near.targets.tolist() == SPHERE.Y_true[expected, 0].tolist()
    assert place_of(points, SPHERE.X[120]) == pytest.approx(near.places[expected.index(120)].tolist())


def test_that_the_nearest_sample_is_found_only_within_reach():
    points = all_samples(slice_through(SPHERE.X, 0), SPHERE)
    x, y = points.places[7]
    assert points.nearest(x + 0.001, y, within=0.01) == 7
    assert points.nearest(-1.0, -1.0, within=0.01) is None


def test_that_of_many_samples_every_few_are_shown():
    X = np.random.default_rng(0).uniform(-1, 1, (1_000, 2))
    many = Batch(X, X[:, :1], ("a", "b"), ("y",))
    rows = all_samples(slice_through(many.X, 0), many).rows
    assert len(rows) <= MOST
    assert set(np.diff(rows)) == {5}


def test_that_there_is_a_line_only_between_two_targets():
    assert level_between(SPHERE) == 0.5
    assert level_between(NotebookBatch().load()) is None


def test_that_the_samples_beside_a_curve_are_at_their_targets():
    batch = Batch([[0.0], [0.5], [1.0]], [[-2.0], [1.0], [9.0]], ("x",), ("y",))
    points = slice_through(batch.X, 0, 0, 0)
    assert np.allclose(all_samples(points, batch).at_targets(2.0).places, [[0, 1], [0.5, 0.25], [1, 0]])
