"""Validation rows, in the descent, in `fit` and in `evaluate`, compared with Keras on its own."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.commands import Compile, Evaluate, Fit, Step, StopEarly
from core.data.built_in import Plane
from core.design.compile_spec import CompileSpec
from core.history.loss_curves import LossCurves
from core.intents.moves import GoTo, Redo, Undo
from core.network.recorder import next_measured
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with, bits, weights
from tests.core.helpers.references import ONE_ROUNDING
from tests.core.helpers.scripts import assert_tells_the_truth

pytestmark = [pytest.mark.usefixtures("without_xla"), pytest.mark.numbers]

NOISY = Plane(24, noise=0.2, validation=0.4)
ADAM = Compile(CompileSpec("adam", 0.01, "mse", ("mae",)))
STOP = StopEarly(monitor="val_loss", patience=3, restore_best_weights=True)


@pytest.fixture
def bench() -> Workbench:
    """A network with 14 samples to learn from and 10 to check with."""
    return bench_with(TWO_LAYERS, NOISY)


def measured(bench: Workbench) -> dict[int, float]:
    """The validation losses by their steps, as the window's curve holds them."""
    curves, snapshot = LossCurves(), bench.snapshot()
    curves.fold(bench.take_events(), bench.timeline.place(), snapshot.loss, snapshot.validation.measured)
    curve = curves.current.validation
    return dict(zip(curve.steps.tolist(), curve.losses.tolist(), strict=True))


def alone(bench: Workbench) -> keras.Model:
    """The same network in Keras alone, compiled as `ADAM` compiles."""
    model = keras.models.clone_model(bench.network.model)
    model.set_weights(bench.network.model.get_weights())
    model.compile(keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
    return model


def test_that_what_is_shown_at_a_step_is_what_keras_gives_there(bench):
    names, model = bench.network.names.all, bench.network.model
    bench.do([Step(40)])
    for step in (40, 7, 0, 23):
        GoTo(step).make(bench)
        model.compile(loss=bench.network.training.loss_fn, run_eagerly=True)
        shown = bench.snapshot().validation
        assert shown.measured.step == step
        assert shown.loss == float(bench.network.training.loss_fn(names["Y_val"], model(names["X_val"])))
        evaluated = model.evaluate(names["X_val"], names["Y_val"], batch_size=10, verbose=0)
        assert shown.loss == pytest.approx(evaluated, rel=ONE_ROUNDING)  # Keras multiplies by 10 rows, and divides
        assert bench.snapshot(eager=False).validation.loss == pytest.approx(shown.loss, rel=1e-5)
        assert shown.accuracy is None


def test_that_a_long_run_is_measured_on_its_way_and_not_changed_by_it(bench):
    other = bench_with(TWO_LAYERS, NOISY)
    other.network.names.validation = None
    for one in (bench, other):
        one.do([Step(300)])
        one.do([Step(7)])
    assert bits(bench.network.model) == bits(other.network.model)
    found, step, expected = measured(bench), 0, [307]
    while (step := next_measured(step)) < 307:
        expected.append(step)
    assert sorted(found) == sorted({*expected, 307} - {300})
    assert len(expected) < 60
    for step in (1, 20, 112, 288):
        GoTo(step).make(bench)
        assert found[step] == pytest.approx(bench.snapshot().validation.loss, rel=1e-4)


def test_that_fit_stops_where_keras_alone_stops_with_the_same_weights(bench):
    model, names = alone(bench), bench.network.names.all
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
    data = {"validation_data": (names["X_val"], names["Y_val"])}
    returned = model.fit(names["X"], names["Y_true"], batch_size=5, epochs=200, shuffle=False, verbose=0,
                         callbacks=[stop], **data)  # fmt: skip
    bench.do([ADAM])
    fit = Fit(200, 5, result="history", validation_data=("X_val", "Y_val"), callbacks=("early_stopping",))
    bench.do([STOP, fit])
    done = bench.history.entries[-1].command
    assert 1 < done.epochs < 200
    assert (done.epochs, done.asked) == (len(returned.epoch), 200)
    for ours, theirs in zip(weights(bench.network.model), weights(model), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert dict(zip(done.metrics, done.numbers, strict=True)) == {
        name: tuple(numbers) for name, numbers in returned.history.items()
    }
    assert_tells_the_truth(bench)
    losses = measured(bench)
    assert losses[3 * stop.best_epoch + 3] == pytest.approx(min(returned.history["val_loss"]), rel=1e-5)
    assert losses[bench.network.step] == pytest.approx(min(returned.history["val_loss"]), rel=1e-5)
    GoTo(7).make(bench)  # within it, no callback has given back the best weights
    assert bench.network.step == 7
    assert_tells_the_truth(bench)


@pytest.mark.thorough
def test_that_a_split_trains_on_the_first_samples_also_after_an_undo_and_in_a_file():
    bench = bench_with(TWO_LAYERS, Plane(24, noise=0.2))
    fit = Fit(3, 5, shuffle=True, validation_split=0.25)
    bench.do([ADAM])
    bench.do([fit])
    done = bench.history.entries[-1].command
    assert (done.batches, done.steps_taken) == (4, 12)
    recording = next(event for event in bench.take_events() if getattr(event, "validation", ()))
    assert [one.step for one in recording.validation] == [4, 8, 12], "the data have no rows to check with: fit has"
    bench.do([Evaluate()])
    bench.do([fit])
    for move in (Undo(), Undo(), Redo()):
        move.make(bench)
    bench.do([fit])
    assert_tells_the_truth(bench)
    restored = Workbench.restored(bench.saved())
    for one in (restored, bench):
        one.do([fit])
    assert bits(restored.network.model) == bits(bench.network.model)


def test_that_evaluate_gives_keras_own_numbers(bench):
    with pytest.raises(Problem) as caught:
        bench.do([Evaluate("X_val", "Y_val")])
    assert caught.value.kind == "compile.missing"
    assert "evaluate needs" in str(caught.value)
    bench.do([Step(5)])
    model, names = alone(bench), bench.network.names.all
    bench.do([ADAM])
    bench.do([Evaluate("X_val", "Y_val"), Evaluate("X_val", "Y_val", results=("loss", "error"))])
    expected = model.evaluate(names["X_val"], names["Y_val"], verbose=0)
    printed = bench.network.names.take_shown()[0]
    assert (printed.expression, printed.text) == ("model.evaluate(X_val, Y_val, verbose=0)", str(expected))
    names = bench.network.names.all
    assert [names["loss"], names["error"]] == expected
    assert_tells_the_truth(bench)
    with pytest.raises(Problem) as caught:
        bench.do([Evaluate(results=("a", "b", "c"))])
    assert caught.value.kind == "evaluate.results"


def test_that_a_callback_that_would_wait_for_ever_is_refused(bench):
    before = bits(bench.network.model)
    bench.do([ADAM, STOP])
    for fit, kind in (
        (Fit(5, callbacks=("early_stopping",)), "fit.monitor"),
        (Fit(5, callbacks=("X_val",)), "name.unknown"),
        (Fit(5, validation_data=("X_val", "nothing")), "tensor.unknown"),
        (Fit(5, validation_split=0.99), "keras.refused"),
    ):
        with pytest.raises(Problem) as caught:
            bench.do([fit])
        assert caught.value.kind == kind
    assert bits(bench.network.model) == before
    bench.do([Fit(2, validation_data=("X_val", "Y_val"), callbacks=("early_stopping",))])
    assert bench.network.step == 2
