"""What the canvas and the caption make of a moment, with hand-made snapshots and previews."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from core.design.losses import LOSSES
from core.design.network_spec import FOUR_LAYERS
from core.design.optimizers import OPTIMIZERS
from core.explain.step_parts import Moment, PartState, Phase, What
from core.snapshot.place import BIAS, NOWHERE, Place
from core.snapshot.preview import Preview
from core.snapshot.snapshot import LayerSnapshot, read_only
from gui.canvas.canvas import NetworkCanvas
from gui.canvas.layout.geometry import FLOW_HEIGHT, arrange
from gui.canvas.layout.lane import Lane
from gui.canvas.layout.slow_look import resolve
from gui.look import theme
from gui.slow_motion.part_words import caption
from gui.widgets.formula import outlines
from tests.gui.helpers.snapshots import make_snapshot


def moment_of(snapshot, rows=None) -> Moment:
    """A preview that takes the whole gradient off each weight, to tell old from new."""
    weights = {}
    for layer in snapshot.layers:
        kernel, bias = layer.variables
        learns = snapshot.learns(layer)
        weights[kernel] = read_only(layer.kernel - learns * layer.kernel_gradient)
        weights[bias] = read_only(layer.bias - learns * layer.bias_gradient)
    return Moment(snapshot, Preview(snapshot.step, weights, {}, 0, rows))


def moments(moment: Moment):
    return [moment.moved(i) for i in range(len(moment.parts))]


def at(moment: Moment, what: What, layer: str) -> Moment:
    return next(m for m in moments(moment) if (m.part.what, m.part.layer) == (what, layer))


@pytest.mark.parametrize("frozen", [(), ("hidden_2",), ("hidden_1", "hidden_2"), ("output",)])
def test_that_units_show_the_number_that_is_known(frozen):
    snapshot = make_snapshot(frozen=frozen)
    for moment in moments(moment_of(snapshot)):
        look = resolve(moment, 1)
        for layer in snapshot.layers:
            lane = look.lanes[layer.name]
            if not moment.known(layer.name, What.Y):
                assert lane.values is None
                continue
            wanted = layer.activation
            if moment.part.phase == Phase.BACKWARD and moment.known(layer.name, What.DZ):
                wanted = layer.pre_activation_gradient
            elif moment.part.phase == Phase.BACKWARD and moment.known(layer.name, What.DY):
                wanted = layer.activation_gradient
            np.testing.assert_array_equal(np.float32(lane.values), wanted[1])
            assert lane.gradient == (wanted is not layer.activation)


def test_that_the_gradients_have_one_limit_that_holds_them_all_through_the_backward_pass():
    start = moment_of(make_snapshot())
    looks = [resolve(m, 0) for m in moments(start) if m.part.phase == Phase.BACKWARD]
    limits = {look.gradient_limit for look in looks}
    assert len(limits) == 1
    for look in looks:
        for lane in look.lanes.values():
            if lane.gradient:
                assert np.abs(lane.values).max() <= look.gradient_limit
            if lane.gradient_tile:
                assert np.abs(lane.kernel).max() <= look.gradient_limit


def test_that_a_mini_batch_shows_a_sample_that_the_step_learns_from():
    snapshot = make_snapshot()
    moment = moment_of(snapshot, rows=(7, 2, 5))
    assert [moment.row_of(sample) for sample in (7, 2, 5, 0)] == [0, 1, 2, 0]
    look = resolve(moment, 5)
    assert look.sample == 5
    assert look.lanes["hidden_1"].values == pytest.approx(snapshot.layers[0].activation[2])
    assert resolve(moment, 0).sample == 7


def test_that_lanes_that_are_not_reached_are_pale_and_dark_again_when_updated():
    moment = moment_of(make_snapshot(frozen=("hidden_1",)))
    stop = resolve(at(moment, What.STOP, "hidden_1"), 0)
    assert stop.lanes["hidden_1"].state == PartState.LEFT_OUT
    assert stop.lanes["hidden_1"].opacity < 1
    assert stop.lanes["output"].opacity == 1
    kept = resolve(at(moment, What.KEPT, "hidden_1"), 0)
    assert kept.lanes["hidden_1"].tile == "kept"
    assert kept.lanes["hidden_1"].opacity == 1


@pytest.mark.parametrize("loss_kind", [kind.key for kind in LOSSES])
@pytest.mark.parametrize("optimizer", [kind.key for kind in OPTIMIZERS])
def test_that_every_part_has_a_sentence_and_a_formula_that_can_be_set(qapp, optimizer, loss_kind):
    snapshot = make_snapshot(frozen=("hidden_2",), optimizer=optimizer, loss_kind=loss_kind)
    for moment in moments(moment_of(snapshot)):
        said = caption(moment, NOWHERE, 0)
        assert said.sentence.endswith((".", "?"))
        if moment.part.what in (What.THROUGH, What.STOP):
            assert said.formula == ""
        else:
            outlines(said.formula)  # raises where it is no mathtext


@pytest.mark.parametrize(("place", "what", "wanted"), [
    (Place("hidden_2", 3, 1), What.DW, lambda layer: ("∂L/∂kernel[1, 3]", layer.kernel_gradient[1, 3])),
    (Place("hidden_2", 3, BIAS), What.DB, lambda layer: ("∂L/∂bias[3]", layer.bias_gradient[3])),
    (Place("hidden_2", 3), What.DY, lambda layer: ("∂L/∂Y[3]", layer.activation_gradient[1, 3])),
    (Place("hidden_2", 3), What.DZ, lambda layer: ("∂L/∂z[3]", layer.pre_activation_gradient[1, 3])),
    (Place("hidden_2", 3), What.Y, lambda layer: ("Y[3]", layer.activation[1, 3])),
    (Place("hidden_1"), What.DW, lambda layer: ("‖∂L/∂kernel‖", np.linalg.norm(layer.kernel_gradient))),
    (Place("hidden_2", 3, 1), What.UPDATE, lambda layer: ("", layer.kernel[1, 3] - layer.kernel_gradient[1, 3])),
])  # fmt: skip
def test_that_the_numbers_are_of_what_is_selected(qapp, place, what, wanted):
    snapshot = make_snapshot()
    said = caption(at(moment_of(snapshot), what, "hidden_2"), place, 1).numbers
    name, value = wanted(snapshot.layer("hidden_2"))
    assert name in said
    last = said.replace("−", "-").split("→")[-1].split("=")[-1].strip()
    assert float(last) == pytest.approx(float(value), abs=6e-5)


def many_units(units: int):
    """A network of one hidden layer with many units, whose gradients are random."""
    rng = np.random.default_rng(1)
    base = make_snapshot()

    def layer(name, inputs, count, activation):
        numbers = [rng.normal(size=(inputs, count)), rng.normal(size=count)] * 2
        samples = [rng.normal(size=(3, count)) for _ in range(4)]
        arrays = [read_only(array) for array in (*numbers, *samples)]
        return LayerSnapshot(name, *arrays, True, activation_name=activation,
                             variables=(f"{name}/kernel", f"{name}/bias"))  # fmt: skip

    return replace(base, layers=(layer("hidden", 3, units, "relu"), layer("output", units, 1, "linear")))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize("make", [make_snapshot, lambda: many_units(16), lambda: make_snapshot(frozen=("hidden_2",))])
def test_that_every_moment_can_be_painted_at_every_size(qtbot, make, name):
    theme.use(theme.Theme(name))
    canvas, snapshot = NetworkCanvas(FOUR_LAYERS), make()
    qtbot.addWidget(canvas)
    canvas.set_snapshot(snapshot)
    pictures = []
    for size in ((900, 520), (560, 260)):
        canvas.resize(*size)
        for moment in moments(moment_of(snapshot)):
            canvas.set_slow(resolve(moment, 0))
            pictures.append(canvas.grab().toImage())
    for before, after in pairwise(pictures):
        assert before != after  # each part looks different from the one before


def pixels(canvas: NetworkCanvas) -> np.ndarray:
    """Paint a canvas; return the pixels, each as four numbers from 0 to 255."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def test_that_numbers_that_are_not_finite_are_painted_as_such(qtbot):
    snapshot = make_snapshot()
    layer = snapshot.layers[1]
    broken = replace(layer, pre_activation_gradient=read_only(layer.pre_activation_gradient * np.nan))
    snapshot = replace(snapshot, layers=(snapshot.layers[0], broken, *snapshot.layers[2:]))
    canvas = NetworkCanvas(FOUR_LAYERS)
    qtbot.addWidget(canvas)
    canvas.resize(900, 520)
    canvas.set_snapshot(snapshot)
    moment = at(moment_of(snapshot), What.DZ, "hidden_2")
    canvas.set_slow(resolve(moment, 0))
    canvas.grab()
    assert "NaN" in caption(moment, Place("hidden_2", 0), 0).numbers


