"""Learning from classes: at rest, while playing and in `fit`, compared with Keras and NumPy."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.commands import Compile, Fit, Step
from core.design.compile_spec import CompileSpec
from core.design.network_spec import FOUR_LAYERS
from core.intents.table_plans import opening
from core.workbench.workbench import Workbench

pytestmark = [pytest.mark.usefixtures("without_xla"), pytest.mark.numbers]

KINDS = ("setosa", "versicolor", "virginica")


@pytest.fixture(params=[2, 3])
def bench(request, tmp_path):
    """A network that learns so many classes, with validation rows."""
    rng = np.random.default_rng(1)
    rows = [
        f"{k + rng.normal():.3f},{-k + rng.normal():.3f},{KINDS[k]}" for k in range(request.param) for _ in range(20)
    ]
    (tmp_path / "kinds.csv").write_text("\n".join(["a,b,kind", *rows]))
    bench = Workbench()
    plan = opening(str(tmp_path / "kinds.csv"), FOUR_LAYERS, 3, {"validation": 0.25, "scale": False})
    bench.do(plan.commands(bench.network))
    return bench


def right(Y_true, prediction):
    """The share of rows whose class is predicted."""
    classes = prediction.argmax(axis=1) if prediction.shape[1] > 1 else (prediction[:, 0] > 0.5)
    return float((classes == Y_true[:, 0]).mean())


def test_that_a_frame_of_playing_shows_what_is_shown_at_rest(bench):
    bench.do([Step(5)])
    frame, rest = bench.snapshot(eager=False), bench.snapshot()
    np.testing.assert_allclose(frame.prediction, rest.prediction, rtol=1e-5)
    assert frame.loss == pytest.approx(rest.loss, rel=1e-5)
    assert bench.network.training.loss(eager=False) == pytest.approx(rest.loss, rel=1e-5)
    batch = rest.batch
    assert frame.accuracy == pytest.approx(right(batch.Y_true, rest.prediction), abs=1e-6)
    assert rest.accuracy == pytest.approx(frame.accuracy, abs=1e-6)
    assert rest.validation.accuracy == pytest.approx(right(batch.Y_val, rest.validation.prediction), abs=1e-6)


def test_that_fit_learns_from_classes(bench):
    loss = bench.network.training.loss_key
    alone = keras.models.clone_model(bench.network.model)
    alone.set_weights(bench.network.model.get_weights())
    bench.do([Compile(CompileSpec("sgd", 0.05, loss)), Fit(2)])
    alone.compile(keras.optimizers.SGD(0.05), bench.network.training.loss_fn)
    batch = bench.snapshot().batch
    alone.fit(batch.X, batch.Y_true, batch_size=batch.samples, epochs=2, shuffle=False, verbose=0)
    for ours, theirs in zip(bench.network.model.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)
