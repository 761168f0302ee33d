"""Files as people have them open as a person would read them, and the script's own lines give the same numbers."""

from __future__ import annotations

import pickle
from itertools import product

import numpy as np
import pytest

from core.files.sources import read_source, source_table
from core.files.toml_table import Table
from core.problems.problem import Problem
from core.tables.choices import changed, propose
from core.tables.outcome import outcome_of
from core.tables.table import read_table
from core.tables.table_file import source_of
from tests.core.tables.helpers import CASES, run_lines

IRIS = ("sepal_length", "sepal_width", "petal_length", "petal_width")
FLOWERS = ("setosa", "versicolor", "virginica")

FOUND = {
    # file: choices, names of the inputs, X, target, Y_true, classes
    "iris_species.csv": ({}, IRIS, [[5, 3.4, 1.5, 0.2]], "species", [0, 1, 2, 0], FLOWERS),
    "sklearn_iris.csv": ({}, ("x0", "x1", "x2", "x3"), [[5, 3.4, 1.5, 0.2]], "y", [0, 1, 2, 0], FLOWERS),
    "titanic.csv": (
        {"missing": "fill"},
        ("Pclass", "Age", "Fare", "Sex_female", "Sex_male"),
        [[3, 22, 7.25, 0, 1], [1, 22, 71.3, 1, 0]],
        "Survived",
        [0, 1],
        ("0", "1"),
    ),
    "auto-mpg.data": (
        {"missing": "fill", "target": "x0"},
        ("x1", "x2", "x3", "x4", "x5", "x6", "x7"),
        [[8, 305, 131, 3500, 12.1, 70, 1], [4, 97, 131, 1835, 20.5, 70, 2]],
        "x0",
        [17, 26],
        (),
    ),
    "airquality_NA.csv": (
        {"target": "Ozone", "leave_out": ("Solar.R",)},
        ("Wind", "Temp"),
        [[7.4, 67], [14.9, 66]],
        "Ozone",
        [41, 28],
        (),
    ),
    "housing_space.csv": ({}, ("rm", "lstat", "tax"), [[6.5, 4.98, 296]], "medv", [24, 21.6, 34.7], ()),
    "excel_sep.csv": ({}, ("a", "b"), [[1, 2], [4, 5]], "y", [3, 9], ()),
    "trailing.csv": ({}, ("a", "b"), [[1, 2], [4, 5]], "y", [3, 9], ()),
    "excel_blank_rows.csv": ({}, ("a", "b"), [[1, 2], [4, 5]], "y", [3, 9], ()),
    "comment.csv": ({}, ("x0", "x1"), [[1, 2], [4, 5]], "y", [3, 9], ()),
    "space_quoted.csv": ({}, ("Height",), [[65.7], [71.5]], "Weight", [112.9, 136.4], ()),
    "pandas_range_header.csv": ({}, ("0", "1", "2"), [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], "3", [1, 0], ()),
    "pandas_index_x0.csv": ({}, ("x0", "x1"), [[0.1, 0.2], [0.3, 0.4]], "y", [1, 0], ()),
    "german_decimal.csv": ({}, ("Laenge", "Breite"), [[28.7, 1.5], [28.95, 1.25]], "Preis", [300.5, 310], ()),
    "thousands_ko.csv": (
        {},
        ("연도", "인구"),
        [[2020, 51829136], [2021, 51638809]],
        "가구수",
        [20926710, 21448463],
        (),
    ),
    "korean_cp949.csv": ({}, ("키", "몸무게", "나이"), [[170, 65, 20], [160, 55, 21]], "점수", [3.5, 4], ()),
    "mpg_first.csv": (
        {"target": "mpg"},
        ("cylinders", "horsepower", "origin"),
        [[8, 131, 1]],
        "mpg",
        [17.5, 26, 22],
        (),
    ),
    "timestamps.csv": (
        {},
        ("Timestamp", "Open", "Volume"),
        [[0, 3700, 10], [60, 3701, 11]],
        "Close",
        [3701, 3702, 3703, 3704, 3705],
        (),
    ),
    "pima300.csv": (
        {"validation": 0.0},
        tuple(f"x{i}" for i in range(8)),
        [[7, 72, 103, 14, 161, 40.8, 1.671, 56]],
        "y",
        None,
        ("0", "1"),
    ),
}


def test_that_every_case_has_a_row():
    assert set(FOUND) == {path.name for path in CASES.iterdir()}


@pytest.mark.parametrize("file", FOUND)
def test_that_a_file_opens_as_a_person_reads_it(file):
    given, inputs, X, target, Y_true, classes = FOUND[file]
    table = read_table(CASES / file)
    batch = source_of(table, changed(table, propose(table), given)).load()
    assert (batch.columns, batch.targets, batch.classes) == (inputs, (target,), classes)
    np.testing.assert_array_equal(batch.X[: len(X)], np.float32(X))
    if Y_true is not None:
        np.testing.assert_array_equal(batch.Y_true[:, 0], np.float32(Y_true))


