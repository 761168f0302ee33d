"""The layout is a pure function: everything is inside, nothing overlaps, and what is hit is what is drawn there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from core.snapshot.place import BIAS, Place
from gui.canvas.layout.geometry import arrange
from gui.canvas.layout.lane import Lane

SMALL = (
    Lane("input", "InputLayer", 3),
    Lane("hidden_1", "Dense", 5, 3, "relu"),
    Lane("hidden_2", "Dense", 5, 5, "relu"),
    Lane("output", "Dense", 1, 5, "linear"),
)


@st.composite
def networks(draw) -> tuple[Lane, ...]:
    sizes = [draw(st.integers(1, 256)), *draw(st.lists(st.integers(1, 16), min_size=1, max_size=7))]
    hidden = [
        Lane(f"layer_{i}", "Dense", units, rows, "relu", draw(st.booleans()))
        for i, (rows, units) in enumerate(pairwise(sizes))
    ]
    return (Lane("input", "InputLayer", sizes[0]), *hidden)


sizes = st.builds(QSizeF, st.floats(420, 2600), st.floats(260, 1600))


@given(networks(), sizes, st.sampled_from([0.8, 1.0, 1.4, 2.0]))
@settings(max_examples=60, deadline=None)
def test_that_every_unit_and_every_tile_stays_inside_its_lane(lanes, size, scale):
    size = size * scale
    layout = arrange(lanes, size, scale)
    for box in layout.boxes:
        assert box.rect.right() <= size.width()
        assert box.rect.bottom() <= size.height()
        for unit, center in box.centers.items():
            assert 0 <= unit < box.lane.units
            assert box.card.bottom() - box.diameter <= center.y() <= box.rect.bottom()
        if box.lane.rows:
            assert box.kernel.left() >= box.rect.left()
            assert box.kernel.right() <= box.rect.right() + 1e-6
            assert max(box.kernel.bottom(), box.bias.bottom()) <= box.rect.bottom() + 1e-6


@given(networks(), sizes)
@settings(max_examples=60, deadline=None)
def test_that_lanes_stand_side_by_side_in_order(lanes, size):
    boxes = arrange(lanes, size).boxes
    assert [box.lane for box in boxes] == list(lanes)
    assert all(left.rect.right() < right.rect.left() for left, right in pairwise(boxes))


@given(networks(), sizes, st.booleans(), st.booleans(), st.integers(1, 3))
@settings(max_examples=80, deadline=None)
def test_that_what_is_said_of_a_lane_covers_no_unit_and_no_edge(lanes, size, full, calls, count):
    tensors = (("hidden1", "(None, 5)", "float32", "keras_tensor_4"),) * count
    said = tuple(replace(lane, tensors=tensors, call="hidden_1(X2)" if calls else "") for lane in lanes)
    layout = arrange(said, size, full=full)
    for box in layout.boxes:
        assert box.rect.contains(box.chip)
        assert box.chip.height() > 0
        assert (box.call.height() > 0) == calls
        for words in (box.chip, box.call) if calls else (box.chip,):
            assert box.card.bottom() <= words.top()
            assert not any(box.unit_rect(unit).intersects(words) for unit in box.centers)
            assert not any(words.contains(edge.start) or words.contains(edge.end) for edge in layout.edges)
        assert not calls or box.call.bottom() <= box.chip.top()


@pytest.mark.parametrize("size", [QSizeF(818, 490), QSizeF(706, 335)])
@pytest.mark.parametrize("hidden", [3, 4, 5, 6])
def test_that_tensors_are_said_in_full_only_where_units_keep_their_numbers(size, hidden):
    tensors = (("hidden1", "(None, 5)", "float32", "keras_tensor_4"),)
    lanes = (SMALL[0], *(replace(SMALL[2], name=f"hidden_{n}", tensors=tensors) for n in range(hidden)), SMALL[3])
    without = arrange(tuple(replace(lane, tensors=()) for lane in lanes), size)
    layout = arrange(lanes, size, full=True)
    assert [len(box.centers) for box in layout.boxes] == [len(box.centers) for box in without.boxes]
    in_full = layout.boxes[1].chip.height() > 30
    assert in_full == (size.height() > 400 and hidden <= 4)
    assert not in_full or layout.boxes[1].diameter >= 26
    assert arrange(lanes, size).boxes[1].chip.height() < 30


@given(networks(), sizes)
@settings(max_examples=60, deadline=None)
def test_that_no_two_units_overlap_where_there_is_room(lanes, size):
    layout = arrange(lanes, QSizeF(size.width(), max(size.height(), 600)))
    for box in layout.boxes:
        heights = sorted(center.y() for center in box.centers.values())
        assert all(b - a >= box.diameter for a, b in pairwise(heights))


def test_that_a_click_on_each_unit_hits_that_unit():
    layout = arrange(SMALL, QSizeF(760, 480))
    for box in layout.boxes:
        for unit, center in box.centers.items():
            assert layout.place_at(center, built=True) == Place(box.lane.name, unit)


def test_that_a_click_in_each_cell_hits_that_weight():
    layout = arrange(SMALL, QSizeF(760, 480))
    for box in layout.boxes[1:]:
        for unit in range(box.lane.units):
            for row in (*range(box.lane.rows), BIAS):
                center = box.cell_rect(row, unit).center()
                assert layout.place_at(center, built=True) == Place(box.lane.name, unit, row)


def test_that_a_click_beside_an_edge_hits_the_nearest_one():
    layout = arrange(SMALL, QSizeF(760, 480))
    edge = layout.edge(Place("hidden_1", 4, 2))
    assert edge is not None
    point = edge.start + (edge.end - edge.start) * 0.15 + QPointF(0, 1)
    assert layout.place_at(point, built=True) == edge.place


def test_that_before_build_there_are_no_weights_to_hit():
    layout = arrange(SMALL, QSizeF(760, 480))
    box = layout.boxes[1]
    assert layout.place_at(box.cell_rect(0, 0).center(), built=False) == Place("hidden_1")


def test_that_a_card_hits_its_layer_and_the_ground_hits_nothing():
    layout = arrange(SMALL, QSizeF(760, 480))
    assert layout.place_at(layout.boxes[2].card.center(), built=True) == Place("hidden_2")
    assert layout.place_at(QPointF(2, 2), built=True) is None


def test_that_of_many_units_the_one_in_focus_is_drawn():
    lanes = (Lane("input", "InputLayer", 200), Lane("output", "Dense", 1, 200, "linear"))
    without = arrange(lanes, QSizeF(760, 480)).boxes[0]
    assert None in without.shown
    assert 120 not in without.centers
    box = arrange(lanes, QSizeF(760, 480), focus=Place("input", 120)).boxes[0]
    assert 120 in box.centers
    assert len(box.shown) == len(without.shown)


def test_that_there_is_one_edge_per_weight_of_a_small_network():
    layout = arrange(SMALL, QSizeF(760, 480))
    assert len(layout.edges) == 3 * 5 + 5 * 5 + 5 * 1
    assert len({edge.place for edge in layout.edges}) == len(layout.edges)


@given(sizes, st.sampled_from([(8, 8), (4, 6)]))
@settings(max_examples=30, deadline=None)
def test_that_a_sample_that_is_a_picture_is_shown_and_each_pixel_is_its_unit(size, image):
    rows, columns = image
    lanes = (Lane("input", "InputLayer", rows * columns, image=image), Lane("output", "Dense", 10, rows * columns))
    layout = arrange(lanes, size)
    box = layout.boxes[0]
    assert box.rect.contains(box.picture)
    assert box.picture.width() / columns == pytest.approx(box.picture.height() / rows)
    for unit in range(rows * columns):
        assert layout.place_at(box.pixel_rect(unit).center(), True) == Place("input", unit)
    assert not arrange(SMALL, size).boxes[0].picture.width()
