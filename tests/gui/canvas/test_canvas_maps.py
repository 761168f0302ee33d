"""What the canvas makes of response maps: of one input a curve, of many the rest held, of NaN no colour."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSizeF

from core.data.built_in import Batch
from core.design.network_spec import FOUR_LAYERS
from core.snapshot.place import Place
from core.snapshot.response import ResponseMaps, slice_through
from gui.canvas.layout.canvas_limits import CanvasLimits
from gui.canvas.layout.canvas_maps import CanvasMaps, resolve
from gui.canvas.layout.canvas_state import CanvasState, lanes_of_spec
from gui.canvas.layout.geometry import arrange
from gui.canvas.map_words import read_aloud
from gui.look.theme import Theme
from tests.gui.helpers.snapshots import make_snapshot

RNG = np.random.default_rng(0)


def resolved(inputs: int, function, drawn=None, **changes) -> CanvasMaps:
    X = RNG.uniform(-1, 1, (40, inputs)).astype(np.float32)
    batch = Batch(X, (X.sum(axis=1, keepdims=True) > 0), tuple(f"in{n}" for n in range(inputs)), ("y",))
    points = slice_through(X, 0, 0, min(1, inputs - 1))
    values = function(points.points()).astype(np.float32).reshape(*points.shape, 1)
    maps = ResponseMaps(points, 0, 0.0, {"output": values})
    return resolve(points, batch, maps, CanvasLimits(), "input", drawn or {}, Theme("light"))


def test_that_of_one_input_the_output_is_a_curve_with_the_samples_at_their_targets(qapp):
    maps = resolved(1, lambda x: x[:, 0] / 2)
    assert maps.is_curve
    assert maps.output.is_curve
    assert maps.names == ("in0",)
    assert maps.held == ()
    assert set(np.round(maps.near.places[:, 1], 3)) == {0.1, 0.5}  # targets 1 and 0 between -1.25 and 1.25
    x, y = maps.place(0)
    assert x == pytest.approx((maps.batch.X[0, 0] + 1) / 2, abs=1e-6)
    assert y == pytest.approx(0.5 - maps.batch.Y_true[0, 0] / 2.5)
    row, column = maps.input_at(0.25, 0.9)
    assert row == 0
    assert maps.values_at(row, column)[0][1] == pytest.approx(maps.points.points()[column, 0])
    assert maps.place_of_point(row, column)[1] == pytest.approx(0.5 - maps.output.values[0, column] / 2.5)


def test_that_of_many_inputs_two_vary_and_the_others_are_held_at_the_sample(qapp):
    maps = resolved(6, lambda x: x.sum(axis=1))
    assert maps.names == ("in0", "in1")
    assert [name for name, _ in maps.held] == ["in2", "in3", "in4", "in5"]
    assert [value for _, value in maps.held] == pytest.approx(maps.batch.X[0, 2:].tolist())
    values = maps.values_at(23, 0)
    assert [held for _, _, held in values] == [False, False, True, True, True, True]
    assert sum(value for _, value, _ in values) == pytest.approx(float(maps.output.values[23, 0]), abs=1e-5)


def test_that_what_is_not_finite_has_no_colour_and_no_line(qapp):
    maps = resolved(2, lambda x: np.where(x[:, 0] < 0, np.nan, x[:, 0]))
    assert not maps.output.finite
    image = maps.output.image
    assert image.pixelColor(2, 5).alpha() == 0
    assert image.pixelColor(20, 5).alpha() == 255
    assert all(point.x() >= 0.5 for line in maps.output.lines for point in line.toList())


def test_that_input_units_show_their_own_coordinate_and_unknown_layers_nothing(qapp):
    maps = resolved(3, lambda x: x[:, 0], drawn={"input": (0, 2), "nowhere": (0,)})
    assert set(maps.units) == {"input"}
    assert np.allclose(maps.units["input"][0].values[7], np.linspace(-1, 1, 24), atol=1e-6)
    assert np.ptp(maps.units["input"][2].values) == 0


def test_that_maps_of_other_inputs_than_the_data_have_are_not_shown(qapp):
    maps = resolved(3, lambda x: x[:, 0])
    two = Batch(maps.batch.X[:, :2], maps.batch.Y_true, ("a", "b"), ("y",))
    assert resolve(maps.points, two, maps.maps, CanvasLimits(), "input", {}, Theme("light")) is None
    other = slice_through(two.X, 0)
    assert resolve(other, two, maps.maps, CanvasLimits(), "input", {}, Theme("light")).output is None


def test_that_maps_of_the_network_before_say_nothing_of_one_that_takes_no_step(qapp):
    """Its last layer has more units than there are targets, and one of them is selected."""
    lanes, snapshot = lanes_of_spec(FOUR_LAYERS), make_snapshot()
    state = CanvasState(lanes, arrange(lanes, QSizeF(600, 400)))
    state.show(snapshot)
    points = slice_through(snapshot.batch.X, 0)
    maps = ResponseMaps(points, 0, 0.0, {"output": np.zeros((*points.shape, 1), np.float32)})
    state.show_maps(points, maps)
    assert "output over" in read_aloud(state)
    state.show(make_snapshot(layers=(), loose=snapshot.layers[:3], why_no_step="model"))
    state.place = Place("hidden_3", 3)
    state.show_maps(points, maps)
    assert state.shown_output == 0
    assert read_aloud(state) == "output: no prediction yet"
