"""A preview is what the next step really does, weights and memory of the optimizer, and changes nothing."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from core.commands import SetBatchSize, SetOptimizer, SetTrainable, Step, build_network
from core.design.optimizers import OPTIMIZERS
from core.intents.questions import NextStep
from core.learning.descent import MiniBatches
from core.problems.problem import Problem
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, anew, bench_with, bits, memory, recorded

pytestmark = pytest.mark.numbers

KEYS = [kind.key for kind in OPTIMIZERS]


def everything(bench: Workbench) -> Any:
    batch_step = bench.network.training.batches.step if bench.network.training.batches is not None else None
    return (
        bits(bench.network.model),
        memory(bench),
        bench.network.step,
        batch_step,
        bench.timeline.place(),
        bench.history.entries,
    )


def slots(bench: Workbench) -> dict[str, dict[str, bytes]]:
    """What the optimizer remembers, by the names that Keras itself gives: "hidden_kernel_momentum"."""
    variables = {variable.path.replace("/", "_"): variable.path for variable in bench.network.model.variables}
    found: dict[str, dict[str, bytes]] = {path: {} for path in variables.values()}
    for slot in bench.network.names.optimizer.variables[2:]:
        owner, _, name = slot.name.rpartition("_")
        if owner in variables:  # Nadam has one more, which belongs to no variable
            found[variables[owner]][name] = slot.numpy().tobytes()
    return found


@pytest.mark.sampled(9)
@pytest.mark.parametrize(("optimizer", "size"), [*product(KEYS, (None,)), ("sgd", 3), ("adam", 3)])
@pytest.mark.parametrize("steps", [0, 5])
@pytest.mark.parametrize("frozen", [(), ("hidden",)])
def test_that_a_preview_is_what_the_next_step_does_and_changes_nothing(xor, optimizer, size, steps, frozen):
    anew(xor, SetOptimizer(optimizer, 0.01), SetBatchSize(size, 7), *([Step(steps)] if steps else []))
    xor.do([SetTrainable(name, False) for name in frozen])
    recorded(xor)
    before, slots_before = everything(xor), slots(xor)
    preview = NextStep().answer(xor.network)
    assert everything(xor) == before
    assert xor.take_events() == ()
    assert NextStep().answer(xor.network).weights.keys() == preview.weights.keys()

    xor.do([Step(1)])
    assert {v.path: v.numpy().tobytes() for v in xor.network.model.variables} == {
        path: value.tobytes() for path, value in preview.weights.items()
    }
    for place, really in enumerate((slots_before, slots(xor))):
        said = {
            path: {name: pair[place].tobytes() for name, pair in each.items()} for path, each in preview.slots.items()
        }
        assert said == really
    assert (preview.step, preview.iterations) == (steps, steps)
    for path, each in preview.slots.items():
        for old, new in each.values():
            assert (old.tobytes() == new.tobytes()) == (path.split("/")[0] in frozen) or not new.any()
    if size is None:
        assert preview.rows is None
    else:
        made = MiniBatches(8, size, 7)
        made.step = steps
        rows, shares = (tensor.numpy()[0] for tensor in made.take(1))
        assert preview.rows == tuple(rows[shares > 0])


def test_that_a_preview_before_there_is_an_optimizer_makes_none():
    bench = bench_with(TWO_LAYERS)
    assert bench.network.names.optimizer is None
    preview = bench.network.stepping.preview()
    assert bench.network.names.optimizer is None
    bench.do([Step(1)])
    assert bits(bench.network.model) == [
        preview.weights[variable.path].tobytes() for variable in bench.network.model.variables
    ]


def test_that_nobody_can_write_to_a_preview(xor):
    anew(xor, SetOptimizer("adam", 0.01))
    preview = xor.network.stepping.preview()
    for array in (
        *preview.weights.values(),
        *(a for each in preview.slots.values() for pair in each.values() for a in pair),
    ):
        assert array.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_that_a_preview_without_a_network_or_data_says_what_is_missing():
    bench = Workbench()
    with pytest.raises(Problem) as caught:
        bench.network.stepping.preview()
    assert caught.value.kind == "model.missing"
    bench.do(build_network(TWO_LAYERS, 1))
    with pytest.raises(Problem) as caught:
        bench.network.stepping.preview()
    assert caught.value.kind == "data.missing"
