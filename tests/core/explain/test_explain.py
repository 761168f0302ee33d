"""Where numbers come from: recomputed term by term, they are Keras's, for every activation, loss and network."""

from __future__ import annotations

import math
from dataclasses import replace

import keras
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.design.losses import loss as loss_of
from core.explain import reference_activations, unit_output
from core.explain.terms import Result, Term, exact_sum, shortened
from core.problems.problem import Problem
from core.snapshot.snapshot import read_only
from tests.core.helpers.benches import bench_with, examples
from tests.core.helpers.explained import LOSSES, look, make_batch, make_model

pytestmark = pytest.mark.numbers

CHAINS = st.lists(
    st.tuples(st.integers(1, 7), st.sampled_from(sorted(reference_activations.KNOWN)), st.booleans()), max_size=3
)


def changed(snapshot, index, **fields):
    layers = list(snapshot.layers)
    layers[index] = replace(layers[index], **fields)
    return replace(snapshot, layers=tuple(layers))


# activations


@pytest.mark.parametrize("name", reference_activations.KNOWN)
def test_that_formulas_and_slopes_are_those_of_keras(name):
    import tensorflow as tf

    z = np.concatenate([np.linspace(-20, 20, 801), [-6, -3, 0, 3, 6, 1e-4, -1e-4]]).astype(np.float32)
    with tf.GradientTape() as tape:
        x = tf.constant(z)
        tape.watch(x)
        y = keras.activations.get(name)(x)
    slopes = tape.gradient(y, x).numpy()
    tolerance = 1e-6 + reference_activations.rounding(name)
    for at, value, slope in zip(z.tolist(), y.numpy().tolist(), slopes.tolist(), strict=True):
        assert reference_activations.value(name, at) == pytest.approx(
            value, rel=1e-6, abs=reference_activations.rounding(name)
        )
        assert reference_activations.slope(name, at) == pytest.approx(slope, rel=1e-6, abs=tolerance)


@pytest.mark.parametrize("z", [math.nan, math.inf, -math.inf, 1e30, -1e30])
@pytest.mark.parametrize("name", reference_activations.KNOWN)
def test_that_no_number_is_too_large_for_a_formula(name, z):
    assert isinstance(reference_activations.value(name, z), float)
    assert isinstance(reference_activations.slope(name, z), float)


def test_that_an_activation_without_a_formula_is_said_to_be_unknown():
    assert reference_activations.value("log_softmax", 1.0) is None
    snapshot = look(make_model(1, 3, [(4, "log_softmax", True), (1, "linear", True)]), make_batch(1, 5, 3))
    shown = unit_output.activation(snapshot, "layer_1", 2, 0)
    assert shown.result == Result(float(snapshot.layers[0].activation[0, 2]), None)
    assert shown.slope is None
    assert shown.result.agrees is None
    delta = unit_output.delta(snapshot, "layer_1", 2, 0)
    assert delta.result == Result(float(snapshot.layers[0].pre_activation_gradient[0, 2]), None)
    assert delta.upstream.agrees


# real networks


@examples(25, shrink=False)
@given(
    seed=st.integers(0, 10_000),
    hidden=CHAINS,
    loss=st.sampled_from(sorted(LOSSES)),
    samples=st.integers(1, 40),
    inputs=st.integers(1, 30),
    data=st.data(),
)
def test_that_every_number_of_a_unit_is_kerass(seed, hidden, loss, samples, inputs, data):
    last = (
        1,
        "sigmoid" if loss_of(loss).probabilities else data.draw(st.sampled_from(["linear", "tanh"])),
        data.draw(st.booleans()),
    )
    snapshot = look(make_model(seed, inputs, [*hidden, last]), make_batch(seed, samples, inputs, loss), loss)
    assume(snapshot.finite)  # exponentials of exponentials leave the scale; what is not finite has tests of its own
    sample = data.draw(st.integers(0, samples - 1))
    for layer in snapshot.layers:
        for unit in range(layer.units):
            place = (snapshot, layer.name, unit, sample)
            z, a, delta = unit_output.pre_activation(*place), unit_output.activation(*place), unit_output.delta(*place)
            assert z.result.agrees, z
            assert a.result.agrees, a
            assert delta.result.agrees, delta
            assert delta.upstream is None or delta.upstream.agrees
            assert len(z.terms) == len(layer.kernel) + len(layer.bias[:1])
            assert z.result.value == pytest.approx(sum(term.value for term in z.terms))


