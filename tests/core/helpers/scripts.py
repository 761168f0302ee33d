"""Run the written code as a learner would, and compare its results with the workbench."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.data.built_in import Source
from core.script.writer import script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import bits, memory, weights


def run(text: str) -> dict[str, Any]:
    """Run a script in an empty namespace, and return what it leaves there."""
    namespace: dict[str, Any] = {}
    exec(text, namespace)
    return namespace


def run_source(source: Source) -> dict[str, Any]:
    """Run the lines of a data set as a script begins, and return what they leave."""
    return run("\n".join(["import numpy as np", "import tensorflow as tf", *source.lines()]))


def assert_tells_the_truth(bench: Workbench) -> None:
    """Assert that the script, run alone, gives the workbench's weights and optimizer state, to the last bit."""
    left = run(script(bench.history.entries))
    model, optimizer = left["model"], left.get("optimizer")
    for ours, theirs in zip(weights(bench.network.model), weights(model), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-6)
    assert bits(bench.network.model) == bits(model)
    assert [layer.trainable for layer in bench.network.model.layers] == [layer.trainable for layer in model.layers]
    assert [layer.get_config() for layer in bench.network.model.layers] == [
        layer.get_config() for layer in model.layers
    ]
    if bench.network.names.optimizer is not None:
        optimizer.build(model.variables)  # where no step was taken with it yet; it says so if it was built for others
        assert type(bench.network.names.optimizer) is type(optimizer)
        assert memory(bench) == [np.array(variable.numpy()).tobytes() for variable in optimizer.variables]
        assert float(optimizer.learning_rate) == np.float32(bench.network.training.learning_rate)
    if bench.network.training.batches is not None:
        theirs = left["batches"]
        assert (theirs.step, theirs.size, theirs.seed) == (
            bench.network.training.batches.step,
            bench.network.training.batches.size,
            bench.network.training.batches.seed,
        )
