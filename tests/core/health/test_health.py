"""Vital signs against numpy, Keras and an eager tape; findings at and beside their thresholds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.design.optimizers import OPTIMIZERS
from core.health.health import (
    EXPLODING,
    FLAT,
    LARGE_RATIO,
    SMALL_RATIO,
    VANISHING,
    LayerHealth,
    findings,
    layers_of,
    norm,
    same_moment,
    update_ratios,
)
from core.snapshot.preview import Preview
from tests.gui.helpers.snapshots import make_snapshot

pytestmark = pytest.mark.numbers

HEALTHY = LayerHealth("hidden", 0.5, 2.0, 1e-3, (), 5, True, True)
LAST = replace(HEALTHY, name="output", relu=False)


def kinds(*layers: LayerHealth, **averages: float) -> list[str]:
    return [finding.kind for finding in findings(layers, averages)]


# against Keras


def test_that_norms_are_those_of_an_eager_tape(bench):
    import tensorflow as tf

    from tests.core.helpers.benches import EagerNetwork

    snapshot = bench.snapshot()
    network = EagerNetwork(bench.network.model)
    with tf.GradientTape() as tape:
        loss = network.loss(tf.constant(snapshot.batch.X), tf.constant(snapshot.batch.Y_true))
    gradients = [g.numpy() for g in tape.gradient(loss, network.variables)]
    expected = [np.linalg.norm(np.concatenate([g.ravel() for g in pair])) for pair in zip(*[iter(gradients)] * 2)]
    layers = layers_of(snapshot, {})
    assert [layer.gradient_norm for layer in layers] == pytest.approx(expected, rel=1e-5)
    weights = [np.concatenate([w.ravel() for w in layer.get_weights()]) for layer in bench.network.model.layers[1:]]
    assert [layer.weight_norm for layer in layers] == pytest.approx([np.linalg.norm(w) for w in weights], rel=1e-6)


def test_that_the_ratio_of_plain_descent_is_the_rate_times_gradient_over_weights(bench):
    from core.commands import SetLearningRate

    bench.do([SetLearningRate(0.125)])
    snapshot = bench.snapshot()
    ratios = update_ratios(snapshot, bench.network.stepping.preview())
    expected = {layer.name: 0.125 * layer.gradient_norm / layer.weight_norm for layer in layers_of(snapshot, ratios)}
    assert ratios == pytest.approx(expected, rel=1e-4)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("optimizer", [kind.key for kind in OPTIMIZERS if kind.slots])
def test_that_the_ratio_is_what_the_optimizer_really_does(optimizer):
    from core.commands import SetOptimizer, Step
    from tests.core.helpers.benches import bench_with

    bench = bench_with()
    bench.do([SetOptimizer(optimizer), Step(3)])
    snapshot = bench.snapshot()
    ratios = update_ratios(snapshot, bench.network.stepping.preview())
    before = {layer.name: layer.get_weights() for layer in bench.network.model.layers[1:]}
    bench.do([Step(1)])
    for layer in bench.network.model.layers[1:]:
        change = np.concatenate([(a - b).ravel() for a, b in zip(layer.get_weights(), before[layer.name])])
        size = np.linalg.norm(np.concatenate([b.ravel() for b in before[layer.name]]))
        assert ratios[layer.name] == pytest.approx(np.linalg.norm(change) / size, rel=1e-4)


def test_that_a_frozen_layer_has_the_ratio_0(bench):
    from core.commands import SetTrainable

    bench.do([SetTrainable("hidden", False)])
    snapshot = bench.snapshot()
    ratios = update_ratios(snapshot, bench.network.stepping.preview())
    assert ratios["hidden"] == 0
    assert ratios["output"] > 0
    assert [layer.learns for layer in layers_of(snapshot, ratios)] == [False, True]


def test_that_units_killed_in_keras_are_found_and_get_no_gradient(bench):
    layer = bench.network.model.get_layer("hidden")
    kernel, bias = layer.get_weights()
    bias[[1, 3]] = -100
    layer.set_weights([kernel, bias])
    snapshot = bench.snapshot()
    (finding,) = findings(layers_of(snapshot, update_ratios(snapshot, bench.network.stepping.preview()))[:1], {})
    assert (finding.kind, finding.dead, finding.number, finding.reference) == ("dead", (("hidden", (1, 3)),), 2, 4)
    assert not snapshot.layers[0].kernel_gradient[:, [1, 3]].any()


# numbers


@given(st.lists(st.lists(st.floats(-(2.0**60), 2.0**60, width=32), max_size=9), min_size=1, max_size=3))
def test_that_the_norm_is_numpys_over_all_arrays(rows):
    arrays = [np.array(row, np.float32) for row in rows]
    expected = np.linalg.norm(np.concatenate(arrays).astype(np.float64))
    assert norm(*arrays) == pytest.approx(expected)


def test_that_a_norm_of_large_float32_does_not_overflow():
    assert norm(np.full(4, 1e38, np.float32)) == pytest.approx(2e38)


def test_that_a_preview_of_another_model_gives_no_ratio_and_a_step_to_nan_an_infinite_one():
    snapshot = make_snapshot()
    weights = {
        path: array for layer in snapshot.layers for path, array in zip(layer.variables, (layer.kernel, layer.bias))
    }
    weights["hidden_1/kernel"] = np.zeros((7, 7), np.float32)
    weights["hidden_2/kernel"] = np.full((5, 5), np.nan, np.float32)
    del weights["output/bias"]
    ratios = update_ratios(snapshot, Preview(0, weights, {}, 0, None))
    assert ratios == {"hidden_2": math.inf, "hidden_3": 0.0}


def test_that_two_moments_are_the_same_only_if_the_next_step_is():
    one = make_snapshot(seed=1)
    batch = {"batch": one.batch}
    assert same_moment(one, make_snapshot(seed=1, **batch))
    assert not same_moment(one, make_snapshot(seed=2, **batch))
    for change in ({"step": 1}, {"learning_rate": 0.1}, {"optimizer": "adam"}, {"frozen": ("output",)}, {"run": 2}):
        assert not same_moment(one, make_snapshot(seed=1, **{**batch, **change}))
    broken = replace(one.layers[0], kernel=one.layers[0].kernel * np.float32(np.nan))
    diverged = replace(one, layers=(broken, *one.layers[1:]))
    assert same_moment(diverged, replace(diverged, loss=math.nan))


# findings


def test_that_a_healthy_network_is_called_so_and_only_so():
    (finding,) = findings((HEALTHY, LAST), {"hidden": 0.4, "output": 0.4})
    assert (finding.kind, finding.severity, finding.number) == ("healthy", "good", 1e-3)
    (unknown,) = findings((replace(HEALTHY, ratio=None), LAST), {})
    assert unknown.kind == "healthy"
    assert math.isnan(unknown.number)


def test_that_some_dead_units_are_one_finding_and_a_dead_layer_one_of_its_own():
    first, second = replace(HEALTHY, dead=(0,)), replace(HEALTHY, name="second", dead=(1, 4))
    found = findings((first, second, LAST), {})
    assert [(f.kind, f.number, f.reference) for f in found] == [("dead", 3, 10)]
    assert found[0].dead == (("hidden", (0,)), ("second", (1, 4)))
    whole = replace(second, dead=(0, 1, 2, 3, 4))
    found = findings((replace(first, gradient_norm=0.0), whole, LAST), {})
    assert [(f.kind, f.severity, f.layer) for f in found] == [
        ("dead_layer", "error", "second"),
        ("dead", "warning", "hidden"),
    ]


def test_that_a_gradient_vanishes_a_hundredth_below_the_last_layers():
    weak = replace(HEALTHY, gradient_norm=0.99 * VANISHING * LAST.gradient_norm)
    assert kinds(weak, LAST) == ["vanishing"]
    assert kinds(replace(weak, gradient_norm=1.01 * VANISHING * LAST.gradient_norm), LAST) == ["healthy"]
    assert kinds(replace(LAST, gradient_norm=0.1)) == ["healthy"]


def test_that_a_gradient_explodes_beyond_ten_times_its_average():
    assert kinds(HEALTHY, LAST, hidden=0.5 / EXPLODING * 0.99) == ["exploding"]
    assert kinds(HEALTHY, LAST, hidden=0.5 / EXPLODING * 1.01) == ["healthy"]


@pytest.mark.parametrize(
    ("ratio", "kind"),
    [
        (LARGE_RATIO * 1.1, "large_update"),
        (LARGE_RATIO, "healthy"),
        (SMALL_RATIO, "healthy"),
        (math.inf, "large_update"),
    ],
)
def test_that_an_update_is_too_large_beyond_its_limit(ratio, kind):
    assert kinds(replace(HEALTHY, ratio=ratio), LAST) == [kind]


def test_that_updates_are_too_small_only_if_all_are():
    still = [replace(layer, ratio=SMALL_RATIO * 0.9) for layer in (HEALTHY, LAST)]
    assert kinds(*still) == ["small_update"]
    assert kinds(still[0], LAST) == ["healthy"]
    assert kinds(replace(HEALTHY, ratio=0.0, learns=False), LAST) == ["healthy"]


def test_that_flat_frozen_and_broken_networks_are_called_so():
    flat = [replace(layer, gradient_norm=FLAT / 2, ratio=0.0) for layer in (HEALTHY, LAST)]
    assert kinds(*flat) == ["flat"]
    assert kinds(*(replace(layer, learns=False, ratio=0.0) for layer in (HEALTHY, LAST))) == ["frozen"]
    assert kinds(replace(HEALTHY, finite=False), LAST) == ["not_finite"]
    assert kinds(HEALTHY, replace(LAST, finite=False, dead=(0,))) == ["not_finite"]


def test_that_the_usual_network_is_well_while_it_learns_and_not_when_a_rate_is_far_too_large():
    from core.commands import SetLearningRate, Step
    from tests.core.helpers.benches import bench_with

    bench = bench_with()
    for rate in (0.05, 10.0):
        bench.do([SetLearningRate(rate), Step(1)])
        snapshot = bench.snapshot()
        layers = layers_of(snapshot, update_ratios(snapshot, bench.network.stepping.preview()))
        seen = {finding.kind for finding in findings(layers, {})}
        assert ("large_update" in seen) == (rate > 1)
