"""What was compiled for one network serves another of its structure, which learns as with a descent of its own."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import nullcontext

import keras
import numpy as np
import pytest
import tensorflow as tf

from core.design.losses import LOSSES
from core.design.optimizers import OPTIMIZERS, optimizer
from core.learning import shared_functions
from core.learning.compiled_descents import CompiledDescents, Recipe
from core.learning.descent import MiniBatches, make_descent
from core.learning.shared_functions import Operands, SharedFunction
from tests.core.helpers.compiling import quickly_compiled


@pytest.fixture(autouse=True)
def traces(request, monkeypatch):
    """The traces of this test alone. Only the tests of the numbers compile with XLA."""
    with nullcontext() if request.node.get_closest_marker("numbers") else quickly_compiled():
        monkeypatch.setattr(shared_functions, "_traces", traces := OrderedDict())
        yield traces
        monkeypatch.undo()


def network(seed: int, activation: str = "relu", scaled: bool = False, units: int = 4) -> keras.Model:
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((3,))
    x = inputs
    if scaled:
        scale = keras.layers.Normalization(name="scale")
        scale.adapt(np.random.default_rng(seed).normal(seed, 2, (20, 3)).astype(np.float32))
        x = scale(inputs)
    hidden = keras.layers.Dense(units, activation=activation, name="hidden")(x)
    return keras.Model(inputs, keras.layers.Dense(1, name="output")(hidden))


def recipe(seed: int, kind=OPTIMIZERS[0], rows: int = 5, loss=LOSSES[0], batches=None, **of_the_network) -> Recipe:
    model, random = network(seed, **of_the_network), np.random.default_rng(seed)
    optimizer = CompiledDescents().optimizer(model, kind, 0.05)
    X, Y_true = (tf.constant(random.normal(size=(rows, n)).astype(np.float32)) for n in (3, 1))
    return Recipe(model, optimizer, loss.make(), loss.key, X, Y_true, batches)


def learned(made: Recipe, descend) -> list[bytes]:
    losses = descend(7).numpy()
    return [losses.tobytes(), *(v.numpy().tobytes() for v in (*made.model.variables, *made.optimizer.variables))]


def shared(made: Recipe) -> list[bytes]:
    return learned(made, CompiledDescents().descent(made))


def own_descent(made: Recipe):
    of = made.model, made.optimizer, made.loss_fn, made.X, made.Y_true, made.batches
    return make_descent(*of, compiled=tf.function)


def alone(made: Recipe) -> list[bytes]:
    return learned(made, own_descent(made))


@pytest.mark.numbers
@pytest.mark.parametrize("kind", [OPTIMIZERS[0], optimizer("adam")], ids=lambda kind: kind.key)
def test_that_another_network_learns_to_the_last_bit_as_with_a_descent_of_its_own(kind, traces):
    shared(recipe(1, kind))
    assert len(traces) == 1
    assert shared(recipe(2, kind)) == alone(recipe(2, kind))
    assert len(traces) == 1, "nothing was traced for the second"


@pytest.mark.parametrize(("rows", "size"), [(2, None), (200, 2)])
def test_that_other_samples_are_put_in_the_place_of_small_and_of_many_ones(rows, size, traces):
    def batches():
        return size and MiniBatches(rows, size, 3)

    shared(recipe(1, rows=rows, batches=batches()))
    assert shared(recipe(2, rows=rows, batches=batches())) == alone(recipe(2, rows=rows, batches=batches()))
    assert len(traces) == 1


def test_that_two_networks_may_take_turns(traces):
    first, second = recipe(1), recipe(2)
    descents = CompiledDescents()
    for _ in range(3):
        taken = [learned(made, descents.descent(made)) for made in (first, second)]
    again = [recipe(1), recipe(2)]
    for made, expected in zip(again, taken, strict=True):
        descend = own_descent(made)
        assert [learned(made, descend) for _ in range(3)][-1] == expected
    assert len(traces) == 1


def test_that_what_is_frozen_now_stays_as_it_is_with_a_trace_of_another(traces):
    shared(recipe(1))
    made = recipe(2)
    made.model.get_layer("hidden").trainable = False
    before = made.model.get_layer("hidden").kernel.numpy()
    shared(made)
    np.testing.assert_array_equal(made.model.get_layer("hidden").kernel, before)
    assert len(traces) == 1


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "other",
    [{"activation": "tanh"}, {"units": 5}, {"rows": 6}, {"kind": OPTIMIZERS[1]}, {"loss": LOSSES[1]}, {"scaled": True}],
    ids=lambda other: next(iter(other)),
)
def test_that_another_structure_has_a_trace_of_its_own(other):
    shared(recipe(1))
    assert shared(recipe(2, **other)) == alone(recipe(2, **other))


def test_that_scaled_networks_do_not_exchange_their_scales():
    shared(recipe(1, scaled=True))
    assert shared(recipe(2, scaled=True)) == alone(recipe(2, scaled=True))


def times(held):
    return lambda x: x * held


def test_that_a_function_that_holds_something_unnamed_serves_nobody_else(traces):
    for number in (1.0, 2.0):
        found = SharedFunction(times(tf.Variable(number)), lambda: Operands("test", []), autograph=False)
        assert float(found(tf.constant(3.0))) == 3 * number
    assert not traces
