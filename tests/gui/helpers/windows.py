"""Helpers for tests of the whole window: take steps, go to earlier ones, choose from lists, read what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.commands import Command
from core.script.writer import script
from core.snapshot.place import BIAS, Place
from core.snapshot.snapshot import Snapshot
from gui.look import number_text
from gui.window.main_window import MainWindow

WAIT_MS = 120_000


def settle(window: MainWindow) -> None:
    """Wait until everything that was asked for is done and shown."""
    assert window.session.wait_idle(WAIT_MS)
    window.settle()


def trigger(window: MainWindow, action: str) -> None:
    """Trigger an action by its name, and wait until it is done."""
    window.actions_[action].trigger()
    settle(window)


def do(window: MainWindow, *commands: Command) -> None:
    """Do commands, all or none, and wait until they are done."""
    window.session.do(*commands)
    settle(window)


def card_text(window: MainWindow) -> str:
    """All that the error card says."""
    return " ".join(label.text() for label in window.error_card.findChildren(QLabel))


def weights(window: MainWindow) -> list[np.ndarray]:
    return window.session.model.get_weights()


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def weights_of(snapshot: Snapshot) -> list[np.ndarray]:
    """Return the weights in the order of `model.get_weights()`."""
    return [array for layer in snapshot.layers for array in (layer.kernel, layer.bias)]


def weights_on_canvas(window: MainWindow) -> list[np.ndarray]:
    """Return every weight as the canvas would paint it."""
    state, arrays = window.canvas.state, []
    for layer in state.snapshot.layers:
        rows = (*range(len(layer.kernel)), BIAS)
        table = [[state.weight(Place(layer.name, unit, row))[0] for unit in range(layer.units)] for row in rows]
        arrays += [table[:-1], table[-1]]
    return [np.asarray(array, np.float32) for array in arrays]


def read_outs(window: MainWindow) -> tuple[str, str]:
    """Return step and loss as the training bar shows them."""
    return window.findChild(QLabel, "step_count").text(), window.findChild(QLabel, "loss_value").text()


def assert_shown(window: MainWindow, snapshot: Snapshot) -> None:
    """Check that the window shows exactly what it showed when this earlier snapshot was taken."""
    assert read_outs(window) == (number_text.count(snapshot.step), number_text.loss(snapshot.loss))
    assert same(weights(window), weights_of(snapshot))
    assert same(weights_on_canvas(window), weights_of(snapshot))
    assert window.session.history == window.session._exchange.worker._keras.bench.history.entries
    assert window.code.text() == script(window.session.history)


def run_code(window: MainWindow) -> list[np.ndarray]:
    """Run the script alone, and return the weights that it gives."""
    namespace: dict[str, object] = {}
    exec(window.code.text(), namespace)
    return namespace["model"].get_weights()


@dataclass
class ShownSnapshots:
    """Every snapshot that a window showed, by step; a later one replaces an earlier one."""

    by_step: dict[int, Snapshot] = field(default_factory=dict)

    def add(self, snapshot: Snapshot) -> None:
        self.by_step[snapshot.step] = snapshot

    def __getitem__(self, step: int) -> Snapshot:
        return self.by_step[step]


def shown_snapshots(window: MainWindow, steps: int) -> ShownSnapshots:
    """Take steps one by one, and return the snapshots that were shown."""
    shown = ShownSnapshots()
    shown.add(window.session.snapshot)
    window.session.snapshot_changed.connect(shown.add)
    for _ in range(steps):
        window.session.step()
        assert window.session.wait_idle(WAIT_MS)
    window.session.snapshot_changed.disconnect(shown.add)
    window.settle()
    return shown


def click(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """Click the button of this objectName."""
    button = window.findChild(QWidget, name)
    assert button.isVisible(), name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key that goes to the window when nothing else has the focus."""
    if not window.isActiveWindow():
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
    target = QApplication.focusWidget() or window
    qtbot.keyClick(target, key, modifier)


def undo(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window)


def redo(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(window)


def mouse(widget: QWidget, kind: QEvent.Type, x: float, button=Qt.MouseButton.LeftButton) -> None:
    """Return a mouse event at half the widget's height."""
    at = QPointF(x, widget.height() / 2)
    pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), pressed, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def drag(window: MainWindow, steps: list[int]) -> None:
    """Press on the timeline at the first step, and drag its handle over the others."""
    slider = window.timeline.slider
    mouse(slider, QEvent.Type.MouseButtonPress, slider.x_of(steps[0]))
    for step in steps[1:]:
        mouse(slider, QEvent.Type.MouseMove, slider.x_of(step))
        QApplication.processEvents()
    mouse(slider, QEvent.Type.MouseButtonRelease, slider.x_of(steps[-1]))


def click_track(qtbot: QtBot, window: MainWindow, step: int) -> None:
    slider = window.timeline.slider
    at = QPoint(round(slider.x_of(step)), slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=at)


def click_chart(qtbot: QtBot, window: MainWindow, step: int) -> None:
    """Click a step on the loss chart."""
    window.pages.show_page(window.loss_chart)
    qtbot.waitUntil(lambda: window.loss_chart.plot is not None and not window.loss_chart._throttle.stale)
    canvas, axes = window.loss_chart._canvas, window.loss_chart.plot.axes
    x, _ = axes.transData.transform((step, axes.get_ylim()[0]))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), canvas.height() // 2))


def choose(qtbot: QtBot, window: MainWindow, name: str, text: str) -> None:
    """Open a list with the mouse, and click the entry that contains a text."""
    box = window.findChild(QComboBox, name)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(box.view().isVisible)
    qtbot.wait(QApplication.doubleClickInterval() + 50)  # Qt takes an earlier click for the one that opened the list
    row = next(row for row in range(box.count()) if text in box.itemText(row))
    at = box.view().visualRect(box.model().index(row, 0)).center()
    qtbot.mouseClick(box.view().viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: not box.view().isVisible())


def tool(window: MainWindow, name: str) -> QToolButton:
    return window.findChild(QToolButton, name)
