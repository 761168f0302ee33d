"""The inspector's pages Weights and Gradients: the numbers of a layer, a unit and a weight, and what was clicked."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from core.snapshot.place import BIAS, Place
from core.snapshot.snapshot import read_only
from tests.gui.helpers.inspectors import GRADIENTS, WEIGHTS, changed, click, show_filled, show_tab
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def filled(qtbot):
    return show_filled(qtbot)


# ---- weights ------------------------------------------------------------------------------------------------


def test_that_the_weights_are_those_of_the_snapshot(filled):
    page, layer = filled.pages[WEIGHTS], make_snapshot().layer("hidden_2")
    assert page.caption.text() == "row: from hidden_1   column: to hidden_2"
    assert page.grid.value((2, 3)) == layer.kernel[2, 3]
    assert page.grid.value((BIAS, 4)) == layer.bias[4]
    assert page.source.expression == 'model.get_layer("hidden_2").get_weights()'


def test_that_a_cell_says_which_weight_was_clicked(filled, qtbot):
    for cell in ((2, 1), (BIAS, 4)):
        with qtbot.waitSignal(filled.place_clicked) as clicked:
            click(qtbot, filled.pages[WEIGHTS].grid, cell)
        assert clicked.args == [Place("hidden_2", unit=cell[1], row=cell[0])]


def test_that_hovering_is_told_and_read_out_with_every_digit(filled, qtbot):
    page, heard = filled.pages[WEIGHTS], []
    filled.place_hovered.connect(heard.append)
    qtbot.mouseMove(page.grid, page.grid.cell_rect((2, 1)).center())
    name, _, digits = page.readout.text.partition(" = ")
    assert name == "kernel[2, 1]"
    assert np.float32(digits.replace("−", "-")) == make_snapshot().layer("hidden_2").kernel[2, 1]
    QApplication.sendEvent(page.grid, QEvent(QEvent.Type.Leave))
    assert heard == [Place("hidden_2", unit=1, row=2), None]
    assert page.readout.text == "Point at a cell to read its exact value."


def test_that_a_unit_outlines_its_column_and_a_weight_its_cell(filled):
    grid = filled.pages[WEIGHTS].grid
    assert grid.marks == (3, None, None)
    filled.set_place(Place("hidden_2", unit=3, row=BIAS))
    assert grid.marks[1] == (BIAS, 3)
    assert filled.pages[WEIGHTS].readout.text.startswith("bias[3] = ")


def test_that_a_weight_pointed_at_elsewhere_is_outlined(filled):
    page = filled.pages[WEIGHTS]
    filled.set_hovered(Place("hidden_2", unit=0, row=4))
    assert page.grid.hovered == (4, 0)
    assert page.readout.text.startswith("kernel[4, 0] = ")
    filled.set_hovered(Place("hidden_3", unit=0, row=4))
    assert page.grid.hovered is None


def test_that_the_colour_limit_widens_and_never_shrinks(filled):
    key = filled.pages[WEIGHTS].key
    small, large = make_snapshot(), changed(make_snapshot(), "output", kernel=read_only(np.full((5, 1), 3.1)))
    weak = small
    for layer in small.layers:
        weak = changed(weak, layer.name, kernel=read_only(layer.kernel * 0.1), bias=read_only(layer.bias * 0.1))
    filled.set_snapshot(large)
    assert key.texts == ("−3.25", "0", "+3.25")
    filled.set_snapshot(weak)
    assert key.texts[2] == "+3.25"
    other = changed(weak, "output", name="answer")
    filled.set_snapshot(other)
    assert key.texts[2] == "+1.25", "another network begins anew"


def test_that_the_bars_belong_to_the_selected_unit(filled):
    page, layer = filled.pages[WEIGHTS], make_snapshot().layer("hidden_2")
    assert page.bars_title.text() == "Unit 3: 5 weights + 1 bias"
    assert page.bars._names == (*(f"hidden_1[{row}]" for row in range(5)), "bias")
    assert page.bars.value_text(5).replace("−", "-") == f"{layer.bias[3]:+.3f}"
    filled.set_place(Place("hidden_2"))
    assert not page.bars.isVisible()
    assert not page.bars_title.isVisible()


def test_that_a_layer_without_bias_has_no_strip(filled):
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", bias=read_only([]), bias_gradient=read_only([])))
    page = filled.pages[WEIGHTS]
    assert page.grid.value((BIAS, 0)) is None
    assert page.bars_title.text() == "Unit 3: 5 weights"
    assert show_tab(filled, GRADIENTS).title.text() == "∂L/∂kernel"


def test_that_z_and_a_of_the_unit_follow_the_sample(filled):
    page, layer = filled.pages[WEIGHTS], make_snapshot().layer("hidden_2")
    for sample in (0, 2):
        filled.set_sample(sample)
        assert page.unit_title.text() == f"Unit 3, sample {sample + 1}"
        z, a = (float(text.replace("−", "-")) for text in page.unit_facts.values)
        assert z == pytest.approx(float(layer.pre_activation[sample, 3]), abs=5.1e-5)
        assert a == max(z, 0)
    assert page.facts.values[0] == "(5, 5) float32"


def test_that_copy_values_gives_get_weights_again(filled, qtbot):
    qtbot.mouseClick(filled.pages[WEIGHTS].copy_button, Qt.MouseButton.LeftButton)
    kernel, bias = eval(QApplication.clipboard().text(), {"np": np})
    layer = make_snapshot().layer("hidden_2")
    assert kernel.tobytes() == layer.kernel.tobytes()
    assert bias.tobytes() == layer.bias.tobytes()


def test_that_the_source_line_copies_the_code_as_it_is(filled, qtbot):
    source = filled.pages[WEIGHTS].source
    qtbot.mouseClick(source._copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == 'model.get_layer("hidden_2").get_weights()'
    assert source._copy.toolTip() == "Copied"


def test_that_the_cursor_stays_in_sight_in_a_tall_grid(filled, qtbot):
    kernel = read_only(np.ones((256, 5)))
    filled.set_snapshot(changed(make_snapshot(), "hidden_1", kernel=kernel, kernel_gradient=kernel))
    filled.set_place(Place("hidden_1"))
    page = filled.pages[WEIGHTS]
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().maximum() > 0)
    page.grid.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(5):
        qtbot.keyClick(page.grid, Qt.Key.Key_PageDown)
    visible = page.grid.visibleRegion().boundingRect()
    assert visible.contains(page.grid.cell_rect((50, 0)))


# ---- gradients ----------------------------------------------------------------------------------------------


def test_that_the_gradients_are_scaled_by_the_largest_one(filled):
    page, layer = show_tab(filled, GRADIENTS), make_snapshot().layer("hidden_2")
    assert page.title.text() == "∂L/∂kernel, ∂L/∂bias"
    assert page.grid.value((1, 2)) == layer.kernel_gradient[1, 2]
    assert page.grid.limit == max(abs(layer.kernel_gradient).max(), abs(layer.bias_gradient).max())
    assert page.key.texts[2] == f"+{page.grid.limit:.3f}"
    assert page.source.expression == "tape.gradient(loss, model.trainable_variables)"
    filled.set_place(Place("hidden_2", unit=3, row=1))
    assert page.readout.text.startswith("∂L/∂kernel[1, 3] = ")


def test_that_a_frozen_layer_says_that_no_gradient_was_asked_for(filled):
    page = show_tab(filled, GRADIENTS)
    assert page.grid.isVisible()
    assert not page.note.isVisible()
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert not page.grid.isVisible()
    assert page.note.isVisible()
    assert page.note.text == (
        "hidden_2 is frozen: the tape was not asked for its gradient. "
        "It still passed the gradient on to the layers before it."
    )
    filled.set_place(Place("hidden_3"))
    assert page.grid.isVisible()


def test_that_a_gradient_passed_on_only_where_a_layer_before_learns(filled):
    page = show_tab(filled, GRADIENTS)
    filled.set_place(Place("hidden_1"))
    filled.set_snapshot(make_snapshot(frozen=("hidden_1", "hidden_2")))
    assert page.note.text == "hidden_1 is frozen: the tape was not asked for its gradient."
    filled.set_place(Place("hidden_2"))
    assert page.note.text == "hidden_2 is frozen: the tape was not asked for its gradient."
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert page.note.text.endswith("It still passed the gradient on to the layers before it.")


def test_that_a_frozen_model_has_no_gradients(filled):
    page = show_tab(filled, GRADIENTS)
    filled.set_snapshot(make_snapshot(model_trainable=False))
    assert not page.grid.isVisible()
    assert page.note.text == "The whole model is frozen: the tape was not asked for any gradient."
