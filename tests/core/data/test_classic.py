"""The sets of scikit-learn: what is loaded is what the lines load, and it is all of the set, split in two."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import datasets

from core.data.classic import CLASSIC, FACTS, ScikitSet
from tests.core.helpers.scripts import run_source

SETS = (*CLASSIC, ScikitSet("iris", 0.0), ScikitSet("digits", 0.35, 7), ScikitSet("diabetes", 0.0))


@pytest.mark.parametrize("source", SETS, ids=repr)
def test_that_the_lines_alone_load_the_same_numbers(source):
    batch, left = source.load(), run_source(source)
    names = ("X", "Y_true", "X_val", "Y_val") if source.validation else ("X", "Y_true")
    for name in names:
        assert left[name].numpy().tobytes() == getattr(batch, name).tobytes()
    assert (batch.X_val is not None) == ("X_val" in left) == bool(source.validation)


@pytest.mark.parametrize("source", SETS, ids=repr)
def test_that_every_row_of_the_set_is_in_one_of_the_parts(source):
    batch, facts = source.load(), source.facts
    data = getattr(datasets, f"load_{source.key}")()
    expected = np.column_stack([data.data / facts.inputs_by, data.target / facts.targets_by]).astype(np.float32)
    parts = [np.column_stack([batch.X, batch.Y_true])]
    if batch.X_val is not None:
        parts.append(np.column_stack([batch.X_val, batch.Y_val]))
        assert len(batch.X_val) == pytest.approx(source.validation * len(expected), abs=1)
    found = np.concatenate(parts)
    np.testing.assert_array_equal(found[np.lexsort(found.T)], expected[np.lexsort(expected.T)])


@pytest.mark.parametrize("source", [one for one in CLASSIC if one.facts.classes], ids=repr)
def test_that_each_class_has_a_name_and_its_share_of_the_validation_rows(source):
    batch = source.load()
    assert list(batch.classes) == [str(name) for name in getattr(datasets, f"load_{source.key}")().target_names]
    for number in range(len(batch.classes)):
        checked, learned = (batch.Y_val == number).sum(), (batch.Y_true == number).sum()
        assert checked == pytest.approx(0.2 * (checked + learned), abs=1)


def test_that_digits_are_pictures_and_their_pixels_go_from_0_to_1():
    batch = ScikitSet("digits").load()
    assert batch.image == (8, 8)
    assert (batch.X.min(), batch.X.max()) == (0, 1)
    assert ScikitSet("iris").load().image is None


@pytest.mark.parametrize("values", [("irises",), ("iris", 0.6), ("iris", -0.1), ("iris", 0.01), ("iris", 0.2, -1)])
def test_that_an_impossible_set_or_split_is_refused(values):
    with pytest.raises(ValueError, match="Expected"):
        ScikitSet(*values)


def test_that_every_set_is_listed_once():
    assert [source.key for source in CLASSIC] == list(FACTS)
