"""Where the map of the prediction stands: inside its zone, square, and over nothing else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from gui.canvas.layout.map_box import LARGEST_SIDE, SMALLEST_SIDE, place_map

zones = st.builds(QRectF, st.just(10.0), st.just(130.0), st.floats(60, 300), st.floats(60, 400))


@given(zones, st.floats(12, 44), st.booleans(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_that_its_parts_are_inside_the_zone_and_do_not_overlap(zone, diameter, alone, card_first):
    box = place_map(zone, diameter, 1.0, alone, card_first)
    if box is None:
        return
    assert box.square.width() == box.square.height()
    below = [box.square, box.across, *(rect for rect in (box.caption, box.card) if rect.height())]
    assert all(zone.contains(rect.adjusted(0, 0, 0, -1e-6)) for rect in below)
    assert all(upper.bottom() <= lower.top() + 1e-6 for upper, lower in pairwise(below))
    if not alone:
        center = box.unit_center(zone, diameter, 1.0)
        assert center.y() + diameter / 2 <= box.square.top()
        assert center.y() - diameter / 2 >= zone.top()


def test_that_it_is_as_large_as_the_drawing_where_there_is_room_and_gives_way_step_by_step():
    roomy = place_map(QRectF(0, 0, 151, 250), 44, 1.0, alone=False, card_first=False)
    assert roomy.square.width() == LARGEST_SIDE
    assert roomy.card.height()
    assert roomy.caption.height()
    lower = place_map(QRectF(0, 0, 151, 180), 44, 1.0, alone=False, card_first=False)
    assert lower.caption.height()
    assert not lower.card.height()
    assert place_map(QRectF(0, 0, 151, 180), 44, 1.0, alone=False, card_first=True).card.height()
    assert place_map(QRectF(0, 0, 151, SMALLEST_SIDE + 50), 44, 1.0, alone=False, card_first=False) is None
