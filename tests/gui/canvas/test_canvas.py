"""The canvas is clicked, hovered and walked as a user would."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from core.snapshot.place import BIAS, NOWHERE, Place
from core.snapshot.snapshot import read_only
from gui.canvas.place_words import describe
from gui.look import number_text, theme
from tests.gui.helpers.canvases import show_canvas
from tests.gui.helpers.snapshots import make_snapshot

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot):
    canvas = show_canvas(qtbot)
    canvas.setFocus(Qt.FocusReason.OtherFocusReason)  # as a window of its own it gave it to the map
    return canvas


@pytest.fixture
def built(canvas):
    canvas.set_snapshot(make_snapshot())
    return canvas


@pytest.mark.parametrize("place", [Place("hidden_2"), Place("hidden_2", 3), Place("input", 1), Place("hidden_3", 2, 4),
                                   Place("output", 0, BIAS)])  # fmt: skip
def test_that_a_click_selects_what_is_there(qtbot, built, place):
    with qtbot.waitSignal(built.place_clicked) as caught:
        qtbot.mouseClick(built, LEFT, pos=built.center_of(place))
    assert caught.args == [place]


def test_that_a_click_on_a_line_selects_its_weight(qtbot, built):
    place = Place("hidden_1", 4, 2)
    with qtbot.waitSignal(built.place_clicked) as caught:
        qtbot.mouseClick(built, LEFT, pos=built.edge_point(place, 0.12))
    assert caught.args == [place]


def test_that_the_switch_asks_and_does_not_switch_itself(qtbot, built):
    with qtbot.waitSignal(built.trainable_clicked) as caught:
        qtbot.mouseClick(built, LEFT, pos=built.check_box_center("hidden_2"))
    assert caught.args == ["hidden_2"]
    assert built.state.trainable("hidden_2")
    built.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    with qtbot.waitSignal(built.trainable_clicked) as caught:
        qtbot.mouseClick(built, LEFT, pos=built.check_box_center("hidden_2"))
    assert caught.args == ["hidden_2"]
    assert not built.state.trainable("hidden_2")


def test_that_before_build_the_switch_does_nothing(qtbot, canvas):
    with qtbot.assertNotEmitted(canvas.trainable_clicked):
        qtbot.mouseClick(canvas, LEFT, pos=canvas.check_box_center("hidden_2"))


def test_that_hovering_a_weight_shows_its_exact_value_and_gradient(qtbot, built):
    place = Place("hidden_1", 3, 2)
    qtbot.mouseMove(built, QPoint(3, 3))
    qtbot.mouseMove(built, built.center_of(place))
    qtbot.waitUntil(lambda: bool(built.card_text))
    layer = make_snapshot().layers[0]
    assert number_text.exact(layer.kernel[2, 3]) in built.card_text
    assert number_text.exact(layer.kernel_gradient[2, 3]) in built.card_text
    assert "hidden_1/kernel[2, 3]" in built.card_text
    assert "input[2] → hidden_1[3]" in built.card_text


def test_that_hovering_changes_no_selection(qtbot, built):
    with qtbot.assertNotEmitted(built.place_clicked):
        qtbot.mouseMove(built, built.center_of(Place("hidden_1", 2)))
        qtbot.mouseMove(built, built.center_of(Place("hidden_2", 1, 1)))
    assert built.state.place == NOWHERE


def test_that_a_frozen_weight_says_that_its_gradient_was_not_asked_for(qtbot, canvas):
    canvas.set_snapshot(make_snapshot(frozen=("hidden_1",)))
    qtbot.mouseMove(canvas, QPoint(3, 3))
    qtbot.mouseMove(canvas, canvas.center_of(Place("hidden_1", 0, 0)))
    qtbot.waitUntil(lambda: bool(canvas.card_text))
    assert "not asked for: frozen" in canvas.card_text


@pytest.mark.parametrize(("changes", "known"), [({}, True), ({"optimizer": "adam"}, False), ({"batch_size": 2}, False)])
def test_that_the_next_step_is_told_only_where_it_goes_against_this_gradient(canvas, changes, known):
    """Adam divides the gradient, and a mini-batch has another one."""
    place = Place("hidden_1", 3, 2)
    canvas.set_snapshot(make_snapshot(**changes))
    facts = describe(canvas.state, place)
    assert ("after next step" in dict(facts.rows)) == known
    canvas.set_snapshot(make_snapshot(frozen=("hidden_1",), **changes))
    assert dict(describe(canvas.state, place).rows)["after next step"] == dict(facts.rows)["weight"]


def test_that_the_keyboard_walks_selects_and_freezes(qtbot, built):
    built.clearFocus()
    built.setFocus(Qt.FocusReason.TabFocusReason)
    assert built.state.cursor == Place("hidden_1")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(built, key)
    assert built.state.cursor == Place("hidden_2", 1)
    assert "hidden_2 unit 1" in built.accessibleDescription()
    with qtbot.waitSignal(built.place_clicked) as caught:
        qtbot.keyClick(built, Qt.Key.Key_Return)
    assert caught.args == [Place("hidden_2", 1)]
    with qtbot.waitSignal(built.trainable_clicked) as caught:
        qtbot.keyClick(built, Qt.Key.Key_Space)
    assert caught.args == ["hidden_2"]
    with qtbot.waitSignal(built.place_clicked) as caught:
        qtbot.keyClick(built, Qt.Key.Key_Escape)
    assert caught.args == [NOWHERE]


def test_that_a_frozen_layer_looks_different_in_grey(qtbot, built):
    """Frozen is not told by colour alone: the pictures differ in brightness, too."""
    free = built.grab().toImage().convertToFormat(built.grab().toImage().Format.Format_Grayscale8)
    built.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    frozen = built.grab().toImage().convertToFormat(free.format())
    box = built.state.layout.box("hidden_2").rect.toRect()
    lane = [(x, y) for x in range(box.left(), box.right(), 2) for y in range(box.top(), box.bottom(), 2)]
    changed = sum(abs(free.pixelColor(x, y).red() - frozen.pixelColor(x, y).red()) > 20 for x, y in lane)
    assert changed > 0.02 * len(lane)


def test_that_painting_twice_gives_the_same_picture(built):
    assert built.grab().toImage() == built.grab().toImage()


def test_that_a_nan_weight_is_painted_as_such(canvas):
    snapshot = make_snapshot()
    kernel = np.array(snapshot.layers[1].kernel)
    kernel[0, 0] = np.nan
    object.__setattr__(snapshot.layers[1], "kernel", read_only(kernel))
    object.__setattr__(snapshot.layers[1], "activation", read_only(np.full((3, 5), np.inf)))
    canvas.set_snapshot(snapshot)
    image = canvas.grab().toImage()
    cell = canvas.center_of(Place("hidden_2", 0, 0))
    assert image.pixelColor(cell).name() == theme.current().color("error.bg").name()


def test_that_colour_limits_widen_but_do_not_jump_back_until_training_starts_anew(canvas):
    canvas.set_snapshot(make_snapshot(step=5))
    start = canvas.state.limits.weights
    big = make_snapshot(step=6)
    object.__setattr__(big.layers[0], "kernel", read_only(big.layers[0].kernel * 10))
    canvas.set_snapshot(big)
    widened = canvas.state.limits.weights
    assert widened > start
    assert np.abs(big.layers[0].kernel).max() <= widened
    canvas.set_snapshot(make_snapshot(step=7))
    assert canvas.state.limits.weights == widened
    canvas.set_snapshot(make_snapshot(step=0, run=2))
    assert canvas.state.limits.weights == start


def test_that_ctrl_and_the_wheel_zoom_and_a_double_click_on_the_ground_fits_again(qtbot, built):
    at_first = built.center_of(Place("hidden_3", 2))
    point = QPointF(200, 200)
    event = QWheelEvent(point, built.mapToGlobal(point), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    built.wheelEvent(event)
    assert built.viewport.zoomed
    assert built.center_of(Place("hidden_3", 2)) != at_first
    built.show_whole()
    assert built.center_of(Place("hidden_3", 2)) == at_first


@pytest.mark.parametrize("size", [(360, 220), (560, 330), (2400, 1300)])
@pytest.mark.parametrize("name", theme.NAMES)
def test_that_it_paints_at_any_size_in_any_theme(built, size, name):
    theme.use(theme.Theme(name))
    built.resize(*size)
    built.set_place(Place("hidden_1", 0, 1))
    image = built.grab().toImage()
    assert image.pixelColor(1, 1).name() == theme.current().color("bg.canvas").name()
    for box in built.state.layout.boxes:
        corner = box.card.bottomRight().toPoint()
        assert image.pixelColor(corner.x() - 4, corner.y() - 4).name() == theme.current().color("bg.panel").name()
        assert built.rect().contains(box.rect.toAlignedRect())
