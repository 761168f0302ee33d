"""compile, fit, predict and the step by hand: as a script alone would do them, the trap included."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    Compile,
    Fit,
    MakeModel,
    Predict,
    PredictInTape,
    Reset,
    SetActivation,
    SetTrainable,
    Step,
    TapeStep,
    UseData,
    build_network,
)
from core.data.built_in import Plane, XorOfThreeBits
from core.design.compile_spec import CompileSpec
from core.intents.moves import GoTo, Redo, Undo
from core.intents.questions import CompareForward
from core.problems.problem import Problem
from core.script.writer import script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import SLOPE, TWO_LAYERS, EagerNetwork, bench_with, bits, examples, recorded, weights


def left_by(bench: Workbench) -> dict[str, object]:
    """What the script of the bench leaves behind in an empty namespace."""
    namespace: dict[str, object] = {}
    exec(script(bench.history.entries), namespace)
    return namespace


def assert_tells_the_truth(bench: Workbench) -> None:
    assert bits(bench.network.model) == bits(left_by(bench)["model"])


def moved_by(bench: Workbench, fit: Fit) -> set[str]:
    """The layers that a fit really changes."""
    before = {layer.name: [array.copy() for array in layer.get_weights()] for layer in bench.network.model.layers}
    bench.do([fit])
    return {
        layer.name
        for layer in bench.network.model.layers
        if any((a != b).any() for a, b in zip(before[layer.name], layer.get_weights(), strict=True))
    }


def stale(bench: Workbench) -> tuple[tuple[str, ...], tuple[str, ...]]:
    snapshot = bench.snapshot()
    return snapshot.still_moving, snapshot.still_resting


@pytest.fixture(scope="module")
def compiled() -> Workbench:
    """A bench that is compiled, and goes back to that place before every test."""
    return bench_with(TWO_LAYERS, None, Compile(CompileSpec("sgd", 0.05, "mse", ("mae",))))


@pytest.fixture
def bench(compiled):
    while compiled.history.undo_label:
        Undo().make(compiled)
    compiled.take_events()
    yield compiled
    compiled.network.recorder.interrupt.clear()
    compiled.network.recorder.progress = None


# what fit does


def test_that_fit_is_the_descent_of_a_tape(bench):
    reference = EagerNetwork(bench.network.model)
    losses = reference.descend(bench.network.batch, 8, 0.05)
    bench.do([Fit(8)])
    for ours, theirs in zip(weights(bench.network.model), reference.variables, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-6)
    np.testing.assert_allclose(recorded(bench), losses, rtol=1e-5)
    assert bench.network.step == bench.snapshot().epoch == 8


def test_that_the_step_by_hand_is_the_descent_of_a_tape(bench):
    reference = EagerNetwork(bench.network.model)
    reference.descend(bench.network.batch, 2, 0.1)
    bench.do([TapeStep(0.1)])
    bench.do([TapeStep(0.1)])
    for ours, theirs in zip(weights(bench.network.model), reference.variables, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-6)
    assert bench.network.step == 2
    assert_tells_the_truth(bench)


def test_that_fit_needs_compile_and_says_it_with_keras_own_words():
    bench = bench_with()
    with pytest.raises(Problem) as caught:
        bench.do([Fit()])
    assert caught.value.kind == "compile.missing"
    assert "You must call `compile()`" in caught.value.keras_message


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (Fit(0), "epochs.out_of_range"),
        (Fit(1, 4), "batch.out_of_range"),
        (Fit(1, 0), "batch.out_of_range"),
        (Compile(CompileSpec("nope")), "optimizer.unknown"),
        (Compile(CompileSpec(loss="nope")), "loss.unknown"),
        (Compile(CompileSpec(rate=0.0)), "rate.out_of_range"),
        (Compile(CompileSpec(loss="bce")), "loss.targets"),
        (Predict("Z9"), "tensor.unknown"),
        (TapeStep(-1.0), "rate.out_of_range"),
    ],
)
def test_that_what_cannot_be_done_changes_nothing(bench, command, kind):
    before, text = bits(bench.network.model), script(bench.history.entries)
    with pytest.raises(Problem) as caught:
        bench.do([command])
    assert caught.value.kind == kind
    assert (bits(bench.network.model), script(bench.history.entries)) == (before, text)


def test_that_an_interrupted_fit_ends_after_an_epoch_and_the_script_says_which(bench):
    def stop(progress):
        if progress.epoch >= 2:
            bench.network.recorder.interrupt.set()

    bench.network.recorder.progress = stop
    bench.do([Fit(500, batch_size=2)])
    done = bench.history.entries[-1].command
    assert 2 <= done.epochs < 500
    assert bench.network.step == 2 * done.epochs
    assert f"epochs={done.epochs}, batch_size=2" in script(bench.history.entries)
    assert_tells_the_truth(bench)


def test_that_progress_reports_every_epoch_once_as_keras_did(bench):
    reports = []
    bench.network.recorder.progress = reports.append
    bench.do([Fit(12)])
    logs = [log for report in reports for log in report.logs]
    assert [log.epoch for log in logs] == list(range(1, 13))
    assert [log.logs["loss"] for log in logs] == pytest.approx(bench.network.model.history.history["loss"])
    assert [log.logs["mae"] for log in logs] == pytest.approx(bench.network.model.history.history["mae"])
    assert [report.running for report in reports] == [True] * (len(reports) - 1) + [False]
    assert reports[-1].epoch == reports[-1].epochs == 12


def test_that_fit_ends_when_the_loss_is_not_finite():
    from tests.core.helpers.benches import ONE_UNIT

    bench = bench_with(ONE_UNIT, SLOPE, Compile(CompileSpec("sgd", 10.0)))
    bench.do([Fit(400)])
    losses = recorded(bench)
    assert bench.network.training.diverged
    assert 0 < bench.network.step < 400
    assert np.isfinite(losses[: bench.network.training.bad_step]).all()
    assert not np.isfinite(losses[bench.network.training.bad_step :]).any()
    assert_tells_the_truth(bench)


def test_that_the_two_optimizers_know_nothing_of_each_other(bench):
    bench.do([Compile(CompileSpec("adam", 0.01)), Fit(3), Step(2)])
    assert bench.snapshot().optimizer == "sgd"
    assert bench.snapshot().compiled == CompileSpec("adam", 0.01)
    assert int(bench.network.model.optimizer.iterations.numpy()) == 3
    assert int(bench.network.names.optimizer.iterations.numpy()) == 2


# predict


def test_that_predict_gives_the_numbers_of_the_call_as_an_array_and_no_gradients(bench):
    bench.do([Fit(2), Predict()])
    forward = CompareForward().answer(bench.network)
    expected = EagerNetwork(bench.network.model)(tf.constant(bench.network.batch.X)).numpy()
    np.testing.assert_allclose(forward.called, expected, atol=1e-6)
    np.testing.assert_allclose(forward.predicted.values, expected, atol=1e-6)
    assert (forward.called_kind, forward.predicted.kind) == ("Tensor", "ndarray")
    assert all(found for _, found in forward.call_gradients)
    assert not any(found for _, found in forward.predict_gradients)
    assert [path for path, _ in forward.predict_gradients] == [v.path for v in bench.network.model.trainable_variables]


def test_that_a_tape_around_predict_gives_none_in_the_script_too(bench, capsys):
    bench.do([PredictInTape(), Predict(result="first")])
    assert [(shown.expression, shown.text) for shown in bench.network.names.take_shown()] == [
        ("gradients", str([None] * 4))
    ]
    left = left_by(bench)
    assert capsys.readouterr().out == "[None, None, None, None]\n"
    np.testing.assert_array_equal(left["first"], bench.network.names.tensors["first"])


# the trap


def test_that_a_layer_frozen_after_a_fit_still_moves_until_compile(bench):
    bench.do([Fit(1), SetTrainable("hidden", False)])
    assert stale(bench) == (("hidden",), ())
    assert bench.snapshot().stale_compile
    assert moved_by(bench, Fit(1)) == {"hidden", "output"}
    bench.do([Compile()])
    assert not bench.snapshot().stale_compile
    assert moved_by(bench, Fit(1)) == {"output"}
    assert_tells_the_truth(bench)


def test_that_a_layer_frozen_before_the_first_fit_stays_frozen_until_compile(bench):
    bench.do([SetTrainable("hidden", False)])
    assert not bench.snapshot().stale_compile, "nothing was traced yet"
    bench.do([Fit(1), SetTrainable("hidden", True)])
    assert stale(bench) == ((), ("hidden",))
    assert moved_by(bench, Fit(1)) == {"output"}
    assert_tells_the_truth(bench)


@pytest.mark.thorough
def test_that_another_batch_size_traces_anew_and_the_old_one_remembers(bench):
    bench.do([Fit(1), SetTrainable("hidden", False)])
    assert moved_by(bench, Fit(1, batch_size=2)) == {"output"}
    assert not bench.snapshot().stale_compile
    assert moved_by(bench, Fit(1)) == {"hidden", "output"}
    assert stale(bench) == (("hidden",), ())
    assert_tells_the_truth(bench)


def test_that_keras_refusal_of_an_unknown_variable_is_told_and_leaves_everything(bench):
    bench.do([SetTrainable("hidden", False), Fit(1), SetTrainable("hidden", True)])
    before = bits(bench.network.model)
    with pytest.raises(Problem) as caught:
        bench.do([Fit(1, batch_size=2)])
    assert caught.value.kind == "keras.refused"
    assert "Unknown variable" in caught.value.keras_message
    assert bits(bench.network.model) == before
    bench.do([Fit(2)])
    assert_tells_the_truth(bench)


@pytest.mark.thorough
def test_that_an_activation_changed_after_a_fit_is_told(bench):
    bench.do([Fit(1), SetActivation("hidden", "tanh")])
    assert bench.snapshot().old_activation == ("hidden",)
    bench.do([Fit(2)])
    assert_tells_the_truth(bench)
    bench.do([Compile(), Fit(2)])
    assert bench.snapshot().old_activation == ()
    assert_tells_the_truth(bench)


def test_that_after_an_undo_the_trap_is_what_the_script_says(bench):
    bench.do([Fit(2)])
    bench.do([SetTrainable("hidden", False)])
    bench.do([Fit(2)])
    for _ in range(3):
        Undo().make(bench)
    assert not bench.snapshot().stale_compile
    bench.do([SetTrainable("hidden", False)])
    assert moved_by(bench, Fit(1)) == {"output"}, "a fit that was undone has traced nothing"
    assert_tells_the_truth(bench)


def test_that_redo_brings_the_trap_back(bench):
    bench.do([Compile(CompileSpec("adam", 0.02))])
    bench.do([Fit(2)])
    bench.do([SetTrainable("hidden", False)])
    Undo().make(bench)
    Undo().make(bench)
    Redo().make(bench)
    Redo().make(bench)
    assert stale(bench) == (("hidden",), ())
    assert moved_by(bench, Fit(2)) == {"hidden", "output"}
    assert_tells_the_truth(bench)


def test_that_a_new_model_is_not_compiled(bench):
    bench.do([Fit(1), *build_network(TWO_LAYERS, 5)])
    assert bench.snapshot().compiled is None
    with pytest.raises(Problem):
        bench.do([Fit(1)])
    Undo().make(bench)
    bench.do([Fit(1)])
    assert_tells_the_truth(bench)
    assert isinstance(next(e.command for e in bench.history.entries if e.command.starts_run), MakeModel)


# the timeline


@pytest.mark.thorough
def test_that_every_step_of_a_fit_can_be_visited_and_learned_on_from(bench):
    seen = [bits(bench.network.model)]
    for _ in range(4):
        bench.do([Fit(1)])
        seen.append(bits(bench.network.model))
    while bench.network.step:
        Undo().make(bench)
    bench.do([Fit(4)])
    for step in (3, 1, 4, 0, 2):
        GoTo(step).make(bench)
        assert (bench.network.step, bits(bench.network.model)) == (step, seen[step])
        assert bench.timeline.place().in_past == (step < 4)
        assert_tells_the_truth(bench)
    bench.do([SetTrainable("hidden", False), Fit(1)])
    where = bench.timeline.place()
    assert where.branches[-1].number == where.branch
    assert (where.branches[-1].first_step, bench.network.step) == (2, 3)
    assert_tells_the_truth(bench)


@pytest.mark.thorough
def test_that_a_place_within_an_epoch_is_written_as_a_fit_that_ends_there(bench):
    bench.do([Fit(3, batch_size=2)])
    GoTo(3).make(bench)
    assert bench.network.step == 3
    assert "steps_per_epoch=1" in script(bench.history.entries)
    assert_tells_the_truth(bench)
    bench.do([Step(2)])
    assert bench.network.step == 5
    assert_tells_the_truth(bench)


def test_that_a_place_without_a_keyframe_shows_the_nearest_before_and_says_so(bench):
    bench.do([Fit(3, batch_size=1, shuffle=True, seed=3)])
    GoTo(7).make(bench)
    where = bench.timeline.place()
    assert (where.step, where.not_shown) == (6, 7)
    assert_tells_the_truth(bench)
    GoTo(6).make(bench)
    assert bench.timeline.place().not_shown is None
    GoTo(2).make(bench)
    assert (bench.network.step, bench.timeline.place().not_shown) == (0, 2)
    bench.do([Step(1)])
    assert bench.timeline.place().not_shown is None


def test_that_undo_takes_back_a_whole_fit(bench):
    before = bits(bench.network.model)
    bench.do([Fit(5)])
    after = bits(bench.network.model)
    assert bench.history.undo_label == "fit"
    Undo().make(bench)
    assert (bench.network.step, bits(bench.network.model)) == (0, before)
    Redo().make(bench)
    assert (bench.network.step, bits(bench.network.model)) == (5, after)


# the property

clicks = st.one_of(
    st.sampled_from([Fit(1), Fit(2), Fit(1, 2), Fit(2, 1), Fit(2, 2, True, 4)]),
    st.sampled_from(
        [Compile(), Compile(CompileSpec("adam", 0.01)), Compile(CompileSpec("momentum", 0.02, "mae", ("mse",)))]
    ),
    st.sampled_from([SetTrainable(name, on) for name in (None, "hidden", "output") for on in (False, True)]),
    st.sampled_from([Step(2), TapeStep(0.05), Reset(), Predict(), SetActivation("hidden", "tanh")]),
    st.sampled_from([UseData(XorOfThreeBits()), UseData(Plane(4))]),
    st.sampled_from([Undo(), Undo(), Redo(), GoTo(1), GoTo(3)]),
)


@pytest.mark.thorough
@pytest.mark.usefixtures("without_xla")
@examples(3, shrink=False)
@given(st.lists(clicks, min_size=4, max_size=9))
def test_that_the_script_gives_the_very_same_weights_whatever_was_clicked(clicked):
    bench = bench_with(TWO_LAYERS, None, Compile())
    for click in [*clicked, Fit(1)]:
        if isinstance(click, (Undo, Redo, GoTo)):
            click.make(bench)
            continue
        snapshot, memory = bench.snapshot(), bench.network.training.memory.memory
        learning = {layer.name for layer in snapshot.layers if snapshot.learns(layer)}
        expected = learning.union(snapshot.still_moving).difference(snapshot.still_resting)
        try:
            if isinstance(click, Fit):
                moved = moved_by(bench, click)
                assert moved <= expected or not (memory.fitted and memory.batch_size == click.batch_size)
            else:
                bench.do([click])
        except Problem as problem:
            if problem.kind not in ("keras.refused", "batch.out_of_range"):
                raise
    assert_tells_the_truth(bench)
