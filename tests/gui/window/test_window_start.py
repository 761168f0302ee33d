"""The window as a learner first sees it: data worth watching, at a tempo that lets one watch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QPushButton, QSpinBox, QWidget

from core.commands.start import START
from core.data.built_in import NotebookBatch
from core.script.writer import script
from tests.gui.helpers.windows import click, press, settle, tool


@pytest.mark.real_start
def test_that_the_first_start_plays_the_sphere_at_sixty_steps_a_second_and_every_key_sets_the_tempo(qtbot, window):
    session, snapshot = window.session, window.session.snapshot
    assert (session.network.source, session.seed, session.learning_rate) == (START.source, START.seed, START.rate)
    assert snapshot.batch.samples == 128
    assert snapshot.optimizer == START.optimizer
    assert snapshot.batch_size is None
    assert window.code.text() == script(session.history)
    assert "keras.optimizers.SGD(learning_rate=0.1)" in window.code.text()
    assert window.findChild(QLineEdit, "learning_rate_field").text() == "0.1"
    tempo = window.findChild(QWidget, "tempo")
    assert tempo.accessibleName() == "tempo, 60 steps per second"

    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settle(window)
    assert session.snapshot.step == 60
    press(qtbot, window, Qt.Key.Key_Comma)
    assert tempo.accessibleName() == "tempo, 10 steps per second"
    qtbot.mouseClick(tool(window, "step_back_button"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    settle(window)
    assert session.snapshot.step == 50
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_Period)
    assert session.player.tempo is None
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settle(window)
    assert session.snapshot.step == 1050

    click(qtbot, window, "tempo_600")
    assert session.player.tempo == 600
    click(qtbot, window, "play_button")
    qtbot.waitUntil(lambda: session.snapshot.step >= 1100, timeout=60_000)
    click(qtbot, window, "tempo_1")  # while it plays
    assert session.playing
    click(qtbot, window, "play_button")
    settle(window)
    session.use(NotebookBatch())
    settle(window)
    assert session.player.tempo == 1, "a tempo that was chosen stays"
    assert window.findChild(QLabel, "step_count").text() != "0"


def test_that_reset_offers_another_seed(qtbot, window):
    button = tool(window, "reset_button")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), button.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(button, event)
    menu = next(child for child in button.findChildren(QMenu) if child.isVisible())
    assert [action.text() for action in menu.actions()] == ["Reset with another seed…"]
    menu.actions()[0].trigger()
    menu.close()
    dialog = window.findChild(QDialog, "reset_seed_dialog")
    seed = dialog.findChild(QSpinBox, "other_seed")
    before = window.session.seed
    assert seed.value() == before + 1
    seed.selectAll()
    qtbot.keyClicks(seed, "7")
    qtbot.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
    settle(window)
    assert window.session.snapshot.seed == window.findChild(QSpinBox, "seed").value() == 7
    window.session.undo()
    settle(window)
    assert window.session.snapshot.seed == before
