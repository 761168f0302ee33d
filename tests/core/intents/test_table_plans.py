"""A table becomes data and a network for them; the script gives the same weights; undo brings back what was before."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from core.commands import Compile, Fit, SetActivation, SetLoss, Step
from core.data.built_in import InsideSphere
from core.design.compile_spec import CompileSpec
from core.design.network_spec import FOUR_LAYERS
from core.explain import unit_output
from core.intents.moves import Undo
from core.intents.plans import Rebuild
from core.intents.table_plans import opening
from core.problems.problem import Problem
from core.snapshot.design_of import design_of
from tests.core.helpers.benches import bench_with, bits
from tests.core.helpers.references import ONE_ROUNDING, assert_of_eager_calls
from tests.core.helpers.scripts import assert_tells_the_truth

pytestmark = [pytest.mark.usefixtures("without_xla"), pytest.mark.numbers]


@pytest.fixture(scope="module")
def flowers(tmp_path_factory):
    """150 rows of three classes, with two inputs of very different size."""
    draw, kind = np.random.default_rng(0), np.arange(150) % 3
    rows = zip(draw.normal(size=150) + 2 * kind, 1000 * (draw.normal(size=150) - kind), np.array(["a", "b", "c"])[kind])
    path = tmp_path_factory.mktemp("tables") / "flowers.csv"
    path.write_text("length,width,species\n" + "".join(f"{x:.3f},{y:.1f},{name}\n" for x, y, name in rows))
    return str(path)


def opened(path, **choices):
    bench = bench_with(FOUR_LAYERS, InsideSphere(), Step(5), seed=3)
    bench.do(opening(path, FOUR_LAYERS, 3, choices).commands(bench.network))
    return bench


def test_that_classes_are_learned_with_softmax_and_scaled_inputs(flowers):
    bench = opened(flowers)
    model, batch = bench.network.model, bench.network.batch
    assert [type(layer).__name__ for layer in model.layers] == ["InputLayer", "Normalization", *["Dense"] * 4]
    assert model.layers[-1].get_config()["activation"] == "softmax"
    reference = keras.layers.Normalization()
    reference.adapt(batch.X)
    np.testing.assert_array_equal(model.layers[1](batch.X), reference(batch.X))
    bench.do([Step(40)])
    snapshot = bench.snapshot()
    prediction = model(batch.X).numpy()
    np.testing.assert_array_equal(snapshot.prediction, prediction)
    np.testing.assert_array_equal(snapshot.inputs_of("hidden_1"), reference(batch.X))
    loss = keras.losses.SparseCategoricalCrossentropy()(batch.Y_true, prediction)
    assert snapshot.loss == pytest.approx(float(loss), rel=1e-5)
    assert snapshot.accuracy == pytest.approx((prediction.argmax(axis=1) == batch.Y_true[:, 0]).mean())
    assert_of_eager_calls(snapshot, model, ONE_ROUNDING)
    assert design_of(snapshot, "mlp").scaled
    assert_tells_the_truth(bench)


def test_that_the_gradient_of_softmax_is_p_minus_y(flowers):
    bench = opened(flowers)
    output, batch = bench.snapshot().layers[-1], bench.network.batch
    expected = (output.activation - (batch.Y_true == np.arange(3))) / batch.samples
    np.testing.assert_allclose(output.pre_activation_gradient, expected, atol=1e-7)
    np.testing.assert_allclose(output.bias_gradient, expected.sum(axis=0), atol=1e-6)


def test_that_every_term_of_softmax_and_of_its_gradient_is_ticked(flowers):
    bench = opened(flowers)
    bench.do([Step(20)])
    snapshot = bench.snapshot()
    for sample, unit in ((0, 0), (1, 2), (7, 1)):
        shown = unit_output.activation(snapshot, "output", unit, sample)
        z = snapshot.layers[-1].pre_activation[sample].astype(float)
        assert shown.result.value == pytest.approx(np.exp(z[unit]) / np.exp(z).sum())
        assert shown.exponentials[unit] / sum(shown.exponentials) == pytest.approx(shown.result.value)
        assert shown.result.agrees
        assert unit_output.delta(snapshot, "output", unit, sample).result.agrees
        assert unit_output.pre_activation(snapshot, "hidden_1", unit, sample).result.agrees
        assert unit_output.delta(snapshot, "hidden_3", unit, sample).result.agrees


def test_that_what_is_no_softmax_has_its_own_slope(flowers):
    bench = opened(flowers)
    for activation in ("sigmoid", "exponential"):
        bench.do([SetActivation("output", activation)])
        snapshot = bench.snapshot()
        assert all(unit_output.delta(snapshot, "output", unit, 3).result.agrees for unit in range(3)), activation


def test_that_one_undo_brings_the_network_before_back(flowers):
    bench = bench_with(FOUR_LAYERS, InsideSphere(), Step(5), seed=3)
    before = bits(bench.network.model)
    bench.do(opening(flowers, FOUR_LAYERS, 3, {}).commands(bench.network))
    Undo().make(bench)
    assert (bits(bench.network.model), bench.network.step) == (before, 5)
    assert bench.network.batch.samples == 128


def test_that_a_table_without_scaling_and_with_a_number_as_target_keeps_the_loss(flowers):
    bench = opened(flowers, target="width", leave_out=["species"], scale=False, validation=0.0)
    assert [type(layer).__name__ for layer in bench.network.model.layers] == ["InputLayer", *["Dense"] * 4]
    bench.do([Step(1)])
    snapshot = bench.snapshot()
    assert (snapshot.loss_kind, snapshot.accuracy, snapshot.scaled) == ("mse", None, None)
    assert_tells_the_truth(bench)


def test_that_two_classes_are_one_unit_with_a_sigmoid(flowers, tmp_path):
    lines = [line for line in Path(flowers).read_text().splitlines() if not line.endswith(",c")]
    (tmp_path / "two.csv").write_text("\n".join(lines))
    bench = opened(str(tmp_path / "two.csv"))
    bench.do([Step(20)])
    snapshot = bench.snapshot()
    assert (snapshot.loss_kind, snapshot.prediction.shape) == ("bce", (80, 1))
    wrong = (snapshot.prediction[:, 0] > 0.5) != (snapshot.batch.Y_true[:, 0] == 1)
    assert snapshot.accuracy == pytest.approx(1 - wrong.mean())
    assert_of_eager_calls(snapshot, bench.network.model, ONE_ROUNDING)
    assert_tells_the_truth(bench)


def test_that_another_design_keeps_the_ending_and_other_data_get_theirs(flowers):
    bench = opened(flowers)
    spec = design_of(bench.snapshot(), "mlp")
    bench.do(Rebuild(spec, 9).commands(bench.network))
    assert (bench.network.model.output_shape, bench.snapshot().why_no_step) == ((None, 3), "")
    bench.do(Rebuild(spec, 9, 3, InsideSphere()).commands(bench.network))
    bench.do([Step(2)])
    assert (bench.network.model.output_shape, bench.snapshot().loss_kind) == ((None, 1), "mse")
    assert_tells_the_truth(bench)


def test_that_a_choice_that_does_not_exist_is_refused_before_anything_changes(flowers):
    bench = bench_with(FOUR_LAYERS, InsideSphere(), seed=3)
    with pytest.raises(Problem, match="no such choice"):
        opening(flowers, FOUR_LAYERS, 3, {"colour": 1}).commands(bench.network)
    assert bench.network.batch.samples == 128


def test_that_the_loss_is_the_mean_of_the_parts_of_all_samples(flowers):
    bench = opened(flowers)
    bench.do([Step(20)])
    snapshot = bench.snapshot()
    parts = [unit_output.part_of_loss(snapshot, sample) for sample in range(snapshot.batch.samples)]
    assert np.mean(parts) == pytest.approx(snapshot.loss, rel=1e-5)


def test_that_several_targets_are_as_many_outputs(flowers):
    bench = opened(flowers, target=["length", "width"], leave_out=[], validation=0.0)
    model, batch = bench.network.model, bench.network.batch
    assert (batch.columns, batch.targets, batch.classes) == (
        ("species_a", "species_b", "species_c"),
        ("length", "width"),
        (),
    )
    assert (model.output_shape, model.layers[-1].get_config()["activation"]) == ((None, 2), "linear")
    bench.do([Step(20)])
    snapshot = bench.snapshot()
    prediction = model(batch.X).numpy()
    assert snapshot.loss == pytest.approx(float(np.mean((prediction - batch.Y_true) ** 2)), rel=1e-5)
    for sample, unit in ((0, 0), (5, 1)):
        assert unit_output.delta(snapshot, "output", unit, sample).result.agrees
    assert_tells_the_truth(bench)


def test_that_targets_that_are_no_numbers_are_not_learned_beside_others(flowers):
    for names, kind in ((["length", "species"], "table.no_number"), (["length"] * 17, "table.too_many_targets")):
        with pytest.raises(Problem) as caught:
            opened(flowers, target=names)
        assert caught.value.kind == kind


@pytest.mark.thorough
def test_that_one_hot_targets_are_learned_with_categorical_crossentropy(flowers):
    bench, numbers = opened(flowers, one_hot=True), opened(flowers)
    batch = bench.network.batch
    np.testing.assert_array_equal(batch.Y_true, numbers.network.batch.Y_true == np.arange(3))
    np.testing.assert_array_equal(batch.labels, numbers.network.batch.Y_true)
    bench.do([Step(20)])
    numbers.do([Step(20)])
    snapshot = bench.snapshot()
    assert (snapshot.loss_kind, batch.classes) == ("categorical_crossentropy", ("a", "b", "c"))
    for ours, theirs in zip(bench.network.model.get_weights(), numbers.network.model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)
    assert snapshot.accuracy == pytest.approx(numbers.snapshot().accuracy)
    assert snapshot.validation.accuracy == pytest.approx(numbers.snapshot().validation.accuracy)
    for sample, unit in ((0, 0), (1, 2)):
        assert unit_output.delta(snapshot, "output", unit, sample).result.agrees
    bench.do([Compile(CompileSpec("sgd", 0.05, "categorical_crossentropy", ("accuracy",))), Fit(2)])
    assert_tells_the_truth(bench)
    bench.do([SetActivation("output", "linear")])
    with pytest.raises(Problem) as caught:
        bench.do([SetLoss("sparse_categorical_crossentropy")])
    assert (caught.value.kind, caught.value.fields["received"]) == ("loss.other_targets", "3 classes, one-hot")
