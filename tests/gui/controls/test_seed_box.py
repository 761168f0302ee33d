"""The field for a seed."""

from __future__ import annotations

import keras
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator

from gui.controls.number_box import SeedBox
from tests.gui.helpers.bars import type_into


@pytest.fixture
def box(qtbot):
    """The field, and the seeds that it has said."""
    made = SeedBox()
    qtbot.addWidget(made)
    made.said = []
    made.seed_changed.connect(made.said.append)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_that_a_seed_is_applied_with_enter_not_with_every_digit(box, qtbot):
    type_into(qtbot, box, "123")
    assert box.said == []
    assert box.lineEdit().text() == "123"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.said == [123]
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.said == [123, 124]


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1])
def test_that_every_seed_that_keras_takes_is_shown_typed_and_stepped(box, qtbot, seed):
    box.setValue(seed)
    assert (box.value(), box.lineEdit().text()) == (seed, str(seed))
    box.setValue(7)
    box.said.clear()
    type_into(qtbot, box, str(seed))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.said == [seed]
    assert (box.value(), box.lineEdit().text()) == (seed, str(seed))
    keras.utils.set_random_seed(seed)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == min(seed + 1, 2**32 - 1)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.value() == seed or seed == 2**32 - 1


def test_that_no_other_seed_can_be_typed(box, qtbot):
    type_into(qtbot, box, "4294967296")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 429496729  # the last digit is not taken
    type_into(qtbot, box, "-1a")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 1
    assert box.validate("\u0661", 1)[0] == QValidator.State.Invalid
