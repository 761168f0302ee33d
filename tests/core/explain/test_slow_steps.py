"""Slow motion's numbers under every optimizer and on mini-batches: what is promised is what the step then does."""

from __future__ import annotations

import numpy as np
import pytest

from core.commands import SetBatchSize, SetOptimizer, Step
from core.design.optimizers import OPTIMIZERS
from core.explain.step_parts import Moment, OnRows
from core.intents.questions import NextStep
from tests.core.helpers.benches import TWO_LAYERS, bench_with, bits


@pytest.mark.sampled(4)
@pytest.mark.usefixtures("without_xla")
@pytest.mark.parametrize("optimizer", [kind.key for kind in OPTIMIZERS])
@pytest.mark.parametrize("size", [None, 2])
def test_that_the_previewed_weights_are_those_of_the_step(optimizer, size):
    bench = bench_with(TWO_LAYERS, None, SetOptimizer(optimizer), *([SetBatchSize(size)] if size else []))
    for _ in range(3):  # the last mini-batch of an epoch has one sample only
        preview = NextStep().answer(bench.network)
        snapshot = bench.snapshot() if preview.rows is None else OnRows(preview.rows).answer(bench.network)
        moment = Moment(snapshot, preview)
        assert snapshot.batch.samples == (3 if size is None else len(preview.rows))
        if optimizer == "sgd":  # the gradients shown are those of the samples that the step learns from
            for layer in snapshot.layers:
                kernel, bias = moment.new_weights(layer)
                rate = snapshot.learning_rate
                np.testing.assert_allclose(kernel, layer.kernel - rate * layer.kernel_gradient, rtol=1e-5, atol=1e-7)
                np.testing.assert_allclose(bias, layer.bias - rate * layer.bias_gradient, rtol=1e-5, atol=1e-7)
        promised = [w.tobytes() for layer in snapshot.layers for w in moment.new_weights(layer)]
        bench.do([Step(1)])
        assert bits(bench.network.model) == promised