def test_that_z_is_what_numpy_gives_in_float64():
    snapshot = bench_with(seed=3).snapshot()
    for sample in range(3):
        expected = snapshot.batch.X[sample].astype(float) @ snapshot.layers[0].kernel + snapshot.layers[0].bias
        for unit in range(4):
            shown = unit_output.pre_activation(snapshot, "hidden", unit, sample)
            assert shown.result.value == pytest.approx(expected[unit], rel=1e-12)
            assert [term.index for term in shown.terms] == [0, 1, 2, None]


def test_that_the_loss_slope_has_the_one_over_n():
    snapshot = bench_with(seed=3).snapshot()
    delta = unit_output.delta(snapshot, "output", 0, 1)
    error = float(snapshot.prediction[1, 0]) - float(snapshot.batch.Y_true[1, 0])
    assert delta.loss_slope.value == 2 * error / 3
    assert (delta.slope, delta.activation_gradient) == (1.0, None)
    assert delta.result.agrees


def test_that_a_relu_that_is_off_has_no_delta():
    snapshot = bench_with(seed=3).snapshot()
    off = np.argwhere(snapshot.layers[0].activation == 0)
    assert len(off)
    for sample, unit in off.tolist():
        delta = unit_output.delta(snapshot, "hidden", unit, sample)
        assert (delta.slope, delta.result.value, delta.result.agrees) == (0.0, 0.0, True)


def test_that_binary_crossentropy_without_a_sigmoid_before_it_is_explained_too():
    snapshot = look(make_model(1, 2, [(1, "hard_sigmoid", True)]), make_batch(2, 9, 2, "bce"), "bce")
    for sample in range(9):
        delta = unit_output.delta(snapshot, "layer_1", 0, sample)
        assert not delta.loss_slope.at_z
        assert delta.upstream.agrees
        assert delta.result.agrees


def test_that_an_unknown_loss_or_layer_is_refused():
    snapshot = bench_with(seed=3).snapshot()
    with pytest.raises(Problem):
        unit_output.delta(replace(snapshot, loss_kind="hinge"), "output", 0, 0)
    with pytest.raises(ValueError, match="received 'nope'"):
        unit_output.pre_activation(snapshot, "nope", 0, 0)


# a tick that can fail


def test_that_a_number_that_is_not_kerass_does_not_agree():
    snapshot = bench_with(seed=3).snapshot()
    layer = snapshot.layers[0]
    size = sum(abs(term.value) for term in unit_output.pre_activation(snapshot, "hidden", 0, 0).terms)
    moved = layer.pre_activation.copy()
    moved[0, 0] += 4e-6 * size
    wrong = changed(snapshot, 0, pre_activation=read_only(moved))
    shown = unit_output.pre_activation(wrong, "hidden", 0, 0).result
    assert not shown.agrees
    assert shown.difference == pytest.approx(4e-6 * size, rel=0.2)
    assert unit_output.pre_activation(wrong, "hidden", 1, 0).result.agrees


@pytest.mark.parametrize(
    ("value", "keras_value", "scale", "agrees"),
    [
        (1.0, 1.0 + 9e-7, 0.0, True),
        (1.0, 1.0 + 3e-6, 0.0, False),
        (1e-9, 0.0, 1.0, True),
        (1e-9, 0.0, 1e-4, False),
        (0.0, 0.0, 0.0, True),
        (math.nan, math.nan, 1.0, True),
        (math.nan, 1.0, 1.0, False),
        (1e39, math.inf, 1e39, True),
        (1e39, -math.inf, 1e39, False),
        (1.0, math.inf, 1.0, False),
        (1e-40, 0.0, 1e-40, True),
        (1.0, None, 1.0, None),
    ],
)
def test_that_agreeing_means_one_millionth(value, keras_value, scale, agrees):
    assert Result(value, keras_value, scale).agrees is agrees


# many terms


@examples(100)
@given(st.lists(st.floats(-1e6, 1e6), max_size=30), st.integers(2, 8))
def test_that_a_shortened_sum_keeps_its_value_and_its_largest_terms(values, most):
    terms = tuple(Term(index, (value,), value) for index, value in enumerate(values))
    short = shortened(terms, most)
    assert len(short) == min(len(terms), most)
    assert sum(term.count for term in short) == len(terms)
    assert math.fsum(term.value for term in short) == pytest.approx(math.fsum(values), abs=1e-6)
    kept = [term for term in short if term.factors]
    assert [term.index for term in kept] == sorted(term.index for term in kept)
    if len(kept) < len(terms):
        left = [abs(term.value) for term in terms if term not in kept]
        assert min((abs(term.value) for term in kept), default=math.inf) >= max(left)


def test_that_numbers_that_are_not_finite_are_added_too():
    assert math.isnan(exact_sum([math.inf, -math.inf]))
    assert exact_sum([math.inf, 1.0]) == math.inf
