"""Tensors that are read in one piece are, to the last bit, those that are read one by one."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from core.learning.flat import MOST_SETS, READ_BEFORE, FlatFunction, FlatReading
from core.learning.shared_functions import Operands


def variables(seed: int = 0) -> list[keras.Variable]:
    random = np.random.default_rng(seed)
    shapes = ((3, 5), (5,), (), (5, 1), (0,))
    found = [keras.Variable(random.normal(size=shape), dtype="float32") for shape in shapes]
    return [keras.Variable(2**40 + 1, dtype="int64"), *found]  # the first counts steps, as an optimizer does


def test_that_variables_are_read_to_the_last_bit_however_often():
    reading, own = FlatReading(), variables()
    for number in range(READ_BEFORE + 3):
        own[1].assign_add(np.full((3, 5), 1e-3, np.float32))
        own[2].assign(np.array([np.nan, np.inf, -0.0, 1e-45, number], np.float32))
        found = reading.numbers(own)
        for variable, numbers in zip(own, found, strict=True):
            expected = variable.numpy()
            assert (numbers.dtype, numbers.shape) == (expected.dtype, expected.shape)
            assert numbers.tobytes() == expected.tobytes()
            assert not numbers.flags.writeable


def test_that_what_was_read_stays_when_the_variables_change():
    reading, own = FlatReading(), variables()
    for _ in range(READ_BEFORE + 1):
        found = reading.numbers(own)
    before = found[1].copy()
    own[1].assign_add(np.ones((3, 5), np.float32))
    np.testing.assert_array_equal(found[1], before)


def test_that_many_sets_of_variables_are_not_confused():
    reading, sets = FlatReading(), [variables(seed) for seed in range(MOST_SETS + 2)]
    for _ in range(READ_BEFORE + 2):
        for own in sets:
            assert [a.tobytes() for a in reading.numbers(own)] == [v.numpy().tobytes() for v in own]


def test_that_a_flat_function_gives_its_results_for_any_number_of_rows():
    flat = FlatFunction(
        lambda x: [x, tf.reduce_sum(x), tf.reduce_max(x, axis=0, keepdims=True)],
        [tf.TensorSpec([None, 3])],
        lambda: Operands("test", []),
    )
    for rows in (1, 4, 2):
        x = np.arange(3 * rows, dtype=np.float32).reshape(rows, 3)
        same, total, largest = flat(tf.constant(x))
        np.testing.assert_array_equal(same, x)
        assert float(total) == x.sum()
        np.testing.assert_array_equal(largest, x.max(axis=0, keepdims=True))
