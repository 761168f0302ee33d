"""How numbers are written."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gui.controls.rate_field import parse_rate
from gui.look import number_text


@pytest.mark.parametrize(
    ("value", "signed", "plain"),
    [
        (0.484, "+0.48", "0.48"),
        (-1.2, "−1.20", "−1.20"),
        (0.0, "+0.00", "0.00"),
        (-0.0, "+0.00", "0.00"),
        (-0.004, "+0.00", "0.00"),  # what is written as 0 has no minus
        (-0.006, "−0.01", "−0.01"),
        (math.nan, "NaN", "NaN"),
        (math.inf, "+∞", "∞"),
        (-math.inf, "−∞", "−∞"),
    ],
)
def test_that_a_number_has_a_true_sign(value, signed, plain):
    assert number_text.signed(value) == signed
    assert number_text.plain(value) == plain


@pytest.mark.parametrize("value", [0.1, -0.65103734, 1e-6, -3.4e38, 1.5, -1e-45])
def test_that_exact_gives_the_same_float32_again(value):
    text = number_text.exact(value)
    assert "-" not in text
    assert np.float32(text.replace("−", "-")) == np.float32(value)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, 2, "0"),
        (4e-6, 4, "+4e−6"),
        (-4e-6, 4, "−4e−6"),
        (-0.0123, 4, "−0.0123"),
        (0.00005, 4, "+0.0001"),
        (9999.99999, 2, "+1e4"),  # five digits do not fit where four do
        (-123456.0, 2, "−1e5"),
        (math.nan, 2, "NaN"),
        (-math.inf, 2, "−∞"),
    ],
)
def test_that_a_short_number_never_looks_like_zero(value, digits, text):
    assert number_text.short(value, digits) == text


def test_that_a_short_number_without_powers_has_no_minus_before_zero():
    assert number_text.short(-4e-6, 2, powers=False) == "+0.00"
    assert number_text.short(-0.3, 0, powers=False) == "+0"


def test_that_a_power_of_ten_has_as_many_digits_as_asked_for():
    assert number_text.power(-4.2e-7, 2) == "−4.20e−7"
    assert number_text.power(9.99e9) == "+1e10"
    assert number_text.power(-math.inf) == "−∞"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0000"),
        (-0.0, "0.0000"),
        (0.60551, "0.6055"),
        (0.001, "0.0010"),
        (0.000999, "9.99e−04"),
        (999.9999, "999.9999"),
        (999.99996, "1.00e+03"),
        (1e-45, "1.00e−45"),
        (3.4e38, "3.40e+38"),
        (math.nan, "NaN"),
        (math.inf, "+∞"),
    ],
)
def test_that_a_loss_fits_its_eight_characters(value, text):
    assert number_text.loss(value) == text
    assert len(text) <= number_text.LONGEST_LOSS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05, "0.05"),
        (float(np.float32(0.05)), "0.05"),
        (10.0, "10"),
        (1e-6, "0.000001"),
        (0.001122, "0.001122"),
        (1.122e-4, "1.122e−4"),
        (1.1e-6, "1.1e−6"),
        (0.99999, "1"),
    ],
)
def test_that_a_rate_is_written_as_people_write_it_and_read_again(value, text):
    assert number_text.rate(value) == text
    assert parse_rate(text) == pytest.approx(value, rel=1e-3)


def test_that_thousands_are_grouped_with_commas():
    assert [number_text.count(number) for number in (7, 999, 12_480, 1_234_567)] == [
        "7",
        "999",
        "12,480",
        "1,234,567",
    ]
