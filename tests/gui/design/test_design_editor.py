"""The design editor: rows of hyperparameters; what is wrong is said; nothing is built before Apply."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton, QSpinBox, QToolButton

from core.design.network_spec import FOUR_LAYERS, LayerSpec, NetworkSpec
from gui.design.design_editor import MOST_HIDDEN, DesignEditor
from gui.look import theme
from gui.tables.config_tree import ConfigTree
from gui.widgets.panel import Note
from gui.widgets.source_line import SourceLine

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def editor(qtbot):
    """The editor with the usual network, and what it has asked for."""
    editor = DesignEditor()
    qtbot.addWidget(editor)
    editor.asked, editor.built = [], []
    editor.config_wanted.connect(editor.asked.append)
    editor.applied.connect(editor.built.append)
    editor.set_activations(("linear", "relu", "tanh"))
    editor.edit(FOUR_LAYERS)
    editor.show()
    return editor


def fields(editor, kind, name):
    """The fields of one kind, from the first layer to the output."""
    QApplication.processEvents()  # rows that were just added have no place yet
    found = [field for field in editor.findChildren(kind, name) if field.isVisible()]
    return sorted(found, key=lambda field: field.y())


def button(editor, name):
    return editor.findChild(QPushButton, name)


def retype(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_that_another_seed_holds_at_once_and_enter_in_it_builds_nothing_else(editor, qtbot):
    seeds = []
    editor.seed_changed.connect(seeds.append)
    editor.set_seed(23)
    seed = editor.findChild(QSpinBox, "seed")
    retype(qtbot, seed, "7")
    editor.set_seed(23)
    assert (seeds, seed.lineEdit().text()) == ([], "7")
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert (seeds, editor.built) == ([7], [])
    editor.set_seed(2**32 - 1)
    assert (seeds, seed.value()) == ([7], 2**32 - 1)


def test_that_the_design_is_what_the_fields_say(editor, qtbot):
    assert [field.text() for field in fields(editor, QLineEdit, "design_name")][:2] == ["hidden_1", "hidden_2"]
    retype(qtbot, fields(editor, QLineEdit, "design_name")[0], "first")
    retype(qtbot, fields(editor, QSpinBox, "design_units")[1], "16")
    fields(editor, QComboBox, "design_activation")[2].setCurrentText("tanh")
    qtbot.keyClick(fields(editor, QCheckBox, "design_bias")[3], Qt.Key.Key_Space)
    assert editor.built == []
    qtbot.mouseClick(button(editor, "design_apply"), LEFT)
    layers = (
        LayerSpec("first", 5, "relu"),
        LayerSpec("hidden_2", 16, "relu"),
        LayerSpec("hidden_3", 5, "tanh"),
        LayerSpec("output", 1, None, use_bias=False),
    )
    assert editor.built == [NetworkSpec(3, layers)]


@pytest.mark.parametrize(
    ("units", "name", "said"),
    [
        ("17", None, "expected 1 to 16 units, received 17"),
        ("0", None, "expected 1 to 16 units, received 0"),
        (None, "1st", "such as hidden_1, received “1st”"),
        (None, "class", "such as hidden_1, received “class”"),
        (None, "hidden_2", "received “hidden_2” twice"),
        (None, "model", "“model” for something else"),
        (None, "a b", "received “a b”"),
        (None, "_a", "such as hidden_1, received “_a”"),
    ],
)
def test_that_bad_input_says_what_was_expected_and_is_not_applied(editor, qtbot, units, name, said):
    if units is not None:
        retype(qtbot, fields(editor, QSpinBox, "design_units")[0], units)
    if name is not None:
        retype(qtbot, fields(editor, QLineEdit, "design_name")[0], name)
    note = editor.findChild(Note)
    assert note.isVisible()
    assert said in note.text
    assert not button(editor, "design_apply").isEnabled()
    retype(qtbot, fields(editor, QSpinBox, "design_units")[0], "4")
    retype(qtbot, fields(editor, QLineEdit, "design_name")[0], "fine")
    assert not note.isVisible()
    qtbot.mouseClick(button(editor, "design_apply"), LEFT)
    assert editor.built[0].layers[0] == LayerSpec("fine", 4, "relu")


def test_that_hidden_layers_are_added_up_to_six_and_removed_again(editor, qtbot):
    add = button(editor, "design_add")
    while add.isEnabled():
        qtbot.mouseClick(add, LEFT)
    names = [field.text() for field in fields(editor, QLineEdit, "design_name")]
    assert names == [*(f"hidden_{number}" for number in range(1, MOST_HIDDEN + 1)), "output"]
    for _ in range(MOST_HIDDEN):
        qtbot.mouseClick(fields(editor, QToolButton, "design_remove")[0], LEFT)
    assert [field.text() for field in fields(editor, QLineEdit, "design_name")] == ["output"]
    assert fields(editor, QToolButton, "design_remove") == []  # there must be an output
    qtbot.mouseClick(add, LEFT)
    qtbot.mouseClick(button(editor, "design_apply"), LEFT)
    assert [layer.name for layer in editor.built[0].layers] == ["hidden_1", "output"]


def test_that_the_config_beside_follows_the_row_in_hand(editor, qtbot):
    assert editor.asked[-1] == FOUR_LAYERS.layers[0]
    retype(qtbot, fields(editor, QSpinBox, "design_units")[2], "7")
    wanted = LayerSpec("hidden_3", 7, "relu")
    assert editor.asked[-1] == wanted
    tree = editor.findChild(ConfigTree)
    editor.set_config(FOUR_LAYERS.layers[0], {"units": 5})  # an answer that comes too late
    assert tree.value("units") is None
    editor.set_config(wanted, {"units": 7})
    assert tree.value("units") == "7"
    assert editor.findChild(SourceLine).expression == 'hidden_3 = layers.Dense(7, activation="relu", name="hidden_3")'


def test_that_it_fits_a_small_screen_and_every_field_has_a_name(editor, qtbot):
    while button(editor, "design_add").isEnabled():
        qtbot.mouseClick(button(editor, "design_add"), LEFT)
    for name in ("light", "dark"):
        theme.use(theme.Theme(name))
        assert editor.width() <= 1280
        assert editor.height() <= 720
    for kind, name in ((QLineEdit, "design_name"), (QSpinBox, "design_units"), (QComboBox, "design_activation")):
        for field in fields(editor, kind, name):
            assert field.accessibleName()
            assert field.height() >= 28
            assert field.visibleRegion().boundingRect().height() == field.height()
