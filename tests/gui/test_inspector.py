"""The inspector: what it shows of a layer, a unit and a weight, and what it says was clicked."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from core.datasets import Batch
from core.snapshot import read_only
from core.spec import FOUR_LAYERS
from gui import theme
from gui.panels.inspector import Inspector
from gui.panels.inspector_pages import shown_rows
from gui.selection import BIAS, Place
from tests.gui.snapshots import make_snapshot

WEIGHTS, GRADIENTS, ACTIVATIONS, CONFIG = range(4)
UNIT = Place("hidden_2", unit=3)


@pytest.fixture(autouse=True)
def _light(qapp):
    theme.use(theme.Theme("light"))


@pytest.fixture
def inspector(qtbot):
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.resize(352, 720)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


@pytest.fixture
def filled(inspector):
    inspector.set_snapshot(make_snapshot())
    inspector.set_place(UNIT)
    return inspector


def changed(snapshot, name, /, **fields):
    """The snapshot with other fields in one of its layers."""
    layers = tuple(dataclasses.replace(layer, **fields) if layer.name == name else layer for layer in snapshot.layers)
    return dataclasses.replace(snapshot, layers=layers)


def show_tab(inspector, index):
    inspector.tabs.setCurrentIndex(index)
    return inspector.pages[index]


def click(qtbot, grid, cell):
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(cell).center())


# ---- states that are empty ----------------------------------------------------------------------------------


def test_that_before_keras_is_ready_there_is_a_sentence(inspector):
    inspector.set_place(UNIT)
    inspector.set_design(FOUR_LAYERS)
    assert inspector.empty.isVisible()
    assert inspector.empty.text == "Nothing to inspect yet. The layers appear here as soon as Keras is ready."
    assert not inspector.content.isVisible()


def test_that_with_nothing_selected_it_says_what_to_click(filled):
    assert filled.content.isVisible()
    filled.set_place(Place())
    assert filled.empty.isVisible()
    assert filled.empty.text == "Click a layer, a unit or a weight."


def test_that_a_place_that_is_not_in_the_network_is_nothing(filled):
    filled.set_place(Place("hidden_9"))
    assert filled.empty.isVisible()


def test_that_a_new_design_empties_it(filled):
    filled.set_design(FOUR_LAYERS)
    assert filled.empty.isVisible()
    assert filled.empty.text.startswith("Nothing to inspect yet")


# ---- head ---------------------------------------------------------------------------------------------------


def test_that_the_head_names_layer_kind_and_unit(filled):
    assert filled.name.text() == "hidden_2"
    assert filled.kind.text() == "Dense · relu · unit 3"
    assert not filled.frozen.isVisible()
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert filled.frozen.isVisible()


def test_that_the_arrows_in_the_head_ask_for_the_neighbours(filled, qtbot):
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(filled.next, Qt.MouseButton.LeftButton)
    assert clicked.args == [Place("hidden_3", 3)]
    assert filled.name.text() == "hidden_2", "a view does not select by itself"
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(filled.previous, Qt.MouseButton.LeftButton)
    assert clicked.args == [Place("hidden_1", 3)]


def test_that_the_arrows_reach_the_input_layer_and_end_at_the_ends(filled, qtbot):
    filled.set_place(Place("hidden_1", unit=4))
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(filled.previous, Qt.MouseButton.LeftButton)
    assert clicked.args == [Place("input")], "the input layer has no unit 4"
    filled.set_place(Place("input"))
    assert not filled.previous.isEnabled()
    filled.set_place(Place("output"))
    assert not filled.next.isEnabled()


def test_that_ctrl_tab_goes_round_the_tabs(filled, qtbot):
    filled.tabs.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(filled.tabs, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        seen.append(filled.stack.currentIndex())
    assert seen == [1, 2, 3, 0]


def test_that_every_tab_fits_the_narrowest_dock(filled, qtbot):
    filled.resize(300, 640)
    last = filled.tabs.tabRect(3)
    assert filled.tabs.mapTo(filled, last.bottomRight()).x() <= 300
    for index in range(4):
        area = show_tab(filled, index).area
        qtbot.waitUntil(lambda area=area: area.horizontalScrollBar().maximum() == 0)


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


# ---- activations --------------------------------------------------------------------------------------------


def test_that_activations_show_z_and_a_of_every_sample(filled):
    page, layer = show_tab(filled, ACTIVATIONS), make_snapshot().layer("hidden_2")
    assert [caption.text() for caption in page.captions] == [
        "z = x·W + b   (row: sample, column: unit)",
        "a = relu(z)   (row: sample, column: unit)",
    ]
    assert page.grids[0].value((2, 3)) == layer.pre_activation[2, 3]
    assert page.grids[1].value((2, 3)) == layer.activation[2, 3]
    assert page.grids[0].row_label(0) == "s1"
    assert page.source.expression == 'keras.Model(model.inputs, model.get_layer("hidden_2").output)(X)'
    filled.set_sample(2)
    assert [grid.marks for grid in page.grids] == [(3, None, 2)] * 2
    filled.set_place(Place("output"))
    assert page.captions[1].text().startswith("a = z ")


def test_that_a_click_on_an_activation_means_its_unit(filled, qtbot):
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        click(qtbot, show_tab(filled, ACTIVATIONS).grids[1], (0, 2))
    assert clicked.args == [Place("hidden_2", unit=2)]


def test_that_dead_units_are_named(filled):
    page = show_tab(filled, ACTIVATIONS)
    alive = np.ones((3, 5), np.float32)
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", activation=read_only(alive)))
    assert not page.note.isVisible()
    alive[:, 1] = 0
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", activation=read_only(alive)))
    assert page.note.isVisible()
    assert page.note.text == "Unit 1 is off for every sample: a dead ReLU. It gets no gradient."
    alive[:, 4] = 0
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", activation=read_only(alive)))
    assert page.note.text == "Units 1, 4 are off for every sample: dead ReLUs. They get no gradient."


def test_that_a_large_batch_shows_the_rows_around_the_sample(filled, qtbot):
    z = read_only(np.arange(100_000 * 5).reshape(-1, 5))
    batch = Batch(np.ones((100_000, 3)), np.ones((100_000, 1)), ("a", "b", "c"), "y")
    snapshot = changed(make_snapshot(batch=batch), "hidden_2", pre_activation=z, activation=z)
    page = show_tab(filled, ACTIVATIONS)
    assert not page.rows.isVisible()
    filled.set_snapshot(snapshot)
    assert page.rows.text() == "samples 1–100 of 100000"
    filled.set_sample(70_000)
    grid = page.grids[0]
    assert grid.shown_rows() == range(69_950, 70_050)
    assert grid.value((70_000, 2)) == 350_002
    row = grid.cell_rect((70_000, 0))
    qtbot.waitUntil(lambda: grid.visibleRegion().boundingRect().contains(row))


@pytest.mark.parametrize(
    ("samples", "sample", "rows"),
    [(3, 1, range(3)), (100, 99, range(100)), (512, 0, range(100)), (512, 511, range(412, 512))],
)
def test_that_at_most_a_hundred_rows_are_shown(samples, sample, rows):
    assert shown_rows(samples, sample) == rows


def test_that_the_input_layer_shows_x_and_no_weights(filled, qtbot):
    filled.set_place(Place("input"))
    assert filled.kind.text() == "InputLayer"
    for index in (WEIGHTS, GRADIENTS, CONFIG):
        page = show_tab(filled, index)
        assert not page.body.isVisible()
        assert page.message.text().startswith("The input layer has no weights")
    page = show_tab(filled, ACTIVATIONS)
    assert page.body.isVisible()
    assert not page.grids[1].isVisible()
    assert page.grids[0].value((1, 1)) == make_snapshot().batch.X[1, 1]
    assert page.source.expression == "X"
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        click(qtbot, page.grids[0], (1, 2))
    assert clicked.args == [Place("input", unit=2)]


# ---- config -------------------------------------------------------------------------------------------------


def test_that_the_config_is_a_tree_of_keys_and_values(filled):
    tree = show_tab(filled, CONFIG).tree
    assert tree.item("units").text(1) == "5"
    assert tree.item("activation").text(1) == "'relu'"
    assert tree.item("kernel_initializer").text(1) == "GlorotUniform"
    assert tree.item("kernel_initializer", "seed").text(1) == "None"
    colors = {key: tree.item(key).foreground(1).color() for key in ("activation", "units", "trainable", "dtype")}
    tokens = ("code.string", "code.number", "code.keyword", "code.func")
    assert list(colors.values()) == [theme.current().color(token) for token in tokens]


def test_that_every_entry_is_explained_also_to_the_keyboard(filled, qtbot):
    page = show_tab(filled, CONFIG)
    tree = page.tree.tree
    tree.setFocus()
    tree.setCurrentItem(page.tree.item("dtype"))
    assert page.status.text().startswith("The kind of numbers")
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert page.status.text().startswith("The name of the number type")
    assert page.status.text() in page.tree.item("dtype", "name").toolTip(0)
    config = {**make_snapshot().layer("hidden_2").config, "novelty": 7}
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", config=config))
    assert "A setting of Keras" in page.tree.item("novelty").toolTip(1)


def test_that_folding_and_the_current_entry_survive_a_new_config(filled):
    page = show_tab(filled, CONFIG)
    page.tree.item("kernel_initializer").setExpanded(False)
    page.tree.tree.setCurrentItem(page.tree.item("trainable"))
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert page.tree.item("trainable").text(1) == "False"
    assert not page.tree.item("kernel_initializer").isExpanded()
    assert page.tree.item("dtype").isExpanded()
    assert page.tree.tree.currentItem() is page.tree.item("trainable")
    assert page.status.text().startswith("Whether training may change")


def test_that_the_same_config_leaves_the_tree_alone(filled):
    page = show_tab(filled, CONFIG)
    before = page.tree.item("units")
    before.setText(1, "touched")
    filled.set_snapshot(make_snapshot(step=7))
    assert page.tree.item("units").text(1) == "touched"


def test_that_a_frozen_layer_says_so_above_its_config(filled):
    page = show_tab(filled, CONFIG)
    assert not page.note.isVisible()
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert page.note.isVisible()
    assert page.note.text.startswith("hidden_2 is frozen. Its kernel and bias moved to non_trainable_variables")


# ---- what it costs, and themes ------------------------------------------------------------------------------


def test_that_a_hidden_inspector_only_keeps_the_snapshot(filled):
    page = filled.pages[WEIGHTS]
    old = page.grid.value((0, 0))
    filled.hide()
    filled.set_snapshot(make_snapshot(seed=5))
    assert page.grid.value((0, 0)) == old
    filled.show()
    assert page.grid.value((0, 0)) == make_snapshot(seed=5).layer("hidden_2").kernel[0, 0]


def test_that_a_tab_is_filled_when_it_comes_to_the_front(filled):
    show_tab(filled, GRADIENTS)
    show_tab(filled, WEIGHTS)
    filled.set_snapshot(make_snapshot(seed=5))
    page = show_tab(filled, GRADIENTS)
    assert page.grid.value((0, 0)) == make_snapshot(seed=5).layer("hidden_2").kernel_gradient[0, 0]


def test_that_a_change_of_theme_changes_every_page(filled):
    for index in range(4):
        show_tab(filled, index)
        theme.use(theme.Theme("light"))
        QApplication.processEvents()
        light = filled.grab().toImage()
        theme.use(theme.Theme("dark", 1.25))
        QApplication.processEvents()
        assert filled.grab().toImage() != light
    tree = filled.pages[CONFIG].tree
    assert tree.item("units").foreground(1).color() == theme.current().color("code.number")


def test_that_everything_that_can_have_focus_has_a_name(filled):
    from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

    for index in range(4):
        show_tab(filled, index)
        for widget in filled.findChildren(QWidget):
            reached = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if reached and not isinstance(widget, QLabel | QScrollArea):
                text = widget.text() if isinstance(widget, QAbstractButton) else ""
                assert widget.accessibleName() or text, widget
