"""Numbers where there is little room."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.look import number_text
from gui.look.fitting_text import fitting
from gui.widgets.fitted_label import FittedLabel


def number_in(text):
    """Return the number that a text ends with."""
    return float(re.search(r"[+−-]?[\d.,]+(e[+−]?\d+)?$", text)[0].replace("−", "-").replace(",", ""))


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "epoch 20 of 20 · loss 2.16e−10"),
        (30, "epoch 20 of 20 · loss 2.16e−10"),
        (29, "20/20 · 2.16e−10"),
        (15, "20/20 · 2.2e−10"),
        (14, "20/20 · 2e−10"),
        (5, "20/20 · 2e−10"),  # nothing is left to leave out
    ],
)
def test_that_words_go_first_then_digits(width, shown):
    assert fitting(len, width, "epoch 20 of 20 · loss 2.16e−10", "20/20 · 2.16e−10") == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("hidden_1.5 = +0.4812", 20, "hidden_1.5 = +0.4812"),
        ("z[1] = +0.4812", 12, "z[1] = +0.48"),
        ("−0.0004", 5, "−4e−4"),  # never a number that looks like 0
        ("1,234.5678", 7, "1,234.6"),
        ("12,480", 3, "12,480"),  # a count stays
        ("NaN", 1, "NaN"),
    ],
)
def test_that_only_digits_behind_the_point_are_left_out(text, width, shown):
    assert fitting(len, width, text) == shown


@given(st.floats(-1e30, 1e30).filter(lambda value: not 0 < abs(value) < 1e-38), st.integers(1, 12))
def test_that_a_shorter_number_is_the_same_number_rounded(value, width):
    whole = number_text.loss(value).removeprefix("+")
    shown = fitting(len, width, f"loss {whole}")
    assert len(shown) <= max(width, len("loss −3e−30"))
    exact, short = number_in(whole), number_in(shown)
    assert (short == 0) == (exact == 0)
    assert abs(short - exact) <= 0.5 * max(1, abs(exact))


def test_that_a_label_says_it_shorter_and_has_the_whole_in_its_tooltip(qtbot):
    label = FittedLabel()
    qtbot.addWidget(label)
    label.set_texts("epoch 20 of 20 · loss 2.16e−10", "20/20 · 2.16e−10")
    label.show()
    for width in range(400, 20, -7):
        label.resize(width, 20)
        assert number_in(label.text()) == pytest.approx(2.16e-10, rel=0.1)
    assert label.toolTip() == "epoch 20 of 20 · loss 2.16e−10"
    label.resize(400, 20)
    assert (label.text(), label.toolTip()) == ("epoch 20 of 20 · loss 2.16e−10", "")
