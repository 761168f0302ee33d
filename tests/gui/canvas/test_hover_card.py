"""Where the card of exact numbers lies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from gui.canvas.hover_card import beside

AREA = QRect(0, 0, 800, 500)


@given(st.integers(0, 799), st.integers(0, 499), st.integers(1, 60), st.integers(60, 350), st.integers(40, 160))
def test_that_it_never_covers_what_it_speaks_of_and_stays_inside(x, y, side, width, height):
    target = QRect(x, y, side, side) & AREA
    card = beside(target, QSize(width, height), AREA)
    assert card.size() == QSize(width, height)
    assert not card.intersects(target)
    assert AREA.contains(card)


def test_that_in_a_narrow_canvas_it_lies_below_or_above():
    narrow = QRect(0, 0, 300, 500)
    for y in (20, 400):
        target = QRect(130, y, 40, 40)
        card = beside(target, QSize(220, 90), narrow)
        assert not card.intersects(target)
        assert narrow.contains(card)