def test_that_leaving_gives_the_same_picture_back(qtbot):
    canvas, snapshot = NetworkCanvas(FOUR_LAYERS), make_snapshot()
    qtbot.addWidget(canvas)
    canvas.resize(900, 520)
    canvas.set_snapshot(snapshot)
    before = pixels(canvas)
    canvas.set_slow(resolve(moment_of(snapshot), 0))
    assert np.abs(pixels(canvas) - before).max() > 100
    canvas.set_slow(None)
    assert np.abs(pixels(canvas) - before).max() < 10, "letters painted again may differ by a trace at their edges"


def test_that_the_row_of_arrows_takes_its_room_from_the_units_alone():
    lanes = (Lane("input", "InputLayer", 3), Lane("hidden", "Dense", 5, 3, "relu"), Lane("output", "Dense", 1, 5))
    size = QSizeF(900, 600)
    usual, slow = arrange(lanes, size), arrange(lanes, size, flow=True)
    assert slow.flow == FLOW_HEIGHT
    assert usual.flow == 0
    for one, other in zip(usual.boxes, slow.boxes):
        assert (one.card, one.kernel, one.bias) == (other.card, other.kernel, other.bias)
        assert all(other.unit_rect(unit).top() >= other.card.bottom() + slow.flow for unit in other.centers)
