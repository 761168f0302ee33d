"""Classes are told apart by a colour and a mark that can be read in both themes."""

from __future__ import annotations

import pytest

from gui.look import class_marks
from gui.look.heat_colours import contrast
from gui.look.theme import Theme


@pytest.mark.parametrize(("name", "on_panel", "on_tint"), [("light", 4.5, 3.2), ("dark", 7.0, 5.3)])
def test_that_every_class_is_read_on_the_panel_and_on_every_tint(name, on_panel, on_tint):
    now, numbers = Theme(name), range(len(class_marks.MARKS))
    for number in numbers:
        color = now.color(class_marks.color_of(number))
        assert contrast(color, now.color("bg.panel")) >= on_panel
        assert min(contrast(color, now.color(class_marks.tint_of(other))) for other in numbers) >= on_tint


def test_that_no_two_of_sixteen_classes_have_the_same_colour_and_mark():
    looks = {(class_marks.color_of(number), class_marks.mark_of(number)) for number in range(16)}
    assert len(looks) == 16
    assert class_marks.marked(("a", "b"), 1) == "▲ b"
