"""The inspector's page Config: a tree that explains itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui import theme
from tests.gui.inspectors import CONFIG, changed, show_filled, show_tab
from tests.gui.snapshots import make_snapshot


@pytest.fixture
def filled(qtbot):
    return show_filled(qtbot)


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
