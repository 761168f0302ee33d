"""The numeric gradient check: real forward passes, the very same bits afterwards, and kinks by name."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import SetTrainable, Step
from core.data.built_in import Plane
from core.explain.gradient_check import BIAS, CURVE_POINTS, CURVE_WIDTH, Checked, GradientCheck, Kink
from core.problems.problem import Problem
from tests.core.helpers.benches import NO_BIAS, TWO_LAYERS, bench_with, bits, examples

pytestmark = pytest.mark.numbers


@pytest.fixture(scope="module")
def smooth():
    """A network without a corner."""
    bench = bench_with(NO_BIAS, Plane(20), seed=2)
    bench.do([Step(5)])
    return bench


@examples(12)
@given(layer=st.sampled_from(["first", "second", "output"]), row=st.integers(-1, 2), eps=st.floats(2e-3, 2e-2))
def test_that_the_quotient_is_the_tapes_gradient(smooth, layer, row, eps):
    if layer == "first" and row == BIAS:
        return  # it has none
    shown = smooth.snapshot().layer(layer)
    checked = GradientCheck(layer, row, 0, eps).answer(smooth.network)
    assert checked.tape == pytest.approx(
        float(shown.bias_gradient[0] if row == BIAS else shown.kernel_gradient[row, 0]), rel=1e-4, abs=1e-6
    )
    assert checked.quotient == pytest.approx(checked.tape, rel=1e-2, abs=3 * checked.rounding + 1e-4)
    assert checked.weight == (shown.bias[0] if row == BIAS else shown.kernel[row, 0])
    assert checked.step == 5
    assert not checked.kinks


def test_that_the_losses_are_those_of_the_moved_weights():
    bench = bench_with(seed=3)
    layer = bench.snapshot().layers[0]
    checked = GradientCheck("hidden", 1, 2, 0.01).answer(bench.network)
    assert len(checked.curve) == CURVE_POINTS
    assert checked.curve[CURVE_POINTS // 2] == (checked.weight, pytest.approx(checked.loss, rel=1e-6))
    assert checked.curve[-1][0] - checked.curve[0][0] == pytest.approx(2 * CURVE_WIDTH, rel=1e-6)
    tried = ((checked.above, checked.loss_above), (checked.below, checked.loss_below))
    for moved, loss in (*tried, *checked.curve):
        kernel = layer.kernel.astype(float)
        kernel[1, 2] = moved
        hidden = np.maximum(bench.network.batch.X @ kernel + layer.bias, 0)
        output = bench.snapshot().layers[1]
        expected = np.mean((hidden @ output.kernel + output.bias - bench.network.batch.Y_true) ** 2)
        assert loss == pytest.approx(expected, rel=1e-5)
    assert (checked.above, checked.below) == (
        float(layer.kernel[1, 2] + np.float32(0.01)),
        float(layer.kernel[1, 2] - np.float32(0.01)),
    )


@examples(10)
@given(row=st.integers(-1, 2), unit=st.integers(0, 3), eps=st.sampled_from([1e-6, 1e-4, 1e-1]))
def test_that_the_very_same_bits_are_put_back(shared_bench, row, unit, eps):
    before, step = bits(shared_bench.network.model), shared_bench.network.step
    GradientCheck("hidden", row, unit, eps).answer(shared_bench.network)
    assert bits(shared_bench.network.model) == before
    assert shared_bench.network.step == step


def test_that_the_bits_are_put_back_even_if_the_forward_pass_fails(bench):
    before = bits(bench.network.model)
    calls = []

    def fail(*_):
        calls.append(bits(bench.network.model))
        if len(calls) > 1:
            raise RuntimeError("no")
        return tf.constant(1.0)

    own, bench.network.training.loss_fn = bench.network.training.loss_fn, fail
    try:
        with pytest.raises(RuntimeError, match="no"), tf.device("CPU"):
            GradientCheck("hidden", 0, 0, 0.1).answer(_WithSlope(bench.network))
    finally:
        bench.network.training.loss_fn = own
    assert calls[0] == before
    assert calls[1] != before, "it failed while the weight was moved"
    assert bits(bench.network.model) == before


class _WithSlope:
    """A network whose first loss depends on the model, so that the tape has something to say."""

    def __init__(self, network):
        self.model, self.batch, self.step, self.training = network.model, network.batch, network.step, self
        self.chain = network.chain
        self._fail = network.training.loss_fn

    def loss_fn(self, Y_true, Y_pred):
        return self._fail() + tf.reduce_mean(Y_pred)


def test_that_the_benchs_own_loss_function_is_used(bench):
    own, bench.network.training.loss_fn = bench.network.training.loss_fn, lambda Y_true, Y_pred: tf.reduce_sum(Y_pred)
    try:
        checked = GradientCheck("output", BIAS, 0, 1e-2).answer(bench.network)
    finally:
        bench.network.training.loss_fn = own
    assert checked.tape == 3
    assert checked.quotient == pytest.approx(3, rel=1e-3)


def test_that_a_frozen_layer_can_be_checked_too():
    bench = bench_with(seed=3)
    free = GradientCheck("hidden", 1, 2, 0.01).answer(bench.network)
    bench.do([SetTrainable("hidden", False)])
    assert GradientCheck("hidden", 1, 2, 0.01).answer(bench.network) == free


def test_that_a_relu_that_switches_is_named():
    bench = bench_with(TWO_LAYERS, seed=3)
    layer = bench.network.model.get_layer("hidden")
    X = bench.network.batch.X
    kernel = np.full((3, 4), 2.0, np.float32)
    layer.kernel.assign(kernel)
    bias = np.full(4, 9.0, np.float32)
    bias[2] = -float(X[1] @ kernel[:, 2]) + 1e-3  # unit 2 is just on for sample 1
    layer.bias.assign(bias)
    near = GradientCheck("hidden", BIAS, 2, 1e-4).answer(bench.network)
    far = GradientCheck("hidden", BIAS, 2, 1e-2).answer(bench.network)
    assert (near.kinks, near.kink_count) == ((), 0)
    assert far.kinks == (Kink("hidden", 2, 1),)
    assert far.relative_error > 10 * near.relative_error


def test_that_a_dead_unit_agrees_exactly():
    bench = bench_with(seed=3)
    bench.network.model.get_layer("hidden").bias.assign(np.full(4, -9, np.float32))
    checked = GradientCheck("hidden", 0, 1, 1e-3).answer(bench.network)
    assert (checked.tape, checked.quotient, checked.relative_error) == (0, 0, 0)


def test_that_an_eps_below_float32_is_said_to_move_nothing():
    bench = bench_with(seed=3)
    bench.network.model.get_layer("hidden").kernel.assign(np.full((3, 4), 100.0, np.float32))
    checked = GradientCheck("hidden", 0, 1, 1e-6).answer(bench.network)
    assert checked.above == checked.below == 100
    assert (checked.quotient, checked.relative_error) == (None, None)
    assert checked.rounding == float("inf")


def test_that_numbers_that_are_not_finite_have_no_error():
    nan = float("nan")
    assert Checked(0, 1.0, 1.1, 0.9, nan, 1.0, 1.0, (), 0, 1e-7).relative_error is None


@pytest.mark.parametrize(
    ("layer", "row", "unit"), [("nope", 0, 0), ("input", 0, 0), ("hidden", 3, 0), ("hidden", 0, 4)]
)
def test_that_a_weight_that_is_not_there_is_a_problem(bench, layer, row, unit):
    with pytest.raises(Problem):
        GradientCheck(layer, row, unit, 0.1).answer(bench.network)


def test_that_a_bias_that_is_not_there_is_a_problem(smooth):
    with pytest.raises(Problem):
        GradientCheck("first", BIAS, 0, 0.1).answer(smooth.network)
