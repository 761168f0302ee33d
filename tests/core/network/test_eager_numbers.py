"""At rest, every number on screen is what a learner's own line gives in Keras, to the last bit."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.commands import SetActivation, SetLoss, SetTrainable, Step
from core.data.built_in import InsideSphere
from core.design.network_spec import LayerSpec, NetworkSpec
from core.explain.gradient_check import GradientCheck
from core.explain.step_parts import OnRows
from core.lessons.goals import LossBelow
from core.lessons.page_log import PageLog
from tests.core.helpers.benches import bench_with, bits
from tests.core.helpers.references import assert_of_eager_calls

pytestmark = pytest.mark.numbers


def network(activation: str, output: str) -> NetworkSpec:
    hidden = LayerSpec("hidden_1", 5, activation), LayerSpec("hidden_2", 4, activation, use_bias=False)
    return NetworkSpec(3, (*hidden, LayerSpec("output", 1, output)))


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("activation", "loss"),
    [("relu", "mse"), ("tanh", "mse"), ("sigmoid", "mae"), ("tanh", "huber"), ("relu", "bce"), ("sigmoid", "bce")],
)
@pytest.mark.usefixtures("without_xla")
def test_that_every_number_is_that_of_an_eager_call_wherever_one_goes(activation, loss):
    output = "sigmoid" if loss == "bce" else "linear"
    bench = bench_with(network(activation, output), InsideSphere(), SetLoss(loss), seed=3)

    def look() -> None:
        assert_of_eager_calls(bench.snapshot(), bench.network.model)

    look()
    bench.do([Step(9)])
    look()
    bench.do([SetTrainable("hidden_1", False), Step(3)])
    look()
    bench.timeline.undo()
    look()
    bench.timeline.go_to(5)
    look()
    assert_of_eager_calls(OnRows((0, 7, 31)).answer(bench.network), bench.network.model)
    bench.do([SetActivation("hidden_1", "elu")])
    look()


def test_that_pages_and_goals_rest_on_the_same_loss_and_the_same_gradient():
    bench = bench_with(network("tanh", "linear"), InsideSphere(), seed=5)
    snapshot, log = bench.snapshot(), PageLog(bench.network)
    for row, unit in np.ndindex(3, 5):
        checked = GradientCheck("hidden_1", row, unit, 1e-3).answer(bench.network)
        assert checked.tape == snapshot.layers[0].kernel_gradient[row, unit]
    assert not LossBelow(snapshot.loss).holds(bench.network, log)
    assert LossBelow(float(np.nextafter(snapshot.loss, 1))).holds(bench.network, log)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_that_the_numbers_of_a_frame_are_the_same_but_for_rounding(activation):
    bench = bench_with(network(activation, "linear"), InsideSphere(), seed=4)
    before = bits(bench.network.model)
    frame, rest = bench.snapshot(eager=False), bench.snapshot()
    assert (frame.eager, rest.eager) == (False, True)
    assert bits(bench.network.model) == before
    for one, other in zip(frame.layers, rest.layers, strict=True):
        assert one.kernel.tobytes() == other.kernel.tobytes()
        for name in ("activation", "pre_activation", "kernel_gradient", "bias_gradient", "pre_activation_gradient"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-4, atol=1e-6)
    assert frame.loss == pytest.approx(rest.loss, rel=1e-5)


def test_that_the_loss_beside_a_fit_is_that_of_any_model():
    bench = bench_with(network("tanh", "linear"), InsideSphere(), seed=6)
    training = bench.network.training
    expected = keras.losses.MeanSquaredError()(training.samples[1], training.model(training.samples[0]))
    assert training.loss() == float(expected)
    assert training.loss(eager=False) == pytest.approx(float(expected), rel=1e-5)
