"""Maths in the real window: where Keras's numbers come from, and ticks because they are Keras's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from core.design.optimizers import OPTIMIZERS
from core.snapshot.place import Place
from tests.gui.inspector.test_maths_page import adds_up

PATIENCE_MS = 60_000
"""The first preview compiles the descent: 0.3 to 0.8 s on a quiet machine, 5 to 7 s on a crowded one."""


def at(window, place):
    return window.canvas.center_of(place)


def ticks(page):
    boxes = [page.unit.z.box, page.unit.a, page.unit.upstream.box, page.unit.delta]
    weight = page.weight
    return [box.agrees for box in (*boxes, weight.gradient.box, weight.new.box) if box.isVisible()]


def test_that_shift_enter_and_a_double_click_on_a_unit_open_maths(subtests, window, qtbot):
    with subtests.test("Enter selects, Shift+Enter opens"):
        canvas = window.canvas
        canvas.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
        assert window.inspector.tabs.currentIndex() == 0
        chosen = window.session.selection.place
        assert chosen.unit is not None
        qtbot.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert window.inspector.maths.isVisible()
        assert window.session.selection.place == chosen
    with subtests.test("a double click"):
        session, page = window.session, window.inspector.maths
        session.step(5)
        assert session.wait_idle(PATIENCE_MS)
        window.inspector_dock.hide()
        place = Place("hidden_2", 3)
        qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=at(window, place))
        assert not page.isVisible()
        qtbot.mouseDClick(window.canvas, Qt.MouseButton.LeftButton, pos=at(window, place))
        qtbot.waitUntil(page.isVisible)
        assert session.selection.place == place
        assert page.unit.forward.text().startswith("hidden_2 unit 3")
        assert ticks(page) == [True] * 4


def test_that_maths_shows_and_ticks_what_keras_computes(subtests, window, qtbot):
    with subtests.test("dragging eps measures with the real model, and leaves it alone"):
        session, page = window.session, window.inspector.maths
        window.inspector.show_maths()
        session.selection.select(Place("output", 0, 1))
        qtbot.waitUntil(lambda: page.check.checked is not None, timeout=PATIENCE_MS)
        before = [array.tobytes() for array in session.model.get_weights()]
        first, slider = page.check.checked, page.check.eps.slider
        page.area.ensureWidgetVisible(slider)
        middle = slider.height() // 2
        knob = round(slider.width() * (slider.value() - slider.minimum()) / (slider.maximum() - slider.minimum()))
        qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(knob, middle))
        for step in range(0, 40, 4):
            qtbot.mouseMove(slider, QPoint(knob - step, middle))
            qtbot.wait(20)
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(knob - 36, middle))
        eps = page.check.eps.eps
        assert eps < 5e-4
        qtbot.waitUntil(
            lambda: page.check.checked.above - page.check.checked.below == pytest.approx(2 * eps, rel=0.05),
            timeout=PATIENCE_MS,
        )
        assert page.check.checked != first
        assert session.wait_idle(PATIENCE_MS)
        assert [array.tobytes() for array in session.model.get_weights()] == before
        assert session.snapshot.step == 0
    with subtests.test("after a step Keras has the weight that was shown"):
        session, page = window.session, window.inspector.maths
        window.inspector.show_maths()
        session.selection.select(Place("output", 0, 1))
        qtbot.waitUntil(lambda: page.weight.new.box.agrees is True, timeout=PATIENCE_MS)
        shown = float(page.weight.new.box.value.replace("−", "-"))
        decimals = len(page.weight.new.box.value.split(".")[1])
        session.step()
        assert session.wait_idle(PATIENCE_MS)
        assert float(session.snapshot.layer("output").kernel[1, 0]) == pytest.approx(shown, abs=0.51 * 10**-decimals)
        qtbot.waitUntil(lambda: page.check.checked is not None and page.check.checked.step == 1, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: page.weight.new.box.agrees is True, timeout=PATIENCE_MS)
    with subtests.test("every weight of a trained network has all its ticks"):
        session, page = window.session, window.inspector.maths
        session.step(40)
        assert session.wait_idle(PATIENCE_MS)
        window.inspector.show_maths()
        for place in (
            Place("hidden_1", 2, 1),
            Place("hidden_2", 3, -1),
            Place("hidden_3", 0, 4),
            Place("output", 0, 2),
        ):
            session.selection.select(place)
            qtbot.waitUntil(
                lambda: page.weight.new.box.agrees is not None and page.check.checked is not None, timeout=PATIENCE_MS
            )
            assert all(ticks(page)), place
            assert len(ticks(page)) >= 5
            assert adds_up(page.unit.z)
            assert adds_up(page.weight.gradient)
            assert adds_up(page.weight.new)
            assert page.check.error.value != "–"
    with subtests.test("a frozen layer's update does not happen"):
        session, page = window.session, window.inspector.maths
        window.inspector.show_maths()
        session.selection.select(Place("hidden_2", 1, 0))
        session.set_trainable("hidden_2", False)
        assert session.wait_idle(PATIENCE_MS)
        qtbot.waitUntil(
            lambda: page.weight.note.isVisible() and page.weight.new.box.agrees is True, timeout=PATIENCE_MS
        )
        assert "this update does not happen" in page.weight.note.text
        assert page.weight.gradient.box.agrees is True


def test_that_nothing_is_asked_while_playing_and_all_is_answered_after_it(window, qtbot):
    session, page = window.session, window.inspector.maths
    window.inspector.show_maths()
    session.selection.select(Place("hidden_3", 1, 0))
    qtbot.waitUntil(lambda: page.check.checked is not None, timeout=PATIENCE_MS)
    asked, frames = [], []
    window.inspector.question_asked.connect(asked.append)
    session.snapshot_changed.connect(frames.append)
    still_ms, page._ask._interval = page._ask._interval, 600_000  # on a slow machine a frame may take as long as that
    session.play()
    qtbot.waitUntil(lambda: len(frames) >= 30 and page._ask.stale, timeout=PATIENCE_MS)
    assert not asked
    session.pause()
    assert session.wait_idle(PATIENCE_MS)
    assert not asked
    page._ask._interval = still_ms
    page._ask.ask_later()
    step = session.snapshot.step
    qtbot.waitUntil(
        lambda: page.check.checked.step == step and page.weight.new.box.agrees is not None, timeout=PATIENCE_MS
    )
    assert all(ticks(page))
    assert len(asked) == 2


@pytest.mark.thorough
def test_that_every_optimizer_shows_what_it_keeps_and_keras_agrees(window, qtbot):
    session, page = window.session, window.inspector.maths
    window.inspector.show_maths()
    session.selection.select(Place("output", 0, 2))
    for kind in OPTIMIZERS:
        session.choose_optimizer(kind.key)
        session.step(3)
        assert session.wait_idle(PATIENCE_MS)
        shown, formula = page.weight, f"${kind.formula}$"
        qtbot.waitUntil(  # what is shown follows a little later
            lambda shown=shown, formula=formula: shown.new.formula.formula == formula and shown.new.box.agrees is True,
            timeout=PATIENCE_MS,
        )
        assert [row.name.split(",")[0] for row in shown.new.table.rows] == [
            "w",
            *(name.split(",")[0] for name in kind.changes),
        ]
        kept = [block for block in shown.slots if block.isVisible()]
        assert [block.formula.formula for block in kept] == [f"${slot.formula}$" for slot in kind.slots]
        assert all(block.box.agrees for block in (*kept, shown.new)), kind.key
        assert all(adds_up(block) for block in (*kept, shown.new)), kind.key
        labels = [box.label for _, box in shown.coefficients if box.isVisible()]
        assert labels == [f"{each.letter}, t = 4" for each in kind.coefficients]
