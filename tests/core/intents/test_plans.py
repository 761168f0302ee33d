"""Plans become the right commands for the network as it is when their turn has come."""

from __future__ import annotations

import pytest

from core.commands import (
    BuildLayer,
    CreateLayer,
    MakeModel,
    Reset,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetSeed,
    SetTrainable,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import NotebookBatch, Plane, XorOfThreeBits
from core.data.made import Sine
from core.design.network_spec import FOUR_LAYERS, LayerSpec, NetworkSpec
from core.design.optimizers import OPTIMIZERS
from core.design.rates import START_RATE
from core.intents.design_questions import Activations, ConfigOf
from core.intents.moves import Undo
from core.intents.plans import (
    ChooseBatchSize,
    ChooseLoss,
    ChooseOptimizer,
    Rebuild,
    RenewLayer,
    StartAgain,
    StartUnbuilt,
    SwitchTrainable,
    TakeData,
)
from core.problems.problem import Problem
from core.snapshot.design_of import design_of

LAYERS = ("hidden_1", "hidden_2", "hidden_3", "output")


@pytest.fixture
def bench():
    from core.workbench.workbench import Workbench

    made = Workbench()
    made.do([*build_network(FOUR_LAYERS, 1), UseData(NotebookBatch())])
    return made


def carry_out(bench, plan) -> None:
    bench.do(plan.commands(bench.network))


def trained(bench) -> set[str]:
    """The layers whose variables the model would train, as Keras says."""
    return {variable.path.split("/")[0] for variable in bench.network.model.trainable_variables}


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
    assert bench.network.model.trainable is True


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


def test_that_a_new_network_keeps_which_layers_are_frozen_and_is_made_for_the_data_there_are(bench):
    carry_out(bench, SwitchTrainable("hidden_1", False))
    carry_out(bench, Rebuild(FOUR_LAYERS, 7, inputs=5))
    assert bench.network.model.input_shape == (None, 5)
    assert trained(bench) == {"hidden_2", "hidden_3", "output"}
    carry_out(bench, Rebuild(FOUR_LAYERS, 8))
    assert bench.network.model.input_shape == (None, bench.network.batch.inputs) == (None, 3)
    assert trained(bench) == {"hidden_2", "hidden_3", "output"}
    assert bench.network.training.seed == 8


def test_that_the_design_is_the_models_and_layers_beside_it_stay(bench):
    bench.do([CreateLayer(LayerSpec("beside", 2))])
    design = design_of(bench.snapshot(), "mlp")
    assert [layer.name for layer in design.layers] == [layer.name for layer in bench.network.model.layers[1:]]
    carry_out(bench, Rebuild(design, 9))
    assert [layer.name for layer in design_of(bench.snapshot(), "mlp").layers] == [
        layer.name for layer in design.layers
    ]
    assert "beside" in bench.network.names.layers


def test_that_before_there_is_a_model_the_design_says_how_many_inputs():
    from core.workbench.workbench import Workbench

    commands = Rebuild(FOUR_LAYERS, 3).commands(Workbench().network)
    assert commands == (*build_network(FOUR_LAYERS, 3), SetOptimizer("sgd", START_RATE))
    assert isinstance(commands[0], SetSeed)
    assert isinstance(commands[-2], MakeModel)


def memory_of(bench) -> list[bytes]:
    return [variable.numpy().tobytes() for variable in bench.network.names.optimizer.variables]


def test_that_a_new_network_keeps_the_settings_and_begins_without_a_past(bench):
    for plan in (ChooseOptimizer("adam"), ChooseLoss("huber"), ChooseBatchSize(2), SwitchTrainable("hidden_1")):
        carry_out(bench, plan)
    bench.do([SetLearningRate(0.25)])
    fresh = memory_of(bench)
    bench.do([Step(5)])
    assert memory_of(bench) != fresh
    carry_out(bench, Rebuild(FOUR_LAYERS, 7))
    assert (
        bench.network.training.optimizer_key,
        bench.network.training.learning_rate,
        bench.network.training.loss_key,
    ) == ("adam", 0.25, "huber")
    assert (
        bench.network.training.batches.size,
        bench.network.training.batches.seed,
        bench.network.training.batches.step,
    ) == (2, 7, 0)
    assert bench.network.names.frozen_layers() == ("hidden_1",)
    assert memory_of(bench) == fresh
    assert bench.network.step == 0


def test_that_a_new_network_for_fewer_samples_takes_smaller_batches(bench):
    bench.do([UseData(Plane(9))])
    carry_out(bench, ChooseBatchSize(9))
    carry_out(bench, Rebuild(FOUR_LAYERS, 7, source=NotebookBatch()))
    assert (bench.network.training.batches.size, bench.network.training.batches.samples) == (3, 3)
    carry_out(bench, Rebuild(FOUR_LAYERS, 7, source=Sine()))
    assert bench.network.model.input_shape == (None, 1), "as many as these data have"


def test_that_taking_data_keeps_the_batch_size_where_there_are_as_many_samples(bench):
    carry_out(bench, TakeData(Plane(9)))
    assert bench.network.training.batches is None
    carry_out(bench, ChooseBatchSize(5))
    carry_out(bench, TakeData(Plane(7)))
    assert (bench.network.training.batches.size, bench.network.training.batches.samples) == (5, 7)
    carry_out(bench, TakeData(NotebookBatch()))
    assert (bench.network.training.batches.size, bench.network.training.batches.samples) == (3, 3)
    carry_out(bench, ChooseBatchSize(None))
    carry_out(bench, TakeData(Plane(9)))
    assert bench.network.training.batches is None


@pytest.mark.sampled(3)
@pytest.mark.usefixtures("without_xla")
@pytest.mark.parametrize("key", [kind.key for kind in OPTIMIZERS])
def test_that_starting_again_is_the_same_way_again(bench, key):
    """The same weights, an optimizer that remembers nothing, and the same shuffle."""
    carry_out(bench, ChooseOptimizer(key))
    carry_out(bench, ChooseBatchSize(2))
    bench.do([Step(7)])
    once = [weight.tobytes() for weight in bench.network.model.get_weights()]
    carry_out(bench, StartAgain())
    assert (bench.network.step, bench.network.training.batches.step, bench.network.training.optimizer_key) == (
        0,
        0,
        key,
    )
    bench.do([Step(7)])
    assert [weight.tobytes() for weight in bench.network.model.get_weights()] == once


def test_that_starting_again_with_plain_sgd_is_one_line(bench):
    bench.do([Step(2)])
    assert StartAgain().commands(bench.network) == (Reset(),)
    carry_out(bench, ChooseBatchSize(2))
    assert StartAgain().commands(bench.network) == (Reset(), SetBatchSize(2, 1))
    carry_out(bench, ChooseOptimizer("adam"))
    assert StartAgain().commands(bench.network) == (Reset(), SetOptimizer("adam", START_RATE), SetBatchSize(2, 1))


def test_that_another_optimizer_keeps_the_rate_and_another_batch_size_the_seed(bench):
    bench.do([SetLearningRate(0.3)])
    assert ChooseOptimizer("adam").commands(bench.network) == (SetOptimizer("adam", 0.3),)
    assert ChooseBatchSize(2).commands(bench.network) == (SetBatchSize(2, bench.network.training.seed),)


def test_that_a_loss_brings_the_activation_it_needs(bench):
    bench.do([UseData(XorOfThreeBits())])
    assert ChooseLoss("mae").commands(bench.network) == (SetLoss("mae"),)
    assert ChooseLoss("bce").commands(bench.network) == (SetActivation("output", "sigmoid"), SetLoss("bce"))
    carry_out(bench, ChooseLoss("bce"))
    assert ChooseLoss("bce").commands(bench.network) == (SetLoss("bce"),)
    assert ChooseLoss("mse").commands(bench.network) == (SetActivation("output", "linear"), SetLoss("mse"))


# layers one by one


def test_that_starting_unbuilt_leaves_layers_without_weights_and_nothing_else(bench):
    frozen = SetTrainable("hidden_1", False)
    bench.do([frozen, Step(3)])
    carry_out(bench, StartUnbuilt(FOUR_LAYERS, 7))
    assert tuple(bench.network.names.layers) == LAYERS
    assert not any(layer.built for layer in bench.network.names.layers.values())
    assert (bench.network.model, bench.network.names.tensors, bench.network.step, bench.network.training.seed) == (
        None,
        {},
        0,
        7,
    )
    Undo().make(bench)
    assert (bench.network.step, bench.network.names.frozen_layers()) == (3, ("hidden_1",))


def test_that_unbuilt_layers_get_the_weights_that_the_whole_network_would_have(bench):
    carry_out(bench, Rebuild(FOUR_LAYERS, 7))
    kernel = bench.network.model.get_layer("hidden_1").kernel.numpy()
    carry_out(bench, StartUnbuilt(FOUR_LAYERS, 7))
    bench.do([BuildLayer("hidden_1", 3)])
    assert (bench.network.names.layers["hidden_1"].kernel.numpy() == kernel).all()


def test_that_a_new_design_forgets_the_layers_that_it_has_no_place_for(bench):
    carry_out(bench, Rebuild(NetworkSpec(3, (LayerSpec("hidden_1", 2), LayerSpec("end", 1))), 1))
    assert tuple(bench.network.names.layers) == ("hidden_1", "end")
    assert bench.snapshot().loose == ()
    assert bench.history.entries[-1].command == SetOptimizer("sgd", START_RATE)
    carry_out(bench, Rebuild(FOUR_LAYERS, 1))
    assert set(bench.network.names.layers) == set(LAYERS)


def test_that_a_layer_is_renewed_with_its_own_design(bench):
    carry_out(bench, StartUnbuilt(FOUR_LAYERS, 7))
    bench.do([BuildLayer("hidden_1", 3)])
    carry_out(bench, RenewLayer("hidden_1", 5))
    layer = bench.network.names.layers["hidden_1"]
    assert (layer.kernel.shape, layer.get_config()["activation"]) == ((5, 5), "relu")
    with pytest.raises(Problem, match="no layer of this name"):
        carry_out(bench, RenewLayer("nope", 5))


def test_that_keras_answers_for_a_design_and_nothing_changes(bench):
    import keras

    names = Activations().answer(bench.network)
    assert names[:2] == ("linear", "relu")
    for name in names:
        assert keras.layers.Dense(4, activation=name)(keras.ops.ones((1, 2))).shape == (1, 4)
    spec = LayerSpec("designed", 9, "tanh", use_bias=False)
    config = ConfigOf(spec).answer(bench.network)
    assert (config["name"], config["units"], config["activation"], config["use_bias"]) == ("designed", 9, "tanh", False)
    assert "designed" not in bench.network.names.layers
    carry_out(bench, Rebuild(FOUR_LAYERS, 7))
    kernel = bench.network.model.get_weights()[0]
    bench.do([SetSeed(7)])
    ConfigOf(spec).answer(bench.network)  # draws no random number of the bench's
    bench.do([CreateLayer(FOUR_LAYERS.layers[0]), BuildLayer("hidden_1", 3)])
    assert (bench.network.names.layers["hidden_1"].kernel.numpy() == kernel).all()
