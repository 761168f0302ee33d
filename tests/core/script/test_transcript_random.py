"""The promise that the script gives the window's weights, whatever was clicked, undone and visited."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import (
    AddRows,
    RemoveRows,
    Reset,
    SetBatchSize,
    SetCells,
    SetLearningRate,
    SetOptimizer,
    SetTrainable,
    Step,
    UseData,
    build_network,
)
from core.data.built_in import InsideSphere, NotebookBatch, Plane, XorOfThreeBits
from core.design.losses import LOSSES
from core.design.optimizers import OPTIMIZERS
from core.intents.data_plans import EditData
from core.intents.moves import GoBack, GoTo, Move, Redo, Undo
from core.intents.plans import (
    ChooseBatchSize,
    ChooseLoss,
    ChooseOptimizer,
    Plan,
    Rebuild,
    StartAgain,
    SwitchTrainable,
    TakeData,
)
from core.problems.problem import Problem
from core.script.writer import script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, examples
from tests.core.helpers.compiling import quickly_compiled
from tests.core.helpers.scripts import assert_tells_the_truth

pytestmark = pytest.mark.numbers

SOURCES = (NotebookBatch(), Plane(5), XorOfThreeBits(), InsideSphere(9, 2))

steps = st.sampled_from([1, 2, 17, 63, 64, 65, 400, 999, 1000, 1001]).map(Step)
settings = st.one_of(
    st.floats(1e-6, 0.3).map(SetLearningRate),
    st.sampled_from([kind.key for kind in OPTIMIZERS]).map(ChooseOptimizer),
    st.sampled_from([kind.key for kind in LOSSES]).map(ChooseLoss),
    st.sampled_from([None, 1, 2, 3]).map(ChooseBatchSize),
    st.sampled_from(SOURCES).map(TakeData),
    st.sampled_from([SwitchTrainable(name) for name in (None, "hidden", "output")]),
    st.sampled_from([SetTrainable(name, on) for name in (None, "hidden") for on in (False, True)]),
    st.sampled_from([SetOptimizer("adam", 0.1), SetBatchSize(2, 9), UseData(SOURCES[2]), SetLearningRate(10.0)]),
)
edits = st.sampled_from(
    [
        SetCells("X", ((0, 1), (1, 2)), (0.5, -0.25)),
        SetCells("Y_true", ((0, 0),), (0.75,)),
        AddRows(((0.1, 0.2, 0.3),), ((0.4,),)),
        RemoveRows((1,)),
        RemoveRows((0, 2)),
        EditData((RemoveRows((0,)), AddRows(((1.0, 0.0, -1.0), (0.0, 0.5, 0.25)), ((0.0,), (1.0,))))),
    ]
)
beginnings = st.one_of(
    st.just(StartAgain()), st.just(Reset()), st.integers(0, 2**32 - 1).map(lambda seed: Rebuild(TWO_LAYERS, seed))
)
moves = st.one_of(
    st.just(Undo()),
    st.just(Redo()),
    st.integers(1, 80).map(GoBack),
    st.builds(GoTo, st.integers(0, 1200), st.sampled_from([None, 0, 1, 2])),
)
clicks = st.lists(st.one_of(steps, settings, edits, beginnings, moves, steps), min_size=4, max_size=9)


def click(bench: Workbench, intent: Any, *, continued: bool = False) -> None:
    """What the window's worker does with a click; what is refused is refused."""
    with suppress(Problem):
        if isinstance(intent, Move):
            intent.make(bench)
        else:
            bench.do(intent.commands(bench.network) if isinstance(intent, Plan) else [intent], continued)


def clicked(intents: list[Any]) -> Workbench:
    bench = Workbench()
    bench.do([*build_network(TWO_LAYERS, 1), UseData(SOURCES[0])])
    for intent in intents:
        click(bench, intent)
    return bench


@pytest.mark.thorough
@examples(5, shrink=False)
@given(intents=clicks)
def test_that_the_script_gives_the_very_same_numbers_whatever_was_clicked_undone_and_visited(intents):
    with quickly_compiled():
        bench = clicked(intents)
        assert_tells_the_truth(bench)
        click(bench, Step(3))
        assert_tells_the_truth(bench)


@pytest.mark.thorough
@examples(2, shrink=False)
@given(intents=clicks)
def test_that_it_does_so_too_as_it_is_really_compiled(intents):
    assert_tells_the_truth(clicked([*intents, Step(3)]))


@examples(3, shrink=False)
@given(cuts=st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=6))
def test_that_the_script_does_not_tell_how_steps_were_cut(cuts):
    with quickly_compiled():
        bench, whole = clicked([SetLearningRate(0.1)]), clicked([SetLearningRate(0.1)])
        for steps, continued in cuts:
            click(bench, Step(steps), continued=continued and bench.network.step > 0)
        click(whole, Step(sum(steps for steps, _ in cuts)))
    assert script(bench.history.entries) == script(whole.history.entries)
