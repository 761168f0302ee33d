"""Where a hint stands beside its target."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from gui.first_steps.place import GAP, place_at

AREA, SIZE, ARROW = QRect(0, 0, 1000, 600), QSize(200, 100), 10


@pytest.mark.parametrize(
    ("side", "rect", "tip"),
    [
        ("below", QRect(400, 320 + GAP - 1, 200, 110), QPoint(100, 0)),
        ("above", QRect(400, 280 - GAP - 110, 200, 110), QPoint(100, 110)),
        ("right", QRect(550 + GAP - 1, 250, 210, 100), QPoint(0, 50)),
        ("left", QRect(450 - GAP - 210, 250, 210, 100), QPoint(210, 50)),
    ],
)
def test_that_the_arrow_touches_the_middle_of_the_target_from_every_side(side, rect, tip):
    target = QRect(450, 280, 101, 41)
    spot = place_at(target, SIZE, ARROW, AREA, (side,))
    assert spot.side == side
    assert abs(spot.tip.x() + spot.rect.x() - (rect.x() + tip.x())) <= 1
    assert abs(spot.tip.y() + spot.rect.y() - (rect.y() + tip.y())) <= 1
    assert spot.rect.size() == rect.size()
    assert not spot.rect.intersects(target)


@pytest.mark.parametrize(
    "target", [QRect(5, 5, 20, 20), QRect(975, 5, 20, 20), QRect(5, 575, 20, 20), QRect(975, 575, 20, 20)]
)
def test_that_in_a_corner_it_moves_inside_and_takes_a_side_with_room(target):
    spot = place_at(target, SIZE, ARROW, AREA, ("below", "right", "left", "above"))
    assert AREA.contains(spot.rect)
    assert not spot.rect.intersects(target)
    assert 2 * ARROW <= spot.tip.x() <= spot.rect.width() - 2 * ARROW or spot.side in ("right", "left")


@pytest.mark.parametrize("x", [50, 500, 940])
def test_that_it_leaves_free_what_it_need_not_cover(x):
    target, chart = QRect(x, 560, 18, 18), QRect(0, 300, x - 40, 250)
    spot = place_at(target, SIZE, ARROW, AREA, ("above",), chart)
    assert AREA.contains(spot.rect)
    assert not spot.rect.intersects(target)
    assert not spot.rect.intersects(chart) or x == 940, "only at the edge of the window it has to"
