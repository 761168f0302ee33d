"""The regions of classes: where one is certain its own tint, between two the line where both are as likely."""

from __future__ import annotations

import numpy as np
import pytest

from gui.look.class_marks import tint_of
from gui.look.theme import Theme
from gui.maps.regions import regions_of


def softmax(z):
    shares = np.exp(z - z.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


def test_that_each_point_has_the_mixture_of_its_tints_and_the_borders_are_where_two_are_equal():
    now = Theme("light")
    x, y = np.meshgrid(np.linspace(-1, 1, 24), np.linspace(-1, 1, 24))
    p = softmax(20 * np.stack((x, y, np.full_like(x, -0.2)), axis=-1))
    picture = regions_of(p, now)
    np.testing.assert_array_equal(picture.values, p.argmax(axis=2))
    tints = np.array([now.color(tint_of(k)).getRgb()[:3] for k in range(3)])
    for row, column in ((0, 0), (0, 23), (20, 3), (12, 12)):
        mixed = p[row, column] @ tints
        shown = picture.image.pixelColor(column, 23 - row).getRgb()[:3]  # the picture's first row is the highest
        np.testing.assert_allclose(shown, mixed, atol=0.51)
    on_border = [(2 * point.x() - 1, 1 - 2 * point.y()) for line in picture.lines for point in line]
    assert on_border
    for across, up in on_border:
        second, first = sorted((across, up, -0.2))[1:]
        assert first == pytest.approx(second, abs=0.05)


def test_that_one_sigmoid_divides_two_classes_at_a_half_and_what_is_no_number_has_no_colour():
    p = np.linspace(0, 1, 24)[None, :, None].repeat(24, axis=0).astype(np.float32)
    p[3, 5] = np.nan
    picture = regions_of(p, Theme("dark"))
    assert np.isnan(picture.values[3, 5])
    assert picture.image.pixelColor(5, 20).alpha() == 0
    np.testing.assert_array_equal(picture.values[10], p[10, :, 0] > 0.5)
    assert any(point.x() == pytest.approx(0.5, abs=1e-6) for line in picture.lines for point in line)


def test_that_over_one_input_each_class_has_its_curve():
    p = softmax(np.linspace(-3, 3, 24)[None, :, None] * np.array([1.0, 0.0, -1.0]))
    picture = regions_of(p, Theme("light"))
    assert picture.is_curve
    assert picture.colors == ("class.0", "class.1", "class.2")
    for number, line in enumerate(picture.lines):
        np.testing.assert_allclose([1 - point.y() for point in line], p[0, :, number], atol=1e-6)
