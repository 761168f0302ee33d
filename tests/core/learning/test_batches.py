"""Mini-batches: each epoch takes every sample once, and a step's loss is the loss of just its samples."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from core.commands import SetBatchSize, SetOptimizer, Step, UseData
from core.data.built_in import NotebookBatch
from core.design.losses import LOSSES
from core.intents.plans import TakeData
from core.learning.descent import MiniBatches
from core.problems.problem import Problem
from tests.core.helpers.benches import TWO_LAYERS, anew, bench_with, bits, examples, recorded, weights
from tests.core.helpers.references import Loop, assert_near

pytestmark = pytest.mark.numbers

sizes = st.integers(1, 40).flatmap(lambda samples: st.tuples(st.just(samples), st.integers(1, samples)))


def batches_of(made: MiniBatches, count: int) -> list[tuple[int, ...]]:
    """The next batches, as the rows that have a share in the loss."""
    rows, shares = (tensor.numpy() for tensor in made.take(count))
    return [tuple(row[share > 0]) for row, share in islice(zip(rows, shares), count)]


# what is taken


@examples(60)
@given(sizes=sizes, seed=st.integers(0, 2**32 - 1), epochs=st.integers(1, 4), first=st.integers(0, 90))
def test_that_every_epoch_takes_every_sample_once(sizes, seed, epochs, first):
    samples, size = sizes
    made = MiniBatches(samples, size, seed)
    assert made.per_epoch == np.ceil(samples / size)
    made.step = first * made.per_epoch
    for _ in range(epochs):
        epoch = batches_of(made, made.per_epoch)
        assert Counter(row for rows in epoch for row in rows) == Counter(range(samples))
        assert [len(rows) for rows in epoch[:-1]] == [size] * (made.per_epoch - 1)
        assert len(epoch[-1]) == (samples - 1) % size + 1
    assert made.step == (first + epochs) * made.per_epoch


@examples(60)
@given(sizes=sizes, seed=st.integers(0, 99), cuts=st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_that_the_rows_do_not_depend_on_how_they_are_taken_nor_on_what_was_taken_before(sizes, seed, cuts):
    once, cut = MiniBatches(*sizes, seed), MiniBatches(*sizes, seed)
    whole = batches_of(once, sum(cuts))
    assert [rows for part in cuts for rows in batches_of(cut, part)] == whole
    cut.step = cuts[0]
    assert batches_of(cut, sum(cuts) - cuts[0]) == whole[cuts[0] :], "going back in `step` gives the same rows"


@examples(60)
@given(sizes=sizes, seed=st.integers(0, 99), count=st.integers(1, 1000))
def test_that_the_shares_of_a_batch_make_its_loss_the_mean_over_its_samples(sizes, seed, count):
    samples, size = sizes
    rows, shares = (tensor.numpy() for tensor in MiniBatches(samples, size, seed).take(count))
    assert rows.shape == shares.shape == (1000, size)
    np.testing.assert_allclose(shares[:count].sum(axis=1), size, rtol=1e-5)
    assert not shares[count:].any()
    assert ((rows >= 0) & (rows < samples)).all()
    for share in shares[:count]:
        assert len(set(share[share > 0])) == 1


def test_that_another_seed_and_another_epoch_is_another_order():
    orders = [tuple(batches_of(MiniBatches(32, 32, seed), 3)) for seed in range(20)]
    assert len({epoch for epochs in orders for epoch in epochs}) == 60


def test_that_samples_stay_together_only_by_chance():
    """Of 8 samples in pairs, each of the 28 pairs should come 4/28 times in an epoch: 143 times in 1,000 epochs."""
    pairs = Counter(frozenset(rows) for rows in batches_of(MiniBatches(8, 2, 1), 1000))
    for _ in range(3):
        made = MiniBatches(8, 2, 1)
        made.step = 1000 * (_ + 1)
        pairs += Counter(frozenset(rows) for rows in batches_of(made, 1000))
    assert len(pairs) == 28
    assert all(90 < count < 205 for count in pairs.values()), "more than five standard deviations"


# what is learned


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_that_steps_on_mini_batches_are_those_of_keras_alone_on_just_these_samples(xor, optimizer):
    anew(xor, SetOptimizer(optimizer, 0.01), SetBatchSize(3, 7))
    loop, rows = Loop(xor.network.model, optimizer, "mse", 0.01), batches_of(MiniBatches(8, 3, 7), 200)
    assert {len(each) for each in rows} == {2, 3}
    losses = [loop.descend(xor.network.batch.X[list(each)], xor.network.batch.Y_true[list(each)])[0] for each in rows]
    xor.do([Step(200)])
    np.testing.assert_allclose(recorded(xor), losses, rtol=1e-5, atol=1e-6)
    assert_near(weights(xor.network.model), loop.weights)


@pytest.mark.parametrize("loss", [kind.key for kind in LOSSES])
def test_that_the_loss_of_a_smaller_batch_is_the_loss_of_just_its_samples(loss):
    from core.design.losses import loss as loss_of

    loss_fn, generator = loss_of(loss).make(), np.random.default_rng(3)
    X = generator.uniform(0.05, 0.95, (8, 1)).astype(np.float32)
    Y_true = generator.integers(0, 2, (8, 1)).astype(np.float32)
    made = MiniBatches(8, 3, 1)
    rows, shares = (tensor.numpy() for tensor in made.take(3))
    for row, share in zip(rows[:3], shares[:3]):
        taken = row[share > 0]
        ours = loss_fn(tf.gather(Y_true, row), tf.gather(X, row), sample_weight=tf.constant(share))
        assert float(ours) == pytest.approx(float(loss_fn(Y_true[taken], X[taken])), rel=1e-6)


def test_that_a_batch_of_all_samples_is_the_whole_batch_but_for_the_order():
    whole, shuffled = (bench_with(TWO_LAYERS, NotebookBatch(), SetBatchSize(size, 3), Step(150)) for size in (None, 3))
    assert_near(weights(shuffled.network.model), weights(whole.network.model))
    assert bits(shuffled.network.model) != bits(whole.network.model) or whole.network.batch.samples == 1


def test_that_the_snapshot_counts_epochs(xor):
    def said():
        snapshot = xor.snapshot()
        return snapshot.batch_size, snapshot.epoch

    assert said() == (None, 0)
    xor.do([Step(5)])
    assert said() == (None, 5), "on all samples, a step is an epoch"
    xor.do([SetBatchSize(3, 7)])
    assert said() == (3, 0)
    for epoch in (0, 0, 1, 1, 1, 2):
        xor.do([Step(1)])
        assert said() == (3, epoch)


def test_that_an_epoch_of_keras_has_as_many_steps(xor):
    xor.do([SetBatchSize(3, 7)])
    dataset = tf.data.Dataset.from_tensor_slices(xor.network.batch.X).batch(3)
    assert xor.network.training.batches.per_epoch == int(dataset.cardinality())


def test_that_new_data_are_learned_from_as_a_whole_unless_the_plan_says_otherwise():
    bench = bench_with(TWO_LAYERS, NotebookBatch(), SetBatchSize(2, 3))
    bench.do([UseData(NotebookBatch())])
    assert bench.network.training.batches is None
    bench.do([SetBatchSize(3, 3)])
    bench.do(TakeData(NotebookBatch()).commands(bench.network))
    assert bench.network.training.batches.size == 3


@pytest.mark.parametrize("size", [0, 4])
def test_that_a_batch_without_samples_or_with_more_than_there_are_is_refused(size):
    bench = bench_with(TWO_LAYERS, NotebookBatch(), SetBatchSize(2, 3), Step(1))
    with pytest.raises(Problem) as caught:
        bench.do([SetBatchSize(size, 3)])
    assert (caught.value.kind, caught.value.fields["largest"]) == ("batch.out_of_range", 3)
    assert (bench.network.training.batches.size, bench.network.training.batches.step) == (2, 1)
