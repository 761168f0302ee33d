"""Plans become the right commands for the network as it is when their turn has come."""

from __future__ import annotations

import pytest

from core.commands import START_RATE, MakeModel, SetOptimizer, SetSeed, SetTrainable, UseData, build_network
from core.datasets import NotebookBatch
from core.errors import Problem
from core.plans import OpenCsv, Rebuild, SwitchTrainable
from core.spec import FOUR_LAYERS

LAYERS = ("hidden_1", "hidden_2", "hidden_3", "output")


@pytest.fixture
def bench():
    from core.workbench import Workbench

    made = Workbench()
    made.do([*build_network(FOUR_LAYERS, 1), UseData(NotebookBatch())])
    return made


def carry_out(bench, plan) -> None:
    bench.do(plan.commands(bench))


def trained(bench) -> set[str]:
    """The layers whose variables the model would train, as Keras says."""
    return {variable.path.split("/")[0] for variable in bench.model.trainable_variables}


def test_that_a_layer_toggles_and_toggles_back(bench):
    carry_out(bench, SwitchTrainable("hidden_2"))
    assert trained(bench) == {"hidden_1", "hidden_3", "output"}
    carry_out(bench, SwitchTrainable("hidden_2"))
    assert trained(bench) == set(LAYERS)


def test_that_a_partly_frozen_model_toggles_to_all_then_none_then_all(bench):
    carry_out(bench, SwitchTrainable("output", False))
    for expected in (set(LAYERS), set(), set(LAYERS)):
        carry_out(bench, SwitchTrainable(None))
        assert trained(bench) == expected


def test_that_unfreezing_one_layer_of_a_frozen_model_trains_just_that_one(bench):
    carry_out(bench, SwitchTrainable(None, False))
    carry_out(bench, SwitchTrainable("hidden_3", True))
    assert trained(bench) == {"hidden_3"}
    assert bench.model.trainable is True


def test_that_unfreezing_a_whole_model_unfreezes_every_layer_although_keras_skips_the_assignment(bench):
    bench.do([SetTrainable("hidden_1", False), SetTrainable("output", False)])
    carry_out(bench, SwitchTrainable(None, True))
    assert trained(bench) == set(LAYERS)


def test_that_what_is_wanted_already_changes_nothing(bench):
    carry_out(bench, SwitchTrainable(None, True))
    assert trained(bench) == set(LAYERS)
    carry_out(bench, SwitchTrainable("output", True))
    assert trained(bench) == set(LAYERS)


def test_that_an_unknown_layer_is_refused_with_kerass_message(bench):
    with pytest.raises(Problem) as caught:
        carry_out(bench, SwitchTrainable("nowhere", False))
    assert "nowhere" in caught.value.keras_message


def test_that_a_new_network_keeps_which_layers_are_frozen_and_how_many_inputs_there_are(bench):
    carry_out(bench, SwitchTrainable("hidden_1", False))
    carry_out(bench, Rebuild(FOUR_LAYERS, 7, inputs=5))
    assert bench.model.input_shape == (None, 5)
    assert trained(bench) == {"hidden_2", "hidden_3", "output"}
    carry_out(bench, Rebuild(FOUR_LAYERS, 8))
    assert bench.model.input_shape == (None, 5)
    assert bench.seed == 8


def test_that_before_there_is_a_model_the_design_says_how_many_inputs():
    from core.workbench import Workbench

    commands = Rebuild(FOUR_LAYERS, 3).commands(Workbench())
    assert commands == (*build_network(FOUR_LAYERS, 3), SetOptimizer("sgd", START_RATE))
    assert isinstance(commands[0], SetSeed)
    assert isinstance(commands[-2], MakeModel)


def test_that_opening_a_csv_becomes_using_it(bench, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("1,2,3,4\n", encoding="utf-8")
    carry_out(bench, OpenCsv(str(file)))
    assert bench.batch.X.tolist() == [[1, 2, 3]]
