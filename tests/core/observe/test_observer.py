"""Snapshots: what they show is what Keras holds, they never change, and looking changes nothing."""

from __future__ import annotations

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

from core.commands import SetLearningRate, SetTrainable, Step, UseData
from core.data.built_in import InsideSphere, NotebookBatch, Plane
from core.design.network_spec import FOUR_LAYERS, LayerSpec, NetworkSpec
from core.snapshot.snapshot import LayerSnapshot, Snapshot, read_only
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import NO_BIAS, TWO_LAYERS, EagerNetwork, bench_with, bits

pytestmark = pytest.mark.numbers

NETWORKS = {
    "four": (FOUR_LAYERS, NotebookBatch()),
    "no bias": (NO_BIAS, Plane(20)),
    "sphere": (TWO_LAYERS, InsideSphere()),
}
ARRAYS = ("kernel", "bias", "kernel_gradient", "bias_gradient", "pre_activation", "activation")


@pytest.fixture(scope="module", params=NETWORKS)
def looked_at(request):
    """A bench some steps into its way, with a frozen layer, and the snapshot taken of it."""
    bench = bench_with(*NETWORKS[request.param], seed=2)
    bench.do([Step(7), SetTrainable(bench.network.model.layers[1].name, False)])
    return bench, bench.snapshot()


def dense(bench: Workbench):
    return bench.network.model.layers[1:]


def arrays(snapshot: Snapshot) -> list[np.ndarray]:
    return [getattr(layer, name) for layer in snapshot.layers for name in ARRAYS]


# what it shows


def test_that_kernels_and_biases_are_keras_own_to_the_last_bit(looked_at):
    bench, snapshot = looked_at
    assert [layer.name for layer in snapshot.layers] == [layer.name for layer in dense(bench)]
    for shown, layer in zip(snapshot.layers, dense(bench)):
        kernel, *bias = layer.get_weights()
        assert shown.kernel.tobytes() == kernel.tobytes()
        assert shown.kernel.shape == kernel.shape
        assert shown.bias.tobytes() == (bias[0].tobytes() if bias else b"")
        assert shown.units == layer.units


def test_that_gradients_are_those_of_an_independent_tape_for_frozen_layers_too(looked_at):
    bench, snapshot = looked_at
    eager = EagerNetwork(bench.network.model)
    with tf.GradientTape() as tape:
        loss = eager.loss(tf.constant(bench.network.batch.X), tf.constant(bench.network.batch.Y_true))
    expected = iter(tape.gradient(loss, eager.variables))
    for layer in snapshot.layers:
        np.testing.assert_allclose(layer.kernel_gradient, next(expected), rtol=1e-4, atol=1e-6)
        assert layer.kernel_gradient.shape == layer.kernel.shape
        if len(layer.bias):
            np.testing.assert_allclose(layer.bias_gradient, next(expected), rtol=1e-4, atol=1e-6)
        assert layer.bias_gradient.shape == layer.bias.shape
    assert np.abs(snapshot.layers[0].kernel_gradient).max() > 0, "of the frozen layer"
    assert next(expected, None) is None


def test_that_a_gradient_is_the_slope_of_the_loss(looked_at):
    """Central differences in float64: not a tape at all."""
    _, snapshot = looked_at
    bias = snapshot.layers[-1].bias.astype(np.float64)
    before = snapshot.layers[-1].pre_activation.astype(np.float64) - bias
    losses = [np.mean((before + bias + h - snapshot.batch.Y_true) ** 2) for h in (1e-4, -1e-4)]
    assert snapshot.layers[-1].bias_gradient[0] == pytest.approx((losses[0] - losses[1]) / 2e-4, abs=1e-5)


def test_that_pre_activations_are_what_numpy_computes(looked_at):
    _, snapshot = looked_at
    x = snapshot.batch.X
    for layer in snapshot.layers:
        z = x.astype(np.float64) @ layer.kernel + (layer.bias if len(layer.bias) else 0)
        np.testing.assert_allclose(layer.pre_activation, z, rtol=1e-5, atol=1e-6)
        x = layer.activation


