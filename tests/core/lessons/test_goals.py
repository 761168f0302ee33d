"""Conditions of goals, each looked at before and after what makes it true."""

from __future__ import annotations

import pytest

from core.commands import (
    BuildLayer,
    Command,
    Compile,
    CreateLayer,
    DefineTensor,
    Fit,
    HandStep,
    Reset,
    SetActivation,
    SetLearningRate,
    SetOptimizer,
    SetTrainable,
    Show,
    Step,
    TapeStep,
    UseData,
    build_network,
)
from core.data.built_in import NotebookBatch
from core.design.network_spec import LayerSpec
from core.lessons.goals import (
    CONDITIONS,
    Built,
    Condition,
    Created,
    Dead,
    Diverged,
    Done,
    Frozen,
    Holds,
    LossAbove,
    LossBelow,
    Moved,
    Refused,
    Shown,
    Stayed,
    Stepped,
    TrainableCount,
)
from core.lessons.grading import Grading, written
from core.lessons.lesson import Deed
from core.lessons.page_opening import Opening
from core.service.workspace import Workspace
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, weights
from tests.core.helpers.lessons import do

pytestmark = pytest.mark.usefixtures("without_xla")  # what is done and answered, not how steps are compiled

NETWORK = (*build_network(TWO_LAYERS, 1), UseData(NotebookBatch()))
OVERFLOW = (SetActivation("hidden", "linear"), SetLearningRate(10.0))
LAYER = (CreateLayer(LayerSpec("a", 2, "relu", use_bias=False)),)


def workspace_with(*commands: Command, conditions: tuple[Condition, ...] = ()) -> Workspace:
    workspace = Workspace(Workbench)
    workspace.open(Opening(commands, conditions))
    workspace.bench.take_events()
    return workspace


CASES: dict[str, tuple[Condition, tuple[Command, ...], tuple[Command, ...]]] = {
    "done": (Done(Step, (("steps", 3),)), NETWORK, (Step(3),)),
    "done, a hyperparameter": (Done(CreateLayer, (("units", 2), ("use_bias", False))), (), LAYER),
    "done, the model": (Done(SetTrainable, (("layer", None),)), NETWORK, (SetTrainable(None, False),)),
    "shown": (Shown("a . get_weights( )"), LAYER, (Show("a.get_weights()"),)),
    "created": (Created("a", 2, "relu", False), (), LAYER),
    "built": (Built("a", 3), LAYER, (BuildLayer("a", 3),)),
    "frozen layer": (Frozen("hidden"), NETWORK, (SetTrainable("hidden", False),)),
    "frozen model": (Frozen(), NETWORK, (SetTrainable(None, False),)),
    "trainable count": (TrainableCount(5), NETWORK, (SetTrainable("hidden", False),)),
    "stepped": (Stepped(4), NETWORK, (Step(3), TapeStep(0.1))),
    "loss below": (LossBelow(0.4), NETWORK, (Step(300),)),
    "loss below in time": (LossBelow(0.4, within=300), (*NETWORK, Step(20)), (Reset(), Step(300))),
    "loss below with an optimizer": (LossBelow(0.4, optimizer="adam"), (*NETWORK, Step(300)), (SetOptimizer("adam"),)),
    "loss above": (LossAbove(0.01, 2), NETWORK, (Step(1), Step(1))),
    "diverged": (
        Diverged(),
        (*NETWORK, *OVERFLOW),
        (Step(1), Step(200)),
    ),
    "dead": (Dead("hidden"), (*NETWORK, SetLearningRate(2.0)), (Step(2), Step(1))),
    "dead, some units": (Dead("hidden", 2), (*NETWORK, SetLearningRate(2.0)), (Step(2),)),
    "moved": (Moved("hidden"), NETWORK, (Step(1),)),
    "moved by": (Moved("hidden", "TapeStep"), NETWORK, (Step(1), TapeStep(0.1))),
    "stayed": (Stayed("hidden", "Step"), NETWORK, (SetTrainable("hidden", False), Step(1))),
    "holds": (Holds("a.built and a.kernel.shape == (3, 2)"), LAYER, (BuildLayer("a", 3),)),
}


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", CASES)
def test_that_a_condition_comes_true_only_by_what_it_asks_for(name):
    condition, before, deeds = CASES[name]
    workspace = workspace_with(*before, conditions=(condition,))
    for command in deeds[:-1]:
        assert do(workspace, Deed(command)) is None
        assert workspace.reached() == (False,)
    assert workspace.reached() == (False,)
    assert do(workspace, Deed(deeds[-1])) is None
    assert workspace.reached() == (True,)


