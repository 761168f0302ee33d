"""Layers before there is a model: what the commands do to Keras, what Keras refuses, and the way back."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from core.commands import (
    BuildLayer,
    CallLayer,
    ConnectLayer,
    CreateInput,
    CreateLayer,
    CreateScaling,
    DefineTensor,
    Forget,
    HandStep,
    LoadWeights,
    MakeModel,
    MakeSequential,
    RebuildFromConfig,
    SaveWeights,
    SetActivation,
    SetBatchSize,
    SetSeed,
    SetTrainable,
    Show,
    Step,
    UseData,
)
from core.data.built_in import NotebookBatch
from core.design.network_spec import LayerSpec
from core.explain.gradient_check import GradientCheck
from core.intents.moves import Redo, Undo
from core.lessons.goals import Dead
from core.lessons.page_log import PageLog
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import FIVE_INPUTS

pytestmark = pytest.mark.usefixtures("without_xla")  # what is done and answered, not how steps are compiled

THREE = (
    SetSeed(3),
    CreateLayer(LayerSpec("hidden_1", 5, "relu")),
    CreateLayer(LayerSpec("hidden_2", 4, "tanh", use_bias=False)),
    CreateLayer(LayerSpec("output", 1)),
)
CONNECTED = (
    CreateInput(3),
    CallLayer("hidden_1", "inputs", "hidden1"),
    CallLayer("hidden_2", "hidden1", "hidden2"),
    CallLayer("output", "hidden2", "hidden3"),
)
WRONG = DefineTensor("wrong", ((1.0, 2.0, 3.0, 4.0),) * 3)


@pytest.fixture
def bench() -> Workbench:
    """Three layers without weights, and the notebook's batch."""
    bench = Workbench()
    bench.do([UseData(NotebookBatch()), *THREE])
    return bench


# weights


def test_that_a_new_layer_has_no_weights_and_build_gives_them_their_shape(bench):
    assert bench.network.names.layers["hidden_1"].get_weights() == []
    unbuilt = bench.snapshot().layer("hidden_1")
    assert (unbuilt.built, unbuilt.called, unbuilt.kernel.shape, unbuilt.units) == (False, "", (0, 5), 5)
    bench.do([BuildLayer("hidden_1", 3)])
    built = bench.snapshot().layer("hidden_1")
    assert (built.built, built.kernel.shape, built.bias.shape, built.parameters) == (True, (3, 5), (5,), 20)
    np.testing.assert_array_equal(built.kernel, bench.network.names.layers["hidden_1"].kernel.numpy())


