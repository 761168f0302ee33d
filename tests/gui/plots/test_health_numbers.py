"""The numbers behind the health charts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.health_numbers import (
    colored,
    decade_ticks,
    decades,
    last_step,
    shades,
    spread_apart,
    value_limits,
    value_text,
)
from gui.plots.stamp import stretched

floats = st.lists(st.floats(width=32), max_size=20).map(lambda values: np.array(values, np.float32))


@given(floats)
def test_that_decades_hold_every_finite_positive_value(values):
    low, high = decades(values)
    positive = values[np.isfinite(values) & (values > 0)].astype(float)
    assert high / low >= 99
    assert all(low * 0.999 <= value <= high * 1.001 for value in positive)


@given(floats)
def test_that_value_limits_hold_0_and_every_finite_value(values):
    low, high = value_limits(values)
    assert low < high
    assert low <= 0 <= high
    assert all(low <= float(value) <= high for value in values[np.isfinite(values)])


@given(st.floats(0, 1e12))
def test_that_the_axis_of_steps_holds_the_last_one_and_seldom_moves(last):
    assert last <= last_step(last) <= max(10, 2.6 * last)
    assert f"{last_step(last):.0e}"[0] in "125"


@given(st.lists(st.floats(0, 100), max_size=8))
def test_that_labels_are_apart_and_keep_their_order(places):
    moved = spread_apart(places, 10, 0, 100)
    order = sorted(range(len(places)), key=places.__getitem__)
    gaps = [moved[b] - moved[a] for a, b in pairwise(order)]
    assert all(gap >= 9.999 for gap in gaps)
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in moved)


def test_that_labels_with_room_stay_where_they_are():
    assert spread_apart([50, 10, 90], 10, 0, 100) == [50, 10, 90]


@given(st.integers(-30, 30), st.integers(2, 40), st.integers(0, 9))
def test_that_ticks_are_evenly_spaced_and_few(first, count, most):
    ticks = decade_ticks(10.0**first, 10.0 ** (first + count), most)
    assert 1 <= len(ticks) <= max(2, most)
    assert len({round(np.log10(b / a), 6) for a, b in pairwise(ticks)}) <= 1


def test_that_an_image_counts_what_lies_in_each_cell():
    points = np.array([[-1.0, -1.0, 0.9, np.nan], [0.1, 0.1, 0.1, 0.1]], np.float32)
    image = shades(points, np.array([0, 4]), (-1.0, 1.0), 10, (2, 10))
    assert image[:, 0].tolist() == [0.25, 0.5]  # the upper row is the image's first
    assert image[:, 3].tolist() == [0.25, 0.5]
    assert image[:, 4].tolist() == [1.0, 0.0]
    assert not image[:, 5:].any(), "step 5 was not taken yet"


def test_that_steps_before_the_first_that_is_known_are_blank():
    image = shades(np.ones((1, 4), np.float32), np.array([6]), (0.0, 2.0), 10, (1, 10))
    assert np.flatnonzero(image[0]).tolist() == [6]
    assert not shades(np.ones((0, 4), np.float32), np.array([], int), (0.0, 2.0), 10, (1, 10)).any()


def test_that_nothing_is_transparent_and_the_most_has_the_last_colour():
    palette = np.array([[9, 9, 9], [5, 5, 5], [1, 1, 1]], np.uint8)
    pixels = colored(np.array([[0.0, 0.25, 1.0]]), palette)
    assert pixels[0, :, 3].tolist() == [0, 255, 255]
    assert pixels[0, 1:, 0].tolist() == [5, 1]


def test_that_a_stretched_image_repeats_its_pixels():
    image = np.arange(4).reshape(2, 2)
    assert stretched(image, 4, 2).tolist() == [[0, 1], [0, 1], [2, 3], [2, 3]]


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.5, "−0.5"), (15.0, "15"), (2e-4, "2e−4"), (-7e9, "−7e9"), (0.015, "0.015")]
)
def test_that_ends_of_axes_are_short(value, text):
    assert value_text(value) == text
