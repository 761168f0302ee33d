"""A data set that was chosen is learned from by the present network or, where that cannot take it, by a new one."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.commands import Step, UseData
from core.data.built_in import InsideSphere, Plane
from core.data.classic import ScikitSet
from core.design.network_spec import FOUR_LAYERS
from core.intents.data_plans import ChooseData
from core.intents.moves import Undo
from core.snapshot.design_of import design_of
from tests.core.helpers.benches import bench_with, bits
from tests.core.helpers.scripts import assert_tells_the_truth

pytestmark = [pytest.mark.usefixtures("without_xla"), pytest.mark.numbers]


def chosen(*sources, steps=4):
    bench, spec = bench_with(FOUR_LAYERS, InsideSphere(), Step(3), seed=3), FOUR_LAYERS
    for source in sources:
        bench.do([*ChooseData(source, spec, 3).commands(bench.network), Step(steps)])
        spec = design_of(bench.snapshot(), "mlp")
    return bench


@pytest.mark.parametrize(
    ("key", "kinds", "units", "activation", "loss"),
    [
        ("breast_cancer", ["Normalization"], [5, 5, 5, 1], "sigmoid", "bce"),
        ("diabetes", ["Normalization"], [5, 5, 5, 1], "linear", "mse"),
    ],
)
def test_that_a_set_gets_a_network_for_its_task(key, kinds, units, activation, loss):
    bench = chosen(ScikitSet(key))
    model, snapshot = bench.network.model, bench.snapshot()
    assert [type(layer).__name__ for layer in model.layers] == ["InputLayer", *kinds, *["Dense"] * 4]
    assert [layer.units for layer in model.layers[-4:]] == units
    assert (model.layers[-1].get_config()["activation"], snapshot.loss_kind) == (activation, loss)
    batch = snapshot.batch
    np.testing.assert_array_equal(snapshot.prediction, model(batch.X).numpy())
    expected = keras.losses.get(loss)(batch.Y_true, model(batch.X)).numpy().mean()
    assert snapshot.loss == pytest.approx(expected, rel=1e-5)
    assert_tells_the_truth(bench)


def test_that_the_weights_stay_where_the_network_takes_the_data():
    bench = bench_with(FOUR_LAYERS, InsideSphere(), Step(3), seed=3)
    before = bits(bench.network.model)
    commands = ChooseData(Plane(), FOUR_LAYERS, 3).commands(bench.network)
    assert commands == (UseData(Plane()),)
    bench.do(commands)
    assert bits(bench.network.model) == before


def test_that_one_set_after_another_is_learned_and_undo_goes_back():
    bench = chosen(ScikitSet("iris"), InsideSphere())
    assert bench.network.model.input_shape == (None, 3)
    assert not any(isinstance(layer, keras.layers.Normalization) for layer in bench.network.model.layers)
    assert_tells_the_truth(bench)
    Undo().make(bench)
    assert bench.network.model.input_shape == (None, 4)
