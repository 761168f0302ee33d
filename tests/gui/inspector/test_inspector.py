"""The inspector: what it says before there is something to show, its head, its tabs, and what it costs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.design.network_spec import FOUR_LAYERS
from core.snapshot.place import Place
from gui.look import i18n, theme
from tests.gui.helpers.inspectors import CONFIG, GRADIENTS, UNIT, WEIGHTS, show_empty, show_filled, show_tab
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def inspector(qtbot):
    return show_empty(qtbot)


@pytest.fixture
def filled(qtbot):
    return show_filled(qtbot)


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
    assert filled.header.name.text() == "hidden_2"
    assert filled.header.kind.text() == "Dense · relu · unit 3"
    assert not filled.header.frozen.isVisible()
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert filled.header.frozen.isVisible()


def test_that_no_layer_of_a_frozen_model_learns(filled):
    filled.set_snapshot(make_snapshot(model_trainable=False))
    assert filled.header.frozen.isVisible()
    filled.set_place(Place("input"))
    assert not filled.header.frozen.isVisible()


def test_that_the_arrows_in_the_head_ask_for_the_neighbours(filled, qtbot):
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(filled.header.next, Qt.MouseButton.LeftButton)
    assert clicked.args == [Place("hidden_3", 3)]
    assert filled.header.name.text() == "hidden_2", "a view does not select by itself"
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(filled.header.previous, Qt.MouseButton.LeftButton)
    assert clicked.args == [Place("hidden_1", 3)]


def test_that_the_arrows_reach_the_input_layer_and_end_at_the_ends(filled, qtbot):
    filled.set_place(Place("hidden_1", unit=4))
    with qtbot.waitSignal(filled.place_clicked) as clicked:
        qtbot.mouseClick(filled.header.previous, Qt.MouseButton.LeftButton)
    assert clicked.args == [Place("input")], "the input layer has no unit 4"
    filled.set_place(Place("input"))
    assert not filled.header.previous.isEnabled()
    filled.set_place(Place("output"))
    assert not filled.header.next.isEnabled()


def test_that_the_pages_go_round_both_ways(filled):
    seen = []
    for turn in (*5 * [filled.next_tab], filled.previous_tab):
        turn()
        seen.append(filled.stack.currentIndex())
    assert seen == [1, 2, 3, 4, 0, 4]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [300, 316, 358])
def test_that_every_tab_fits_the_narrowest_dock(filled, qtbot, language, width):
    i18n.use(language)
    filled.set_place(Place("hidden_2", 3, 1))
    filled.resize(width, 640)
    assert filled.width() == width, "no page is wider than the dock"
    tabs = filled.tabs
    for index in range(5):
        area = show_tab(filled, index).area
        last = tabs.tabRect(4)
        assert tabs.mapTo(filled, last.bottomRight()).x() <= width
        needed = tabs.fontMetrics().horizontalAdvance(tabs.tabText(index))
        assert tabs.tabRect(index).width() >= needed, "not elided"
        qtbot.waitUntil(lambda area=area: area.horizontalScrollBar().maximum() == 0)


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
    for index in range(5):
        show_tab(filled, index)
        theme.use(theme.Theme("light"))
        QApplication.processEvents()
        light = filled.grab().toImage()
        theme.use(theme.Theme("dark", 1.25))
        QApplication.processEvents()
        assert filled.grab().toImage() != light
    value = filled.pages[CONFIG].tree.at("units").siblingAtColumn(1)
    assert value.data(Qt.ItemDataRole.ForegroundRole) == theme.current().color("code.number")


def test_that_everything_that_can_have_focus_has_a_name(filled):
    from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

    for index in range(5):
        show_tab(filled, index)
        for widget in filled.findChildren(QWidget):
            reached = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if reached and not isinstance(widget, QLabel | QScrollArea):
                text = widget.text() if isinstance(widget, QAbstractButton) else ""
                assert widget.accessibleName() or text, widget
