"""Sizes of values: counted as far as the limit, and texts that are cut before they are made."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import tensorflow as tf

from core.sizes.limits import DEEPEST, LARGEST_ARRAY, LONGEST_TEXT, MOST_BITS, MOST_ENTRIES, MOST_WORK, TooLarge, Work
from core.sizes.measure import check_index, check_together, entries_of, numbers_of, shape_of
from core.sizes.text import text_of

COLUMN, ROW = np.zeros((10_000, 1)), np.zeros((1, 10_000))


def nested(depth: int, width: int) -> object:
    """Return lists in lists that are one object each: width ** depth entries in depth * width places."""
    value: object = 1
    for _ in range(depth):
        value = [value] * width
    return value


@pytest.mark.parametrize(
    ("value", "count"),
    [(1, 1), ([], 1), ([1, 2], 3), ([[1, 2], (3,)], 6), ({"a": [1], "b": 2}, 4), (nested(2, 100), 10_101), (COLUMN, 1)],
)
def test_that_entries_are_counted_through_nesting(value, count):
    assert entries_of(value) == count


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (nested(3, 1000), "entries"),
        (nested(50, 100), "entries"),
        (nested(DEEPEST + 1, 1), "deep"),
        (["a" * 1000] * 101, "letters"),
        ({"a": "a" * (LONGEST_TEXT + 1)}, "letters"),
        ([2**MOST_BITS], "bits"),
        ([2**3000] * 101, "letters"),
        ([np.zeros((7,) * 7)], "axes"),
        (tf.zeros((7,) * 7), "axes"),
    ],
)
def test_that_what_is_too_large_is_counted_no_further_than_the_limit(value, what):
    with pytest.raises(TooLarge) as caught:
        entries_of(value)
    assert caught.value.what == what
    assert caught.value.most < caught.value.received <= (6**7 if what == "axes" else caught.value.most + 1001)


def test_that_an_array_of_objects_is_refused():
    with pytest.raises(TypeError, match="objects"):
        entries_of([np.array([2**100])])


@pytest.mark.parametrize("value", [1.0, [[1, 2], [3, 4]], [(1.0,)] * 3, [COLUMN, COLUMN], [], ROW, [[ROW]]])
def test_that_a_shape_is_that_of_the_array(value):
    assert shape_of(value) == np.array(value).shape


@pytest.mark.parametrize(
    "values",
    [
        (COLUMN, ROW),
        ([COLUMN], [ROW]),
        ([[COLUMN]], ROW),
        ([np.zeros(LARGEST_ARRAY)] * 2,),
        (["a" * 1000, *["b"] * 1000],),
    ],
)
def test_that_arrays_that_broadcast_to_too_many_numbers_are_refused(values):
    with pytest.raises(TooLarge):
        check_together(*values)


@pytest.mark.parametrize("shapes", [((3, 1), (1, 4)), ((2, 3), (3,)), ((), (5, 1), (2,)), ((0, 3), (1, 3))])
def test_that_sizes_together_are_at_least_those_of_broadcasting(shapes):
    assert check_together(*map(np.zeros, shapes)) >= np.prod(np.broadcast_shapes(*shapes))
    assert check_together(*map(tf.zeros, shapes)) >= np.prod(np.broadcast_shapes(*shapes))


@pytest.mark.parametrize(
    "index",
    [
        [0, 0, 1],
        (slice(None), [0, 1, 1, 1]),
        (Ellipsis, [0, 1], None),
        ([0, 1], [1, 1], 2),
        (np.array([[0], [1]]), slice(None), [0, 1, 2]),
        ([0] * 30, np.ones((5, 6), bool)),
    ],
)
def test_that_indexing_gives_at_most_what_is_said(index):
    owner = np.zeros((4, 5, 6))
    assert owner[index].size <= check_index(owner, index) <= 60 * owner.size


def test_that_choosing_a_place_many_times_is_refused():
    assert check_index(ROW, (0, slice(None))) == check_index(COLUMN, COLUMN == 0) == 0
    for index in (
        [0] * 200,
        np.zeros((200, 1), int),
        (slice(None), [0] * 10_001),
        (np.zeros((1001, 1), int), [0] * 1000),
    ):
        with pytest.raises(TooLarge):
            check_index(np.zeros((100, 10_000))[:, :], index)


def test_that_numbers_are_those_of_arrays():
    assert numbers_of([COLUMN, [ROW, 1]]) == 20_000 + 0
    assert numbers_of([1, 2]) == 0


def test_that_work_adds_up():
    work = Work()
    work.add(MOST_WORK)
    with pytest.raises(TooLarge):
        work.add(1)


PRINTED = (
    "text",
    1,
    None,
    [],
    (),
    (1,),
    {},
    ["a'b", 'c"d', 1.5, None, True],
    {"a": [1, (2, {"b": ()})], 3: "c"},
    {"a": 1, "b": [2]}.keys(),
    {"a": 1, "b": [2]}.values(),
    {"a": 1, "b": [2]}.items(),
    Counter("ab"),
    np.arange(3),
    [np.arange(3)],
    tf.constant([1.0]),
)


@pytest.mark.parametrize("value", PRINTED, ids=lambda value: type(value).__name__)
def test_that_a_text_is_what_python_prints(value):
    assert text_of(value) == str(value)
    assert text_of(value, value) == " ".join([str(value)] * 2)
    assert text_of(value, written=True) == repr(value)
    for most in (0, 3, 10):
        whole = str(value)
        assert text_of(value, most=most) == (whole if len(whole) <= most else f"{whole[:most]}…")


class Loud:
    """An entry that counts how often it is printed."""

    printed = 0

    def __repr__(self) -> str:
        Loud.printed += 1
        return "loud"


@pytest.mark.parametrize("value", [[Loud()] * 10**5, nested(9, 100), [{"a": Loud()}] * 10**5, {"a": "b" * 10**6}])
def test_that_a_text_that_is_cut_is_not_made_first(value):
    Loud.printed = 0
    assert len(text_of(value, most=1000)) == 1001
    assert Loud.printed <= 1000 / len("loud")


def test_that_the_limits_fit_together():
    str(2**MOST_BITS)  # Python refuses to write out larger ones
    assert MOST_ENTRIES < MOST_WORK
