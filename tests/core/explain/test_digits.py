"""Digits that add up."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.explain.digits import LARGEST, MOST, TINIEST, Column, add_up, column_for
from tests.core.helpers.benches import examples

FLOATS = st.floats(-1e12, 1e12, allow_subnormal=False)


@examples(500)
@given(st.lists(FLOATS, max_size=40))
def test_that_shown_terms_add_up_to_the_shown_sum(terms):
    column = column_for([*terms, math.fsum(terms)])
    shown, total = add_up(terms, column)
    assert sum(shown) == total
    assert abs(total - column.scaled(math.fsum(terms))) <= 0.5 + 1e-6
    for units, term in zip(shown, terms, strict=True):
        exact = Fraction(column.scaled(term))
        assert units in (math.floor(exact), math.ceil(exact)), "one of the two neighbours"


@examples(300)
@given(st.lists(st.one_of(st.just(0.0), st.integers(-5000, 5000).map(lambda n: n / 8)), max_size=20), FLOATS)
def test_that_what_is_exact_stays_as_it_is(terms, other):
    column = Column(3)
    shown, _ = add_up([*terms, other], column)
    assert list(shown[:-1]) == [term * 1000 for term in terms]


@examples(300)
@given(st.lists(FLOATS, min_size=1, max_size=20))
def test_that_the_largest_number_shows_three_digits(values):
    column = column_for(values)
    largest = max(map(abs, values))
    assert column.decimals <= MOST
    assert largest < TINIEST or abs(column.scaled(largest)) >= 99
    assert column.exponent or largest < LARGEST


def test_that_thirds_add_up():
    assert add_up([1 / 3, 1 / 3, 1 / 3], Column(3)) == ((334, 333, 333), 1000)
    assert add_up([2 / 3, 2 / 3, 2 / 3], Column(3)) == ((666, 667, 667), 2000)
    assert add_up([-1 / 3, -1 / 3, -1 / 3], Column(3)) == ((-334, -333, -333), -1000)
    assert add_up([], Column(3)) == ((), 0)


def test_that_a_column_is_as_fine_as_its_numbers():
    assert column_for([0.894, -0.1]) == Column(3)
    assert column_for([-0.0296, 0.0012]) == Column(4)
    assert column_for([12.5, 300.0]) == Column(3)
    assert column_for([0.859, 0.00142], smallest=0.00142) == Column(5)
    assert column_for([2e7]) == Column(3, 7)
    assert column_for([0.00012]) == Column(6)
    assert column_for([7.9e-5]) == Column(3, -5)
    assert column_for([2e-12, math.nan]) == Column(3, -12)
    assert column_for([math.inf, 0.0]) == column_for([]) == Column(3)
