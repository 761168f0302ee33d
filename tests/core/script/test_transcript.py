"""The promise: every click is a line of Keras, and the lines, run alone, give the same weights."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core import environment
from core.commands import (
    Compile,
    CreateLayer,
    Fit,
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
from core.data.built_in import InsideSphere, NotebookBatch, Plane, XorOfThreeBits
from core.design.compile_spec import CompileSpec
from core.design.network_spec import FOUR_LAYERS, LayerSpec, NetworkSpec
from core.design.optimizers import OPTIMIZERS
from core.history.history import Entry
from core.intents.plans import ChooseLoss
from core.intents.table_plans import source_for
from core.problems.problem import Problem
from core.script.writer import descent_source, passages, script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import FIVE_INPUTS, TWO_LAYERS, bench_with, bits
from tests.core.helpers.scripts import assert_tells_the_truth, run

FIVE_WIDE = NetworkSpec(5, (LayerSpec("only", 2, "tanh", use_bias=False), LayerSpec("output", 1)))
START = (*build_network(TWO_LAYERS, 1), UseData(NotebookBatch()), SetLearningRate(0.05))


# the ways that are easily got wrong


def test_that_the_script_of_the_network_at_the_start_tells_the_truth():
    assert_tells_the_truth(bench_with(FOUR_LAYERS, NotebookBatch(), SetLearningRate(0.1), Step(1234)))


@pytest.mark.usefixtures("without_xla")
def test_that_steps_before_any_rate_loss_or_optimizer_was_chosen_can_be_run():
    assert_tells_the_truth(bench_with(TWO_LAYERS, NotebookBatch(), Step(5)))
    assert_tells_the_truth(bench_with(TWO_LAYERS, NotebookBatch(), Step(5), SetLearningRate(0.2), Step(5)))


@pytest.mark.thorough
def test_that_the_script_of_mini_batches_momentum_and_a_frozen_layer_tells_the_truth():
    bench = bench_with(TWO_LAYERS, XorOfThreeBits(), SetOptimizer("momentum", 0.02), SetBatchSize(3, 5), Step(1500))
    bench.do([SetTrainable("hidden", False), Step(40), SetBatchSize(None), Step(3), SetTrainable("hidden", True)])
    bench.do([*ChooseLoss("bce").commands(bench.network), Step(20), SetBatchSize(3, 5), Step(7)])
    assert_tells_the_truth(bench)


@pytest.mark.thorough
@pytest.mark.usefixtures("without_xla")
def test_that_an_optimizer_that_is_chosen_again_is_in_the_script_a_fresh_one():
    bench = bench_with(TWO_LAYERS, XorOfThreeBits())
    for key in [kind.key for kind in OPTIMIZERS]:  # each goes on from where the one before it led
        bench.do([SetOptimizer(key, 0.02), Step(30)])
        bench.do([SetTrainable("hidden", False), Step(5), SetTrainable("hidden", True), Step(5)])
        bench.do([SetOptimizer("sgd"), SetOptimizer(key, 0.01), Step(20)])
    assert bench.snapshot().finite
    assert_tells_the_truth(bench)


@pytest.mark.thorough
@pytest.mark.usefixtures("without_xla")
@pytest.mark.parametrize("key", ["momentum", "adagrad", "nadam", "adamw"])
def test_that_fit_with_any_optimizer_is_what_the_script_says(key):
    bench = bench_with(TWO_LAYERS, XorOfThreeBits(), Compile(CompileSpec(key, 0.03)), Fit(4, 3, shuffle=False))
    assert_tells_the_truth(bench)


@pytest.mark.usefixtures("without_xla")
def test_that_what_was_refused_is_not_in_the_script():
    bench = bench_with(TWO_LAYERS, NotebookBatch(), SetLearningRate(0.1), Step(5))
    text = script(bench.history.entries)
    for refused in (
        [Step(7), UseData(FIVE_INPUTS)],
        [SetTrainable("hidden", False), SetTrainable("nope", False)],
        [Reset(), SetLearningRate(-1.0)],
        [*build_network(FIVE_WIDE, 3), CreateLayer(LayerSpec("bad", 1, "nope"))],
    ):
        with pytest.raises(Problem):
            bench.do(refused)
        assert script(bench.history.entries) == text
    bench.do([Step(6)])
    assert_tells_the_truth(bench)


@pytest.mark.usefixtures("without_xla")
def test_that_the_script_says_the_steps_really_taken():
    diverged = bench_with(TWO_LAYERS, Plane(), SetLearningRate(10.0), Step(5000))
    assert 0 < diverged.network.step < 5000
    assert_tells_the_truth(diverged)

    interrupted = bench_with(TWO_LAYERS, NotebookBatch(), SetLearningRate(0.01))
    interrupted.network.recorder.interrupt.set()
    interrupted.do([Step(100_000)])
    interrupted.network.recorder.interrupt.clear()
    assert 0 < interrupted.network.step < 100_000
    interrupted.do([SetTrainable("hidden", False), Step(2)])
    assert_tells_the_truth(interrupted)


@pytest.mark.usefixtures("without_xla")
def test_that_a_network_for_other_data_is_in_the_script():
    bench = bench_with(TWO_LAYERS, NotebookBatch(), SetLearningRate(0.1), Step(5))
    bench.do([*build_network(FIVE_WIDE, 9), UseData(FIVE_INPUTS), Step(20)])
    bench.do([SetTrainable("only", False), Step(20), Reset(), Step(1)])
    assert bench.network.model.input_shape == (None, 5)
    assert_tells_the_truth(bench)


@pytest.mark.usefixtures("without_xla")
def test_that_layers_named_like_what_python_has_do_no_harm():
    names = ("list", "sum", "id", "int", "sorted", "tuple")
    spec = NetworkSpec(3, tuple(LayerSpec(name, 1 if name == names[-1] else 2) for name in names))
    assert_tells_the_truth(
        bench_with(spec, XorOfThreeBits(), SetLearningRate(0.1), Step(2001), UseData(Plane()), Step(2))
    )


# in a really fresh interpreter


def saved_by_a_fresh_python(bench: Workbench, folder: Path, source: str) -> list[bytes]:
    """Run the script in an interpreter that finds no part of the program; return the weights that it leaves."""
    own_flags = os.environ["XLA_FLAGS"].replace(" ".join(environment.XLA_FLAGS), "")  # what the script finds there
    saved, path = folder / "weights.npz", folder / "script.py"
    text = f"{script(bench.history.entries)}\nnp.savez({str(saved)!r}, *model.get_weights())\n"
    path.write_text(text, encoding="utf-8")
    with path.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-I", path.name if source == "file" else "-"],  # -I: core is out of reach
            stdin=file,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "XLA_FLAGS": own_flags},
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr.decode()
    with np.load(saved) as arrays:
        return [arrays[key].tobytes() for key in arrays.files]


def test_that_a_fresh_python_gives_the_same_weights_from_a_file(tmp_path):
    table = tmp_path / "학생's data.csv"
    table.write_text("a,b,c,y\n0.1,0.2,0.3,1\n-0.5,0.25,1e-1,-1\n", encoding="utf-8")
    source = source_for(str(table), {"validation": 0.0})
    bench = bench_with(TWO_LAYERS, source, SetLearningRate(0.1), Step(1500), seed=4)
    assert saved_by_a_fresh_python(bench, tmp_path, "file") == bits(bench.network.model)


@pytest.mark.thorough
def test_that_a_fresh_python_gives_the_same_weights_from_stdin(tmp_path):
    bench = bench_with(FOUR_LAYERS, InsideSphere(), Step(40), SetTrainable("hidden_2", False), Step(3))
    assert saved_by_a_fresh_python(bench, tmp_path, "stdin") == bits(bench.network.model)


# the text


def test_that_window_and_script_set_the_same_flags_of_xla_once_and_before_the_users_own(monkeypatch):
    for own in (None, "", "--xla_cpu_max_isa=AVX"):
        found = []
        for setting in (environment.prepare, lambda: run("\n".join(environment.LINES))):
            monkeypatch.delenv("XLA_FLAGS", raising=False)
            if own is not None:
                monkeypatch.setenv("XLA_FLAGS", own)
            setting()
            setting()
            found.append(os.environ["XLA_FLAGS"].split())
        assert found[0] == found[1] == [*environment.XLA_FLAGS, *(own or "").split()]


def test_that_the_descent_in_the_script_is_the_one_the_window_runs():
    namespace = run(script([Entry(Step(1), 0)]).split("descend = make_descent")[0])
    assert namespace["make_descent"].__doc__ is not None
    import core.learning.descent

    shown, real = namespace["make_descent"].__code__, core.learning.descent.make_descent.__code__
    assert shown.co_code == real.co_code
    assert shown.co_names == real.co_names
    assert "Any" not in "\n".join(descent_source())


def test_that_a_descent_is_made_anew_before_the_first_step_after_a_change_and_only_then():
    done = [*START, Step(1), SetLearningRate(0.1), Step(1), Reset(), Step(1), SetTrainable("hidden", False)]
    done += [SetTrainable("output", False), Step(1), UseData(Plane()), UseData(Plane(3)), Step(1), Step(2)]
    text = script(Entry(command, 0) for command in done)
    made = "descend = make_descent(model, optimizer, loss_fn, X, Y_true)"
    assert text.count(made) == 2, "a frozen layer or another rate needs no other descent"
    assert text.count("def make_descent") == 1
    for change in (SetOptimizer("adam"), SetLoss("mae"), SetActivation("output", "tanh"), MakeModel()):
        assert script(Entry(command, 0) for command in (*done, change, Step(1))).count(made) == 3
    text = script(Entry(command, 0) for command in (*done, SetBatchSize(2), Step(1), SetBatchSize(3), Step(1)))
    assert text.count(made) == 2
    assert text.count(made.replace(")", ", batches)")) == 2
    assert text.count("class MiniBatches") == 1
    assert "make_descent" not in script(Entry(command, 0) for command in START)


def test_that_passages_name_what_wrote_them_and_which_steps_they_take():
    bench = bench_with(TWO_LAYERS, NotebookBatch(), SetLearningRate(0.1), Step(5))
    bench.do([SetTrainable("hidden", False), Step(2), Step(3), Reset(), Step(1)])
    assert [done.command for done in bench.history.entries[-4:-1]] == [SetTrainable("hidden", False), Step(5), Reset()]
    bench.do([Step(2)])
    bench.do([Step(3)])
    assert [done.command for done in bench.history.entries[-3:]] == [Step(1), Step(2), Step(3)], "three clicks"
    written = passages(bench.history.entries)
    assert written[0].label == "setup"
    assert [passage.steps for passage in written if passage.label == "step"] == [(0, 5), (5, 10), (0, 6)]
    assert all((passage.steps is None) == (passage.label != "step") for passage in written)
    assert [p.lines for p in written if p.label == "freeze"] == [SetTrainable("hidden", False).lines()]
    assert "\n".join(line for passage in written for line in passage.lines) + "\n" == script(bench.history.entries)


def test_that_the_script_of_nothing_runs():
    assert {"keras", "np", "tf", "layers"} <= set(run(script([])))
    assert "keras.utils.set_random_seed(3)" in script([Entry(SetSeed(3), 0)])
