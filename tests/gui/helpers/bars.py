"""The training bar in a window of any width, for tests that drive it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QSlider, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.look import icons, theme
from gui.training.training_bar import TrainingBar

BUTTONS = ("reset", "step_back", "play", "step")


def make_actions(names: Iterable[str] = BUTTONS) -> dict[str, QAction]:
    """Return actions for the bar's buttons, with icons, which a button shows only where there is little space."""
    icon = icons.icon("play-fill", theme.current().color("text.primary"))
    actions = {name: QAction(icon, name.replace("_", " ").capitalize()) for name in names}
    actions["play"].setShortcut("Space")
    return actions


def show_bar(qtbot: QtBot, actions: dict[str, QAction]) -> TrainingBar:
    """Show a bar with these actions in an active window of any width, `bar.parentWidget()`."""
    window = QWidget()
    bar = TrainingBar()
    around = QVBoxLayout(window)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(bar)
    theme.dress(window)
    theme.restyle(window)
    bar.set_actions(actions)
    bar.set_learning_rate(0.05)
    window.resize(1440, 58)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    bar.window_for_test = window  # keeps it alive
    return bar


def field(bar: TrainingBar) -> QLineEdit:
    return bar.findChild(QLineEdit, "learning_rate_field")


def slider(bar: TrainingBar) -> QSlider:
    return bar.findChild(QSlider, "learning_rate")


def button(bar: TrainingBar, name: str) -> QToolButton:
    return bar.findChild(QToolButton, f"{name}_button")


def type_into(qtbot: QtBot, widget: QWidget, text: str) -> None:
    """Replace the text of a field."""
    widget.setFocus()
    widget.selectAll()
    qtbot.keyClicks(widget, text)
