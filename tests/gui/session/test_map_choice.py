"""The choice of what the maps are over: which inputs vary, and what the others are held at."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.built_in import Batch
from gui.session.selection import MapChoice


def batch(inputs: int, names: str = "x") -> Batch:
    X = np.random.default_rng(0).uniform(-1, 1, (9, inputs))
    return Batch(X, X[:, :1], tuple(f"{names}{n}" for n in range(inputs)), ("y",))


@pytest.fixture
def choice(qapp) -> MapChoice:
    return MapChoice()


def test_that_the_first_two_inputs_vary_and_one_alone_makes_a_line(choice):
    assert choice.points(batch(4), 3).shape == (24, 24)
    assert choice.points(batch(4), 3).held == pytest.approx(batch(4).X[3].tolist())
    assert choice.points(batch(1), 3).shape == (1, 24)


def test_that_the_same_input_twice_swaps_the_axes(choice, qtbot):
    with qtbot.waitSignal(choice.changed):
        choice.vary(1, 1)
    assert (choice.across, choice.up) == (1, 0)
    choice.vary(2, 0)
    choice.vary(2, 2)
    assert (choice.across, choice.up) == (0, 2)


def test_that_axes_that_the_data_lack_give_way(choice):
    choice.vary(3, 2)
    points = choice.points(batch(2), 0)
    assert {points.across, points.up} == {0, 1}
    assert choice.points(batch(1), 0).shape == (1, 24)
    assert (choice.points(batch(4), 0).across, choice.points(batch(4), 0).up) == (3, 2)


def test_that_what_is_held_stays_until_the_data_have_other_columns(choice, qtbot):
    first = batch(3)
    choice.points(first, 0)
    with qtbot.waitSignal(choice.changed):
        choice.hold(2, 0.5)
    assert choice.points(first, 0).held[2] == 0.5
    assert choice.points(first, 4).held[2] == 0.5
    with qtbot.assertNotEmitted(choice.changed):
        choice.hold(2, 0.5)
    choice.hold(2, None)
    assert choice.points(first, 4).held[2] == pytest.approx(first.X[4, 2])
    choice.hold(2, 0.5)
    assert choice.points(batch(3, "other"), 4).held[2] == pytest.approx(first.X[4, 2])


def test_that_the_same_choice_is_the_same_slice_even_of_nan(choice):
    X = np.full((2, 3), np.nan)
    nothing = Batch(X, X[:, :1], ("a", "b", "c"), ("y",))
    assert choice.points(nothing, 0) == choice.points(nothing, 0)


def test_that_of_classes_the_inputs_vary_in_which_they_lie_farthest_apart():
    labels = np.arange(30) % 3
    X = np.random.default_rng(0).normal(size=(30, 4)) + np.outer(labels, (0, 9, 0.2, 30))
    batch = Batch(X, labels[:, None], ("a", "b", "c", "d"), ("kind",), ("x", "y", "z"))
    choice = MapChoice()
    assert (choice.points(batch, 0).across, choice.points(batch, 0).up) == (1, 3)
    choice.vary(0, 2)
    assert (choice.points(batch, 1).across, choice.points(batch, 1).up) == (0, 2)