def test_that_activations_are_what_keras_says_they_are(looked_at):
    bench, snapshot = looked_at
    between = keras.Model(bench.network.model.inputs[0], [layer.output for layer in dense(bench)])
    for shown, expected in zip(snapshot.layers, between(bench.network.batch.X), strict=True):
        np.testing.assert_allclose(shown.activation, expected, rtol=1e-5, atol=1e-6)
        assert shown.activation.shape == (bench.network.batch.samples, shown.units)
    np.testing.assert_allclose(
        snapshot.prediction, bench.network.model.predict(bench.network.batch.X, verbose=0), rtol=1e-5, atol=1e-6
    )


def test_that_gradients_of_every_sample_add_up_to_those_of_the_weights(looked_at):
    """By the chain rule dL/dkernel = inputs.T @ dL/dz and dL/dbias = sum of dL/dz, and dL/dY of a layer comes from
    dL/dz of the next one."""
    _, snapshot = looked_at
    for layer, following in zip(snapshot.layers, [*snapshot.layers[1:], None], strict=True):
        dz = layer.pre_activation_gradient
        inputs = snapshot.inputs_of(layer.name)
        np.testing.assert_allclose(inputs.T @ dz, layer.kernel_gradient, rtol=1e-5, atol=1e-7)
        if len(layer.bias):
            np.testing.assert_allclose(dz.sum(axis=0), layer.bias_gradient, rtol=1e-5, atol=1e-7)
        if following is not None:
            expected = following.pre_activation_gradient @ following.kernel.T
            np.testing.assert_allclose(layer.activation_gradient, expected, rtol=1e-5, atol=1e-7)


def test_that_the_loss_is_the_mean_squared_error(looked_at):
    bench, snapshot = looked_at
    assert snapshot.loss == pytest.approx(np.mean((snapshot.prediction - bench.network.batch.Y_true) ** 2), rel=1e-5)
    bench.network.model.compile(loss="mse")
    assert snapshot.loss == pytest.approx(
        bench.network.model.evaluate(bench.network.batch.X, bench.network.batch.Y_true, verbose=0), rel=1e-5
    )
    assert snapshot.finite


def test_that_the_counts_are_those_of_kerass_summary(looked_at):
    bench, snapshot = looked_at
    printed = []
    bench.network.model.summary(print_fn=printed.append)
    summary = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(printed))
    counts = [int(n.replace(",", "")) for n in re.findall(r"params: ([\d,]+)", summary)]
    assert [snapshot.parameters, snapshot.trainable_parameters] == counts[:2]
    assert snapshot.parameters - snapshot.trainable_parameters == counts[2] > 0
    assert [layer.parameters for layer in snapshot.layers] == [layer.count_params() for layer in dense(bench)]
    assert snapshot.variables == len(bench.network.model.weights)
    assert snapshot.trainable_variables == len(bench.network.model.trainable_weights) < snapshot.variables


def test_that_names_shapes_and_settings_are_keras_own(looked_at):
    bench, snapshot = looked_at
    assert (snapshot.model_name, snapshot.model_trainable) == (bench.network.model.name, True)
    assert (snapshot.input_name, snapshot.input_shape) == (
        bench.network.model.inputs[0].name,
        bench.network.model.input_shape,
    )
    assert (snapshot.step, snapshot.learning_rate, snapshot.seed) == (7, bench.network.training.learning_rate, 2)
    assert snapshot.batch is bench.network.batch
    for shown, layer in zip(snapshot.layers, dense(bench)):
        assert shown.config == layer.get_config()
        assert shown.trainable == layer.trainable == shown.config["trainable"]
        assert shown.kind == type(layer).__name__
        assert shown.activation_name == layer.activation.__name__
        assert shown.output_shape == layer.compute_output_shape((None, layer.kernel.shape[0]))
        assert shown.variables == tuple(variable.path for variable in layer.variables)
        assert snapshot.layer(layer.name) is shown
    assert snapshot.layer("nope") is None


def test_that_a_layer_without_bias_has_an_empty_one():
    layer = bench_with(NO_BIAS).snapshot().layers[0]
    assert (layer.bias.shape, layer.bias_gradient.shape) == ((0,), (0,))
    assert layer.variables == ("first/kernel",)