WHOLE = [{}, {"missing": "fill"}]
ONE_HOT = [{"one_hot": True}, {"one_hot": True, "same_share": True, "validation": 0.3}]
SPLIT = [{"validation": 0.25, "seed": 3}, {"same_share": True, "validation": 0.5}]


@pytest.mark.parametrize(
    ("file", "given"),
    [*product(FOUND, WHOLE), *product(["pima300.csv"], SPLIT), *product(["iris_species.csv"], ONE_HOT)],
)
def test_that_the_lines_give_the_same_numbers(file, given):
    table = read_table(CASES / file)
    source = source_of(table, changed(table, propose(table), given))
    batch, variables = source.load(), run_lines(source.lines())
    np.testing.assert_array_equal(variables["X"], batch.X)
    np.testing.assert_array_equal(variables["Y_true"], batch.Y_true)
    assert batch.X_val is not None or given not in SPLIT
    assert batch.one_hot == ("one_hot" in given)
    if batch.X_val is not None:
        np.testing.assert_array_equal(variables["X_val"], batch.X_val)
        np.testing.assert_array_equal(variables["Y_val"], batch.Y_val)
    assert pickle.loads(pickle.dumps(source)) == source


def test_that_what_is_unclear_is_named():
    assert read_table(CASES / "pandas_range_header.csv").doubts == ("header",)
    table = read_table(CASES / "pandas_range_header.csv", {"header": False})
    assert (table.rows, [column.name for column in table.columns]) == (3, ["x0", "x1", "x2", "y"])
    assert read_table(CASES / "timestamps.csv").column("Timestamp").merged
    assert not read_table(CASES / "timestamps.csv").column("Open").merged


def test_that_proposals_leave_out_what_nobody_learns_from():
    left = {file: propose(read_table(CASES / file)).leave_out for file in FOUND}
    assert left["titanic.csv"] == ("PassengerId", "Name")
    assert left["pandas_index_x0.csv"] == ("Unnamed: 0",)
    assert left["auto-mpg.data"] == ("y",)
    assert left["space_quoted.csv"] == ("Index",)


def test_that_scaling_is_proposed_where_numbers_are_large():
    proposed = {file: propose(read_table(CASES / file)).scale for file in ("pima300.csv", "pandas_index_x0.csv")}
    assert proposed == {"pima300.csv": True, "pandas_index_x0.csv": False}


def test_that_the_split_is_by_seed_and_takes_every_row_once():
    table = read_table(CASES / "pima300.csv")
    whole = source_of(table, changed(table, propose(table), {"validation": 0.0})).load()
    batches = [source_of(table, changed(table, propose(table), {"seed": seed})).load() for seed in (7, 7, 8)]
    assert [len(batch.X) for batch in batches] == [240, 240, 240]
    assert not np.array_equal(batches[0].X, batches[2].X)
    np.testing.assert_array_equal(batches[0].X, batches[1].X)
    both = np.concatenate([batches[0].X, batches[0].X_val])
    np.testing.assert_array_equal(np.sort(both, axis=0), np.sort(whole.X, axis=0))
    same = source_of(table, changed(table, propose(table), {"same_share": True})).load()
    assert abs(same.Y_true.mean() - same.Y_val.mean()) < 0.02


@pytest.mark.parametrize(
    "given",
    [{}, {"missing": "fill"}, {"same_share": True}, {"same_share": True, "missing": "fill"}],
)
def test_that_the_rows_that_are_announced_are_those_of_the_batch(given, tmp_path):
    rows = [f"{'' if i % 19 == 3 else i},{'abc'[i % 3]}" for i in range(57)]
    (tmp_path / "three.csv").write_text("\n".join(["x,kind", *rows]))
    table = read_table(tmp_path / "three.csv")
    outcome = outcome_of(table, changed(table, propose(table), {"validation": 0.3, **given}))
    batch = outcome.source.load()
    assert (outcome.training, outcome.validation) == (len(batch.X), 0 if batch.X_val is None else len(batch.X_val))


@pytest.mark.parametrize("file", FOUND)
def test_that_whatever_is_chosen_is_read_back_from_a_session(file):
    """Every column as the target, with all others as inputs or with those that are proposed."""
    table = read_table(CASES / file)
    for target, left_out in product([column.name for column in table.columns], [(), propose(table).leave_out]):
        try:
            source = source_of(table, changed(table, propose(table), {"target": target, "leave_out": left_out}))
        except Problem:
            continue
        assert read_source(Table("test", {"source": source_table(source)}, {}), "source") == source
