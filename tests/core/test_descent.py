"""Gradient descent: the compiled loop against the notebook's eager loop, and against itself however it is cut."""

from __future__ import annotations

import re
from operator import ne

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import Reset, SetTrainable, Step
from core.datasets import InsideSphere, NotebookBatch, Plane
from core.descent import RUN, make_descent
from core.spec import FOUR_LAYERS
from core.transcript import descent_source
from tests.core.benches import NO_BIAS, TWO_LAYERS, EagerNetwork, bench_with, bits, examples, recorded, weights

RATE = 0.05


def assert_close(model, reference, tolerance=1e-6):
    """Equal but for rounding: `tolerance`, or for weights above 1 that part of the weight."""
    for ours, theirs in zip(weights(model), reference, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


# The seeds: on some ways (TWO_LAYERS on the sphere, seed 2) a pre-activation comes within one rounding of ReLU's
# kink, and from there on two ways of computing the same part. And some networks are dead from the start.
@pytest.mark.parametrize(
    ("spec", "source", "frozen", "seed"),
    [
        (FOUR_LAYERS, NotebookBatch(), (), 2),
        (FOUR_LAYERS, Plane(32), ("hidden_1", "hidden_3"), 2),
        (TWO_LAYERS, InsideSphere(256), (), 1),
        (NO_BIAS, NotebookBatch(), ("second",), 1),
    ],
    ids=["four-notebook", "four-plane-frozen", "two-sphere", "no-bias-frozen"],
)
def test_that_a_thousand_steps_end_where_the_notebooks_loop_ends(spec, source, frozen, seed):
    bench = bench_with(spec, source, *(SetTrainable(name, False) for name in frozen), seed=seed)
    eager, start = EagerNetwork(bench.model, frozen), bits(bench.model)
    bench.take_events()
    bench.do([Step(1000)])
    losses = eager.descend(bench.batch, 1000, RATE)
    assert_close(bench.model, [variable.numpy() for variable in eager.variables])
    np.testing.assert_allclose(recorded(bench), losses, rtol=1e-4, atol=1e-6)
    for layer, moved in zip([v.path.split("/")[0] for v in bench.model.variables], map(ne, bits(bench.model), start)):
        assert moved == (layer not in frozen)


def test_that_steps_are_those_of_kerass_own_sgd(bench):
    twin = keras.models.clone_model(bench.model)
    twin.set_weights(bench.model.get_weights())
    twin.compile(optimizer=keras.optimizers.SGD(RATE), loss="mse")
    for _ in range(100):
        twin.train_on_batch(bench.batch.X, bench.batch.Y_true)
    bench.do([Step(100)])
    assert_close(bench.model, [weight.numpy() for weight in twin.weights])


def test_that_one_step_is_the_one_computed_by_hand(bench):
    W1, b1, W2, b2 = (array.astype(np.float64) for array in weights(bench.model))
    X, Y_true = bench.batch.X.astype(np.float64), bench.batch.Y_true.astype(np.float64)
    z1 = X @ W1 + b1
    a1 = np.maximum(z1, 0)
    dz2 = 2 * (a1 @ W2 + b2 - Y_true) / len(X)
    dz1 = dz2 @ W2.T * (z1 > 0)
    gradients = (X.T @ dz1, dz1.sum(0), a1.T @ dz2, dz2.sum(0))
    bench.do([Step(1)])
    assert_close(bench.model, [w - RATE * g for w, g in zip((W1, b1, W2, b2), gradients)], 1e-7)


@examples(25)
@given(steps=st.integers(2, 300), data=st.data())
def test_that_it_does_not_matter_how_steps_are_cut(shared_bench, steps, data):
    cuts = data.draw(st.sets(st.integers(1, steps - 1), max_size=12).map(sorted))
    bench = shared_bench
    bench.do([Reset()])
    bench.take_events()
    bench.do([Step(steps)])
    whole, losses = bits(bench.model), recorded(bench)
    bench.do([Reset()])
    for start, end in zip([0, *cuts], [*cuts, steps]):
        bench.do([Step(end - start)])
    assert bits(bench.model) == whole
    assert recorded(bench).tobytes() == losses.tobytes()


def test_that_a_thousand_single_calls_equal_one_call(bench):
    descent = make_descent(bench.model, tf.constant(bench.batch.X), tf.constant(bench.batch.Y_true))
    initial = bench.model.get_weights()
    losses = descent(1000, RATE).numpy()
    once = bits(bench.model)
    bench.model.set_weights(initial)
    single = [descent(1, RATE).numpy()[0] for _ in range(1000)]
    assert bits(bench.model) == once
    np.testing.assert_array_equal(single, losses)


def test_that_the_losses_recorded_are_the_losses_at_those_weights(bench):
    bench.do([Step(40)])
    losses = recorded(bench)
    bench.do([Reset()])
    X, Y_true = tf.constant(bench.batch.X), tf.constant(bench.batch.Y_true)
    for step, loss in enumerate(losses):
        assert bench.step == step
        assert loss == pytest.approx(float(EagerNetwork(bench.model).loss(X, Y_true)), rel=1e-5)
        assert loss == pytest.approx(bench.snapshot().loss, rel=1e-5)
        bench.do([Step(1)])
    assert len(set(losses)) == 40, "the losses differ, so an order that is off by one would show"


def test_that_a_rate_of_zero_moves_nothing(bench):
    before = bits(bench.model)
    make_descent(bench.model, tf.constant(bench.batch.X), tf.constant(bench.batch.Y_true))(10, 0.0)
    assert bits(bench.model) == before


def test_that_a_descent_keeps_the_trainable_variables_it_was_made_with(bench):
    constants = tf.constant(bench.batch.X), tf.constant(bench.batch.Y_true)
    before = bench.layers["hidden"].get_weights()
    made_before = make_descent(bench.model, *constants)
    bench.do([SetTrainable("hidden", False)])
    make_descent(bench.model, *constants)(3, RATE)
    np.testing.assert_array_equal(bench.layers["hidden"].get_weights()[0], before[0])
    made_before(3, RATE)
    assert (bench.layers["hidden"].get_weights()[0] != before[0]).any(), "so one must make a new one"


def test_that_the_longest_run_is_the_same_number_everywhere():
    text = "\n".join(descent_source())
    assert Step.RUN == RUN
    assert [int(size) for size in re.findall(r"size=(\d+)", text)] == [RUN]
    assert f"at most {RUN:,}" in text