def test_that_keras_refuses_to_build_twice_and_nothing_changes(bench):
    bench.do([BuildLayer("hidden_1", 3)])
    before = bench.network.names.layers["hidden_1"].get_weights()
    with pytest.raises(Problem) as caught:
        bench.do([BuildLayer("hidden_1", 5)])
    assert caught.value.kind == "layer.already_built"
    assert caught.value.keras_message.startswith("ValueError: You cannot add new elements of state")
    for one, other in zip(before, bench.network.names.layers["hidden_1"].get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    bench.do([CreateLayer(LayerSpec("hidden_1", 5, "relu")), BuildLayer("hidden_1", 5)])
    assert bench.network.names.layers["hidden_1"].kernel.shape == (5, 5)


def test_that_a_first_call_builds_and_gives_what_numpy_gives(bench):
    bench.do([CallLayer("hidden_1", "X", "Z1")])
    layer, X = bench.network.names.layers["hidden_1"], NotebookBatch().load().X
    z = X @ layer.kernel.numpy() + layer.bias.numpy()
    np.testing.assert_allclose(bench.network.names.tensors["Z1"].numpy(), np.maximum(z, 0), rtol=1e-5, atol=1e-7)
    shown = bench.snapshot().layer("hidden_1")
    assert shown.called == "X"
    np.testing.assert_allclose(shown.pre_activation, z, rtol=1e-5, atol=1e-7)
    np.testing.assert_array_equal(shown.activation, bench.network.names.tensors["Z1"].numpy())
    assert shown.kernel_gradient.shape == (0, 5)


def test_that_a_wrong_shape_is_said_with_keras_own_message_and_both_numbers(bench):
    bench.do([BuildLayer("hidden_1", 3), WRONG])
    with pytest.raises(Problem) as caught:
        bench.do([CallLayer("hidden_1", "wrong", "Z")])
    fields = caught.value.fields
    assert (caught.value.kind, fields["expected"], fields["received"], fields["shape"]) == (
        "layer.wrong_shape",
        3,
        4,
        (3, 4),
    )
    with pytest.raises(ValueError, match="expected axis -1") as keras_own:
        bench.network.names.layers["hidden_1"](tf.ones((3, 4)))
    assert caught.value.keras_message == f"ValueError: {keras_own.value}"
    assert "Z" not in bench.network.names.tensors
    with pytest.raises(Problem, match="does not fit"):
        bench.do([HandStep(("hidden_1", "output"), "wrong")])


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (BuildLayer("nope", 3), "name.unknown"),
        (BuildLayer("hidden_1", 0), "build.out_of_range"),
        (CallLayer("nope", "X", "Z"), "name.unknown"),
        (CallLayer("hidden_1", "nope", "Z"), "name.unknown"),
        (CallLayer("hidden_1", "X", "model"), "name.reserved"),
        (CallLayer("hidden_1", "X", "1st"), "name.reserved"),
        (DefineTensor("import", ((1.0,),)), "name.reserved"),
        (DefineTensor("T", ((1.0,), (1.0, 2.0))), "tensor.ragged"),
        (DefineTensor("T", ()), "tensor.ragged"),
        (HandStep(("hidden_1", "nope")), "name.unknown"),
        (HandStep(("hidden_1", "output"), rate=-1.0), "rate.out_of_range"),
        (CreateInput(3, "model"), "name.reserved"),
        (CreateInput(3, "inputs", 'a"b'), "name.not_for_keras"),
        (CreateInput(3, "inputs", "입력"), "name.not_for_keras"),
        (MakeModel("모델", "inputs", "outputs"), "name.not_for_keras"),
        (MakeModel("m", "inputs", "x"), "name.unknown"),
        (MakeModel("m", "X", "Y_true"), "keras.refused"),
        (SaveWeights(), "model.missing"),
        (RebuildFromConfig(), "config.missing"),
        (LoadWeights(), "config.missing"),
        (Forget(("nope",)), "name.unknown"),
        (Step(1), "model.missing"),
    ],
    ids=repr,
)
def test_that_what_cannot_be_done_is_said_and_leaves_everything_as_it_was(bench, command, kind):
    before = bench.history.entries
    with pytest.raises(Problem) as caught:
        bench.do([BuildLayer("hidden_2", 5), command])
    assert caught.value.kind == kind
    assert str(caught.value)
    assert bench.history.entries == before
    assert not bench.network.names.layers["hidden_2"].built
    assert set(bench.network.names.tensors) == set()


# the way back


def test_that_undo_takes_weights_away_and_redo_returns_the_very_same(bench):
    bench.do([BuildLayer("hidden_1", 3)])
    kernel = bench.network.names.layers["hidden_1"].kernel.numpy()
    Undo().make(bench)
    assert bench.network.names.layers["hidden_1"].get_weights() == []
    assert not bench.snapshot().layer("hidden_1").built
    Redo().make(bench)
    np.testing.assert_array_equal(bench.network.names.layers["hidden_1"].kernel.numpy(), kernel)
    Undo().make(bench)
    bench.do([CallLayer("hidden_1", "X", "Z")])
    np.testing.assert_array_equal(bench.network.names.layers["hidden_1"].kernel.numpy(), kernel)


def test_that_undoing_a_connection_leaves_no_trace_in_the_layer(bench):
    bench.do([BuildLayer("hidden_1", 3), CreateInput(3)])
    bench.do([CallLayer("hidden_1", "inputs", "one")])
    Undo().make(bench)
    with pytest.raises(AttributeError):
        _ = bench.network.names.layers["hidden_1"].output
    bench.do([CallLayer("hidden_1", "inputs", "two")])
    assert bench.network.names.layers["hidden_1"].output is bench.network.names.tensors["two"]
    assert [tensor.variable for tensor in bench.snapshot().tensors] == ["inputs", "two"]


def test_that_undo_returns_the_weights_from_before_a_step_by_hand(bench):
    bench.do([CallLayer("hidden_1", "X", "Z1")])
    before = [w.copy() for w in bench.network.names.layers["hidden_1"].get_weights()]
    bench.do([HandStep(("hidden_1", "output"), rate=1.0)])
    assert not np.array_equal(before[0], bench.network.names.layers["hidden_1"].kernel.numpy())
    Undo().make(bench)
    np.testing.assert_array_equal(before[0], bench.network.names.layers["hidden_1"].kernel.numpy())
    assert not bench.network.names.layers["output"].built


