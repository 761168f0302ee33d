"""The sources: their data, their lines, and that both are the same data."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from types import SimpleNamespace

import numpy as np
import pytest

from core.data.built_in import SOURCES, Batch, InsideSphere, NotebookBatch, Plane, Source, XorOfThreeBits

MADE = (*SOURCES, Plane(1, 5), Plane(7, 3), Plane(7, 3, 0.25), InsideSphere(9, 11), InsideSphere(9, 11, 0.5))
STUB = SimpleNamespace(
    float32=np.float32,
    constant=lambda value, dtype: np.asarray(value).astype(dtype),
    gather=lambda array, rows: array[rows],
)


def run(source: Source, tf: object) -> dict[str, object]:
    """What the written lines leave behind when they run alone."""
    namespace = {"np": np, "tf": tf}
    exec("\n".join(source.lines()), namespace)
    return namespace


def assert_bit_equal(array, expected):
    array = np.asarray(array)
    assert array.dtype == np.float32
    assert array.shape == expected.shape
    assert array.tobytes() == expected.tobytes()


# Batch


def test_that_a_batch_is_float32_contiguous_and_read_only():
    numbers = np.asfortranarray(np.arange(6.0).reshape(3, 2))
    batch = Batch(numbers, np.ones((3, 1)), ("a", "b"), ("t",))
    for array in (batch.X, batch.Y_true):
        assert array.dtype == np.float32
        assert array.flags.c_contiguous
        assert not array.flags.writeable
    assert (batch.samples, batch.inputs) == (3, 2)


def test_that_a_batch_does_not_change_with_the_array_it_was_made_from():
    X = np.zeros((2, 1), np.float32)
    batch = Batch(X, np.zeros((2, 1), np.float32), ("a",), ("t",))
    X[0, 0] = 7
    assert batch.X[0, 0] == 0
    assert X.flags.writeable


def test_that_a_batch_is_frozen_and_hashable_by_identity():
    batch = Batch(np.zeros((1, 1)), np.zeros((1, 1)), ("a",), ("t",))
    assert batch == batch
    assert batch != Batch(np.zeros((1, 1)), np.zeros((1, 1)), ("a",), ("t",))
    assert hash(batch) == hash(batch)
    with pytest.raises(FrozenInstanceError):
        batch.targets = "u"


@pytest.mark.parametrize(
    ("x_shape", "y_shape", "said"),
    [
        ((3,), (3, 1), "received (3,)"),
        ((3, 1), (3, 1), "received (3, 1)"),
        ((3, 2), (3,), "Expected Y_true of shape (3, 1)"),
    ],
)
def test_that_shapes_that_do_not_fit_are_refused(x_shape, y_shape, said):
    with pytest.raises(ValueError) as refusal:
        Batch(np.zeros(x_shape), np.zeros(y_shape), ("a", "b"), ("t",))
    assert said in str(refusal.value)


# The made sources


def test_that_the_sources_are_listed_in_the_order_of_learning():
    assert list(SOURCES) == [NotebookBatch(), Plane(64, 0), XorOfThreeBits(), InsideSphere(128, 0)]
    assert [source.name for source in SOURCES] == ["Notebook batch", "Plane", "XOR of three bits", "Inside a sphere"]


def test_that_equal_sources_are_one_key_and_other_seeds_another():
    assert len({Plane(), Plane(64, 0), Plane(64, 1), Plane(63, 0), InsideSphere(64, 0)}) == 4


@pytest.mark.parametrize("source", [Plane, InsideSphere])
@pytest.mark.parametrize("values", [{"samples": 0}, {"samples": -1}, {"seed": -1}, {"noise": -0.1}, {"noise": 1.5}])
def test_that_impossible_samples_and_seeds_are_refused(source, values):
    with pytest.raises(ValueError, match="Expected 1 to 1000000 samples and a seed of at least 0"):
        source(**values)


def test_that_noise_is_added_to_the_targets_of_the_plane_and_to_the_points_of_the_sphere():
    exact, noisy = Plane(500).load(), Plane(500, noise=0.2).load()
    assert_bit_equal(noisy.X, exact.X)
    assert (noisy.Y_true - exact.Y_true).std() == pytest.approx(0.2, rel=0.15)
    exact, noisy = InsideSphere(500).load(), InsideSphere(500, noise=0.2).load()
    assert_bit_equal(noisy.Y_true, exact.Y_true)
    assert (noisy.X - exact.X).std() == pytest.approx(0.2, rel=0.15)


@pytest.mark.parametrize("source", [Plane, InsideSphere])
def test_that_a_share_of_the_rows_is_kept_to_check_with(source):
    whole, split = source(50).load(), source(50, validation=0.2).load()
    assert (len(split.X), len(split.X_val)) == (40, 10)
    for part, rows in (("X", split.X_val), ("Y_true", split.Y_val)):
        both = np.concatenate([getattr(split, part), rows])
        assert sorted(map(bytes, both)) == sorted(map(bytes, getattr(whole, part)))
    left = run(source(50, validation=0.2), STUB)
    for name, rows in (("X", split.X), ("Y_true", split.Y_true), ("X_val", split.X_val), ("Y_val", split.Y_val)):
        assert_bit_equal(left[name], rows)
    with pytest.raises(ValueError, match="share of 0 to"):
        source(50, validation=0.6)


def test_that_the_notebook_batch_holds_the_notebooks_numbers():
    batch = NotebookBatch().load()
    assert_bit_equal(batch.X, np.array([[0.2, 0.5, 0.7], [0.3, 0.6, 0.2], [0.1, -0.3, -0.2]], np.float32))
    assert_bit_equal(batch.Y_true, np.array([[1.2], [-0.5], [0.3]], np.float32))


def test_that_the_notebook_batch_is_written_out_as_numbers():
    assert NotebookBatch().lines()[0].startswith("X = tf.constant([[0.2, 0.5, 0.7], [0.3,")


def test_that_one_linear_unit_solves_the_plane():
    batch = Plane().load()
    assert batch.X.shape == (64, 3)
    assert np.abs(batch.X).max() <= 1
    assert np.ptp(batch.X) > 1.5
    kernel = np.array([[0.5], [-0.3], [0.2]])
    np.testing.assert_allclose(batch.X @ kernel + 0.1, batch.Y_true, atol=1e-6)


def test_that_xor_lists_every_combination_once_with_its_parity():
    batch = XorOfThreeBits().load()
    rows = [tuple(map(int, row)) for row in batch.X]
    assert sorted(rows) == [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    assert [int(y) for (y,) in batch.Y_true] == [a ^ b ^ c for a, b, c in rows]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_that_the_sphere_holds_about_half_of_the_samples(seed):
    batch = InsideSphere(seed=seed).load()
    radius = np.sqrt((batch.X.astype(float) ** 2).sum(axis=1, keepdims=True))
    assert set(np.unique(batch.Y_true)) == {0.0, 1.0}
    assert radius[batch.Y_true == 1].max() < radius[batch.Y_true == 0].min()
    assert 0.35 < batch.Y_true.mean() < 0.65


@pytest.mark.parametrize("source", MADE, ids=repr)
def test_that_made_sources_name_their_columns(source):
    batch = source.load()
    assert (batch.columns, batch.targets) == (("x0", "x1", "x2"), ("y",))


@pytest.mark.parametrize("source", [Plane, InsideSphere])
def test_that_the_seed_decides_the_samples(source):
    assert_bit_equal(source(seed=4).load().X, source(seed=4).load().X)
    assert not np.array_equal(source(seed=4).load().X, source(seed=5).load().X)


# The lines


@pytest.mark.parametrize("source", MADE, ids=repr)
def test_that_the_lines_make_the_same_data(source):
    batch, left = source.load(), run(source, STUB)
    assert_bit_equal(left["X"], batch.X)
    assert_bit_equal(left["Y_true"], batch.Y_true)
    assert set(left) - {"rng"} == {"__builtins__", "np", "tf", "X", "Y_true"}


@pytest.mark.parametrize("source", [*MADE, Plane(10**6, 10**9), InsideSphere(10**6, 2**32 - 1)], ids=repr)
def test_that_written_lines_are_short_and_single(source):
    for line in source.lines():
        assert len(line) <= 100
        assert "\n" not in line


def test_that_tensorflow_makes_the_same_data_from_the_lines():
    import tensorflow as tf

    for source in MADE:
        batch, left = source.load(), run(source, tf)
        for name, expected in (("X", batch.X), ("Y_true", batch.Y_true)):
            assert left[name].dtype == tf.float32
            assert_bit_equal(left[name].numpy(), expected)


def test_that_listing_the_sources_imports_no_numpy():
    code = """
import sys
import core.tables.table_file
from core.data.catalog import KNOWN as SOURCES
[(source.name, source.lines(), hash(source)) for source in SOURCES]
sys.exit(bool({'numpy', 'sklearn', 'tensorflow', 'keras', 'matplotlib', 'PySide6'} & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
