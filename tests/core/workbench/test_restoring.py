"""A saved history, restored on another workbench: every step of every branch is there, bit for bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    Assign,
    AssignWeight,
    BuildLayer,
    CallLayer,
    Command,
    Compile,
    CreateLayer,
    DefineTensor,
    Fit,
    HandStep,
    LoadWeights,
    MakeModel,
    Predict,
    RebuildFromConfig,
    RecordTape,
    Reset,
    SaveWeights,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetOptimizer,
    SetTrainable,
    SetWeights,
    Show,
    Step,
    TapeStep,
    UpdateByHand,
    UseData,
)
from core.data.built_in import Plane, XorOfThreeBits
from core.design.compile_spec import CompileSpec
from core.design.network_spec import LayerSpec
from core.history.branch import Position
from core.history.saved_history import SavedHistory
from core.intents.moves import GoBack, GoTo, Redo, Undo
from core.intents.plans import ChooseOptimizer, Plan, StartAgain
from core.network import recorder
from core.problems.problem import Problem
from core.script.writer import script
from core.workbench import timeline
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with, bits, examples
from tests.core.helpers.compiling import quickly_compiled
from tests.core.workbench.test_timeline import CheckedSession, look, moves, settings, steps

pytestmark = pytest.mark.numbers


def seen(bench: Workbench) -> Any:
    """What `look` sees; where there is no optimizer yet, only the weights and the step."""
    if bench.network.names.optimizer is None:
        return bits(bench.network.model), bench.network.step, bench.snapshot().loss
    return look(bench)


def assert_same(bench: Workbench, other: Workbench) -> None:
    """Check that two workbenches show the same place of the same history, and all branches of it."""
    assert seen(bench) == seen(other)
    assert bench.timeline.place() == other.timeline.place()
    assert script(bench.history.entries) == script(other.history.entries)
    assert {n: b.entries for n, b in bench.history.branches.items()} == {
        n: b.entries for n, b in other.history.branches.items()
    }


def assert_same_everywhere(bench: Workbench, other: Workbench) -> None:
    assert_same(bench, other)
    for number, branch in bench.history.branches.items():
        for step in range(branch.step_at(branch.end) + 1):
            for one in (bench, other):
                GoTo(step, number).make(one)
            assert seen(bench) == seen(other), (number, step)


def do(bench: Workbench, *intents: Any) -> None:
    for intent in intents:
        if isinstance(intent, Command):
            bench.do([intent])
        elif isinstance(intent, Plan):
            bench.do(intent.commands(bench.network))
        else:
            intent.make(bench)


@pytest.mark.thorough
@examples(6, shrink=False)
@given(intents=st.lists(st.one_of(steps, settings, moves), min_size=5, max_size=16))
def test_that_every_step_of_every_branch_is_restored_whatever_was_done(intents):
    with pytest.MonkeyPatch.context() as patch, quickly_compiled():
        patch.setattr(recorder, "SPACING", 5)
        patch.setattr(timeline, "MOST_KEYFRAMES", 12)
        session = CheckedSession(bench_with(TWO_LAYERS, XorOfThreeBits(), SetOptimizer("sgd"), seed=5))
        for intent in intents:
            session.do(intent)
        restored = Workbench.restored(session.bench.saved())
        assert_same_everywhere(session.bench, restored)
        again = Workbench.restored(restored.saved())
        assert_same(restored, again)
        for bench in (session.bench, restored):
            do(bench, GoTo(3, 0), SetLearningRate(0.02), Step(4), Undo(), Redo())
        assert_same(session.bench, restored)


def test_that_nothing_is_done_again_that_takes_steps(without_xla, monkeypatch):
    bench = bench_with(TWO_LAYERS, XorOfThreeBits())
    do(bench, Step(1500), GoTo(700), SetTrainable("hidden", False), Step(30), SetLearningRate(0.2), Step(400))
    do(bench, Compile(CompileSpec("adam", 0.01)), Fit(3, 4), StartAgain(), Step(20), GoBack(5))
    saved = bench.saved()
    with monkeypatch.context() as patch:
        for name in ("descend", "retake"):
            patch.setattr(f"core.network.stepping.Stepping.{name}", None)
        patch.setattr("core.network.fitting.Fitting.fit", None)
        restored = Workbench.restored(saved)
    assert_same(bench, restored)
    assert restored.network.step == 15
    for number, step in ((0, 0), (0, 1500), (0, 1234), (1, 700), (1, 730), (1, 1130), (1, 1133), (2, 20)):
        for one in (bench, restored):
            GoTo(step, number).make(one)
        assert_same(bench, restored)


@pytest.mark.thorough
def test_that_what_fit_remembers_is_restored(without_xla):
    """The trap: a layer that is frozen after `compile` and `fit` still moves."""
    bench = bench_with(TWO_LAYERS, XorOfThreeBits())
    do(bench, Compile(CompileSpec("adam", 0.01, "mse", ("mae",))), Fit(2), SetTrainable("hidden", False))
    restored = Workbench.restored(bench.saved())
    for one in (bench, restored):
        assert one.snapshot().still_moving == ("hidden",)
        do(one, Fit(3), Predict(), SetTrainable("hidden", True), Fit(2, 3, True, 5), GoBack(2), Fit(1))
    assert_same_everywhere(bench, restored)
    assert_same(bench, Workbench.restored(bench.saved()))


@pytest.mark.thorough
def test_that_what_is_no_model_yet_is_restored(without_xla):
    """Layers, tensors, steps by hand, a config and weights kept, a further model."""
    bench = Workbench()
    bench.do([DefineTensor("X1", ((0.2, 0.5), (0.1, -0.3))), CreateLayer(LayerSpec("first", 2, "relu"))])
    do(bench, CallLayer("first", "X1", "Z1"), DefineTensor("T", ((1.0, 0.0), (0.5, 0.5))))
    do(bench, HandStep(("first",), "X1", "T", 0.1), Show("first.get_weights()[0].round(3)"))
    restored = Workbench.restored(bench.saved())
    assert script(restored.history.entries) == script(bench.history.entries)
    kept, original = ([w.tobytes() for w in one.network.weights("first")] for one in (restored, bench))
    assert kept == original
    assert restored.network.names.take_shown() == ()

    bench = bench_with(TWO_LAYERS, Plane(5))
    do(bench, Step(20), SaveWeights(), Step(10), MakeModel("probe", "inputs", "hidden.output", "probe"))
    do(bench, RebuildFromConfig(), LoadWeights(), TapeStep(0.01), Step(3), SetActivation("hidden", "tanh"))
    do(bench, SetBatchSize(2, 3), Step(7), Reset(), UseData(XorOfThreeBits()), ChooseOptimizer("adam"), Step(2))
    do(bench, CreateLayer(LayerSpec("spare", 3)), BuildLayer("spare", 4))
    assert_same_everywhere(bench, Workbench.restored(bench.saved()))


@pytest.fixture(scope="module")
def saved() -> SavedHistory:
    """A history with a branch."""
    with quickly_compiled():
        bench = bench_with(TWO_LAYERS, XorOfThreeBits())
        do(bench, Step(9), GoTo(4), SetLearningRate(0.2), Step(3))
        assert_same(bench, Workbench.restored(bench.saved()))
        return bench.saved()


@pytest.mark.parametrize(
    "forge",
    [
        lambda saved: replace(saved, branch=7),
        lambda saved: replace(saved, position=Position(99, 0)),
        lambda saved: replace(saved, position=Position(3, 5)),
        lambda saved: replace(saved, branches=saved.branches[1:]),
        lambda saved: replace(saved, branches=saved.branches[::-1]),
        lambda saved: _with(saved, 1, parent=1),
        lambda saved: _with(saved, 1, fork=Position(1, 99)),
        lambda saved: _with(saved, 0, keyframes=()),
        lambda saved: _with(saved, 0, keyframes=saved.branches[0].keyframes[::-1]),
        lambda saved: _with(saved, 0, keyframes=saved.branches[0].keyframes[:4]),
        lambda saved: _with(saved, 0, entries=saved.branches[0].entries[:3]),
        lambda saved: _with(saved, 0, entries=saved.branches[0].entries[::-1]),
        lambda saved: replace(saved, present=replace(saved.present, numbers=saved.present.numbers[:2])),
        lambda saved: replace(saved, present=replace(saved.present, counts={})),
    ],
)
def test_that_a_forged_history_is_refused(forge, saved):
    with pytest.raises(Problem):
        Workbench.restored(forge(saved))


def _with(saved: Any, number: int, **changes: Any) -> Any:
    branches = [replace(b, **changes) if b.number == number else b for b in saved.branches]
    return replace(saved, branches=tuple(branches))


def test_that_what_was_typed_is_restored(without_xla):
    """Variables, a tape, weights changed by hand, and a Sequential model."""
    bench = bench_with(TWO_LAYERS, XorOfThreeBits(), SetOptimizer("sgd"))
    do(bench, Step(12), Assign("old", "model.get_weights()"), Step(5))
    do(bench, RecordTape(("Y_pred", "loss"), ("model(X)", "loss_fn(Y_true, Y_pred)")))
    do(bench, Assign("gradients", "tape.gradient(loss, model.trainable_weights)"))
    do(bench, UpdateByHand(("weight", "gradient"), ("model.trainable_weights", "gradients", "0.1 * gradient")))
    do(bench, Step(3), SetWeights("model", "old"), Step(4), AssignWeight("hidden", "bias", "tf.ones((4,))"), Step(2))
    restored = Workbench.restored(bench.saved())
    assert_same_everywhere(bench, restored)
    kept = [array.tobytes() for array in restored.network.names.tensors["old"]]
    assert kept == [array.tobytes() for array in bench.network.names.tensors["old"]]
