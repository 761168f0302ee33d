"""Whatever is given to whatever takes a value: it is done as Keras alone does it, or a card says why not."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.data.built_in import NotebookBatch
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with
from tests.core.helpers.typing import type_in

VALUES = {
    "A": "np.array([[0.2, 0.5, 0.7]])",
    "X1": "tf.constant([0.2, 0.5, 0.7])",
    "X4": "tf.constant([[1.0, 2.0, 3.0, 4.0]])",
    "S0": "tf.constant(1.0)",
    "E0": "np.zeros((0, 3))",
    "I": "np.array([[1, 2, 3]])",
    "F": "np.array([[True, False, True]])",
    "N": "None",
    "C": "1j",
    "B": "True",
    "T": "type(X)",
    "L": "[0.1, 0.2]",
    "W": "hidden.get_weights()",
    "K": "model.output",
    "s": "'abc'",
}
CALLS = (
    "Z = hidden({})",
    "hidden({})",
    "Z = model({})",
    "Z = fresh({})",
    "t = {} + X",
    "hidden.bias.assign_add({})",
    "hidden.kernel.assign({})",
    "fresh.bias.assign_sub({})",
    "hidden.set_weights({})",
    "model.set_weights({})",
    "probe = keras.Model(inputs, {})",
    "for weight, gradient in zip(hidden.weights, {}):\n    weight.assign_sub(0.1 * gradient)\n",
    "print({})",
)
SLOW = ("P = model.predict({})", "model.fit({0}, {0})", "model.evaluate({0}, {0})")
"""Keras traces each anew for other shapes."""


@pytest.fixture(scope="module")
def bench() -> Workbench:
    made = bench_with(TWO_LAYERS, NotebookBatch())
    for line in ("model.compile('sgd', 'mse')", "fresh = layers.Dense(4)"):
        type_in(made, line)
    for name, value in VALUES.items():
        type_in(made, f"{name} = {value}")
    return made


def _kinds(bench: Workbench, name: str, calls: tuple[str, ...]) -> dict[str, str]:
    """Return the kinds of the cards; whatever is raised besides is a fault of ours."""
    found = {}
    for call in calls:
        try:
            type_in(bench, call.format(name))
        except Problem as problem:
            found[call] = problem.kind
        assert bench.snapshot() is not None
    return found


@pytest.mark.parametrize("name", VALUES)
def test_that_no_value_is_too_strange_for_a_card(bench, name):
    _kinds(bench, name, CALLS)


@pytest.mark.thorough
@pytest.mark.parametrize("name", VALUES)
def test_that_no_value_is_too_strange_to_fit(bench, name):
    _kinds(bench, name, SLOW)


def test_that_a_sample_without_its_batch_axis_and_other_columns_have_their_cards(bench):
    forms = ("Z = hidden({})", "hidden({})", "Z = model({})", "model({})", "P = model.predict({})")
    assert _kinds(bench, "X1", forms) == dict.fromkeys(forms, "layer.one_sample")
    forms = ("Z = hidden({})", "hidden({})", "Z = model({})", "P = model.predict({})")
    assert _kinds(bench, "X4", forms) == dict.fromkeys(forms, "layer.wrong_shape")


@pytest.mark.thorough
def test_that_samples_of_another_shape_have_their_cards_in_fit_and_evaluate(bench):
    assert _kinds(bench, "X1", SLOW) == dict.fromkeys(SLOW, "layer.one_sample")
    assert _kinds(bench, "X4", SLOW) == dict.fromkeys(SLOW, "layer.wrong_shape")


def test_that_numbers_in_float64_are_shown_as_the_layer_gives_them(bench):
    type_in(bench, "Z = hidden(A)")
    layer = bench.network.model.get_layer("hidden")
    given = np.array([[0.2, 0.5, 0.7]])
    trace = bench.network.names.traces["hidden"]
    assert trace.activation.tobytes() == np.asarray(layer(given)).tobytes()
    linear = keras.layers.Dense(4)
    linear.build((None, 3))
    linear.set_weights(layer.get_weights())
    assert trace.pre_activation.tobytes() == np.asarray(linear(given)).tobytes()


def test_that_weights_get_what_fits_them_or_keep_what_they_have(bench):
    before = bench.network.model.get_weights()
    for given in ("bias.assign_add([0.1, 0.2])", "kernel.assign(W)", "bias.assign_add(np.ones((2, 2)))"):
        with pytest.raises(Problem) as caught:
            type_in(bench, f"hidden.{given}")
        assert caught.value.kind == "keras.refused"
        assert caught.value.keras_message
    assert all(map(np.array_equal, before, bench.network.model.get_weights()))


@pytest.mark.parametrize("split", ["1.5", "1.34", "1.0", "-0.5"])
def test_that_a_split_that_keras_does_not_check_is_refused(bench, split):
    with pytest.raises(Problem, match="nothing to fit"):
        type_in(bench, f"model.fit(X, Y_true, validation_split={split})")


def test_that_no_samples_are_no_fit(bench):
    with pytest.raises(Problem, match="nothing to fit"):
        type_in(bench, "model.fit(E0, E0)")
