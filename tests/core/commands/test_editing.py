"""Samples are edited by hand: numpy's numbers, lines that do the same, undone like anything else, nothing lost."""

from __future__ import annotations

import numpy as np
import pytest

from core.commands import AddRows, RemoveRows, SetActivation, SetBatchSize, SetCells, SetLoss, Step, UseData
from core.data.built_in import NotebookBatch, Plane, XorOfThreeBits
from core.data.classic import ScikitSet
from core.data.edited import Edited, edited_source
from core.design.network_spec import FOUR_LAYERS
from core.intents.data_plans import ChooseData, EditData
from core.intents.moves import Undo
from core.problems.problem import Problem
from tests.core.helpers.benches import bench_with, bits
from tests.core.helpers.scripts import assert_tells_the_truth, run_source

pytestmark = [pytest.mark.usefixtures("without_xla"), pytest.mark.numbers]

EDITS = (
    SetCells("X", ((0, 2), (2, 0)), (0.1, -4.0)),
    SetCells("Y_true", ((1, 0),), (2.5,)),
    AddRows(((0.1, 0.2, 0.3), (1e-3, 7.0, -0.25)), ((0.5,), (-1.0,))),
    RemoveRows((0, 3)),
)


def edit_numbers(X, Y_true):
    """Do in numpy what EDITS say."""
    X, Y_true = X.copy(), Y_true.copy()
    X[0, 2], X[2, 0], Y_true[1, 0] = 0.1, -4.0, 2.5
    X = np.vstack([X, np.array([[0.1, 0.2, 0.3], [1e-3, 7.0, -0.25]], np.float32)])
    Y_true = np.vstack([Y_true, [[0.5], [-1.0]]]).astype(np.float32)
    return np.delete(X, [0, 3], axis=0), np.delete(Y_true, [0, 3], axis=0)


def test_that_edits_change_these_samples_and_the_weights_stay():
    bench = bench_with(FOUR_LAYERS, NotebookBatch(), Step(3), seed=3)
    before, batch = bits(bench.network.model), bench.network.batch
    bench.do([EditData(EDITS[i : i + 1]).commands(bench.network)[0] for i in range(len(EDITS))])
    assert bits(bench.network.model) == before
    X, Y_true = edit_numbers(batch.X, batch.Y_true)
    np.testing.assert_array_equal(bench.network.batch.X, X)
    np.testing.assert_array_equal(bench.network.batch.Y_true, Y_true)
    np.testing.assert_array_equal(bench.network.names.samples[0].numpy(), X)
    bench.do([Step(4)])
    assert_tells_the_truth(bench)
    for _ in range(2):
        Undo().make(bench)
    np.testing.assert_array_equal(bench.network.batch.X, batch.X)
    assert bits(bench.network.model) == before


def test_that_the_lines_of_edits_after_those_of_their_source_give_the_same_numbers():
    source = NotebookBatch()
    for edit in EDITS:
        source = edited_source(source, edit)
    assert source == Edited(NotebookBatch(), EDITS)
    assert source.name == "Notebook batch *"
    batch, left = source.load(), run_source(source)
    assert left["X"].numpy().tobytes() == batch.X.tobytes()
    assert left["Y_true"].numpy().tobytes() == batch.Y_true.tobytes()


def test_that_mini_batches_stay_and_are_no_larger_than_the_samples():
    bench = bench_with(FOUR_LAYERS, Plane(5), SetBatchSize(4, 3), Step(2), seed=3)
    edits = (RemoveRows((1, 2)),)
    bench.do(EditData(edits).commands(bench.network))
    assert bench.network.training.batches.size == 3
    bench.do([Step(3)])
    assert_tells_the_truth(bench)


def test_that_names_classes_and_validation_rows_stay_and_a_target_is_one_of_the_classes():
    bench = bench_with(FOUR_LAYERS, NotebookBatch(), seed=3)
    bench.do(ChooseData(ScikitSet("iris"), FOUR_LAYERS, 3).commands(bench.network))
    before = bench.network.batch
    bench.do([SetCells("Y_true", ((4, 0),), (2.0,)), AddRows(((5.0, 3.0, 1.0, 0.2),), ((1.0,),))])
    batch = bench.network.batch
    assert (batch.columns, batch.classes, batch.samples) == (before.columns, before.classes, before.samples + 1)
    np.testing.assert_array_equal(batch.X_val, before.X_val)
    bench.do([Step(2)])
    assert_tells_the_truth(bench)
    with pytest.raises(Problem, match="class"):
        bench.do([SetCells("Y_true", ((4, 0),), (3.0,))])
    assert bench.network.batch is batch


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (SetCells("X", ((3, 0),), (1.0,)), "edit.no_cell"),
        (SetCells("X", ((0, 3),), (1.0,)), "edit.no_cell"),
        (SetCells("X", ((0,),), (1.0,)), "edit.no_cell"),
        (SetCells("X", ((0, 0),), ()), "edit.cells"),
        (SetCells("Z", ((0, 0),), (1.0,)), "edit.cells"),
        (SetCells("X", ((0, 0),), (1e39,)), "edit.not_finite"),
        (AddRows(((1.0, 2.0),), ((1.0,),)), "edit.row_lengths"),
        (AddRows(((1.0, 2.0, 3.0),), ()), "edit.row_lengths"),
        (AddRows((), ()), "edit.row_lengths"),
        (RemoveRows((3,)), "edit.no_cell"),
        (RemoveRows(()), "edit.no_cell"),
        (RemoveRows((0, 1, 2)), "edit.last_row"),
    ],
    ids=repr,
)
def test_that_what_cannot_be_done_changes_nothing(edit, kind):
    bench = bench_with(FOUR_LAYERS, NotebookBatch(), seed=3)
    batch = bench.network.batch
    with pytest.raises(Problem) as refused, np.errstate(over="ignore"):
        bench.do([edit])
    assert refused.value.kind == kind
    assert bench.network.batch is batch
    assert bench.history.entries[-1].command != edit


def test_that_targets_which_the_loss_cannot_take_and_large_tables_are_refused():
    bench = bench_with(FOUR_LAYERS, XorOfThreeBits(), SetActivation("output", "sigmoid"), SetLoss("bce"), seed=3)
    batch = bench.network.batch
    for edit in (SetCells("Y_true", ((0, 0),), (2.0,)), AddRows(((0.0, 1.0, 1.0),), ((-1.0,),))):
        with pytest.raises(Problem) as refused:
            bench.do([edit])
        assert refused.value.kind == "loss.targets"
        assert bench.network.batch is batch
    bench.do([SetLoss("huber"), UseData(Plane(70_000))])
    with pytest.raises(Problem) as refused:
        bench.do([RemoveRows((0,))])
    assert refused.value.kind == "edit.too_large"
