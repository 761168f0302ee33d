"""Response maps: what every unit returns over a slice, compared with Keras asked in other ways."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.commands import SetActivation, SetTrainable, Step
from core.data.built_in import InsideSphere, NotebookBatch
from core.design.network_spec import FOUR_LAYERS
from core.snapshot.response import Slice, round_range, slice_through
from tests.core.helpers.benches import bench_with, bits

pytestmark = pytest.mark.numbers


@pytest.fixture(scope="module")
def bench():
    bench = bench_with(FOUR_LAYERS, InsideSphere(), seed=23)
    bench.do([Step(5), SetTrainable("hidden_2", False)])
    return bench


@pytest.fixture
def points(bench):
    return slice_through(bench.network.batch.X, sample=7, across=2, up=0)


def test_that_a_map_is_what_the_layer_returns_point_by_point(bench, points):
    maps = bench.network.respond(points)
    part = keras.Model(bench.network.model.inputs, bench.network.model.get_layer("hidden_2").output)
    X = bench.network.batch.X
    for row, column in ((0, 0), (3, 20), (23, 23)):
        x2, x0 = np.linspace(-1, 1, 24, dtype=np.float32)[[column, row]]
        predicted = part.predict(np.array([[x0, X[7, 1], x2]], np.float32), verbose=0)
        assert np.allclose(maps.of("hidden_2")[row, column], predicted[0], atol=1e-6)


def test_that_a_map_at_rest_is_keras_own_to_the_last_bit(bench, points):
    value = points.points()
    maps = bench.network.respond(points)
    for layer in bench.network.model.layers[1:]:
        value = layer(value)
        assert maps.of(layer.name).tobytes() == value.numpy().tobytes()


def test_that_the_quick_pass_gives_the_same_within_rounding(bench, points):
    quick, eager = bench.network.respond(points, eager=False), bench.network.respond(points)
    for name, values in eager.layers.items():
        assert np.allclose(quick.layers[name], values, atol=1e-6)


def test_that_looking_changes_nothing(bench, points):
    before, step = bits(bench.network.model), bench.network.step
    bench.network.respond(points, eager=False)
    assert bits(bench.network.model) == before
    assert bench.network.step == step


def test_that_the_maps_follow_the_weights_also_in_the_compiled_pass(bench, points):
    before = bench.network.respond(points, eager=False)
    bench.do([Step(3)])
    after = bench.network.respond(points, eager=False)
    assert after.step == before.step + 3
    assert not np.array_equal(after.output, before.output)
    assert np.allclose(after.output, bench.network.respond(points).output, atol=1e-6)


def test_that_the_quick_pass_follows_an_activation_that_is_chosen_anew(bench, points):
    bench.network.respond(points, eager=False)
    bench.do([SetActivation("hidden_1", "tanh")])
    quick, eager = bench.network.respond(points, eager=False), bench.network.respond(points)
    assert list(quick.pre_activations) == list(eager.pre_activations) == ["hidden_2", "hidden_3"]
    for name, values in eager.layers.items():
        assert np.allclose(quick.layers[name], values, atol=1e-6)
    bench.do([SetActivation("hidden_1", "relu")])


def test_that_one_input_gives_a_line():
    points = slice_through(np.array([[0.2], [0.8]], np.float32), sample=0, across=0, up=0)
    assert points.shape == (1, 24)
    assert np.allclose(points.points(), np.linspace(0.2, 0.8, 24)[:, None])


def test_that_a_model_for_other_inputs_has_no_maps(bench):
    assert bench.network.respond(Slice(0, 1, (0.0, 0.0), (0.0, 0.0), (1.0, 1.0))) is None
    maps = bench_with(FOUR_LAYERS, NotebookBatch()).network.respond(Slice(0, 1, (0.0,) * 3, (0.0, 0.0), (1.0, 1.0), 5))
    assert maps.output.shape == (5, 5, 1)


def test_that_arrays_are_read_only(bench, points):
    with pytest.raises(ValueError, match="read-only"):
        bench.network.respond(points).output[0, 0, 0] = 1


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-0.98, 0.97, (-1, 1)), (0.2, 0.7, (0.2, 0.7)), (3, 97, (0, 100)), (5, 5, (4, 6)), (-1234, 0.5, (-1400, 200))],
)
def test_that_a_range_is_widened_to_round_numbers(low, high, expected):
    assert round_range(np.array([low, high], np.float32)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("wrong", [{"across": 3}, {"up": -1}, {"held": {5: 0.0}}, {"size": 1}])
def test_that_what_is_no_input_is_refused(wrong):
    with pytest.raises(ValueError, match="Expected"):
        slice_through(np.zeros((4, 3), np.float32), 0, **wrong)


@pytest.mark.parametrize(("layer", "unit"), [("nowhere", None), ("hidden_2", 5)])
def test_that_an_unknown_layer_or_unit_is_refused(bench, points, layer, unit):
    with pytest.raises(ValueError, match="Expected"):
        bench.network.respond(points).of(layer, unit)


def test_that_a_relu_unit_is_on_where_its_z_is_positive(bench, points):
    for eager in (True, False):
        maps = bench.network.respond(points, eager)
        assert list(maps.pre_activations) == ["hidden_1", "hidden_2", "hidden_3"]
        for name, z in maps.pre_activations.items():
            assert np.allclose(maps.layers[name], np.maximum(z, 0), atol=1e-6)
            assert (z < 0).any()
