"""The choice of a data set: groups with headings, and the fields of the one in use."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSpinBox, QWidget

from gui.data.source_bar import SourceBar

NAMES = ("Plane", "Moons", "Iris", "mine.csv")


@pytest.fixture
def bar(qtbot):
    made = SourceBar()
    qtbot.addWidget(made)
    made.set_sources(NAMES, "Moons", {0: "made", 2: "classic", 3: "own"})
    made.show()
    return made


def test_that_headings_are_shown_and_keys_pass_over_them(bar, qtbot):
    combo = bar.findChild(QComboBox, "dataset")
    texts = [combo.itemText(i) for i in range(combo.count())]
    assert texts == ["Made", "Plane", "Moons", "Classic", "Iris", "Your own", "mine.csv"]
    assert combo.currentText() == "Moons"
    for key, expected in ((Qt.Key.Key_Down, 2), (Qt.Key.Key_Down, 3), (Qt.Key.Key_Up, 2)):
        with qtbot.waitSignal(bar.source_chosen) as chosen:
            qtbot.keyClick(combo, key)
        assert chosen.args == [expected]


def test_that_the_fields_of_the_set_in_use_are_changed_and_others_are_not_shown(bar, qtbot):
    button = bar.findChild(QPushButton, "data_fields")
    assert not button.isEnabled()
    bar.set_fields({"samples": 200, "noise": 0.1, "seed": 2**32 - 1})
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    samples, noise = (bar.findChild(QSpinBox, f"data_{name}") for name in ("samples", "noise"))
    assert (samples.text(), noise.text()) == ("200", "0.10")
    assert bar.findChild(QSpinBox, "data_validation").isHidden()
    noise.findChild(QLineEdit).selectAll()
    qtbot.keyClicks(noise, "0,25")
    with qtbot.waitSignal(bar.fields_chosen) as chosen:
        qtbot.mouseClick(bar.findChild(QPushButton, "data_fields_use"), Qt.MouseButton.LeftButton)
    assert chosen.args == [{"samples": 200, "noise": 0.25, "seed": 2**32 - 1}]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    box = bar.findChild(QWidget, "data_fields_box")
    bar.set_fields({"samples": 200, "noise": 0.1, "seed": 2**32 - 1})
    assert box.isVisible()
    bar.set_fields({"validation": 0.2, "seed": 0})
    assert not box.isVisible(), "its fields are of the set before"


@pytest.mark.parametrize(("typed", "share"), [("0", 0.0), ("2", 0.05), ("30", 0.3)])
def test_that_the_rows_to_check_with_are_a_share_that_a_set_can_have(bar, qtbot, typed, share):
    bar.set_fields({"validation": 0.2, "seed": 0})
    qtbot.mouseClick(bar.findChild(QPushButton, "data_fields"), Qt.MouseButton.LeftButton)
    box = bar.findChild(QSpinBox, "data_validation")
    box.findChild(QLineEdit).selectAll()
    qtbot.keyClicks(box, typed)
    with qtbot.waitSignal(bar.fields_chosen) as chosen:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args == [{"validation": share, "seed": 0}]
