"""How sums are written."""

from __future__ import annotations

import math

import pytest

from core.explain.digits import Column
from core.explain.terms import product, total
from gui.inspector.maths.sum_text import factor, write, write_like, write_sum


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.9, "0.9"),
        (-0.05, "−0.05"),
        (0.46134, "0.4613"),
        (-0.65091, "−0.6509"),
        (0.0054239, "0.00542"),
        (0.00054239, "5.42e−4"),
        (12.34567, "12.346"),
        (1234.567, "1234.6"),
        (123456.7, "1.23e5"),
        (math.nan, "NaN"),
        (-math.inf, "−∞"),
    ],
)
def test_that_a_factor_has_about_four_digits(value, text):
    assert factor(value) == text


@pytest.mark.parametrize(
    ("units", "column", "text"),
    [
        (0, Column(3), "0.000"),
        (334, Column(3), "+0.334"),
        (-12345, Column(3), "−12.345"),
        (-7, Column(5), "−0.00007"),
        (2000, Column(3, 7), "+2.000e7"),
        (20, Column(3, -6), "+0.020e−6"),
        (0, Column(3, -6), "0.000"),
    ],
)
def test_that_a_number_of_a_column_is_written_in_full(units, column, text):
    assert write(units, column) == text


def test_that_rows_name_their_terms_and_add_up():
    terms = [product(index, 1 / 3, weight) for index, weight in enumerate((1.0, 1.0, 1.0))]
    rows, value = write_sum(total(terms, None), lambda term: f"x[{term.index}]")
    assert [(row.name, row.factors, row.value, row.sign) for row in rows] == [
        ("x[0]", "0.3333 × 1", "+0.334", 1),
        ("x[1]", "0.3333 × 1", "+0.333", 1),
        ("x[2]", "0.3333 × 1", "+0.333", 1),
    ]
    assert value == "+1.000"
    assert rows[2].exact == "0.333333333 × 1 = 0.333333333"


def test_that_what_is_not_finite_is_written_too():
    rows, value = write_sum(total([product(0, math.inf), product(1, 2.0)], None), lambda term: "x")
    assert [row.value for row in rows] == ["+∞", "+2.000"]
    assert value == "+∞"
    assert write_like(math.nan, (1.0,)) == "NaN"
