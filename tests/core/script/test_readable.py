"""The readable spelling gives the workbench's weights within rounding, and says what was clicked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.commands import (
    Compile,
    Fit,
    LoadWeights,
    Reset,
    SaveWeights,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetOptimizer,
    SetTrainable,
    Show,
    ShowEach,
    Step,
    TapeStep,
    UseData,
)
from core.data.built_in import Plane, XorOfThreeBits
from core.design.optimizers import OPTIMIZERS
from core.history.branch import Entry
from core.intents.moves import GoTo
from core.intents.plans import ChooseLoss, ChooseOptimizer, StartAgain, SwitchTrainable
from core.script.comments import BUILDING, OTHERS, comment_of
from core.script.readable import ReadableWriter
from core.script.writer import Script, joined
from core.tables.reading import Reading
from core.tables.table_file import ColumnUse, TableFile
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with, examples, weights
from tests.core.helpers.compiling import quickly_compiled
from tests.core.helpers.every_command import EVERY_COMMAND
from tests.core.helpers.scripts import run
from tests.core.script.test_transcript_random import click

pytestmark = pytest.mark.numbers

clicks = st.one_of(
    st.integers(1, 9).map(Step),
    st.integers(1, 9).map(Step),
    st.floats(0.001, 0.05).map(SetLearningRate),
    st.sampled_from([kind.key for kind in OPTIMIZERS]).map(ChooseOptimizer),
    st.sampled_from([SwitchTrainable("hidden"), SwitchTrainable("output")]),
    st.sampled_from([SetBatchSize(3, 7), SetBatchSize(None), UseData(Plane(5)), UseData(XorOfThreeBits())]),
    st.sampled_from([ChooseLoss("huber"), ChooseLoss("mse"), StartAgain(), Reset(), SetActivation("hidden", "tanh")]),
    st.sampled_from([GoTo(3), GoTo(7), TapeStep(0.01), SaveWeights(), LoadWeights(), Compile(), Fit(2)]),
)


def readable(bench: Workbench) -> str:
    script = Script(ReadableWriter())
    script.change(0, bench.history.entries)
    return joined(script.passages)


@pytest.mark.thorough
@examples(12, shrink=False)
@given(intents=st.lists(clicks, min_size=4, max_size=10))
def test_that_it_gives_the_weights_within_rounding_whatever_was_clicked(intents):
    with quickly_compiled():
        bench = bench_with(TWO_LAYERS, XorOfThreeBits())
        for intent in intents:
            click(bench, intent)
            # without a gradient Keras counts no step, which Adam and its kind ask for
            assume(any(layer.trainable for layer in bench.network.model.layers if layer.variables))
    assert_near(bench)


def assert_near(bench: Workbench) -> None:
    theirs = run(readable(bench))["model"]
    for one, other in zip(weights(bench.network.model), weights(theirs), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


def test_that_freezing_batches_and_another_optimizer_are_written_as_a_person_would(without_xla):
    bench = bench_with(TWO_LAYERS, XorOfThreeBits(), SetOptimizer("adam", 0.01))
    for command in (Step(5), Step(2), SetTrainable("hidden", False), Step(3), SetTrainable("hidden", True), Step(1),
                    SetBatchSize(3, 1), Step(4), SetOptimizer("momentum", 0.02), Step(2)):  # fmt: skip
        bench.do([command])
    text = readable(bench)
    assert_near(bench)
    assert "make_descent" not in text
    assert text.count("def take_step") == 2
    assert text.count("optimizer.build") == 2
    assert "# Freeze hidden: its weights stay as they are.\n" in text
    assert "# 7 steps of gradient descent.\nfor step in range(7):\n    losses.append(float(train_step()))\n" in text
    assert "losses.append(float(train_step(next(batches))))" in text
    assert "\n\n\n\n" not in text
    script = Script(ReadableWriter())
    for kept, entry in enumerate(bench.history.entries):
        script.change(kept, [entry])
    assert joined(script.passages) == text, "written as it grows"


def test_that_every_command_has_a_comment_and_none_a_second_line():
    odd = TableFile(
        "/data/a\nimport evil\n.csv", "0" * 64, Reading(), (ColumnUse("a", "number"),), (ColumnUse("y", "number"),)
    )
    assert comment_of(UseData(odd)) == "The data to learn from: a?import evil?.csv."
    text = Script(ReadableWriter())
    text.change(0, [Entry(UseData(odd), 0)])
    assert "import evil" not in joined(text.passages).splitlines()
    assert all("\n" not in line for line in (*BUILDING.values(), *OTHERS.values()))
    without = {type(command) for command in EVERY_COMMAND if not comment_of(command)}
    assert without == {Show, ShowEach}, "what prints says it itself"