# learning by hand


def test_that_a_step_by_hand_is_gradient_descent_by_numpy(bench):
    names = ("hidden_1", "hidden_2", "output")
    bench.do([CallLayer("hidden_1", "X", "Z1"), CallLayer("hidden_2", "Z1", "Z2"), CallLayer("output", "Z2", "Z3")])
    batch, layers = NotebookBatch().load(), [bench.network.names.layers[name] for name in names]
    W1, b1, W2, W3, b3 = (w.astype(np.float64) for layer in layers for w in layer.get_weights())
    z1 = batch.X @ W1 + b1
    a1, a2 = np.maximum(z1, 0), np.tanh(np.maximum(z1, 0) @ W2)
    d3 = 2 * (a2 @ W3 + b3 - batch.Y_true) / 3
    d2 = (d3 @ W3.T) * (1 - a2**2)
    d1 = (d2 @ W2.T) * (z1 > 0)
    wanted = (
        W1 - 0.1 * batch.X.T @ d1,
        b1 - 0.1 * d1.sum(0),
        W2 - 0.1 * a1.T @ d2,
        W3 - 0.1 * a2.T @ d3,
        b3 - 0.1 * d3.sum(0),
    )
    bench.do([HandStep(names, rate=0.1)])
    got = [w for layer in layers for w in layer.get_weights()]
    for one, other in zip(wanted, got, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
    shown = bench.snapshot().layer("hidden_2")
    np.testing.assert_allclose(shown.kernel_gradient, a1.T @ d2, rtol=1e-4, atol=1e-6)
    assert shown.bias_gradient.shape == (0,)
    assert bench.network.step == 0


# models


def test_that_connecting_says_where_each_layer_hangs_and_makes_tensors(bench):
    bench.do(CONNECTED)
    snapshot = bench.snapshot()
    assert [layer.source for layer in snapshot.columns] == ["input", "hidden_1", "hidden_2"]
    assert [(t.variable, t.shape, t.layer) for t in snapshot.tensors] == [
        ("inputs", (None, 3), "input"),
        ("hidden1", (None, 5), "hidden_1"),
        ("hidden2", (None, 4), "hidden_2"),
        ("hidden3", (None, 1), "output"),
    ]
    assert snapshot.why_no_step == "model"
    assert np.isnan(snapshot.loss)


def test_that_a_model_collects_only_the_layers_on_its_way(bench):
    bench.do([*CONNECTED, MakeModel("part", "inputs", "hidden2"), MakeModel("whole", "inputs", "hidden3", "whole")])
    snapshot = bench.snapshot()
    assert [(layer.name, layer.in_model) for layer in snapshot.columns] == [
        ("hidden_1", True),
        ("hidden_2", True),
        ("output", False),
    ]
    assert snapshot.why_no_step == "outputs"
    assert snapshot.parameters == bench.network.model.count_params() == 40
    np.testing.assert_allclose(
        snapshot.layer("hidden_2").activation,
        bench.network.model(bench.network.names.samples[0]).numpy(),
        rtol=1e-6,
        atol=1e-7,
    )
    with pytest.raises(Problem, match="another number of outputs"):
        bench.do([Step(1)])
    bench.do([MakeModel("whole", "inputs", "hidden3"), Step(2)])
    assert [layer.name for layer in bench.snapshot().layers] == ["hidden_1", "hidden_2", "output"]
    assert bench.snapshot().loose == ()
    assert bench.network.names.models["whole"].get_layer("output") is bench.network.names.layers["output"]


def test_that_a_model_may_begin_in_the_middle_as_in_todays_keras(bench):
    bench.do([*CONNECTED, MakeModel("tail", "hidden1", "hidden3")])
    snapshot = bench.snapshot()
    assert snapshot.why_no_step == "inputs"
    assert [(layer.name, layer.in_model) for layer in snapshot.columns][:2] == [("hidden_2", True), ("output", True)]
    assert snapshot.input_shape == (None, 5)
    assert snapshot.layer("hidden_2").called == ""


def test_that_a_layer_called_twice_is_drawn_once_and_no_step_can_be_taken(bench):
    square = CreateLayer(LayerSpec("square", 3))
    calls = (CallLayer("square", "inputs", "once"), CallLayer("square", "once", "twice"))
    end = CreateLayer(LayerSpec("end", 1)), CallLayer("end", "twice", "last")
    bench.do([CreateInput(3), square, *calls, *end, MakeModel("shared", "inputs", "last")])
    snapshot = bench.snapshot()
    assert snapshot.why_no_step == "chain"
    assert [layer.name for layer in snapshot.columns if layer.in_model] == ["square", "end"]


def test_that_two_models_share_one_layer(bench):
    other = (CreateInput(5, "inputs2", "input_2"), CallLayer("hidden_2", "inputs2", "h2"))
    bench.do([*CONNECTED, *other, CallLayer("output", "h2", "h3"), MakeModel("tail", "inputs2", "h3", "model2")])
    bench.do([MakeModel("mlp", "inputs", "hidden3"), Step(20)])
    assert (
        bench.network.names.models["model2"].get_layer("hidden_2").kernel
        is bench.network.model.get_layer("hidden_2").kernel
    )
    assert [tensor.variable for tensor in bench.snapshot().tensors][-2:] == ["h2", "h3"]


def test_that_a_config_holds_no_weights_and_the_kept_ones_return(bench):
    bench.do([*CONNECTED, MakeModel("mlp", "inputs", "hidden3"), Step(5), SaveWeights()])
    kept = bench.network.model.get_weights()
    bench.do([RebuildFromConfig()])
    assert bench.network.step == 0
    assert isinstance(bench.network.model, keras.Model)
    assert not np.array_equal(kept[0], bench.network.model.get_weights()[0])
    assert [layer.name for layer in bench.snapshot().columns] == ["hidden_1", "hidden_2", "output"]
    bench.do([LoadWeights()])
    for one, other in zip(kept, bench.network.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    bench.do([Step(1)])
    Undo().make(bench)
    Undo().make(bench)
    assert not np.array_equal(kept[0], bench.network.model.get_weights()[0])


def test_that_letting_go_of_the_model_leaves_its_layers(bench):
    bench.do([*CONNECTED, MakeModel("mlp", "inputs", "hidden3"), Step(5), SetTrainable("hidden_1", False)])
    kernel = bench.network.names.layers["hidden_1"].kernel.numpy()
    bench.do([Forget(("model", "output"))])
    assert bench.snapshot().why_no_step == "model"
    assert [layer.name for layer in bench.snapshot().columns] == ["hidden_1", "hidden_2"]
    assert bench.network.step == 0
    Undo().make(bench)
    assert bench.network.step == 5
    np.testing.assert_array_equal(bench.network.names.layers["hidden_1"].kernel.numpy(), kernel)
    assert bench.network.names.frozen_layers() == ("hidden_1",)


def test_that_data_with_other_inputs_is_no_obstacle_before_there_is_a_model(bench):
    bench.do([BuildLayer("hidden_1", 3), UseData(FIVE_INPUTS)])
    assert bench.snapshot().batch.inputs == 5
    with pytest.raises(Problem, match="does not fit"):
        bench.do([CallLayer("hidden_1", "X", "Z")])


# showing


def test_that_showing_changes_nothing_and_is_written_down_only_where_it_costs_nothing(bench):
    bench.do([*CONNECTED, MakeModel("mlp", "inputs", "hidden3"), Step(5)])
    bench.do([Show("hidden_1.get_config()")])
    (shown,) = bench.network.names.take_shown()
    assert shown.text == str(bench.network.names.layers["hidden_1"].get_config())
    assert shown.value == bench.network.names.layers["hidden_1"].get_config()
    assert bench.history.entries[-1].command == Show("hidden_1.get_config()")
    bench.timeline.go_to(2)
    bench.do([Show("model.name")])
    assert bench.network.names.take_shown()[0].text == "mlp"
    assert len(bench.history.branches) == 1
    assert bench.timeline.place().last_step == 5


def test_that_a_refused_expression_is_noted_and_not_written_down(bench):
    bench.do([*CONNECTED, MakeModel("mlp", "inputs", "hidden3")])
    before = bench.history.entries
    with pytest.raises(Problem):
        bench.do([Show('model.get_layer("nope")')])
    (shown,) = bench.network.names.take_shown()
    assert shown.problem is not None
    assert shown.problem.keras_message.startswith("ValueError: No such layer: nope. Existing layers are:")
    assert bench.history.entries == before


def test_that_a_model_can_be_rebuilt_from_its_config_again_and_after_an_undo(bench):
    bench.do(
        [CreateInput(3), CreateLayer(LayerSpec("one", 1)), ConnectLayer("one", "inputs"), MakeModel(), SaveWeights()]
    )
    bench.do([RebuildFromConfig()])
    bench.do([RebuildFromConfig()])
    bench.timeline.undo()
    bench.do([RebuildFromConfig()])
    assert [layer.name for layer in bench.network.model.layers] == ["input", "one"]
    assert bench.network.names.tensors["config"]["layers"]


def test_that_a_further_model_can_be_frozen_by_its_variable(bench):
    bench.do([CreateInput(3), CreateLayer(LayerSpec("one", 2)), CallLayer("one", "inputs", "h")])
    bench.do([MakeModel("probe", "inputs", "h", "probe"), SetTrainable("probe", False, by_variable=True)])
    assert SetTrainable("probe", False, by_variable=True).lines() == ("probe.trainable = False",)
    assert not bench.network.names.models["probe"].trainable
    assert not bench.network.names.layers["one"].trainable, "Keras hands it on"


@pytest.mark.parametrize(
    ("expression", "remedy", "columns"),
    [("one(X[0])", "X[:1]", 3), ("one(X[2])", "X[2:3]", 3), ("model.predict(X[1])", "X[1:2]", 3)],
)
def test_that_one_sample_without_its_batch_axis_gets_a_card_of_its_own(bench, expression, remedy, columns):
    bench.do(
        [UseData(NotebookBatch()), CreateInput(3), CreateLayer(LayerSpec("one", 1)), ConnectLayer("one", "inputs")]
    )
    bench.do([MakeModel()])
    with pytest.raises(Problem) as caught:
        bench.do([Show(expression)])
    problem = caught.value
    assert (problem.kind, problem.fields["remedy"], problem.fields["columns"]) == ("layer.one_sample", remedy, columns)
    assert "\x1b" not in problem.keras_message
    assert problem.keras_message
    bench.do([Show(expression.replace(expression[expression.index("X") : -1], remedy))])


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (CreateLayer(LayerSpec("two", 2, "threshold")), "activation.unusable"),
        (CreateLayer(LayerSpec("two", 2, "glu")), "activation.unusable"),
        (SetActivation("one", "threshold"), "activation.unusable"),
        (SetActivation("one", "nonsense"), "keras.refused"),
        (SetBatchSize(2, -1), "seed.out_of_range"),
        (SetBatchSize(2, 2**32), "seed.out_of_range"),
        (Forget(()), "names.none"),
    ],
)
def test_that_a_command_checks_its_fields_before_it_is_in_the_history(bench, command, kind):
    bench.do(
        [UseData(NotebookBatch()), CreateInput(3), CreateLayer(LayerSpec("one", 1)), ConnectLayer("one", "inputs")]
    )
    bench.do([MakeModel()])
    before = bench.history.entries
    with pytest.raises(Problem) as caught:
        bench.do([command])
    assert caught.value.kind == kind
    assert bench.history.entries == before
    bench.do([Step(1)])


def test_that_a_sequential_model_is_asked_about_its_layers_as_any_other(bench):
    bench.do([UseData(NotebookBatch()), CreateInput(3), CreateLayer(LayerSpec("h", 4, "relu"))])
    bench.do([CreateLayer(LayerSpec("o", 1)), MakeSequential(("inputs", "h", "o"))])
    h = bench.network.model.get_layer("h")
    h.bias.assign([-9.0] * 4)
    assert not np.any(h(bench.network.training.samples[0]).numpy())
    assert Dead("h").holds(bench.network, PageLog(bench.network))
    assert not Dead("o").holds(bench.network, PageLog(bench.network))
    checked = GradientCheck("o", 0, 0, 1e-3).answer(bench.network)
    assert checked.tape == 0


def test_that_a_normalization_layer_can_be_called_and_its_result_kept(bench):
    bench.do([UseData(NotebookBatch()), CreateScaling(), CallLayer("scale", "X", "Z")])
    X = bench.network.training.samples[0]
    np.testing.assert_array_equal(bench.network.names.tensors["Z"], bench.network.names.layers["scale"](X))
