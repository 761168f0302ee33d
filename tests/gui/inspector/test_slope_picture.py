"""The picture of one weight's loss: a curve through the losses, and a line with the tape's gradient as its slope."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from core.explain.gradient_check import Checked
from gui.inspector.maths.slope_picture import SlopePicture

WEIGHTS = [0.5 + number / 12 for number in range(-12, 13)]
PARABOLA = Checked(
    0, 0.5, 0.51, 0.49, 0.2401, 0.2601, tape=-1.0, kinks=(), kink_count=0, loss_ulp=1e-8, loss=0.25,
    curve=tuple((weight, (weight - 1) ** 2) for weight in WEIGHTS),
)  # fmt: skip


@pytest.fixture
def picture(qtbot):
    widget = SlopePicture()
    qtbot.addWidget(widget)
    widget.resize(240, 118)
    return widget


def test_that_the_line_touches_the_curve_at_the_weight(picture):
    picture.set_checked(PARABOLA)
    picture.show()
    here = picture.curve[12]
    first, last = picture.tangent
    at = first.y() + (last.y() - first.y()) * (here.x() - first.x()) / (last.x() - first.x())
    assert at == pytest.approx(here.y(), abs=0.01)
    for number in (11, 13):  # a convex curve lies above each of its tangents; y grows downwards
        point = picture.curve[number]
        line = first.y() + (last.y() - first.y()) * (point.x() - first.x()) / (last.x() - first.x())
        assert point.y() < line
    assert last.y() > first.y(), "a negative gradient goes down to the right"
    picture.grab()


def test_that_nothing_is_drawn_where_a_loss_is_not_a_number(picture):
    picture.set_checked(replace(PARABOLA, curve=((0.0, math.nan), (1.0, 1.0))))
    assert picture.isHidden()
    assert not picture.curve
    picture.set_checked(None)
    assert picture.isHidden()
