"""The names in a snapshot, models between tensors without a name, and whose numbers the input lane shows."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.commands import (
    CallLayer,
    CreateInput,
    CreateLayer,
    DefineTensor,
    Forget,
    HandStep,
    MakeModel,
    Predict,
    SetSeed,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import InsideSphere, NotebookBatch
from core.design.network_spec import FOUR_LAYERS, LayerSpec
from core.intents.moves import Undo
from core.problems.problem import Problem
from core.script.writer import script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import bits
from tests.core.helpers.scripts import assert_tells_the_truth, run

pytestmark = pytest.mark.usefixtures("without_xla")  # what is compared runs the same graph

CONNECTED = (
    CreateInput(3),
    CallLayer("hidden_1", "inputs", "hidden1"),
    CallLayer("hidden_2", "hidden1", "hidden2"),
    CallLayer("output", "hidden2", "hidden3"),
)
X1 = DefineTensor("X1", ((0.2, 0.5, 0.7), (0.3, 0.6, 0.2), (0.1, -0.3, -0.2)))
X2 = DefineTensor("X2", ((0.3, 0.6, 0.2), (-0.3, -0.5, 0.7)))


@pytest.fixture
def bench() -> Workbench:
    """Three layers without weights, and the notebook's batch."""
    bench = Workbench()
    names = (("hidden_1", 5, "relu"), ("hidden_2", 4, "tanh"), ("output", 1, None))
    bench.do([UseData(NotebookBatch()), SetSeed(3), *(CreateLayer(LayerSpec(*of)) for of in names)])
    return bench


@pytest.fixture
def whole() -> Workbench:
    """A network that was made at once: its tensors in between have no name."""
    bench = Workbench()
    bench.do([*build_network(FOUR_LAYERS, 20), UseData(NotebookBatch())])
    return bench


# models


