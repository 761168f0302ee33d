"""The inspector's page Config: a tree that explains itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.look import theme
from tests.gui.helpers.inspectors import CONFIG, changed, show_filled, show_tab
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def filled(qtbot):
    return show_filled(qtbot)


def test_that_the_config_is_a_tree_of_keys_and_values(filled):
    tree = show_tab(filled, CONFIG).tree
    assert tree.value("units") == "5"
    assert tree.value("activation") == "'relu'"
    assert tree.value("kernel_initializer") == "GlorotUniform"
    assert tree.value("kernel_initializer", "seed") == "None"
    colors = {
        key: tree.at(key).siblingAtColumn(1).data(Qt.ItemDataRole.ForegroundRole)
        for key in ("activation", "units", "trainable", "dtype")
    }
    tokens = ("code.string", "code.number", "code.keyword", "code.func")
    assert list(colors.values()) == [theme.current().color(token) for token in tokens]


def test_that_every_entry_is_explained_also_to_the_keyboard(filled, qtbot):
    page = show_tab(filled, CONFIG)
    tree = page.tree.tree
    tree.setFocus()
    tree.setCurrentIndex(page.tree.at("dtype"))
    assert page.status.text().startswith("The kind of numbers")
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert page.status.text().startswith("The name of the number type")
    assert page.status.text() in page.tree.at("dtype", "name").data(Qt.ItemDataRole.ToolTipRole)
    config = {**make_snapshot().layer("hidden_2").config, "novelty": 7}
    filled.set_snapshot(changed(make_snapshot(), "hidden_2", config=config))
    assert "A setting of Keras" in page.tree.at("novelty").data(Qt.ItemDataRole.ToolTipRole)


def test_that_folding_and_the_current_entry_survive_a_new_config(filled):
    page = show_tab(filled, CONFIG)
    page.tree.tree.collapse(page.tree.at("kernel_initializer"))
    page.tree.tree.setCurrentIndex(page.tree.at("trainable"))
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert page.tree.value("trainable") == "False"
    assert not page.tree.tree.isExpanded(page.tree.at("kernel_initializer"))
    assert page.tree.tree.isExpanded(page.tree.at("dtype"))
    assert page.tree.tree.currentIndex() == page.tree.at("trainable")
    assert page.status.text().startswith("Whether training may change")


def test_that_the_same_config_leaves_the_tree_alone(filled):
    page = show_tab(filled, CONFIG)
    resets = []
    page.tree.tree.model().modelReset.connect(lambda: resets.append(1))
    filled.set_snapshot(make_snapshot(step=7))
    assert not resets
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert resets


def test_that_a_frozen_layer_says_so_above_its_config(filled):
    page = show_tab(filled, CONFIG)
    assert not page.note.isVisible()
    filled.set_snapshot(make_snapshot(frozen=("hidden_2",)))
    assert page.note.isVisible()
    assert page.note.text.startswith("hidden_2 is frozen. Its kernel and bias moved to non_trainable_variables")
