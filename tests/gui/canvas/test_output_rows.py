"""Several outputs have a row each, with the map below and the result beside the kernel; and what stands there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSizeF

from core.data.built_in import Batch
from core.snapshot.snapshot import read_only
from gui.canvas.layout.geometry import arrange
from gui.canvas.layout.lane import Lane
from gui.canvas.outputs.words import class_result, number_rows
from tests.gui.helpers.snapshots import make_snapshot


def output_of(units, width=800, height=554, maps=False):
    lanes = (Lane("input", "InputLayer", 2), Lane("hidden", "Dense", 5, 2, "relu"),
             Lane("output", "Dense", units, 5, "softmax", output=True, named=True))  # fmt: skip
    layout = arrange(lanes, QSizeF(width, height), maps=maps)
    return layout, layout.boxes[-1]


@pytest.mark.parametrize(
    ("units", "height", "roomy"), [(2, 554, True), (3, 554, True), (3, 430, True), (7, 554, False)]
)
def test_that_rows_map_and_result_stand_beside_one_another(units, height, roomy):
    layout, box = output_of(units, height=height)
    assert (len(box.beside), box.roomy) == (units, roomy)
    assert box.rect.width() > layout.boxes[0].rect.width()
    assert box.map is not None
    bottom = max(box.unit_rect(unit).bottom() for unit in range(units))
    assert bottom <= box.map.square.top() < box.map.square.bottom() <= box.caption.top()
    for unit in range(units):
        assert box.rect.contains(box.unit_rect(unit))
        assert box.rect.contains(box.beside[unit])
        assert not box.beside[unit].intersects(box.unit_rect(unit))
        assert layout.place_at(box.beside[unit].center(), built=True).unit == unit
    assert box.rect.contains(box.result)
    assert not box.result.intersects(box.kernel)


def test_that_many_outputs_are_shown_as_every_wide_layer():
    _, box = output_of(12)
    assert not box.beside
    assert box.map is None


def test_that_the_layer_that_scales_has_a_slim_lane_between_the_inputs_and_the_first_layer():
    lanes = (Lane("input", "InputLayer", 2, scaled="scale"), Lane("hidden", "Dense", 5, 2, "relu"))
    layout = arrange(lanes, QSizeF(800, 554))
    first, second = layout.boxes
    assert first.rect.right() < layout.scaling.left() < layout.scaling.right() < second.rect.left()
    assert layout.scaling.width() < first.rect.width() / 2
    assert second.rect.right() == pytest.approx(arrange((replace(lanes[0], scaled=""), lanes[1]), QSizeF(800, 554))
                                                .boxes[1].rect.right())  # fmt: skip
    assert {edge.place.layer for edge in layout.edges} == {"hidden"}


def snapshot_of(prediction, labels, classes, one_hot=False, columns=1):
    prediction = np.asarray(prediction, np.float32)
    Y = np.eye(len(classes))[np.array(labels)] if one_hot else np.array(labels)[:, None]
    batch = Batch(np.zeros((len(Y), 2)), Y, ("a", "b"), tuple(f"t{i}" for i in range(Y.shape[1])), classes)
    found = make_snapshot(batch=batch)
    return replace(found, layers=(*found.layers[:-1], replace(found.layers[-1], activation=read_only(prediction))))


@pytest.mark.parametrize("one_hot", [False, True])
def test_that_the_result_of_classes_is_the_likeliest_and_its_probability(one_hot):
    shown = snapshot_of([[0.2, 0.5, 0.3], [0.7, 0.2, 0.1]], [1, 2], ("x", "y", "z"), one_hot)
    first, second = class_result(shown, 0), class_result(shown, 1)
    assert (first.true, first.predicted, first.right) == (1, 1, True)
    assert (second.true, second.predicted, second.right) == (2, 0, False)
    assert second.probability == pytest.approx(0.7)


def test_that_of_one_sigmoid_both_classes_have_a_probability():
    shown = snapshot_of([[0.2], [0.9]], [0, 0], ("no", "yes"))
    assert (class_result(shown, 0).predicted, class_result(shown, 0).probability) == (0, pytest.approx(0.8))
    assert (class_result(shown, 1).predicted, class_result(shown, 1).right) == (1, False)
    assert class_result(snapshot_of([[np.nan], [0.9]], [0, 0], ("no", "yes")), 0) is None


def test_that_the_result_of_several_numbers_names_the_output():
    found = make_snapshot(batch=Batch([[0.0, 0.0]], [[1.0, -2.0]], ("a", "b"), ("height", "weight")))
    last = replace(found.layers[-1], activation=read_only([[0.5, -1.0]]))
    rows = number_rows(replace(found, layers=(*found.layers[:-1], last)), 0, 1, roomy=True)
    assert rows == (("weight", ""), ("prediction", "−1.000"), ("target", "−2.000"), ("error", "+1.000"))
