"""The picture of a map: which way up it is, where its line runs, and what a curve is."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.look import heat_colours
from gui.maps.picture import UnitPictures, lines_at, picture_of

ACROSS, UP = np.meshgrid(np.linspace(0, 1, 24, dtype=np.float32), np.linspace(0, 1, 24, dtype=np.float32))


def coordinates(lines) -> np.ndarray:
    return np.array([(point.x(), 1 - point.y()) for line in lines for point in line.toList()])


def test_that_the_highest_row_is_on_top_and_what_is_not_finite_is_transparent(qapp):
    values = ACROSS - 2 * UP
    values[5, 3] = np.nan
    image = picture_of(values, 2.0, "light").image
    table = heat_colours.table("light")
    assert image.pixelColor(0, 0) == table[heat_colours.index(-2.0, 2.0)]
    assert image.pixelColor(23, 23) == table[heat_colours.index(1.0, 2.0)]
    assert QColor.fromRgba(image.pixel(3, 23 - 5)).alpha() == 0


@pytest.mark.parametrize("level", [0.25, 0.5, 0.9])
def test_that_a_line_runs_where_the_values_pass_the_level(qapp, level):
    found = coordinates(lines_at(ACROSS + UP**2, level))
    assert len(found) > 10
    assert np.abs(found[:, 0] + found[:, 1] ** 2 - level).max() < 0.01


def test_that_a_line_stops_where_values_are_not_finite_and_is_nowhere_without_the_level(qapp):
    values = ACROSS.copy()
    values[12:] = np.nan
    assert coordinates(lines_at(values, 0.5))[:, 1].max() <= 11 / 23 + 1e-6
    assert lines_at(values, 2.0) == ()
    assert lines_at(np.full_like(values, np.nan), 0.5) == ()


def test_that_a_row_is_a_curve_broken_where_it_is_not_finite(qapp):
    values = np.linspace(-1, 1, 24, dtype=np.float32)[np.newaxis]
    picture = picture_of(values, 2.0, "light")
    assert picture.is_curve
    assert np.allclose(coordinates(picture.lines)[:, 1], (values[0] / 2 + 1) / 2)
    broken = values.copy()
    broken[0, 10] = np.inf
    assert [line.size() for line in picture_of(broken, 2.0, "light").lines] == [10, 13]


def test_that_the_pictures_of_a_layer_are_those_of_its_drawn_units_and_made_once(qapp):
    values = np.stack((ACROSS, UP, -ACROSS), axis=2)
    pictures = UnitPictures(values, (0, 2), 1.5, "light")
    assert (list(pictures), len(pictures), 1 in pictures) == ([0, 2], 2, False)
    for unit in pictures:
        expected = picture_of(values[:, :, unit], 1.5, "light")
        assert pictures[unit].image == expected.image
        assert np.array_equal(pictures[unit].values, expected.values)
        assert pictures[unit] is pictures[unit]
    with pytest.raises(KeyError):
        pictures[1]
