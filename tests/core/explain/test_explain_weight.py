"""A weight's gradient and update, recomputed, are the tape's and those of the real Keras optimizers."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import SetTrainable, Step
from core.design.losses import loss as loss_of
from core.design.optimizers import OPTIMIZERS
from core.explain import unit_output
from core.explain.terms import shortened
from core.explain.weight_update import BIAS, Weight, gradient, step_gradient, update
from core.snapshot.snapshot import read_only
from tests.core.helpers.benches import bench_with, examples
from tests.core.helpers.explained import LOSSES, Trainer, look, make_batch, make_model

pytestmark = pytest.mark.numbers

KEYS = [kind.key for kind in OPTIMIZERS]


def weights_of(snapshot):
    for layer in snapshot.layers:
        for unit in range(layer.units):
            for row in [*range(len(layer.kernel)), *([BIAS] if len(layer.bias) else [])]:
                yield Weight(layer.name, row, unit), layer


@examples(12)
@given(seed=st.integers(0, 1000), samples=st.integers(1, 300), loss=st.sampled_from(sorted(LOSSES)))
def test_that_the_terms_of_a_gradient_add_up_to_the_tapes(seed, samples, loss):
    last = loss_of(loss).activation
    model = make_model(seed, 3, [(4, "relu", True), (3, "tanh", False), (1, last, True)])
    snapshot = look(model, make_batch(seed, samples, 3, loss), loss)
    for weight, layer in weights_of(snapshot):
        shown = gradient(snapshot, weight)
        assert shown.result.agrees, (weight, shown.result)
        assert shown.result.keras == weight.of(layer.kernel_gradient, layer.bias_gradient)
        assert [term.index for term in shown.terms] == list(range(samples))


def test_that_a_gradient_is_input_times_delta_sample_by_sample():
    snapshot = bench_with(seed=3).snapshot()
    delta = snapshot.layers[1].pre_activation_gradient[:, 0]
    shown = gradient(snapshot, Weight("output", 2, 0))
    assert [term.factors for term in shown.terms] == list(zip(snapshot.layers[0].activation[:, 2], delta, strict=True))
    shown = gradient(snapshot, Weight("output", BIAS, 0))
    assert [term.factors for term in shown.terms] == [(1.0, d) for d in delta]


@examples(20)
@given(st.integers(0, 1000), st.integers(1, 60), st.integers(1, 9))
def test_that_a_shortened_chain_is_the_same_sum(seed, samples, most):
    model = make_model(seed, 3, [(2, "tanh", True), (1, "linear", True)])
    snapshot = look(model, make_batch(seed, samples, 3))
    for row in (0, BIAS):
        whole, short = (gradient(snapshot, Weight("layer_1", row, 1), limit) for limit in (None, most))
        assert short.result == whole.result
        expected = shortened(whole.terms, most)
        assert [term.index for term in short.terms] == [term.index for term in expected]
        assert short.terms[-1].count == expected[-1].count
        assert short.terms[-1].value == pytest.approx(expected[-1].value, rel=1e-12)


def test_that_a_dead_relu_has_a_chain_of_zeros():
    bench = bench_with(seed=3)
    bench.network.model.get_layer("hidden").bias.assign(np.full(4, -9, np.float32))
    shown = gradient(bench.snapshot(), Weight("hidden", 1, 2))
    assert [term.value for term in shown.terms] == [0, 0, 0]
    assert (shown.result.value, shown.result.agrees) == (0, True)


def test_that_a_wrong_gradient_is_noticed():
    snapshot = bench_with(seed=3).snapshot()
    wrong = replace(snapshot.layers[1], kernel_gradient=read_only(snapshot.layers[1].kernel_gradient * 1.0001))
    snapshot = replace(snapshot, layers=(snapshot.layers[0], wrong))
    shown = [gradient(snapshot, Weight("output", row, 0)).result for row in range(4)]
    assert any(result.agrees is False for result in shown)


# updates


# an optimizer gets gradients and does not know of which loss they are: every one once, and every loss with two of them
@pytest.mark.thorough
@pytest.mark.parametrize("rows", [None, (1, 4, 5)], ids=["whole batch", "mini-batch"])
@pytest.mark.parametrize(
    ("optimizer", "loss"), [*((key, "mse") for key in KEYS), *product(("sgd", "adam"), sorted(set(LOSSES) - {"mse"}))]
)
def test_that_an_update_is_that_of_the_real_optimizer(optimizer, loss, rows):
    model = make_model(5, 3, [(4, "relu", True), (3, "tanh", True), (1, loss_of(loss).activation, True)])
    batch = make_batch(7, 8, 3, loss)
    trainer = Trainer(model, batch, loss, optimizer, 0.03)
    for _ in range(6):
        snapshot = look(model, batch, loss, optimizer, 0.03)
        preview = trainer.step(rows)
        for weight, layer in weights_of(snapshot):
            shown = update(snapshot, preview, weight)
            assert shown.learns
            assert set(shown.slots) == set(preview.slots.get(weight.path(layer), {}))
            for name, slot in shown.slots.items():
                assert slot.result.agrees, (name, slot)
                assert slot.result.keras == weight.inside(preview.slots[weight.path(layer)][name][1])
            assert shown.new.result.agrees, shown
            assert shown.new.result.keras == weight.inside(preview.weights[weight.path(layer)])
            assert shown.weight == weight.of(layer.kernel, layer.bias)


@pytest.mark.parametrize("optimizer", KEYS)
def test_that_another_learning_rate_would_be_noticed(optimizer):
    model, batch = make_model(5, 3, [(4, "tanh", True), (1, "linear", True)]), make_batch(7, 8, 3)
    snapshot = look(model, batch, "mse", optimizer, 0.03)
    preview = Trainer(model, batch, "mse", optimizer, 0.03).step()
    wrong = replace(snapshot, learning_rate=0.0301)
    assert all(update(snapshot, preview, weight).new.result.agrees for weight, _ in weights_of(snapshot))
    assert sum(update(wrong, preview, weight).new.result.agrees is False for weight, _ in weights_of(wrong)) > 15


def test_that_the_gradient_of_a_mini_batch_is_the_mean_over_its_rows():
    model, batch = make_model(5, 3, [(4, "relu", True), (1, "linear", True)]), make_batch(7, 8, 3)
    rows = (6, 2, 3)
    part = replace(batch, X=batch.X[list(rows)], Y_true=batch.Y_true[list(rows)])
    whole, alone = look(model, batch), look(model, part)
    for weight, layer in weights_of(alone):
        shown = step_gradient(whole, weight, rows)
        tape = weight.of(layer.kernel_gradient, layer.bias_gradient)
        assert shown.result.value == pytest.approx(tape, rel=1e-5, abs=1e-6 * shown.result.scale)
        assert [term.index for term in shown.terms] == list(rows)


def test_that_the_workbenchs_next_step_is_what_is_computed():
    bench = bench_with(seed=4)
    bench.do([Step(3)])
    snapshot, preview = bench.snapshot(), bench.network.stepping.preview()
    bench.do([Step(1)])
    after = {layer.name: layer for layer in bench.snapshot().layers}
    for weight, layer in weights_of(snapshot):
        shown = update(snapshot, preview, weight)
        assert shown.new.result.agrees
        assert shown.new.result.keras == weight.of(after[layer.name].kernel, after[layer.name].bias)
        assert [term.value for term in shown.new.terms] == [shown.weight, -0.05 * shown.gradient]


def test_that_a_frozen_layer_keeps_its_weights():
    bench = bench_with(seed=4)
    bench.do([SetTrainable("hidden", False)])
    snapshot, preview = bench.snapshot(), bench.network.stepping.preview()
    shown = update(snapshot, preview, Weight("hidden", 1, 1))
    assert not shown.learns
    assert shown.new.result.value == shown.new.result.keras == shown.weight
    assert update(snapshot, preview, Weight("output", 1, 0)).learns


def test_that_without_a_preview_there_is_nothing_to_compare_with():
    snapshot = bench_with(seed=4).snapshot()
    weight = Weight("hidden", 1, 1)
    shown = update(snapshot, None, weight)
    assert shown.new.result.agrees is None
    assert shown.new.result.value == shown.weight - 0.05 * shown.gradient
    assert update(replace(snapshot, optimizer="adam"), None, weight).new is None, "its memory is not known"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.filterwarnings("error")
def test_that_numbers_that_are_not_finite_are_explained_too(value):
    bench = bench_with(seed=4)
    bench.network.model.get_layer("hidden").kernel.assign(np.full((3, 4), value, np.float32))
    snapshot, preview = bench.snapshot(), bench.network.stepping.preview()
    for weight, layer in weights_of(snapshot):
        assert gradient(snapshot, weight).result.agrees is not None
        assert update(snapshot, preview, weight).new is not None
        for unit in range(layer.units):
            assert unit_output.pre_activation(snapshot, layer.name, unit, 0).result.agrees is not None
            assert unit_output.delta(snapshot, layer.name, unit, 0).result.agrees is not None
    assert not snapshot.finite  # the loss may be: on some processors relu(NaN) is 0
