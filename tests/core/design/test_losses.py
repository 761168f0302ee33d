"""The losses: by hand in numpy; and binary crossentropy, which needs probabilities on both sides."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import SetLoss, Step, UseData
from core.data.built_in import NotebookBatch, Plane, XorOfThreeBits
from core.design.losses import CATEGORICAL, LOSSES, SPARSE
from core.design.losses import loss as loss_of
from core.design.network_spec import LayerSpec, NetworkSpec
from core.intents.moves import Redo, Undo
from core.intents.plans import ChooseLoss, Rebuild
from core.problems.problem import Problem
from tests.core.helpers.benches import TWO_LAYERS, Numbers, bench_with, bits, examples, weights

pytestmark = pytest.mark.numbers

BY_HAND = {
    "mse": lambda Y, P: (P - Y) ** 2,
    "mae": lambda Y, P: abs(P - Y),
    "huber": lambda Y, P: np.where(abs(P - Y) <= 1, (P - Y) ** 2 / 2, abs(P - Y) - 0.5),
    "bce": lambda Y, P: -(Y * np.log(P) + (1 - Y) * np.log(1 - P)),
}


@pytest.mark.parametrize("loss", BY_HAND)
@examples(20)
@given(
    pairs=st.lists(
        st.tuples(st.floats(0, 1, width=32), st.floats(-8, 8, width=32)).map(lambda p: (abs(p[0]), p[1])), min_size=1
    )
)
def test_that_a_loss_is_the_mean_of_what_its_formula_gives(loss, pairs):
    Y_true, Y_pred = np.array(pairs, np.float64).T[:, :, None]
    if loss == "bce":
        Y_pred = 1 / (1 + np.exp(-Y_pred))
    expected = BY_HAND[loss](Y_true, Y_pred).mean()
    kerass = float(loss_of(loss).make()(Y_true.astype(np.float32), Y_pred.astype(np.float32)))
    assert kerass == pytest.approx(expected, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("kind", [SPARSE, CATEGORICAL], ids=lambda kind: kind.key)
def test_that_a_loss_of_classes_and_its_slopes_are_those_of_its_formula(kind):
    labels, p = np.array([2, 0, 0]), np.array([[0.2, 0.3, 0.5], [0.9, 0.05, 0.05], [0.01, 0.98, 0.01]])
    one_hot = np.eye(3)[labels]
    given = tf.constant(one_hot if kind.one_hot else labels[:, None], tf.float32)
    with tf.GradientTape() as tape:
        P = tf.constant(p, tf.float32)
        tape.watch(P)
        loss = kind.make()(given, P)
    assert float(loss) == pytest.approx(-np.log(p[range(3), labels]).mean(), rel=1e-5)
    slopes = np.vectorize(kind.slope)(p, one_hot) / 3
    np.testing.assert_allclose(tape.gradient(loss, P), slopes, rtol=1e-4, atol=1e-6)


def test_that_the_first_loss_is_the_notebooks_and_every_key_is_its_own():
    assert LOSSES[0].key == "mse"
    assert len({kind.key for kind in LOSSES}) == len({kind.class_name for kind in LOSSES}) == len(BY_HAND)


@pytest.mark.parametrize("loss", BY_HAND)
def test_that_the_snapshot_shows_the_loss_and_its_gradients_of_the_loss_that_is_chosen(xor, loss):
    xor.do(ChooseLoss(loss).commands(xor.network))
    snapshot = xor.snapshot()
    Y_true, Y_pred = xor.network.batch.Y_true.astype(np.float64), snapshot.prediction.astype(np.float64)
    assert snapshot.loss_kind == loss
    assert snapshot.loss == pytest.approx(BY_HAND[loss](Y_true, Y_pred).mean(), rel=1e-5)
    small = 1e-6
    slope = (BY_HAND[loss](Y_true, Y_pred + small) - BY_HAND[loss](Y_true, Y_pred - small)) / (2 * small) / len(Y_true)
    output = snapshot.layers[-1]
    np.testing.assert_allclose(output.activation_gradient, slope, rtol=1e-4, atol=1e-6)
    dz = slope * (Y_pred * (1 - Y_pred) if loss == "bce" else 1)
    np.testing.assert_allclose(output.pre_activation_gradient, dz, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(output.bias_gradient, dz.sum(axis=0), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(output.kernel_gradient, snapshot.inputs_of("output").T @ dz, rtol=1e-4, atol=1e-6)


def test_that_a_probability_that_is_all_but_certain_still_has_its_gradient(xor):
    """Where the sigmoid is 1 to the last digit, its slope is 0: there the crossentropy's gradient comes from z."""
    choose(xor, "bce")
    bias = xor.network.names.layers["output"].bias
    bias.assign([30.0])
    output = xor.snapshot().layers[-1]
    assert (output.activation == 1).all()
    expected = (1 - xor.network.batch.Y_true) / len(xor.network.batch.Y_true)
    np.testing.assert_allclose(output.pre_activation_gradient, expected, atol=1e-6)
    np.testing.assert_allclose(output.bias_gradient, expected.sum(axis=0), rtol=1e-5)


