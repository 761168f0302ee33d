"""What is said to differ between a branch and the one it left."""

from __future__ import annotations

from core.commands import (
    Command,
    CreateLayer,
    MakeModel,
    Reset,
    SetLearningRate,
    SetOptimizer,
    SetSeed,
    SetTrainable,
    Step,
)
from core.design.network_spec import LayerSpec
from core.history.difference import Difference, difference
from core.history.history import History
from core.history.marks import Mark

FREEZE, FROZEN = SetTrainable("hidden_2", False), Mark(97, "freeze", "hidden_2")


def do(history: History, *commands: Command) -> None:
    """Append each command as a group of its own, as clicks do."""
    for command in commands:
        group = max((done.group for branch in history.branches.values() for done in branch.entries), default=0) + 1
        history.append(command, 0 if command.starts_run else history.step, group)


def begun(steps: int = 97) -> History:
    """A network with a seed, one layer, an optimizer and some steps."""
    history = History()
    for command in (SetSeed(1), CreateLayer(LayerSpec("hidden", 5, "relu")), MakeModel(), SetOptimizer("sgd", 0.1)):
        history.append(command, 0, 1)
    do(history, Step(steps))
    return history


def go_to(history: History, step: int, branch: int = 0) -> None:
    target = history.branches[branch]
    history.go(target, target.position_of(step))


def of(history: History, number: int = 1) -> Difference:
    branch = history.branches[number]
    assert branch.parent is not None
    return difference(branch, history.branches[branch.parent])


def test_that_a_setting_made_after_the_fork_is_what_differs():
    history = begun(200)
    go_to(history, 97)
    do(history, FREEZE, Step(10), SetLearningRate(0.02), Step(1))
    assert of(history) == Difference((FROZEN, Mark(107, "rate", "0.02")))


def test_that_settings_before_the_fork_are_shared():
    history = begun()
    do(history, FREEZE, Step(50))
    go_to(history, 120)
    do(history, Step(3))
    assert of(history) == Difference()


def test_that_a_branch_without_a_setting_of_the_other_one_misses_it():
    history = begun()
    do(history, FREEZE, Step(50))
    history.go(history.branches[0], history.branches[0].position_of(96))
    do(history, Step(3))
    assert of(history) == Difference((), (FROZEN,))


def test_that_the_same_setting_on_both_branches_is_no_difference():
    history = begun()
    do(history, FREEZE, Step(50), SetLearningRate(0.5), Step(10))
    go_to(history, 96)
    do(history, Step(1), FREEZE, Step(5))
    assert of(history) == Difference((), (Mark(147, "rate", "0.5"),))


def test_that_ticking_a_box_twice_is_no_difference():
    history = begun(200)
    go_to(history, 97)
    do(history, SetLearningRate(0.5), Step(1), FREEZE)
    history.append(SetTrainable("hidden_2", True), history.step, 99)
    assert of(history).own == (Mark(97, "rate", "0.5"), Mark(98, "unfreeze", "hidden_2"))


def test_that_after_a_reset_the_settings_in_force_do_not_count_again():
    history = begun()
    group = 50
    for command in (Reset(), SetOptimizer("sgd", 0.1)):
        history.append(command, 0, group)
    assert of(history) == Difference()
    do(history, FREEZE, Step(4), SetLearningRate(0.3))
    assert of(history) == Difference((Mark(0, "freeze", "hidden_2"), Mark(4, "rate", "0.3")))


def rebuilt(seed: int, units: int) -> Difference:
    history = begun()
    for command in (
        SetSeed(seed),
        CreateLayer(LayerSpec("hidden", units, "relu")),
        MakeModel(),
        SetOptimizer("sgd", 0.1),
    ):
        history.append(command, history.step, 50)
    return of(history)


def test_that_another_seed_or_another_design_is_what_differs_in_a_new_run():
    assert rebuilt(1, 5) == Difference()
    assert rebuilt(7, 5) == Difference((Mark(0, "seed", "7"),))
    assert rebuilt(1, 8) == Difference((Mark(0, "design", ""),))
