"""The banner that says that the loss no longer falls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gui.look import i18n
from gui.training.standstill_banner import StandstillBanner


@pytest.fixture
def banner(qtbot):
    made = StandstillBanner()
    qtbot.addWidget(made)
    return made


def test_that_it_is_there_only_while_nothing_moves_and_says_when_play_has_paused(banner):
    assert banner.isHidden()
    banner.set_state(True, False)
    assert not banner.isHidden()
    assert banner.text == "The loss no longer falls: reset, or choose harder data."
    banner.set_state(True, True)
    assert banner.text.endswith("choose harder data. Play has paused.")
    banner.set_state(True, True, True)
    assert banner.text == "Nothing is trainable, so the loss stays as it is: unfreeze a layer. Play has paused."
    i18n.use("ko")
    assert "손실" in banner.text
    banner.set_state(False, False)
    assert banner.isHidden()


def test_that_both_ways_on_are_buttons(banner, qtbot):
    banner.set_state(True, True)
    banner.show()
    for name, signal in (("standstill_reset", banner.reset_clicked), ("standstill_data", banner.data_clicked)):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(banner.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
