"""Freezing is seen: the frozen layer's card counts steps and stays at Δ = 0, the others say how much they move."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.health.movement_log import Movement
from core.snapshot.place import Place

WAIT_MS = 60_000


def row(window, layer: str) -> tuple[str, str]:
    return window.canvas.state.rows[layer].texts[0]


def kernel(window, layer: str) -> np.ndarray:
    """A copy of a kernel, from Keras. Only while nothing is done."""
    return window.session.model.get_layer(layer).kernel.numpy().copy()


def share(now: np.ndarray, then: np.ndarray) -> float:
    return float(np.linalg.norm((now - then).astype(np.float64)) / np.linalg.norm(then.astype(np.float64)))


def play(qtbot, window, steps: int) -> None:
    """Play at least so many steps, and pause."""
    session = window.session
    goal = session.snapshot.step + steps
    session.play()
    qtbot.waitUntil(lambda: session.snapshot.step >= goal, timeout=WAIT_MS)
    session.pause()
    assert session.wait_idle(WAIT_MS)


def test_that_a_layer_frozen_while_playing_stands_still_and_the_others_move(qtbot, window):
    session, canvas = window.session, window.canvas
    assert canvas.state.rows == {}
    session.play()
    qtbot.waitUntil(lambda: session.snapshot.step >= 5, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "hidden_2" in canvas.state.rows, timeout=WAIT_MS)
    assert row(window, "hidden_2")[0] == "moves"
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.check_box_center("hidden_2"))
    qtbot.waitUntil(lambda: "hidden_2" in session.snapshot.frozen, timeout=WAIT_MS)
    session.pause()
    assert session.wait_idle(WAIT_MS)
    frozen_at = session.snapshot.step - session.snapshot.frozen["hidden_2"].steps
    frozen, free = kernel(window, "hidden_2"), kernel(window, "hidden_1")
    play(qtbot, window, 12)
    steps = session.snapshot.step - frozen_at
    assert row(window, "hidden_2") == (f"unchanged for {steps:,} steps,", "Δ = 0")
    assert kernel(window, "hidden_2").tobytes() == frozen.tobytes()
    assert kernel(window, "hidden_1").tobytes() != free.tobytes()
    assert row(window, "hidden_1")[0] == "moved in the last second"

    before = {name: kernel(window, name) for name in ("hidden_1", "hidden_2", "output")}
    session.step()
    assert session.wait_idle(WAIT_MS)
    for name in ("hidden_1", "output"):
        moved = share(kernel(window, name), before[name])
        assert session.movements.movements[name] == Movement(pytest.approx(moved, rel=1e-9), steps=1)
        assert row(window, name)[0] == "moved in this step"
    assert set(canvas.state.changed_most or {}) <= {"hidden_1", "hidden_3", "output"}
    change = np.abs(kernel(window, "hidden_1") - before["hidden_1"])
    cells = [cell for cell in (session.movements.changed_most or {}).get("hidden_1", ()) if cell[0] >= 0]
    assert all(change[cell] >= 0.6 * change.max() for cell in cells)
    canvas.grab()

    session.go_to(frozen_at - 1)
    assert session.wait_idle(WAIT_MS)
    assert canvas.state.rows == {}
    session.go_to(frozen_at + 3)
    assert session.wait_idle(WAIT_MS)
    assert row(window, "hidden_2") == ("unchanged for 3 steps,", "Δ = 0")


def test_that_the_weights_over_time_are_keras_own_and_a_click_goes_to_their_step(qtbot, window):
    session, weights = window.session, window.inspector.weights
    window.resize(1440, 900)
    window.inspector.show_page(weights)
    session.selection.select(Place("hidden_2", 2))
    held = {0: kernel(window, "hidden_2")}
    for step in range(1, 9):
        session.step()
        assert session.wait_idle(WAIT_MS)
        held[step] = kernel(window, "hidden_2")
    session.set_trainable("hidden_2", False)
    session.step(4)
    assert session.wait_idle(WAIT_MS)
    view = weights.over_time
    assert view.isVisible()
    assert view.objectName() == "weights_over_time"
    assert view.title.text() == "These 5 weights over time"
    assert view.stillness.text() == "Δ = 0 while frozen"
    history = view.history
    steps = history.steps.tolist()
    assert (steps[:9], steps[-1]) == ([*range(9)], 12)  # and where four steps take long, those of keyframes
    assert history.frozen == ((8, 12),)
    assert history.values[:9].tobytes() == np.stack([held[step][:, 2] for step in range(9)]).tobytes()
    weights.area.ensureWidgetVisible(view)
    point = view.chart.point(5, 1).toPoint()
    QTest.mouseMove(view.chart, point)
    qtbot.waitUntil(lambda: "step 5" in view.chart.text, timeout=WAIT_MS)
    view.chart.grab()
    QTest.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=point)
    assert session.wait_idle(WAIT_MS)
    assert session.snapshot.step == 5
    assert kernel(window, "hidden_2").tobytes() == held[5].tobytes()
    assert view.history.steps.tolist() == steps, "a jump changes nothing of it"
    view.chart.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(view.chart, key)
    assert view.chart.accessibleDescription() == f"[1] {held[2][1, 2]:+.3f} at step 2".replace("-", "−")
    qtbot.keyClick(view.chart, Qt.Key.Key_Return)
    assert session.wait_idle(WAIT_MS)
    assert session.snapshot.step == 2
    session.selection.select(Place("hidden_2", 2, 3))
    assert session.wait_idle(WAIT_MS)
    assert view.title.text() == "This weight over time"
    session.selection.select(Place("input", 1))
    assert session.wait_idle(WAIT_MS)
    assert not view.isVisible()