# binary crossentropy


def choose(bench, key):
    bench.do(ChooseLoss(key).commands(bench.network))


def output_of(bench) -> str:
    return bench.snapshot().layers[-1].activation_name


def test_that_binary_crossentropy_makes_the_output_a_probability_and_leaving_it_takes_it_back(xor):
    before = bits(xor.network.model)
    choose(xor, "bce")
    snapshot = xor.snapshot()
    assert (snapshot.loss_kind, snapshot.layers[-1].activation_name) == ("bce", "sigmoid")
    z = snapshot.layers[-1].pre_activation.astype(np.float64)
    np.testing.assert_allclose(snapshot.prediction, 1 / (1 + np.exp(-z)), rtol=1e-6)
    assert bits(xor.network.model) == before, "the weights stay"
    choose(xor, "huber")
    assert (xor.network.training.loss_key, output_of(xor)) == ("huber", "linear")
    assert bits(xor.network.model) == before


def test_that_undo_and_redo_of_a_loss_take_the_activation_along(xor):
    xor.do([Step(3)])
    expected = [(xor.network.training.loss_key, output_of(xor), xor.snapshot().loss)]
    for key in ("bce", "mae"):
        choose(xor, key)
        expected.append((xor.network.training.loss_key, output_of(xor), xor.snapshot().loss))
    assert [each[1] for each in expected] == ["linear", "sigmoid", "linear"]
    for move, place in [(Undo(), 1), (Undo(), 0), (Redo(), 1), (Redo(), 2)]:
        move.make(xor)
        assert (xor.network.training.loss_key, output_of(xor), xor.snapshot().loss) == expected[place]


def test_that_steps_with_it_learn_the_classes(xor):
    choose(xor, "bce")
    before = xor.snapshot().loss
    xor.do([Step(500)])
    assert xor.snapshot().loss < before


@pytest.mark.parametrize("source", [NotebookBatch(), Plane(), Numbers(((0, 0, 0, 0), (1, 1, 1, 1.5)))])
def test_that_targets_that_are_no_probabilities_are_refused_whichever_comes_first(source):
    bench = bench_with(TWO_LAYERS, source)
    with pytest.raises(Problem) as caught:
        choose(bench, "bce")
    assert caught.value.kind == "loss.targets"
    low, high = bench.network.batch.Y_true.min(), bench.network.batch.Y_true.max()
    assert caught.value.fields["received"] == f"{low:g} … {high:g}"
    assert (bench.network.training.loss_key, output_of(bench)) == ("mse", "linear"), "the activation too is as it was"

    bench = bench_with(TWO_LAYERS, XorOfThreeBits())
    choose(bench, "bce")
    batch = bench.network.batch
    with pytest.raises(Problem) as caught:
        bench.do([UseData(source)])
    assert caught.value.kind == "loss.targets"
    assert bench.network.batch is batch
    assert (bench.network.training.loss_key, output_of(bench)) == ("bce", "sigmoid")


@pytest.mark.usefixtures("without_xla")
def test_that_targets_between_0_and_1_are_welcome():
    bench = bench_with(TWO_LAYERS, Numbers(((0, 0, 0, 0.0), (1, 1, 1, 0.25), (1, 0, 1, 1.0))))
    choose(bench, "bce")
    bench.do([Step(1)])
    assert np.isfinite(bench.snapshot().loss)


def test_that_an_unsuitable_target_in_data_of_another_width_is_named_after_the_width():
    bench = bench_with(TWO_LAYERS, XorOfThreeBits())
    choose(bench, "bce")
    with pytest.raises(Problem) as caught:
        bench.do([UseData(Numbers(((1.0, 2.0), (2.0, 4.1))))])
    assert caught.value.kind == "data.other_inputs"


@pytest.mark.usefixtures("without_xla")
@pytest.mark.parametrize("output", [None, "linear", "sigmoid"])
def test_that_a_network_built_anew_gives_probabilities_where_the_loss_needs_them(output):
    """The design may have been seen before the loss was chosen, or after."""
    bench = bench_with(TWO_LAYERS, XorOfThreeBits(), Step(2))
    design = NetworkSpec(3, (LayerSpec("hidden", 4, "relu"), LayerSpec("output", 1, output)))
    choose(bench, "bce")
    bench.do(Rebuild(design, 8).commands(bench.network))
    assert (bench.network.training.loss_key, output_of(bench)) == ("bce", "sigmoid")
    bench.do([Step(20)])
    assert all(np.isfinite(array).all() for array in weights(bench.network.model))


@pytest.mark.usefixtures("without_xla")
def test_that_a_loss_can_be_chosen_before_there_is_anything():
    from core.workbench.workbench import Workbench

    bench = Workbench()
    choose(bench, "huber")
    assert [done.command for done in bench.history.entries] == [SetLoss("huber")]