def test_that_the_ways_are_those_that_keras_collects(bench):
    bench.do(CONNECTED)
    ends = {end.variable: end for end in bench.snapshot().ends}
    assert list(ends) == ["inputs", "hidden1", "hidden2", "hidden3"]
    for start in ("inputs", "hidden1", "hidden2"):
        for end in ("hidden1", "hidden2", "hidden3"):
            wanted = ends[end].layers_after(ends[start])
            if not wanted:  # then Keras finds no way, or nothing between
                assert len(ends[end].layers) <= len(ends[start].layers)
                continue
            model = keras.Model(bench.network.names.tensors[start], bench.network.names.tensors[end])
            dense = [layer.name for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
            assert list(wanted) == dense


def test_that_a_tensor_without_a_name_is_said_by_its_layer(whole):
    ends = {end.variable: end for end in whole.snapshot().ends}
    assert set(ends) == {"inputs", "x", "hidden_1.output", "hidden_2.output", "hidden_3.output"}
    assert {end.source for end in ends.values()} == {"inputs"}
    assert ends["hidden_2.output"].layers == ("hidden_1", "hidden_2")
    assert whole.snapshot().tensors == ()  # of no interest by themselves
    whole.do([CreateInput(5, "inputs_2", "input_2"), CallLayer("hidden_2", "inputs_2", "hidden2")])
    ends = {end.variable: end for end in whole.snapshot().ends}
    assert (ends["hidden2"].source, ends["hidden2"].layers) == ("inputs_2", ("hidden_2",))
    assert ends["hidden_2.output"].source == "inputs"


def test_that_a_model_up_to_a_layer_of_a_whole_network_is_exactly_what_its_script_makes(whole):
    before = bits(whole.network.model)
    whole.do([Step(3), MakeModel("mlp", "inputs", "hidden_2.output")])
    assert [layer.name for layer in whole.network.model.layers] == ["input", "hidden_1", "hidden_2"]
    assert bits(whole.network.model) != before[:4]
    assert whole.snapshot().parameters == 50
    assert bits(run(script(whole.history.entries))["model"]) == bits(whole.network.model)
    back = MakeModel("mlp", "inputs", "x")
    whole.do([back, Step(2), CallLayer("hidden_2", "hidden_1.output", "again")])
    assert_tells_the_truth(whole)
    assert "again = hidden_2(hidden_1.output)" in script(whole.history.entries)


def test_that_undo_of_a_cut_returns_the_whole_model(whole):
    whole.do([Step(2)])
    model, before = whole.network.model, bits(whole.network.model)
    whole.do([MakeModel("mlp", "inputs", "hidden_2.output")])
    Undo().make(whole)
    assert whole.network.model is model
    assert bits(whole.network.model) == before
    assert whole.snapshot().why_no_step == ""


@pytest.mark.parametrize("outputs", ["nobody.output", "hidden_1.kernel", "output.output"])
def test_that_what_has_no_symbolic_output_is_refused(bench, outputs):
    bench.do([CreateInput(3)])
    with pytest.raises(Problem):
        bench.do([MakeModel("mlp", "inputs", outputs)])
    assert bench.network.model is None


def test_that_every_name_there_is_is_known(bench):
    bench.do([*CONNECTED, X1, MakeModel("part", "inputs", "hidden1", "part")])
    assert bench.snapshot().names == set(bench.network.names.all)
    assert [(t.variable, t.shape) for t in bench.snapshot().numbers] == [("X", (3, 3)), ("X1", (3, 3))]


# whose numbers


def test_that_the_input_lane_shows_what_the_shown_call_was_made_on(bench):
    assert bench.snapshot().input_name == "X"
    bench.do([X1, X2, CallLayer("hidden_1", "X1", "Z1"), CallLayer("hidden_1", "X2", "Z2")])
    snapshot = bench.snapshot()
    assert (snapshot.input_name, snapshot.given_name, snapshot.samples) == ("X2", "X2", 2)
    layer = bench.network.names.layers["hidden_1"]
    z = snapshot.inputs @ layer.kernel.numpy() + layer.bias.numpy()
    np.testing.assert_allclose(snapshot.layer("hidden_1").activation, np.maximum(z, 0), rtol=1e-5, atol=1e-7)
    bench.do([CallLayer("hidden_2", "Z1", "Z")])
    snapshot = bench.snapshot()
    assert snapshot.given_name == "X2"  # the lane beside it still shows that call
    assert snapshot.layer("hidden_2").called == "Z1"


def test_that_with_an_input_only_a_call_on_as_many_columns_is_shown_there(bench):
    bench.do([X2, CreateInput(3), CallLayer("hidden_1", "inputs", "hidden1"), CallLayer("hidden_1", "X2", "Z2")])
    snapshot = bench.snapshot()
    assert (snapshot.input_name, snapshot.given_name) == ("input", "X2")
    bench.do([CreateInput(5, "inputs_2", "input_2")])
    assert bench.snapshot().input_name == "input"  # the one that the data fit into
    bench.do([CallLayer("hidden_2", "hidden1", "hidden2"), CallLayer("output", "hidden2", "y")])
    bench.do([MakeModel("mlp", "inputs", "y")])
    snapshot = bench.snapshot()
    assert (snapshot.given_name, snapshot.samples) == ("X", 3)
    assert snapshot.inputs is snapshot.batch.X


def test_that_a_step_by_hand_says_each_layers_own_call(bench):
    names = ("hidden_1", "hidden_2", "output")
    bench.do([HandStep(names, rate=0.1)])
    called = [bench.snapshot().layer(name).called for name in names]
    assert called == ["X", "hidden_1(X)", "hidden_2(hidden_1(X))"]


def test_that_other_numbers_under_the_same_name_end_what_was_given_for_the_old_ones(bench):
    bench.do([X2, CallLayer("hidden_1", "X2", "Z2"), DefineTensor("X2", ((1.0, 1.0, 1.0),))])
    assert bench.snapshot().layer("hidden_1").called == ""
    bench.do([HandStep(("hidden_1", "hidden_2", "output")), UseData(InsideSphere(9, 2))])
    assert [layer.called for layer in bench.snapshot().columns] == ["", "", ""]
    assert bench.snapshot().given_name == "X"


def test_that_forgetting_the_model_leaves_the_names(whole):
    whole.do([Forget(("model",))])
    assert "x" in {end.variable for end in whole.snapshot().ends}


def test_that_data_take_the_place_of_an_x_that_was_typed_before_there_were_any():
    bench = Workbench()
    bench.do([DefineTensor("X", ((9.0, 9.0, 9.0),)), *build_network(FOUR_LAYERS, 20), UseData(NotebookBatch())])
    bench.do([Predict("X", "answer")])
    theirs = run(script(bench.history.entries))["answer"]
    assert theirs.shape == (3, 1)
    assert bench.network.names.tensors["answer"].tobytes() == theirs.tobytes()