def test_that_every_condition_is_tested():
    tested = {type(condition) for condition, _, _ in CASES.values()} | {Refused}
    assert tested == set(CONDITIONS.values())


def test_that_a_refusal_is_a_goal_and_no_deed():
    conditions = (Refused("layer.already_built"), Refused(), Done(BuildLayer, (("inputs", 5),)), Refused("table.empty"))
    workspace = workspace_with(*LAYER, BuildLayer("a", 3), conditions=conditions)
    assert do(workspace, Deed(BuildLayer("a", 5))) is not None
    assert workspace.reached() == (True, True, False, False)


@pytest.mark.parametrize("expression", ["X", "X > 0", "model.trainable_weights[0]", "nothing", "1 / 0"])
def test_that_an_expression_that_is_no_yes_or_no_is_a_goal_not_reached(expression):
    workspace = workspace_with(*NETWORK, conditions=(Holds(expression), Stepped(1)))
    assert do(workspace, Deed(Step(1))) is None
    assert workspace.reached() == (False, True)


def test_that_something_done_three_times_is_counted():
    workspace = workspace_with(*NETWORK, conditions=(Done(TapeStep, (), 3),))
    for expected in (False, False, True):
        do(workspace, Deed(TapeStep(0.1)))
        assert workspace.reached() == (expected,)


def test_that_steps_by_hand_are_steps():
    specs = (LayerSpec("a", 2), LayerSpec("b", 1))
    data = (DefineTensor("X1", ((0.2, 0.5, 0.7),)), UseData(NotebookBatch()))
    workspace = workspace_with(*map(CreateLayer, specs), *data, conditions=(Stepped(2), Moved("a")))
    do(workspace, Deed(HandStep(("a", "b"), rate=0.1)))  # builds them: there was nothing before that could have moved
    assert workspace.reached() == (False, False)
    do(workspace, Deed(HandStep(("a", "b"), rate=0.1)))
    assert workspace.reached() == (True, True)


def test_that_the_trap_is_seen_by_its_weights():
    moved, stayed = Moved("hidden", "Fit", frozen=True), Stayed("hidden", "Fit")
    workspace = workspace_with(*NETWORK, Compile(), Fit(2), conditions=(moved, stayed))
    do(workspace, Deed(SetTrainable("hidden", False)))
    do(workspace, Deed(Fit(2)))
    assert workspace.reached() == (True, False)
    do(workspace, Deed(Compile()))
    do(workspace, Deed(Fit(2)))
    assert workspace.reached() == (True, True)


def test_that_a_page_looks_only_at_what_happened_on_it():
    workspace = workspace_with(*NETWORK, Step(5), conditions=(Stepped(1), Moved("hidden")))
    assert workspace.reached() == (False, False)
    workspace.open(Opening(None, (Stepped(1),), "next"))
    assert workspace.bench.network.step == 5
    assert (workspace.page, workspace.reached()) == ("next", (False,))


def test_that_a_condition_about_something_that_is_not_there_is_not_true():
    conditions = (Created("z"), Built("z"), Frozen("z"), Frozen(), TrainableCount(5), LossBelow(9), Holds("z.built"))
    conditions += (LossAbove(0, 0), Diverged(), Dead("z"))
    assert workspace_with(conditions=conditions).reached() == (False,) * len(conditions)


def test_that_playing_leaves_one_happening_and_not_thousands():
    workspace = workspace_with(*NETWORK)
    for _ in range(50):
        do(workspace, Deed(Step(2)))
    assert workspace._log is not None
    assert [happening.command for happening in workspace._log.happenings] == [Step(100)]


def test_that_grading_leaves_the_network_alone():
    workspace = workspace_with(*NETWORK, Step(3))
    before = [weight.tobytes() for weight in weights(workspace.bench.network.model)]
    answer = Grading((*NETWORK, Step(2), SetTrainable("hidden", False)), "hidden.trainable").answer(
        workspace.bench.network
    )
    assert answer == "False"
    assert [weight.tobytes() for weight in weights(workspace.bench.network.model)] == before
    assert workspace.bench.network.step == 3
    assert workspace.bench.network.names.layers["hidden"].trainable


def test_that_an_answer_is_written_as_python_prints_it():
    import numpy as np
    import tensorflow as tf

    assert written(np.True_) == "True"
    assert written(tf.constant(2.5)) == "2.5"
    assert written((3, 5)) == "(3, 5)"
    assert written([]) == "[]"
