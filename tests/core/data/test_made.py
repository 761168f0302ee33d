"""Made sets of one or two inputs: scikit-learn's points and those that numpy makes; the lines make the same."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import datasets

from core.data.made import CENTERS, Blobs, Circles, Moons, Sine, Spirals, XorOfTwoInputs
from tests.core.helpers.scripts import run_source

KINDS = (Moons, Circles, Spirals, Blobs, XorOfTwoInputs, Sine)
SETS = [kind(*values) for kind in KINDS for values in ((), (1, 0.0, 5), (33, 0.25, 2**32 - 1))]


@pytest.mark.parametrize("source", SETS, ids=repr)
def test_that_the_lines_alone_make_the_same_numbers(source):
    batch, left = source.load(), run_source(source)
    for name in ("X", "Y_true"):
        assert left[name].numpy().tobytes() == getattr(batch, name).tobytes()
        assert left[name].shape == getattr(batch, name).shape
    assert max(map(len, source.lines())) <= 105


@pytest.mark.parametrize(
    ("source", "made"),
    [
        (Moons(40, 0.2, 3), lambda: datasets.make_moons(40, noise=0.2, random_state=3)),
        (Circles(40, 0.2, 3), lambda: datasets.make_circles(40, noise=0.2, random_state=3, factor=0.5)),
        (Blobs(40, 0.2, 3), lambda: datasets.make_blobs(40, centers=CENTERS, cluster_std=0.2, random_state=3)),
    ],
    ids=["moons", "circles", "blobs"],
)
def test_that_moons_circles_and_blobs_are_those_of_scikit_learn(source, made):
    X, y = made()
    np.testing.assert_array_equal(source.load().X, X.astype(np.float32))
    np.testing.assert_array_equal(source.load().Y_true[:, 0], y)


def test_that_the_classes_are_where_they_should_be():
    X, Y = XorOfTwoInputs(300, 0.0).load().X, XorOfTwoInputs(300, 0.0).load().Y_true
    np.testing.assert_array_equal(Y[:, 0], np.sign(X).prod(axis=1) > 0)
    batch = Spirals(300, 0.0).load()
    one, other = (batch.X[batch.Y_true[:, 0] == number] for number in (0, 1))
    np.testing.assert_allclose(np.linalg.norm(one, axis=1), np.linspace(0.1, 1, 300)[::2], rtol=1e-5)
    assert min(np.linalg.norm(point - other, axis=1).min() for point in one) > 0.15
    batch = Sine(300, 0.0).load()
    np.testing.assert_allclose(batch.Y_true, np.sin(np.pi * batch.X.astype(float)), atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_that_noise_and_seed_decide_the_samples(kind):
    assert kind(seed=4).load().X.tobytes() == kind(seed=4).load().X.tobytes()
    assert len({(kind(30, noise, seed).load().X.tobytes(), kind(30, noise, seed).load().Y_true.tobytes())
                for noise, seed in ((0.1, 4), (0.1, 5), (0.3, 4))}) == 3  # fmt: skip


@pytest.mark.parametrize("values", [(0,), (9, -0.1), (9, 1.1), (9, float("nan")), (9, 0.1, -1)])
def test_that_impossible_values_are_refused(values):
    with pytest.raises(ValueError, match="Expected 1 to 1000000 samples"):
        Moons(*values)