def test_that_the_snapshot_follows_settings_and_data(bench):
    assert all(layer.config["trainable"] for layer in bench.snapshot().layers)
    bench.do([SetTrainable(None, False), SetTrainable("output", True), SetLearningRate(0.7), UseData(Plane(5))])
    snapshot = bench.snapshot()
    assert (snapshot.model_trainable, snapshot.trainable_variables, snapshot.trainable_parameters) == (False, 0, 0)
    assert [layer.trainable for layer in snapshot.layers] == [False, True]
    assert [layer.config["trainable"] for layer in snapshot.layers] == [False, True]
    assert snapshot.learning_rate == 0.7
    assert snapshot.prediction.shape == (5, 1)
    bench.do([UseData(NotebookBatch())])
    assert bench.snapshot().prediction.shape == (3, 1)


def test_that_there_is_no_snapshot_before_there_is_a_model_and_data():
    assert Workbench().snapshot() is None


# that it is still


def test_that_a_snapshot_does_not_change_when_more_steps_are_taken(bench):
    snapshot = bench.snapshot()
    before, loss = [array.tobytes() for array in arrays(snapshot)], snapshot.loss
    weights_before = bits(bench.network.model)
    bench.do([Step(100)])
    for variable in bench.network.model.variables:
        variable.value.assign_add(tf.ones_like(variable.value))
    bench.snapshot()
    assert [array.tobytes() for array in arrays(snapshot)] == before
    assert (snapshot.step, snapshot.loss) == (0, loss)
    assert all(new != old for new, old in zip(bits(bench.network.model), weights_before))


def test_that_taking_a_snapshot_changes_nothing():
    looked, blind = bench_with(seed=6), bench_with(seed=6)
    for _ in range(3):
        before = bits(looked.network.model)
        looked.snapshot()
        looked.snapshot()
        assert bits(looked.network.model) == before
        looked.do([Step(10)])
        blind.do([Step(10)])
    assert bits(looked.network.model) == bits(blind.network.model)
    assert (looked.network.step, looked.history.entries) == (30, blind.history.entries)


def test_that_two_snapshots_of_one_moment_are_equal(bench):
    one, two = bench.snapshot(), bench.snapshot()
    assert [array.tobytes() for array in arrays(one)] == [array.tobytes() for array in arrays(two)]
    assert one.loss == two.loss


def test_that_nobody_can_write_into_a_snapshot(bench):
    for array in arrays(bench.snapshot()):
        assert array.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_that_a_read_only_copy_is_a_copy():
    array = np.ones(3, np.float32)
    copy = read_only(array)
    array[0] = 7
    assert copy.tolist() == [1, 1, 1]
    assert array.flags.writeable


# dead units


def test_that_dead_units_are_the_relus_that_are_zero_for_every_sample():
    bench = bench_with(NetworkSpec(3, (LayerSpec("hidden", 4, "relu"), LayerSpec("output", 1))), Plane(30))
    layer = bench.network.model.get_layer("hidden")
    layer.kernel.assign(np.eye(3, 4, dtype=np.float32))
    layer.bias.assign(np.array([5.0, -5.0, 0.0, -1.0], np.float32))  # alive, dead, half alive, dead
    shown = bench.snapshot().layer("hidden")
    assert shown.dead_units == (1, 3)
    assert (shown.kernel_gradient[:, [1, 3]] == 0).all(), "no gradient reaches them"
    assert (shown.kernel_gradient[:, [0, 2]] != 0).all()


@pytest.mark.parametrize(("name", "dead"), [("relu", (0,)), ("linear", ()), ("tanh", ())])
def test_that_only_a_relu_can_be_dead(name, dead):
    zeros, two = np.zeros((2, 2), np.float32), np.array([[0, 0], [0, 1]], np.float32)
    layer = LayerSnapshot("h", zeros, zeros[0], zeros, zeros[0], two, two, two, two, True, activation_name=name)
    assert layer.dead_units == dead


def test_that_without_samples_no_unit_is_dead():
    none, zeros = np.zeros((0, 2), np.float32), np.zeros((2, 2), np.float32)
    layer = LayerSnapshot("h", zeros, zeros[0], zeros, zeros[0], none, none, none, none, True, activation_name="relu")
    assert layer.dead_units == ()
